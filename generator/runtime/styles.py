# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""How lists and objects are written in parameters: the styles of OpenAPI that are not the default.

A list of plain values under the name ``id``, for example:

    comma_separated    id=3,4
    space_separated    id=3%204
    pipe_separated     id=3%7C4
    deep_object        filter[state][eq]=on, for an object under the name filter
    json_text          filter=%7B%22state%22...
"""

from .parameters import as_items, as_members, flat_items, item_text, piece, quoted, simple, text
from .writing import to_json


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
        return [part for key, item in members for part in deep_object(f"{name}[{key}]", item)]
    items = as_items(value)
    return [piece(name, text(name, item)) for item in ([value] if items is None else items)]


def json_text(name: str, value: object) -> list[str]:
    """Write the value as JSON."""
    return [piece(name, to_json(value))]


def simple_exploded(name: str, value: object) -> str:
    """Write as `simple` does, the members of an object as ``key=value``."""
    members = as_members(value)
    if members is None:
        return simple(name, value)
    return ",".join(f"{key}={text(name, item)}" for key, item in members)


def _joined(name: str, value: object, separator: str) -> str:
    items = flat_items(value)
    parts = [quoted(item_text(name, item)) for item in ([value] if items is None else items)]
    return f"{quoted(name)}={separator.join(parts)}"
