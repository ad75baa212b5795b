"""Formatting the generated files, with ruff."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from ruff import find_ruff_bin  # pyright: ignore[reportMissingTypeStubs] - has none

_STYLE = (
    "--isolated",
    "--no-cache",
    "--quiet",
    "--config=line-length=100",
    "--config=target-version='py311'",
    "--config=lint.isort.split-on-trailing-comma=false",
)
# Imports and exports are sorted where that is safe: those of a user may have comments in between.
_TIDY = ("check", "--fix", "--exit-zero", "--select=I,RUF022")


def formatted(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Return the content of files as it is to be written: text formatted, bytes as they are.

    Raises:
        RuntimeError: The text of a file is not valid Python.
    """
    rendered = {path: text.encode() for path, text in files.items() if isinstance(text, str)}
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, rendered)
        for command in (_TIDY, ("format",)):
            _run(command, folder)
        done = {path: (folder / path).read_bytes() for path in rendered}
    return {
        path: content if isinstance(content, bytes) else done[path]
        for path, content in files.items()
    }


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder by their paths in it."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _run(command: tuple[str, ...], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own arguments
        [find_ruff_bin(), *command, *_STYLE, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the rendered code is not valid:\n{done.stdout}{done.stderr}")
