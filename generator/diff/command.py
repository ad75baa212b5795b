"""The command ``diff``."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer
from attrs import evolve, field, frozen

from .. import config, pipeline
from ..config import ConfigError
from ..console import count, fail, report
from ..diagnostics import Diagnostics, InvalidDocumentError
from ..load.selection import EVERYTHING, Selection
from ..load.source_map import Source
from .client import Client
from .committed import Commit, GitError
from .compare import compare
from .report import Report, as_json, as_markdown, as_text, located, print_coloured
from .rules import LEVELS, Level

_CHANGED = 1
_FailOn = Literal["breaking", "compatible", "any", "none"]
_FAILING: dict[_FailOn, tuple[Level, ...]] = {
    "breaking": ("breaking",),
    "compatible": ("breaking", "compatible"),
    "any": LEVELS,
    "none": (),
}
"""The levels of changes that make the command fail."""


@frozen
class _Side:
    """One of the two documents."""

    source: Source
    shown: Callable[[Path], str] = field(default=str)
    """Returns the name of a file in messages."""

    selection: Selection = EVERYTHING

    @property
    def name(self) -> str:
        return self.shown(self.source.path)


def diff(
    old: Annotated[
        Path | None,
        typer.Argument(help="The old document. Alone: the one to compare with a commit."),
    ] = None,
    new: Annotated[Path | None, typer.Argument(help="The new document.")] = None,
    *,
    form: Annotated[
        Literal["text", "json", "markdown"],
        typer.Option("--format", help="The format of the report."),
    ] = "text",
    against: Annotated[
        str, typer.Option(help="The commit to compare with: a branch, a tag, a hash.")
    ] = "HEAD",
    fail_on: Annotated[
        _FailOn,
        typer.Option(help="Exit 1 if there is a change of this level, or of one above it."),
    ] = "none",
    allow_outside: Annotated[
        bool,
        typer.Option(
            "--allow-outside", help="Follow references out of the folder of the document."
        ),
    ] = False,
) -> None:
    """Show what changed for callers of the client, and what the next version is.

    \b
    diff OLD NEW   two documents
    diff FILE      the document in a commit, by default the last, and as it is now
    diff           the same, with the document of \\[tool.generator] in pyproject.toml

    \b
    Examples:
      diff --against main --fail-on breaking
      diff old.yaml new.yaml --format markdown
    """  # noqa: D301 - \b keeps the lines in the help
    try:
        found = _compared(*_sides(old, new, against, allow_outside=allow_outside))
    except (ConfigError, GitError) as error:
        fail(f"error: {error}")
    match form:
        case "json":
            typer.echo(as_json(found))
        case "markdown":
            typer.echo(as_markdown(found))
        case "text" if sys.stdout.isatty():
            print_coloured(found)
        case "text":
            typer.echo(as_text(found))
    if any(map(found.of, _FAILING[fail_on])):
        raise typer.Exit(_CHANGED)


def _sides(
    old: Path | None, new: Path | None, against: str, *, allow_outside: bool
) -> tuple[_Side, _Side]:
    source = partial(Source, allow_outside=allow_outside)
    if old and new:
        if against != "HEAD":
            raise ConfigError("--against compares a document with a commit: pass OLD alone")
        return _Side(source(old)), _Side(source(new))
    path = old or config.default_spec()
    commit = Commit.of(path, against)
    # What one of the two has only matches nothing in the other.
    selection, overlays = config.reading_of(path)
    wanted = evolve(selection, must_match=False)
    committed = [overlay for overlay in overlays if commit.has(overlay)]
    before = source(path, read=commit.read, overlays=committed)
    after = source(path, overlays=overlays)
    return _Side(before, commit.name, selection=wanted), _Side(after, selection=wanted)


def _compared(old: _Side, new: _Side) -> Report:
    """Compare the documents; report all errors in both of them first."""
    clients = [_read(old), _read(new)]
    before, after = clients
    if before is None or after is None:
        fail(f"{count(clients.count(None), 'document')} cannot be read")
    changes = located(compare(before, after), old.source, new.source)
    return Report(old.name, new.name, changes)


def _read(side: _Side) -> Client | None:
    diagnostics = Diagnostics()
    try:
        return Client(*pipeline.read(side.source, diagnostics, side.selection))
    except InvalidDocumentError:
        report(diagnostics, side.source, side.shown)
        return None
