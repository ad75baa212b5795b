"""What the commands print: problems, failures, progress."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

import typer

from .document import Document
from .positions import Lookup, positions
from .problems import Problem

STALE, FAILED = 1, 2


def report(
    document: Document, problems: list[Problem], shown: Callable[[Path], object] = str
) -> None:
    """Print problems, one line each, as they are: spec text is neither wrapped nor markup.

    Args:
        document: The document that has them.
        problems: What is wrong with it.
        shown: How to call a file.
    """
    lookups: dict[Path, Lookup] = {}
    for problem in problems:
        source, at = document.source(problem.at)
        position = problem.position if at.steps else problem.position or (1, 1)
        if position is None and source.path not in lookups:
            lookups[source.path] = positions(source.path)
        position = position or lookups[source.path](at)
        place = ":".join(map(str, (shown(source.path), *(position or ()))))
        message = " ".join(problem.message.split())
        typer.echo(printable(f"{place}: {problem.level}: {problem.at}: {message}"), err=True)


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
    """Spell a number of things."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def progress(text: str) -> AbstractContextManager[object]:
    """Show what is being done for as long as it takes, to people only."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)
