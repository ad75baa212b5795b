"""Generating again after each change: of the document, of templates, of the generator itself.

Each run is a process of its own, which has the generator's code as it is by then; whatever becomes
of it, the next one is not concerned.
"""

import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

import typer
from watchfiles import watch

from .config import Settings
from .load.refs import family

_GENERATOR = Path(__file__).parent
_SUFFIXES = frozenset({".py", ".jinja"})
# Milliseconds: how long changes are collected, and how long to wait for one before looking again.
_COLLECT, _LOOK_AGAIN = 200, 400


def generate_on_change(settings: Settings, *, allow_outside: bool) -> None:
    """Generate, wait for a change, and again, until Ctrl-C."""
    command = [sys.executable, "-m", __package__ or "generator", "generate"]
    command += ["--spec", str(settings.spec), "--output", str(settings.output)]
    command += ["--package", settings.package, "--http", settings.http]
    command += ["--templates", str(settings.templates)] if settings.templates else []
    command += ["--allow-outside"] if allow_outside else []
    for option, names in settings.selection.as_options():
        command += [f"{option}={name}" for name in names]
    watched = [str(path) for path in (settings.spec, settings.templates) if path]
    typer.echo(f"watching {', '.join(watched)} and the generator; Ctrl-C ends it")
    try:
        while True:
            documents = family(settings.spec)
            before = _versions(documents, settings.templates)
            _run(command)
            _wait(documents, settings.templates, before)
    except KeyboardInterrupt:
        typer.echo("stopped watching")


def _run(command: list[str]) -> None:
    """Run a command to its end; it does not see a Ctrl-C, of which only a second one ends it."""
    with subprocess.Popen(command, process_group=0) as process:  # noqa: S603 - our own arguments
        try:
            process.wait()
        except KeyboardInterrupt:
            process.wait()
            raise
        finally:
            process.kill()


def _wait(
    documents: Collection[Path], templates: Path | None, before: dict[Path, tuple[int, int]]
) -> None:
    """Wait until a file is not as it was before the last run, or during it.

    Folders are watched, and not files: many editors replace a file by a new one.
    """
    folders = {path.parent for path in (*documents, *before)}
    existing = sorted(folder for folder in folders if folder.is_dir())
    for _ in watch(
        *existing,
        recursive=False,
        watch_filter=None,
        debounce=_COLLECT,
        rust_timeout=_LOOK_AGAIN,
        yield_on_timeout=True,
    ):
        if _versions(documents, templates) != before:
            return


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder; none where it is not there just now."""
    return [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]


def _versions(
    documents: Collection[Path], templates: Path | None = None
) -> dict[Path, tuple[int, int]]:
    """Return time and size of each file that decides what is generated."""
    own = (path for path in _GENERATOR.rglob("*") if path.suffix in _SUFFIXES)
    custom = _files(templates) if templates else []
    found: dict[Path, tuple[int, int]] = {}
    for path in (*documents, *own, *custom):
        try:
            status = path.stat()
        except (OSError, ValueError):
            continue
        found[path] = status.st_mtime_ns, status.st_size
    return found
