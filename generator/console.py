"""What the commands print: diagnostics, summaries, failures, progress."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

import typer

from .diagnostics import Diagnostics, Level
from .findings import Finding, Form, as_json, as_line, default_form, findings
from .load.source_map import Source

STALE, FAILED = 1, 2
_LONGEST_LIST = 20
_COLOURS: dict[Level, str] = {"error": "red", "warning": "yellow", "note": "cyan"}


def report(
    diagnostics: Diagnostics,
    source: Source,
    shown: Callable[[Path], object] = str,
    *,
    form: Form | None = None,
    into: Path | None = None,
) -> None:
    """Print all diagnostics, one line each, as they are: they are neither wrapped nor markup.

    Args:
        diagnostics: What was found.
        source: Where the document was read from.
        shown: Returns how to call a file.
        form: The format of the lines; by default that of where the command runs.
        into: A file to write the report for tools to.
    """
    found = findings(diagnostics, source, shown)
    form = form or default_form()
    for finding in found:
        line = printable(as_line(finding, form))
        typer.echo(_coloured(line, finding) if form == "text" else line, err=True)
    if into is not None:
        try:
            into.write_text(as_json(found), encoding="utf-8")
        except OSError as error:
            fail(f"error: {into}: the report cannot be written: {error.strerror}")


def _coloured(line: str, finding: Finding) -> str:
    """Colour the severity in a line, on terminals that have not asked for none."""
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return line
    before = len(printable(finding.place)) + len(": ")
    after = before + len(finding.severity)
    severity = typer.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
    return line[:before] + severity + line[after:]


def counted(diagnostics: Diagnostics) -> str:
    """Return how many errors and warnings there are."""
    errors, warnings = len(diagnostics.of("error")), len(diagnostics.of("warning"))
    found = [count(errors, "error")] if errors else []
    found += [count(warnings, "warning")] if warnings else []
    text = " and ".join(found)
    return f"{text} (--strict: warnings are errors)" if diagnostics.strict and warnings else text


def printable(text: str) -> str:
    """Escape what a terminal does not plainly print.

    That is control characters, line ends, and marks that make text run backwards.
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def fail(message: str) -> NoReturn:
    """End the command because it cannot do what it was asked for."""
    typer.echo(message, err=True)
    raise typer.Exit(FAILED)


def count(number: int, noun: str) -> str:
    """Return a number and its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def shortened(lines: Iterable[str]) -> list[str]:
    """Return the first twenty lines, and how many more there are."""
    found = list(lines)
    more = len(found) - _LONGEST_LIST
    return [*found[:_LONGEST_LIST], f"  and {more:,} more"] if more > 1 else found


def progress(text: str) -> AbstractContextManager[object]:
    """Show what is being done for as long as it takes, on terminals only."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)
