"""Options of the command line that several commands have, or that need some lines."""

from pathlib import Path
from typing import Annotated

import typer

from .findings import Form
from .load.selection import Selection
from .version import version


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - called by the library
    if wanted:
        typer.echo(version())
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_print_version, is_eager=True, help="Print versions."),
]

Strict = Annotated[
    bool, typer.Option("--strict", help="Treat warnings as errors: write nothing, exit 2.")
]
Report = Annotated[
    Path | None, typer.Option("--report", help="Write all diagnostics to this file, as JSON.")
]
Format = Annotated[
    Form | None,
    typer.Option("--format", help="How to report; by default github in its workflows, else text."),
]
IncludeTag = Annotated[
    list[str] | None, typer.Option(help="Generate the operations with this tag only. Repeatable.")
]
ExcludeTag = Annotated[
    list[str] | None, typer.Option(help="Leave out the operations with this tag. Repeatable.")
]
IncludePath = Annotated[
    list[str] | None,
    typer.Option(
        help="Generate the operations at paths of this pattern only: * stands for a part of a "
        "segment, ** for any segments. Repeatable."
    ),
]


def selection(
    include_tag: list[str] | None, exclude_tag: list[str] | None, include_path: list[str] | None
) -> Selection:
    """Return which operations were asked for."""
    return Selection(tuple(include_tag or ()), tuple(exclude_tag or ()), tuple(include_path or ()))
