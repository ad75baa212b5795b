# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Bodies with files: ``multipart/form-data`` (RFC 7578)."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from .bodies import BodyWriter, Encoded, passed_fields
from .files import is_named, read_file
from .parameters import as_items, as_members, text
from .writing import Null, to_json


def multipart(content_types: Mapping[str, str]) -> BodyWriter:
    """Build the writer of a body in parts, one for each field and each item of a list.

    Args:
        content_types: Those of the parts for which the spec has one.
    """

    def write(fields: object, extra: Mapping[str, object]) -> Encoded:
        boundary = os.urandom(16).hex()
        body = b"".join(
            f"--{boundary}\r\n".encode() + _part(name, item, content_types.get(name))
            for name, value in passed_fields({**passed_fields(fields), **extra}).items()
            for item in _items(value)
        )
        return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()

    return write


def _items(value: object) -> Sequence[object]:
    """Return the items of a list, each of which is a part; a name with a file is one part."""
    items = as_items(value)
    return [value] if items is None or _is_named_file(value) else items


def _is_named_file(value: Any) -> bool:
    """Return whether it is a file name with its content, and not a tuple of texts."""
    return is_named(value) and len(value) == 2 and not isinstance(value[1], str)  # noqa: PLR2004 - a pair


# By name: most clients need no import of uuid.
_PLAIN = frozenset({"UUID", "date", "datetime"})


def _part(name: str, value: Any, content_type: str | None) -> bytes:
    disposition = f'form-data; name="{_quoted(name)}"'
    if isinstance(value, str | int | float | Null) or type(value).__name__ in _PLAIN:
        data = text(name, value).encode()
    elif as_members(value) is not None or (as_items(value) and not _is_named_file(value)):
        content_type, data = content_type or "application/json", to_json(value).encode()
    else:
        file_name, data = read_file(name, value)
        disposition += f'; filename="{_quoted(file_name)}"'
        content_type = content_type or "application/octet-stream"
    header = f"Content-Disposition: {disposition}\r\n"
    if content_type:
        header += f"Content-Type: {content_type}\r\n"
    return header.encode() + b"\r\n" + data + b"\r\n"


def _quoted(name: str) -> str:
    """Escape a name as the WHATWG's form standard does, so that it cannot end its header."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
