"""What the commands print: diagnostics, summaries, failures, progress."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

import typer

from .diagnostics import Diagnostics
from .load.source_map import Source
from .reports import Located, as_annotation, as_text, located

STALE, FAILED = 1, 2
_LONGEST_LIST = 20


def report(
    diagnostics: Diagnostics, source: Source, shown: Callable[[Path], object] = str
) -> list[Located]:
    """Print all diagnostics, one line each, and return them with their locations.

    Args:
        diagnostics: What was found.
        source: Where the document was read from.
        shown: Returns how to call a file.
    """
    found = located(diagnostics, source, shown)
    written = as_annotation if os.environ.get("GITHUB_ACTIONS") == "true" else as_text
    for each in found:
        typer.echo(written(each), err=True)
    return found


def counted(diagnostics: Diagnostics) -> str:
    """Return how many errors and warnings there are."""
    errors, warnings = len(diagnostics.of("error")), len(diagnostics.of("warning"))
    found = [count(errors, "error")] if errors else []
    found += [count(warnings, "warning")] if warnings else []
    return " and ".join(found)


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
