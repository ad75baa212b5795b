"""The command ``diff``."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

import typer
from attrs import field, frozen

from .. import config
from ..build import Spec, read
from ..config import ConfigError
from ..console import count, fail, report
from ..document import Document, load
from ..problems import SpecError
from .committed import GitError, write_committed
from .compare import compare
from .formats import as_json, coloured, markdown, text
from .report import Report

_CHANGED = 1


@frozen
class _Side:
    """One of the two documents."""

    path: Path
    shown: Callable[[Path], object] = field(default=str)
    """How to call it and its neighbours."""


def diff(
    old: Annotated[
        Path | None,
        typer.Argument(help="The document before. Alone: the one to compare with its last commit."),
    ] = None,
    new: Annotated[Path | None, typer.Argument(help="The document now.")] = None,
    *,
    form: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", help="How to write it.")
    ] = "text",
    fail_on: Annotated[
        Literal["breaking"] | None, typer.Option(help="Exit 1 if there is such a change.")
    ] = None,
) -> None:
    """Tell what changed for callers of the client, and what the next version is.

    \b
    diff OLD NEW   two documents
    diff FILE      the document in the last commit, and as it is now
    diff           the same, with the document of [tool.generator] in pyproject.toml
    """  # noqa: D301 - \b keeps the lines in the help
    with TemporaryDirectory() as folder:
        try:
            before, now = _sides(old, new, Path(folder).resolve())
        except (ConfigError, GitError) as error:
            fail(f"error: {error}")
        found = _compared(before, now)
    match form:
        case "json":
            typer.echo(as_json(found))
        case "markdown":
            typer.echo(markdown(found))
        case "text" if sys.stdout.isatty():
            coloured(found)
        case "text":
            typer.echo(text(found))
    if fail_on == "breaking" and found.verdict == "major":
        raise typer.Exit(_CHANGED)


def _sides(old: Path | None, new: Path | None, folder: Path) -> tuple[_Side, _Side]:
    """Find the documents; the last commit's is written into a folder."""
    if old and new:
        return _Side(old), _Side(new)
    path = old or config.default_spec()
    committed = write_committed(path, folder)
    return _Side(committed, lambda file: f"HEAD:{file.relative_to(folder)}"), _Side(path)


def _compared(old: _Side, new: _Side) -> Report:
    """Compare the documents; report what is wrong with either before giving up."""
    specs = [_read(old), _read(new)]
    before, now = specs
    if before is None or now is None:
        fail(f"{count(specs.count(None), 'document')} cannot be read")
    return compare(before, now, str(old.shown(old.path)), str(new.shown(new.path)))


def _read(side: _Side) -> Spec | None:
    document = Document(side.path, {})
    try:
        document = load(side.path)
        return read(document)
    except SpecError as error:
        report(document, error.problems, side.shown)
        return None
