"""What a ``$ref`` looks like, and which files the references of a document name."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import unquote

from ..diagnostics import Pointer
from .source_map import read_file
from .values import is_object


def is_ref(node: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a reference."""
    return is_object(node) and isinstance(node.get("$ref"), str)


def ref_to(at: Pointer) -> str:
    """Return the reference to a part of the same document."""
    return f"#{at}".replace("%", "%25")


_REF = re.compile(
    r"""\$ref["']?\s*:\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'][^,}\n]*))"""
)


def referenced_files(path: Path, text: str) -> Iterator[Path]:
    """Yield the files that the text of a file refers to, whether or not it parses or they exist."""
    for match in _REF.finditer(text):
        reference = match["double"] or match["single"] or match["bare"] or ""
        file = unquote(reference.partition("#")[0].strip())
        if file and "://" not in file and "\0" not in file:
            yield Path(os.path.normpath(path.parent / file))


def family(path: Path) -> set[Path]:
    """Return the files that a document consists of, whether or not they exist."""
    files: set[Path] = set()
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in files:
            files.add(file)
            try:
                text = read_file(file).decode()
            except (OSError, ValueError):
                continue
            waiting += referenced_files(file, text)
    return files
