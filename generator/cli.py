"""The command line: ``python -m generator``."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from . import config
from .build import Build, build
from .config import ConfigError, Settings
from .document import Document, load
from .output import Change, Target, TargetError
from .positions import Lookup, positions
from .problems import Problem, SpecError
from .render import render, static_files

STALE, FAILED = 1, 2

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Generate a typed Python client from an OpenAPI document."""


@app.command()
def generate(
    spec: Annotated[Path | None, typer.Option(help="The OpenAPI document, YAML or JSON.")] = None,
    output: Annotated[Path | None, typer.Option(help="The package folder to write.")] = None,
    package: Annotated[str | None, typer.Option(help="Its name; else the folder's.")] = None,
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
        _fail(f"error: {error}")
    document, built = _read(settings)
    _report(document, built.warnings)
    try:
        change = target.change(target.build(render(built), static_files()))
        if change and not check:
            target.swap()
    finally:
        target.clean()
    typer.echo(_summary(settings, built, change, check=check))
    if check and change:
        typer.echo(change.diff)
        raise typer.Exit(STALE)


def _read(settings: Settings) -> tuple[Document, Build]:
    document = Document(settings.spec, {})
    try:
        document = load(settings.spec)
        return document, build(document, settings.package)
    except SpecError as error:
        _report(document, error.problems)
        _fail(f"{_count(len(error.problems), 'problem')}; {settings.output} is as it was")


def _report(document: Document, problems: list[Problem]) -> None:
    """Print problems, one line each, as they are: spec text is neither wrapped nor markup."""
    lookups: dict[Path, Lookup] = {}
    for problem in problems:
        source, at = document.source(problem.at)
        position = problem.position if at.steps else problem.position or (1, 1)
        if position is None and source.path not in lookups:
            lookups[source.path] = positions(source.path)
        position = position or lookups[source.path](at)
        place = ":".join(map(str, (source.path, *(position or ()))))
        message = " ".join(problem.message.split())
        typer.echo(f"{place}: {problem.level}: {problem.at}: {message}", err=True)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(FAILED)


def _summary(settings: Settings, built: Build, change: Change, *, check: bool) -> str:
    read = (
        f"{settings.spec}: {_count(built.operations, 'operation')}, "
        f"{_count(len(built.models), 'model')}, {_count(len(built.value_sets), 'value set')}"
    )
    if not change:
        return f"{read}\n{settings.output}: up to date, {_count(change.unchanged, 'file')}"
    marks = {"+": change.added, "~": change.changed, "-": change.removed}
    lines = [f"  {mark} {path}" for mark, paths in marks.items() for path in paths]
    done = "stale" if check else "written"
    return "\n".join([read, f"{settings.output}: {done}", *lines])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
