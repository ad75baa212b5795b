"""Options of the command line that several commands have, or that need some lines."""

from pathlib import Path
from typing import Annotated

import typer

from .findings import Form
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
    bool, typer.Option("--strict", help="Take warnings for errors: write nothing, exit 2.")
]
Report = Annotated[
    Path | None, typer.Option("--report", help="A file to write what is reported to, as JSON.")
]
Format = Annotated[
    Form | None,
    typer.Option("--format", help="How to report; by default github in its workflows, else text."),
]
