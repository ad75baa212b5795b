"""The files that a document is spread over, found without reading it as YAML or JSON."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

_REFERENCE = re.compile(
    r"""\$ref["']?\s*:\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'][^,}\n]*))"""
)


def neighbours(path: Path, text: str) -> Iterator[Path]:
    """Name the files that the text of a file refers to, whether or not they exist."""
    for found in _REFERENCE.finditer(text):
        reference = found["double"] or found["single"] or found["bare"] or ""
        file = unquote(reference.partition("#")[0].strip())
        if file and "://" not in file:
            yield Path(os.path.normpath(path.parent / file))


def family(path: Path) -> set[Path]:
    """Name a document's file and all that belong to it, whether or not they exist."""
    found: set[Path] = set()
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += neighbours(file, _text(file))
    return found


def _text(file: Path) -> str:
    try:  # a device or a pipe may never end
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    except (OSError, ValueError):
        return ""
