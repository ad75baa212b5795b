"""Which HTTP library a client is written over: httpx, or httpx2, its maintained successor.

Both have the same interface, so a client differs in nothing but its imports.
"""

import re
from collections.abc import Mapping
from typing import Literal, get_args

HttpLibrary = Literal["httpx", "httpx2"]
HTTP_LIBRARIES: tuple[HttpLibrary, ...] = get_args(HttpLibrary)

_IMPORT = re.compile(r"^( *)import (httpx|httpcore)$", re.MULTILINE)


def over(files: Mapping[str, str | bytes], library: HttpLibrary) -> dict[str, str | bytes]:
    """Return the files of a client with the imports of a library in place of httpx's."""
    if library == "httpx":
        return dict(files)
    return {path: _replaced(content) for path, content in files.items()}


def _replaced(content: str | bytes) -> str | bytes:
    if isinstance(content, bytes):
        return _IMPORT.sub(r"\1import \g<2>2 as \2", content.decode()).encode()
    return _IMPORT.sub(r"\1import \g<2>2 as \2", content)
