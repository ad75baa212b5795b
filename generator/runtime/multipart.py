# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Bodies with files: ``multipart/form-data`` (RFC 7578)."""

import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from .bodies import BodyWriter, Encoded, passed_fields
from .files import is_named, read_file
from .parameters import as_items, as_members, text
from .writing import Null, to_json


def multipart(content_types: Mapping[str, str], files: Collection[str] = ()) -> BodyWriter:
    """Build the writer of a body in parts, one for each field and each item of a list.

    Args:
        content_types: Those of the parts for which the spec has one.
        files: The fields that are files, where text is a mistake.
    """

    def write(fields: object, extra: Mapping[str, object]) -> Encoded:
        boundary = os.urandom(16).hex()
        body = b"".join(
            f"--{boundary}\r\n".encode()
            + _part(name, item, content_types.get(name), is_file=name in files)
            for name, value in passed_fields({**passed_fields(fields), **extra}).items()
            for item in _items(value, is_file=name in files)
        )
        return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()

    return write


def _items(value: object, *, is_file: bool) -> Sequence[object]:
    """Return the items of a list, each of which is a part; a name with a file is one part."""
    items = as_items(value)
    if items is None or is_named(value) or (is_file and _begins_with_name(value)):
        return [value]
    return items


def _begins_with_name(value: Any) -> bool:
    """Return whether a value is meant as a file name and more, though no file may follow."""
    return isinstance(value, tuple) and isinstance(next(iter(cast("Any", value)), b""), str | None)


# By name: most clients need no import of uuid.
_PLAIN = frozenset({"UUID", "date", "datetime"})


def _part(name: str, value: Any, content_type: str | None, *, is_file: bool) -> bytes:
    disposition = f'form-data; name="{_quoted(name)}"'
    if isinstance(value, Null) or (not is_file and _is_plain(value)):
        data = text(name, value).encode()
    elif not is_file and _has_parts(value):
        content_type, data = content_type or "application/json", to_json(value).encode()
    else:
        file = read_file(name, value)
        data = file.data
        disposition += f'; filename="{_quoted(file.name)}"'
        content_type = file.content_type or content_type or "application/octet-stream"
    header = f"Content-Disposition: {disposition}\r\n"
    if content_type:
        header += f"Content-Type: {content_type}\r\n"
    return header.encode() + b"\r\n" + data + b"\r\n"


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) or type(value).__name__ in _PLAIN


def _has_parts(value: object) -> bool:
    return as_members(value) is not None or (bool(as_items(value)) and not is_named(value))


def _quoted(name: str) -> str:
    """Escape a name as the WHATWG's form standard does, so that it cannot end its header."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
