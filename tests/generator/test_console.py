"""What is being done is shown on a terminal, and to nobody else."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from threading import Thread

from tests.generator.cases import ROOT, spec_of


def _command(target: Path) -> list[str]:
    options = ["--spec", str(spec_of("minimal")), "--output", str(target)]
    return [sys.executable, "-m", "generator", "generate", *options]


def _shown(terminal: int, into: list[bytes]) -> None:
    """Collect what a terminal is sent; Linux tells its end by an error."""
    try:
        while part := os.read(terminal, 4096):
            into.append(part)
    except OSError:
        pass


def test_a_terminal_shows_what_is_being_done(target: Path) -> None:
    """Reading and writing are told while they last, and nothing of that is left."""
    terminal, other_end = pty.openpty()
    parts: list[bytes] = []
    reader = Thread(target=_shown, args=[terminal, parts])
    reader.start()
    done = subprocess.run(  # noqa: S603 - our own arguments
        _command(target),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=other_end,
        check=True,
        text=True,
        env=os.environ | {"TERM": "xterm", "NO_COLOR": ""},
    )
    os.close(other_end)
    reader.join()
    os.close(terminal)

    shown = b"".join(parts).decode()
    assert "Reading the document" in shown
    assert "Writing 1 operation" in shown
    assert shown.endswith("\x1b[2K")  # the line is cleared
    assert "\x1b" not in done.stdout
    assert f"{target}: written" in done.stdout


def test_a_pipe_is_told_the_outcome_only(target: Path) -> None:
    """Where nobody looks on, there is no progress: not on one channel, nor on the other."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        _command(target), cwd=ROOT, capture_output=True, check=True, text=True
    )

    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "Reading" not in done.stdout
