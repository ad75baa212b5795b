"""Generating again after each change.

What changes may be the generator itself, and a run may fail: see `runs`.
"""

from collections.abc import Collection
from pathlib import Path

import typer
from watchfiles import watch

from .config import Settings
from .neighbours import family
from .runs import prepare, run

_GENERATOR = Path(__file__).parent
_SUFFIXES = frozenset({".py", ".jinja"})
# Milliseconds: how long changes are collected; how soon one is seen that was made during a run.
_COLLECT, _LOOK_AGAIN = 200, 400


def generate_on_change(settings: Settings) -> None:
    """Generate, wait for a change, and again, until Ctrl-C.

    What is watched: the document, the files that it refers to, and the generator with its
    templates and runtime.
    """
    command = ["generate", "--spec", str(settings.spec)]
    command += ["--output", str(settings.output), "--package", settings.package]
    prepare()
    typer.echo(f"watching {settings.spec} and the generator; Ctrl-C ends it")
    try:
        while True:
            documents = family(settings.spec)
            before = _versions(documents)
            run(command)
            _wait(documents, before)
    except KeyboardInterrupt:
        typer.echo("stopped watching")


def _wait(documents: Collection[Path], before: dict[Path, tuple[int, int]]) -> None:
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
        if _versions(documents) != before:
            return


def _versions(documents: Collection[Path]) -> dict[Path, tuple[int, int]]:
    """Tell the files that decide what is generated apart from what they were."""
    own = (path for path in _GENERATOR.rglob("*") if path.suffix in _SUFFIXES)
    found: dict[Path, tuple[int, int]] = {}
    for path in (*documents, *own):
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = status.st_mtime_ns, status.st_size
    return found
