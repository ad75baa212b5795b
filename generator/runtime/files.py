"""Files that are sent."""

import os
from pathlib import Path
from typing import IO, Any, cast

FileContent = bytes | IO[bytes] | os.PathLike[str] | tuple[str, bytes | IO[bytes]]
"""A file to send, read into memory: bytes, an open file, a path, or a name with either."""


def is_named(value: object) -> bool:
    """Tell whether a value is a file name with its content, and not a list of two."""
    return isinstance(value, tuple) and [type(part) for part in cast("Any", value)][:1] == [str]


def read_file(name: str, value: Any) -> tuple[str, bytes]:
    """Read a file; it is called what its parameter is where it has no name of its own."""
    file_name, content = cast("tuple[str, Any]", value) if is_named(value) else (name, value)
    if isinstance(content, os.PathLike):
        path = Path(cast("os.PathLike[str]", content))
        return path.name, path.read_bytes()
    data: object = content.read() if hasattr(content, "read") else content
    if not isinstance(data, bytes):
        raise TypeError(f"{name} must be bytes, a binary file or a path, not {data!r:.80}")
    return file_name, data
