# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""From models and Python values to JSON."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from .decoding import Mismatch, Reader
from .unset import Unset


class Null:
    """The type of `NULL`."""

    def __repr__(self) -> str:
        """Show it as it is written in code."""
        return "NULL"


NULL: Final = Null()
"""Written as null, where None means that nothing is written."""


def merged(model: Any, values: Mapping[str, object]) -> dict[str, Any]:
    """Write the fields of a model over the object as it arrived.

    A field that is None or UNSET is not written: what arrived stays where it could not be
    decoded, and is removed where it could, for then None was set on purpose.

    Args:
        model: The model.
        values: Its fields by their JSON names, in the order in which the class has them.
    """
    written = {key: jsonable(value) for key, value in values.items() if not _is_missing(value)}
    raw: Mapping[str, Any] = model.raw
    if any(raw.get(key) is not None and key not in written for key in values):
        decoded = _decodable(model, list(values))
        raw = {key: value for key, value in raw.items() if key in written or key not in decoded}
    return {**raw, **written}


def _is_missing(value: object) -> bool:
    return value is None or isinstance(value, Unset)


def _decodable(model: Any, keys: list[str]) -> set[str]:
    """List the JSON names of what decodes to a value from the object as it arrived."""
    of_model = cast("Any", type(model))
    try:
        before: object = of_model.from_dict(model.raw, Reader(None, quiet=True))
    except Mismatch:
        return set()
    names = [each.name for each in of_model.__attrs_attrs__ if each.name != "raw"]
    found = zip(keys, names, strict=False)  # a field for additional members is the last
    return {key for key, name in found if not _is_missing(getattr(before, name))}


def jsonable(value: Any) -> Any:
    """Turn a value of a model into what JSON can hold."""
    match value:
        case Null():
            written: Any = None
        case date():  # a datetime is one too
            written = value.isoformat()
        case bytes():
            written = b64encode(value).decode()
        case dict():
            members = cast("dict[str, object]", value)
            written = {key: jsonable(member) for key, member in members.items()}
        case list() | tuple():
            written = [jsonable(item) for item in cast("list[object]", value)]
        case _ if hasattr(value, "to_dict"):
            written = value.to_dict()
        case _ if type(value).__name__ == "UUID":  # by name: most clients need no import of uuid
            written = str(value)
        case _:
            written = value
    return written


def to_json(value: object) -> str:
    """Write a value as compact JSON; raises ValueError where it cannot be."""
    try:
        written = json.dumps(
            jsonable(value), separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        written.encode()
    except (TypeError, UnicodeEncodeError, RecursionError) as error:
        raise ValueError(f"it cannot be written as JSON: {error}") from None
    return written
