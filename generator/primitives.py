"""What one schema says about its type, in either dialect of OpenAPI."""

from collections.abc import Mapping, Sequence

from openapi_python_client import schema as oai
from openapi_python_client.schema.data_type import DataType

from . import kinds
from .kinds import Kind, Scalar
from .parse import raw

_STRING_FORMATS = {
    "date": kinds.DATE,
    "date-time": kinds.DATETIME,
    "uuid": kinds.UUID,
    "byte": kinds.BASE64,
    "binary": kinds.BINARY,
}
_SCALARS: Mapping[DataType | None, Kind] = {
    DataType.INTEGER: kinds.INTEGER,
    DataType.NUMBER: kinds.NUMBER,
    DataType.BOOLEAN: kinds.BOOLEAN,
    DataType.NULL: kinds.NULL,
}
OF_VALUES: Mapping[type, Scalar] = {
    str: kinds.STRING,
    int: kinds.INTEGER,
    bool: kinds.BOOLEAN,
}
"""What the values of a set are, by their class in Python."""


def types(schema: oai.Schema) -> tuple[list[DataType], bool]:
    """Give the types without null, and whether null is one of them, in either dialect."""
    listed = schema.type if isinstance(schema.type, list) else [schema.type]
    found = [DataType(each) for each in listed if each not in {None, DataType.NULL}]
    may_be_null = DataType.NULL in listed or schema.nullable or None in (schema.enum or ())
    if not found and DataType.NULL in listed:
        return [DataType.NULL], False
    return found, may_be_null


def scalar(schema: oai.Schema, kind: DataType | None) -> Kind:
    """Read a value without parts; without a type it may be any."""
    if kind != DataType.STRING:
        return _SCALARS.get(kind, kinds.ANY)
    known = _STRING_FORMATS.get(raw(schema.schema_format))
    if known is not None:
        return known
    # How OpenAPI 3.1 says ``byte`` and ``binary``.
    said = schema.model_extra or {}
    encoding, media_type = said.get("contentEncoding"), str(said.get("contentMediaType", "text/"))
    if encoding is not None:
        return kinds.BASE64 if encoding == "base64" else kinds.STRING
    is_text = media_type.startswith("text/") or media_type.endswith(("/json", "+json"))
    return kinds.STRING if is_text else kinds.BINARY


def is_object(schema: oai.Schema) -> bool:
    """Tell an object with known members."""
    found, _ = types(schema)
    return bool(schema.properties) and found in ([], [DataType.OBJECT])


def is_nothing(schema: oai.Schema | oai.Reference | None) -> bool:
    """Tell the schema that no value follows: ``false``, or ``not: {}``."""
    denied = schema.schema_not if isinstance(schema, oai.Schema) else None
    return isinstance(denied, oai.Schema) and not denied.model_fields_set


def listable(values: Sequence[object]) -> tuple[str | int | bool, ...]:
    """Give the values that a ``Literal`` may list; nothing where one of them is of another type."""
    given = [value for value in values if value is not None]
    if not all(isinstance(value, str | int) for value in given):
        return ()
    # By type as well: to Python, True is 1.
    unique = {(type(value), value): value for value in given}
    return tuple(value for value in unique.values() if isinstance(value, str | int))
