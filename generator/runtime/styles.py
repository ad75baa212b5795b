"""How lists and objects are written in parameters: the styles of OpenAPI.

A style takes the name and the value of a parameter and gives the pieces of a query, each a name
and a value, percent-encoded. A list of plain values under the name ``id``, for example:

    exploded           id=3&id=4
    comma_separated    id=3,4
    space_separated    id=3%204
    pipe_separated     id=3%7C4
    deep_object        filter[state][eq]=on, for an object under the name filter
    json_text          filter=%7B%22state%22...
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote

from .encoding import text
from .writing import to_json

# RFC 3986, section 2.3. Most names and values need no quoting, and quote() is slow to see it.
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*")

Style = Callable[[str, object], list[str]]


def query_string(values: Mapping[str, object], styles: Mapping[str, Style]) -> str:
    """Write query parameters; None is left out, and what has no style of its own is exploded."""
    pieces: list[str] = []
    for name, value in values.items():
        if value is not None:
            pieces += styles.get(name, exploded)(name, value)
    return "&".join(pieces)


def exploded(name: str, value: object) -> list[str]:
    """Write each item of a list, or each member of an object under its own name."""
    if isinstance(value, str):  # as most are
        return [_piece(name, text(name, value))]
    members = as_members(value)
    if members is not None:
        return [_piece(key, _written(key, item)) for key, item in members]
    items = as_items(value)
    return [
        _piece(name, _written(name, item)) for item in (items if items is not None else [value])
    ]


def comma_separated(name: str, value: object) -> list[str]:
    """Write all in one piece, commas in between."""
    return [_joined(name, value, ",")]


def space_separated(name: str, value: object) -> list[str]:
    """Write all in one piece, spaces in between."""
    return [_joined(name, value, "%20")]


def pipe_separated(name: str, value: object) -> list[str]:
    """Write all in one piece, bars in between."""
    return [_joined(name, value, "%7C")]


def deep_object(name: str, value: object) -> list[str]:
    """Write each member under its path in brackets."""
    members = as_members(value)
    if members is not None:
        return [piece for key, item in members for piece in deep_object(f"{name}[{key}]", item)]
    items = as_items(value)
    return [_piece(name, text(name, item)) for item in (items if items is not None else [value])]


def json_text(name: str, value: object) -> list[str]:
    """Write the value as JSON."""
    return [_piece(name, to_json(value))]


def simple(name: str, value: object) -> str:
    """Write the value of a path or header parameter: commas in between, not encoded."""
    members = as_members(value)
    items = as_items(value)
    if members is not None:
        items = [part for member in members for part in member]
    return text(name, value) if items is None else ",".join(text(name, item) for item in items)


def simple_exploded(name: str, value: object) -> str:
    """Write as `simple` does, the members of an object as ``key=value``."""
    members = as_members(value)
    if members is None:
        return simple(name, value)
    return ",".join(f"{key}={text(name, item)}" for key, item in members)


def as_members(value: Any) -> list[tuple[str, object]] | None:
    """Give the members of a model or mapping that are there; None for any other value."""
    written = value.to_dict() if hasattr(value, "to_dict") else value
    if not isinstance(written, Mapping):
        return None
    members = cast("Mapping[str, object]", written)
    return [(key, item) for key, item in members.items() if item is not None]


def as_items(value: object) -> Sequence[object] | None:
    """Give the items of a list; None for any other value."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else None


def _written(name: str, value: object) -> str:
    """Write an item as text; as JSON where it has parts itself, for which there is no style."""
    is_plain = as_members(value) is None and as_items(value) is None
    return text(name, value) if is_plain else to_json(value)


def _joined(name: str, value: object, separator: str) -> str:
    members = as_members(value)
    items = as_items(value)
    if members is not None:
        items = [part for member in members for part in member]
    parts = [_quoted(_written(name, item)) for item in (items if items is not None else [value])]
    return f"{_quoted(name)}={separator.join(parts)}"


def _piece(name: str, value: str) -> str:
    return f"{_quoted(name)}={_quoted(value)}"


def _quoted(value: str) -> str:
    return value if _UNRESERVED.fullmatch(value) else quote(value, safe="")
