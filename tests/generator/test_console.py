"""What the commands print: progress on terminals only, and text that no document can disturb."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from generator.console import count, printable, shortened
from tests.docs.project import code_blocks, copy_of_project, run_shell
from tests.generator.cases import ROOT, broken, spec_of


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


def _on_a_terminal(
    command: list[str], **variables: str
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command whose standard error is a terminal, and return what that shows."""
    terminal, other_end = pty.openpty()
    parts: list[bytes] = []
    reader = Thread(target=_shown, args=[terminal, parts])
    reader.start()
    done = subprocess.run(  # noqa: S603 - our own arguments
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=other_end,
        check=False,
        text=True,
        env=os.environ | {"TERM": "xterm", "NO_COLOR": ""} | variables,
    )
    os.close(other_end)
    reader.join()
    os.close(terminal)
    return done, b"".join(parts).decode()


@pytest.mark.parametrize(
    ("no_color", "severity"), [("", "\x1b[31m\x1b[1merror\x1b[0m"), ("1", "error")]
)
def test_a_terminal_shows_severities_in_colour(
    no_color: str, severity: str, target: Path, tmp_path: Path
) -> None:
    """Nothing else in a line, whatever the file is called; and none where that is asked for."""
    folder = tmp_path / "a: error: b"
    folder.mkdir()
    spec = broken(spec_of("minimal"), folder)
    command = [sys.executable, "-m", "generator", "generate", "--output", str(target)]

    done, shown = _on_a_terminal([*command, "--spec", str(spec)], NO_COLOR=no_color)

    assert done.returncode == 2
    assert re.search(rf"{re.escape(str(spec))}:\d+:\d+: {re.escape(severity)}: /paths/", shown)


def test_a_terminal_shows_what_is_being_done(target: Path) -> None:
    """Progress is shown while it lasts, and the line is cleared after it."""
    done, shown = _on_a_terminal(_command(target))

    assert done.returncode == 0
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


@pytest.mark.parametrize("command", ["generate", "diff"])
def test_help_has_examples_that_are_accepted(command: str) -> None:
    """Each names options that there are, and no markup swallows the name of a table."""
    wide = os.environ | {"COLUMNS": "200", "TERM": "dumb"}
    shown = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "generator", command, "--help"],
        cwd=ROOT,
        env=wide,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    _, _, text = shown.partition("Examples:")
    examples, _, options = text.partition("\u256d")
    assert "[tool.generator] in pyproject.toml" in shown
    assert examples.count(f"  {command} ") >= 2
    for word in examples.split():
        if word.startswith("--"):
            assert f" {word} " in options


def test_a_command_is_completed(tmp_path: Path) -> None:
    """The commands of the page make one whose options a shell completes."""
    project, home = copy_of_project(tmp_path), tmp_path / "home"
    home.mkdir()
    commands = code_blocks("docs/generator.md", "sh")[1].strip()
    completing = 'COMP_WORDS="generator generate --inc" COMP_CWORD=2 generator'
    # The shell is passed, as it would be that of whoever runs the tests.
    variables = {"HOME": str(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}

    installed = run_shell(f"{commands} bash", project, **variables)
    assert installed.returncode == 0, installed.stderr
    assert "complete -o default -F _generator_completion generator" in "".join(
        file.read_text() for file in home.rglob("*.sh")
    )
    done = run_shell(
        f'PATH=".venv/bin:$PATH" _GENERATOR_COMPLETE=complete_bash {completing}', project
    )
    assert done.stdout.split() == ["--include-tag", "--include-path"]
