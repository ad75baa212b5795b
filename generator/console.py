"""What the commands print: diagnostics, summaries, failures, progress."""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

import typer

from .diagnostics import Diagnostics
from .load.source_map import Source

STALE, FAILED = 1, 2
_LONGEST_LIST = 20


def report(diagnostics: Diagnostics, source: Source, shown: Callable[[Path], object] = str) -> None:
    """Print all diagnostics, one line each, as they are: they are neither wrapped nor markup.

    Args:
        diagnostics: What was found.
        source: Where the document was read from.
        shown: Returns how to call a file.
    """
    found = diagnostics.all()
    for diagnostic, location in zip(found, source.locate(found), strict=True):
        place = ":".join(
            str(part)
            for part in (shown(location.file), location.line, location.column)
            if part is not None
        )
        message = " ".join(diagnostic.message.split())
        pointer = "" if location.pointer is None else f"{location.pointer}: "
        line = f"{place}: {diagnostic.level}: {pointer}{message}"
        typer.echo(printable(line), err=True)


def counted(diagnostics: Diagnostics) -> str:
    """Return how many errors and warnings there are."""
    errors, warnings = len(diagnostics.of("error")), len(diagnostics.of("warning"))
    found = [count(errors, "error")] if errors else []
    found += [count(warnings, "warning")] if warnings else []
    return " and ".join(found)


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
