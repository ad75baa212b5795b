"""What one schema says about the type of a value, in either dialect of OpenAPI."""

from collections.abc import Mapping, Sequence

from ..ir.types import Scalar
from .compose import Schema

_STRING_FORMATS = {
    "date": Scalar.DATE,
    "date-time": Scalar.DATETIME,
    "uuid": Scalar.UUID,
    "byte": Scalar.BASE64,
    "binary": Scalar.BINARY,
}
_SCALARS = {
    "integer": Scalar.INTEGER,
    "number": Scalar.NUMBER,
    "boolean": Scalar.BOOLEAN,
    "null": Scalar.NULL,
}
OF_VALUES: Mapping[type, Scalar] = {
    str: Scalar.STRING,
    int: Scalar.INTEGER,
    bool: Scalar.BOOLEAN,
}
"""The types of the values of an enum, by their class in Python."""


def types(schema: Schema) -> tuple[list[str], bool]:
    """Return the names of the types without null, and whether null is allowed."""
    names = [str(name) for name in schema.values("type")]
    found = [name for name in names if name != "null"]
    may_be_null = schema.nullable or None in schema.values("enum")
    if "null" in names:
        return (found, True) if found else (["null"], False)
    return found, may_be_null


def scalar(schema: Schema, name: str) -> Scalar:
    """Return the type of a value without parts; without a name it may be any."""
    if name != "string":
        return _SCALARS.get(name, Scalar.ANY)
    known = _STRING_FORMATS.get(schema.text("format"))
    if known is not None:
        return known
    # The OpenAPI 3.1 forms of ``byte`` and ``binary``.
    encoding = schema.value("contentEncoding")
    if encoding is not None:
        return Scalar.BASE64 if encoding == "base64" else Scalar.STRING
    media_type = schema.text("contentMediaType") or "text/"
    is_text = media_type.startswith("text/") or media_type.endswith(("/json", "+json"))
    return Scalar.STRING if is_text else Scalar.BINARY


def is_object(schema: Schema) -> bool:
    """Return whether a schema is an object with known members."""
    found, _ = types(schema)
    return bool(schema.properties) and found in ([], ["object"])


def listable(values: Sequence[object]) -> tuple[str | int | bool, ...]:
    """Return the values of an enum without null; nothing if one is no string, integer, boolean."""
    present = [value for value in values if value is not None]
    if not all(isinstance(value, str | int) for value in present):
        return ()
    # By type as well: to Python, True is 1.
    unique = {(type(value), value): value for value in present}
    return tuple(value for value in unique.values() if isinstance(value, str | int))
