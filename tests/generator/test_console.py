"""What the commands print: progress on terminals only, and text that no document can disturb."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from generator.console import count, printable, shortened
from tests.generator.cases import ROOT, spec_of


def _command(target: Path) -> list[str]:
    options = ["--spec", str(spec_of("minimal")), "--output", str(target)]
    return [sys.executable, "-m", "generator", "generate", *options]


def _shown(terminal: int, into: list[bytes]) -> None:
    """Collect what a terminal is sent; on Linux an error marks its end."""
    try:
        while part := os.read(terminal, 4096):
            into.append(part)
    except OSError:
        pass


def test_a_terminal_shows_what_is_being_done(target: Path) -> None:
    """Progress is shown while it lasts, and the line is cleared after it."""
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
    assert "Generating" in shown
    assert shown.endswith("\x1b[2K")  # the line is cleared
    assert "\x1b" not in done.stdout
    assert f"{target}: written" in done.stdout


def test_a_pipe_gets_the_summary_only(target: Path) -> None:
    """Without a terminal no progress is shown, on neither channel."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        _command(target), cwd=ROOT, capture_output=True, check=True, text=True
    )

    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "Generating" not in done.stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain [bold] ä 日本", "plain [bold] ä 日本"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\r\n\u2028b\u202ec", "a\\r\\n\\u2028b\\u202ec"),
    ],
)
def test_what_a_terminal_would_not_print_is_escaped(text: str, expected: str) -> None:
    """Control characters, line ends, and marks that make text run backwards are."""
    assert printable(text) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 files"), (1, "1 file"), (1000, "1,000 files")]
)
def test_a_number_has_its_noun(number: int, expected: str) -> None:
    """All but one are plural, and thousands are separated."""
    assert count(number, "file") == expected


@pytest.mark.parametrize("length", [0, 20, 21, 22, 1100])
def test_a_list_stops_at_twenty(length: int) -> None:
    """A single line is not replaced by one that says so."""
    lines = [str(number) for number in range(length)]

    found = shortened(lines)

    if length <= 21:
        assert found == lines
    else:
        assert found == [*lines[:20], f"  and {length - 20:,} more"]
