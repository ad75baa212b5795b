"""The command line: ``python -m generator``."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from . import config, pipeline
from .config import ConfigError, Settings
from .console import STALE, count, counted, fail, progress, report, shortened
from .diagnostics import Diagnostics, InvalidDocumentError, InvalidTemplatesError
from .diff.command import diff
from .emit.http_library import HttpLibrary
from .emit.write import Change, Target, TargetError
from .ir.api import Api
from .load.source_map import Source
from .options import (
    ExcludeTag,
    Format,
    IncludePath,
    IncludeTag,
    Overlay,
    Report,
    Strict,
    Version,
    selection,
)
from .pipeline import Generated
from .watch import generate_on_change

_Spec = Annotated[Path | None, typer.Option(help="The OpenAPI document, YAML or JSON.")]
_Output = Annotated[Path | None, typer.Option(help="The package folder to write.")]
_Package = Annotated[str | None, typer.Option(help="Its name; by default the folder's.")]
_Http = Annotated[
    HttpLibrary | None, typer.Option(help="The HTTP library to write it over; by default httpx.")
]
_Templates = Annotated[
    Path | None, typer.Option(help="A folder of templates that take the place of ours.")
]
_AllowOutside = Annotated[
    bool, typer.Option("--allow-outside", help="Let $ref lead out of the document's folder.")
]

# Shells complete commands; `python -m generator` is none.
_IS_COMMAND = Path(sys.argv[0]).name != "__main__.py"

app = typer.Typer(
    add_completion=_IS_COMMAND,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback()
def main(*, _: Version = False) -> None:
    """Generate a typed Python client from an OpenAPI document."""


@app.command()
def generate(
    spec: _Spec = None,
    output: _Output = None,
    package: _Package = None,
    http: _Http = None,
    templates: _Templates = None,
    *,
    overlay: Overlay = None,
    include_tag: IncludeTag = None,
    exclude_tag: ExcludeTag = None,
    include_path: IncludePath = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if the client is stale.")
    ] = False,
    allow_outside: _AllowOutside = False,
    skip_invalid: Annotated[
        bool,
        typer.Option("--skip-invalid", help="Leave out operations with errors; exit 1 if any."),
    ] = False,
    strict: Strict = False,
    form: Format = None,
    into: Report = None,
) -> None:
    """Write the client of an OpenAPI document.

    Options that are not passed come from \\[tool.generator] in pyproject.toml.

    \b
    Examples:
      generate --spec api.yaml --output src/app/client
      generate --check --strict
      generate --overlay ours.yaml --include-tag cats
    """  # noqa: D301 - \b keeps the lines in the help
    wanted = selection(include_tag, exclude_tag, include_path)
    try:
        settings = config.settings(
            spec, output, package, http, templates, selection=wanted, overlays=overlay or ()
        )
        target = Target(settings.output)
    except (ConfigError, TargetError) as error:
        fail(f"error: {error}")
    source = Source(settings.spec, allow_outside=allow_outside, overlays=settings.overlays)
    diagnostics = Diagnostics(skip_invalid=skip_invalid, strict=strict)
    show = partial(report, diagnostics, source, form=form, into=into)
    generated = _generate(settings, source, target, diagnostics, show, check=check)
    typer.echo(_summary(settings, generated, check=check))
    if check and generated.change:
        typer.echo(generated.change.diff)
        raise typer.Exit(STALE)
    if diagnostics.of("error"):
        typer.echo(f"{counted(diagnostics)}; {settings.output} lacks what they are in", err=True)
        raise typer.Exit(STALE)


@app.command()
def watch(
    spec: _Spec = None,
    output: _Output = None,
    package: _Package = None,
    http: _Http = None,
    templates: _Templates = None,
    *,
    overlay: Overlay = None,
    include_tag: IncludeTag = None,
    exclude_tag: ExcludeTag = None,
    include_path: IncludePath = None,
    allow_outside: _AllowOutside = False,
) -> None:
    """Write the client now and after each change of the document or of the generator.

    Accepts the options of generate that say what to write. Ctrl-C ends it.
    """
    wanted = selection(include_tag, exclude_tag, include_path)
    try:
        settings = config.settings(
            spec, output, package, http, templates, selection=wanted, overlays=overlay or ()
        )
    except ConfigError as error:
        fail(f"error: {error}")
    generate_on_change(settings, allow_outside=allow_outside)


app.command()(diff)


def _generate(
    settings: Settings,
    source: Source,
    target: Target,
    diagnostics: Diagnostics,
    show: Callable[[], None],
    *,
    check: bool,
) -> Generated:
    try:
        with progress(f"Generating {settings.output}"):
            found = pipeline.generate(source, target, settings, diagnostics, check=check)
    except (InvalidDocumentError, InvalidTemplatesError):
        show()
        fail(f"{counted(diagnostics)}; {settings.output} is as it was")
    except (OSError, TargetError) as error:
        show()
        fail(f"error: {error}; {settings.output} is as it was")
    show()
    return found


def _summary(settings: Settings, generated: Generated, *, check: bool) -> str:
    """Return what was read and what became of it, for people."""
    lines = [f"{settings.spec}: {_size(generated)}", *_unused(generated.api)]
    change = generated.change
    if not change:
        return "\n".join([*lines, f"{settings.output}: up to date, {_files(change)}"])
    marks = {"+": change.added, "~": change.changed, "-": change.removed}
    files = [f"  {mark} {path}" for mark, paths in marks.items() for path in paths]
    done = "stale" if check else "written"
    return "\n".join([*lines, f"{settings.output}: {done}", *shortened(files)])


def _size(generated: Generated) -> str:
    api, names = generated.api, generated.names
    models = {names.classes[model.at] for model in api.models}
    enums = {names.classes[enum.at] for enum in api.enums}
    return ", ".join(
        [
            count(len(api.operations), "operation"),
            count(len(models), "model"),
            count(len(enums), "enum"),
        ]
    )


def _unused(api: Api) -> list[str]:
    """Return which schemas are not part of the client, because no operation uses them."""
    if not api.unused:
        return []
    names = shortened(f"  {name}" for name in api.unused)
    return [f"  {count(len(api.unused), 'schema')} not used by any operation:", *names]


def _files(change: Change) -> str:
    return count(change.unchanged, "file")
