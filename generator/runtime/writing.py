"""From models and Python values to JSON."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from .unset import Unset


class Null:
    """The type of `NULL`."""

    def __repr__(self) -> str:
        """Read as it is written in code."""
        return "NULL"


NULL: Final = Null()
"""Written as null, where None means that nothing is written."""


def merged(raw: Mapping[str, Any], fields: Mapping[str, object]) -> dict[str, Any]:
    """Write fields over an object as it arrived; those that are None or UNSET are left out."""
    given = {
        key: jsonable(value)
        for key, value in fields.items()
        if value is not None and not isinstance(value, Unset)
    }
    return {**raw, **given}


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
