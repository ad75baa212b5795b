"""The command line: ``python -m generator``."""

from pathlib import Path
from typing import Annotated

import typer

from . import config
from .build import Build, build
from .config import ConfigError, Settings
from .console import STALE, count, fail, progress, report
from .diff.command import diff
from .document import Document, load
from .output import Change, Target, TargetError
from .problems import SpecError
from .render import render, static_files
from .watch import generate_on_change

_Spec = Annotated[Path | None, typer.Option(help="The OpenAPI document, YAML or JSON.")]
_Output = Annotated[Path | None, typer.Option(help="The package folder to write.")]
_Package = Annotated[str | None, typer.Option(help="Its name; else the folder's.")]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def main() -> None:
    """Generate a typed Python client from an OpenAPI document."""


@app.command()
def generate(
    spec: _Spec = None,
    output: _Output = None,
    package: _Package = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if the client is stale.")
    ] = False,
) -> None:
    """Write the client of an OpenAPI document.

    What is not passed comes from [tool.generator] in pyproject.toml.
    """
    try:
        settings = config.settings(spec, output, package)
        target = Target(settings.output)
    except (ConfigError, TargetError) as error:
        fail(f"error: {error}")
    document, built = _read(settings)
    report(document, built.warnings)
    try:
        with progress(f"Writing {count(built.operations, 'operation')}"):
            change = target.change(target.build(render(built), static_files()))
        if change and not check:
            target.swap()
    except OSError as error:
        fail(f"error: {error}; run the command again when it can write there")
    finally:
        target.clean()
    typer.echo(_summary(settings, built, change, check=check))
    if check and change:
        typer.echo(change.diff)
        raise typer.Exit(STALE)


@app.command()
def watch(spec: _Spec = None, output: _Output = None, package: _Package = None) -> None:
    """Write the client now and after each change of the document or of the generator.

    Takes the options of generate. Ctrl-C ends it.
    """
    try:
        settings = config.settings(spec, output, package)
    except ConfigError as error:
        fail(f"error: {error}")
    generate_on_change(settings)


app.command()(diff)


def _read(settings: Settings) -> tuple[Document, Build]:
    document = Document(settings.spec, {})
    try:
        with progress("Reading the document"):
            document = load(settings.spec)
            return document, build(document, settings.package)
    except SpecError as error:
        report(document, error.problems)
        fail(f"{count(len(error.problems), 'problem')}; {settings.output} is as it was")


def _summary(settings: Settings, built: Build, change: Change, *, check: bool) -> str:
    read = (
        f"{settings.spec}: {count(built.operations, 'operation')}, "
        f"{count(len(built.models), 'model')}, {count(len(built.value_sets), 'value set')}"
    )
    if not change:
        return f"{read}\n{settings.output}: up to date, {count(change.unchanged, 'file')}"
    marks = {"+": change.added, "~": change.changed, "-": change.removed}
    lines = [f"  {mark} {path}" for mark, paths in marks.items() for path in paths]
    done = "stale" if check else "written"
    return "\n".join([read, f"{settings.output}: {done}", *lines])
