# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Files that are sent, and bodies that are sent as they are."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import IO, Any, NamedTuple, cast

from .bodies import BodyWriter, Encoded
from .parameters import header_value, text

_Content = bytes | IO[bytes] | os.PathLike[str]

FileContent = (
    _Content | tuple[str | None, _Content | str] | tuple[str | None, _Content | str, str | None]
)
"""A file to send, read into memory: bytes, an open file or a path.

A tuple is the name of the file, its content, and its content type where one is needed, as in httpx.
"""

_NAME_AND_CONTENT = (2, 3)  # and the content type


class File(NamedTuple):
    """A file that was read."""

    name: str
    data: bytes
    content_type: str | None
    """The one that the caller passed, if any."""


def is_named(value: object) -> bool:
    """Return whether a value is a file name with its content, and not a tuple of texts."""
    if not isinstance(value, tuple):
        return False
    parts = cast("tuple[object, ...]", value)
    return (
        len(parts) in _NAME_AND_CONTENT
        and isinstance(parts[0], str | None)
        and _is_content(parts[1])
    )


def is_file(value: object) -> bool:
    """Return whether a value is a file in any of the forms that are accepted."""
    return _is_content(value) or is_named(value)


def _is_content(value: object) -> bool:
    return isinstance(value, bytes | os.PathLike) or hasattr(value, "read")


def read_file(name: str, value: Any) -> File:
    """Read a file; one without a name of its own gets that of its parameter.

    Raises:
        TypeError: It is no file.
    """
    if not isinstance(value, tuple):
        found, data = _read(name, value)
        return File(found or name, data, None)
    parts: tuple[Any, ...] = cast("Any", value)
    if len(parts) not in _NAME_AND_CONTENT:
        raise TypeError(f"{name} must be (name, content) or (name, content, content_type)")
    given, content, content_type = parts if len(parts) == _NAME_AND_CONTENT[-1] else (*parts, None)
    if not isinstance(given, str | None):
        raise TypeError(f"the name of the file {name} must be a string, not {given!r:.80}")
    if content_type is not None:
        header_value(f"the content type of {name}", content_type)
    if isinstance(content, str):
        found, data = "", text(name, content).encode()
    else:
        found, data = _read(name, content)
    return File(given or found or name, data, content_type)


def _read(name: str, content: Any) -> tuple[str, bytes]:
    """Return the base name that a file has itself, or nothing, and its content."""
    if isinstance(content, str):
        raise TypeError(
            f"{name} must be a file, not a str: pass pathlib.Path(...) to send the file of that "
            "name, or bytes to send the text itself"
        )
    if isinstance(content, os.PathLike):
        path = Path(cast("os.PathLike[str]", content))
        return path.name, path.read_bytes()
    data: object = content.read() if hasattr(content, "read") else content
    if not isinstance(data, bytes):
        raise TypeError(f"{name} must be bytes, a binary file or a path, not {data!r:.80}")
    opened_as: object = getattr(content, "name", None)
    return PurePath(opened_as).name if isinstance(opened_as, str) else "", data


def content(content_type: str) -> BodyWriter:
    """Build the writer of a body that is sent as it is: text, bytes or a file."""

    def write(value: str | FileContent | None, extra: Mapping[str, object]) -> Encoded | None:
        if extra:
            raise ValueError(f"a body of {content_type} has no fields: extra_body cannot be sent")
        if value is None:
            return None
        if isinstance(value, str):
            return content_type, text("body", value).encode()
        file = read_file("body", value)
        return file.content_type or content_type, file.data

    return write
