# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Files that are sent, and bodies that are sent as they are."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

from .bodies import BodyWriter, Encoded
from .parameters import text

FileContent = bytes | IO[bytes] | os.PathLike[str] | tuple[str, bytes | IO[bytes]]
"""A file to send, read into memory: bytes, an open file, a path, or a name with either."""


def is_named(value: object) -> bool:
    """Return whether a value is a file name with its content, and not a list of two."""
    return isinstance(value, tuple) and [type(part) for part in cast("Any", value)][:1] == [str]


def read_file(name: str, value: Any) -> tuple[str, bytes]:
    """Read a file; one without a name of its own gets that of its parameter."""
    file_name, content = cast("tuple[str, Any]", value) if is_named(value) else (name, value)
    if isinstance(content, os.PathLike):
        path = Path(cast("os.PathLike[str]", content))
        return path.name, path.read_bytes()
    data: object = content.read() if hasattr(content, "read") else content
    if not isinstance(data, bytes):
        raise TypeError(f"{name} must be bytes, a binary file or a path, not {data!r:.80}")
    return file_name, data


def content(content_type: str) -> BodyWriter:
    """Build the writer of a body that is sent as it is: text, bytes or a file."""

    def write(value: str | FileContent | None, extra: Mapping[str, object]) -> Encoded | None:
        if extra:
            raise ValueError(f"a body of {content_type} has no fields: extra_body cannot be sent")
        if value is None:
            return None
        if isinstance(value, str):
            return content_type, text("body", value).encode()
        return content_type, read_file("body", value)[1]

    return write
