"""A program that writes a client again and again, each time killed one change of folders later.

    python -m tests.generator.emit.killed FOLDER

FOLDER must be empty. For each run it prints a line: what was in the folder of the client after
the run was killed (the old client, the new one, or nothing, and a ``+`` for each other folder
beside it), and after the next run.
"""

import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from generator.emit.write import BANNER, Target

_TEXT = f"{BANNER} from spec.yaml: do not edit.\nA = "
_CLIENTS = {
    "old": {"__init__.py": f"{_TEXT}1\n", "models/old.py": f"{_TEXT}1\n"},
    "new": {"__init__.py": f"{_TEXT}2\n", "models/new.py": f"{_TEXT}2\n"},
}
_CHANGES = {"os.rename", "os.rmdir"}


def _write(name: str, folder: Path, changes: int = 0) -> bool:
    """Write in a process of its own, killed before one of its changes; return if it was."""
    child = os.fork()
    if not child:
        if changes:
            left = count(changes - 1, -1)
            sys.addaudithook(lambda event, _: _die(left) if event in _CHANGES else None)
        Target(folder).write(_CLIENTS[name])
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _die(left: Iterator[int]) -> None:
    if not next(left):
        os.kill(os.getpid(), signal.SIGKILL)


def _found(folder: Path) -> str:
    held = {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }
    name = next((name for name, files in _CLIENTS.items() if files == held), "broken")
    beside = [path for path in folder.parent.iterdir() if path != folder]
    return (name if held else "nothing") + "+" * len(beside)


def main(folder: Path) -> None:
    """Kill a run at each change in turn, until one comes to its end."""
    for changes in count(1):
        _write("old", folder)
        was_killed = _write("new", folder, changes)
        first = _found(folder)
        _write("new", folder)
        print(first, _found(folder))  # noqa: T201 - what the test reads
        if not was_killed:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "client")
