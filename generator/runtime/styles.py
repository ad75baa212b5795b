# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""How lists and objects are written in parameters: the styles of OpenAPI that are not the default.

A list of plain values under the name ``id``, for example:

    comma_separated    id=3,4
    space_separated    id=3%204
    pipe_separated     id=3%7C4
    deep_object        id[0]=3&id[1]=4; filter[state][eq]=on, for an object under the name filter
    json_text          filter=%7B%22state%22...
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from .parameters import (
    Style,
    as_items,
    as_members,
    flat_items,
    item_text,
    piece,
    quoted,
    simple,
    text,
)
from .writing import NULL, to_json

# RFC 3986, section 2.2: the reserved characters of `:/?@!$'()*,;=`, which a query may hold. "&",
# "+" and "#" would end or change the value, and brackets are not allowed there.
_RESERVED = re.compile("%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)")


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
    """Write each member, and each item of a list, under its path in brackets.

    OpenAPI describes one level only. Deeper ones, and the numbers of items, are what PHP, Rails,
    Node's qs and the servers made with them read: ``items[0][price]=p``.

    Raises:
        TypeError: A value has no text form.
        ValueError: A key has a bracket, which would change the path, or a value contains itself.
    """
    try:
        return list(_deep_pieces(name, value))
    except RecursionError:
        raise ValueError(f"{name} contains itself, or is nested too deeply") from None


def _deep_pieces(name: str, value: object) -> Iterator[str]:
    members, items = as_members(value), as_items(value)
    if members is None and items is None:
        yield piece(name, text(name, value))
        return
    for key, item in enumerate(items or ()) if members is None else members:
        if not {"[", "]"}.isdisjoint(str(key)):
            raise ValueError(f"{name} has the key {key!r:.80}: a bracket in it would be misread")
        yield from _deep_pieces(f"{name}[{key}]", item)


def json_text(name: str, value: object) -> list[str]:
    """Write the value as JSON."""
    return [piece(name, to_json(value))]


def reserved(write: Style, separator: str = "") -> Style:
    """Build the style that leaves reserved characters as they are (``allowReserved``).

    Args:
        write: The style.
        separator: What separates items in it, and is encoded within them.
    """

    def character(found: re.Match[str]) -> str:
        plain = unquote(found[0])
        return found[0] if plain == separator else plain

    def write_reserved(name: str, value: object) -> list[str]:
        pieces = [each.partition("=") for each in write(name, value)]
        return [f"{key}={_RESERVED.sub(character, written)}" for key, _, written in pieces]

    return write_reserved


def with_nulls(value: object) -> object:
    """Mark null among the items of a list, which outside of JSON is written as nothing."""
    items = as_items(value)
    return value if items is None else [NULL if item is None else item for item in items]


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
