"""A program that generates a client again and again, each time killed one change of folders later.

    python -m tests.generator.emit.killed OLD NEW FOLDER

FOLDER must be empty. For each run it prints a line: what was in the folder of the client after
the run was killed (the client of OLD or of NEW, or nothing), and after the next run.
"""

import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from shutil import rmtree

from generator.cli import app
from tests.generator.cases import files

_CHANGES = {"os.rename", "os.rmdir"}


def _generate(spec: Path, folder: Path, changes: int = 0) -> bool:
    """Generate in a process of its own, killed before one of its changes; return if it was."""
    child = os.fork()
    if not child:
        if changes:
            left = count(changes - 1, -1)
            sys.addaudithook(lambda event, _: _die(left) if event in _CHANGES else None)
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
        app(["generate", "--spec", str(spec), "--output", str(folder)])
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _die(left: Iterator[int]) -> None:
    if not next(left):
        os.kill(os.getpid(), signal.SIGKILL)


def main(old: Path, new: Path, folder: Path) -> None:
    """Kill a run at each change in turn, until one comes to its end."""
    whole: dict[str, dict[str, bytes]] = {"nothing": {}}
    for name, spec in (("old", old), ("new", new)):
        _generate(spec, folder / "client")
        whole[name] = files(folder / "client")
        rmtree(folder / "client")

    def found() -> str:
        held = files(folder / "client")
        hidden = [path.name for path in folder.iterdir() if path.name != "client"]
        return next((name for name in whole if whole[name] == held), "broken") + "+" * len(hidden)

    for changes in count(1):
        _generate(old, folder / "client")
        was_killed = _generate(new, folder / "client", changes)
        first = found()
        _generate(new, folder / "client")
        print(first, found())  # noqa: T201 - what the test reads
        if not was_killed:
            return


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
