# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Request bodies: from what was passed to bytes and their content type."""

from collections.abc import Callable, Mapping
from typing import Any

from .parameters import Style, as_members, query_string
from .unset import Unset
from .writing import jsonable, to_json

Encoded = tuple[str, bytes]
"""A content type, and the bytes of a body."""

BodyWriter = Callable[[Any, Mapping[str, object]], Encoded | None]
"""From a body and the caller's ``extra_body`` to what is sent; None where nothing is."""


def form(fields: object, extra: Mapping[str, object]) -> Encoded:
    """Write ``application/x-www-form-urlencoded``, fields in the order of the spec."""
    return _form({**passed_fields(fields), **extra}, {})


def styled_form(styles: Mapping[str, Style]) -> BodyWriter:
    """Build the writer of a form in which some fields have a style of their own."""

    def write(fields: object, extra: Mapping[str, object]) -> Encoded:
        return _form({**passed_fields(fields), **extra}, styles)

    return write


def _form(fields: Mapping[str, object], styles: Mapping[str, Style]) -> Encoded:
    return "application/x-www-form-urlencoded", query_string(fields, styles).encode()


def passed_fields(fields: object) -> dict[str, object]:
    """Return the fields that were passed, one by one or as a mapping or model.

    Raises:
        TypeError: It is something that has no fields.
    """
    members = [] if fields is None else as_members(fields)
    if members is None:
        raise TypeError(f"the body must be a mapping or a model, not {type(fields).__name__}")
    return {name: value for name, value in members if not isinstance(value, Unset)}


def json_object(content_type: str) -> BodyWriter:
    """Build the writer of a JSON object whose members are passed one by one."""

    def write(fields: object, extra: Mapping[str, object]) -> Encoded:
        return content_type, to_json({**passed_fields(fields), **extra}).encode()

    return write


def json_value(content_type: str) -> BodyWriter:
    """Build the writer of a JSON text that is passed as one value."""

    def write(value: object, extra: Mapping[str, object]) -> Encoded | None:
        if value is None:
            return None
        written = jsonable(value)
        return content_type, to_json({**written, **extra} if extra else written).encode()

    return write


def optional(write: BodyWriter) -> BodyWriter:
    """Build the writer of a body that need not be there: with no field passed, none is sent."""

    def write_passed(fields: object, extra: Mapping[str, object]) -> Encoded | None:
        return write(fields, extra) if passed_fields(fields) or extra else None

    return write_passed
