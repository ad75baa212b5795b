# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""From arguments to text: path, query, headers.

A value arrives as it was passed, or is refused with the name of its parameter before anything is
sent. Two of OpenAPI's styles are here, those that are the default; `styles` has the others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast
from urllib.parse import quote

from .writing import Null, to_json

# RFC 3986, section 3.3: what may stand in a path segment as it is, less the sub-delims, which
# some servers read as syntax of their own. quote() leaves letters, digits and "-._~" as well.
_SEGMENT_SAFE = ":@"
# What may stand in the fixed parts of a path: percent signs are escapes already.
_PATH_SAFE = "/:@!$&'()*+,;=?%"
# What quote() leaves in a segment; most values have nothing else, and it is slow to see that.
_SEGMENT = re.compile(r"[A-Za-z0-9._~:@-]*")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
# RFC 3986, section 2.3. Most names and values need no quoting, and quote() is slow to see it.
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]*")
# RFC 9110, sections 5.1 and 5.5. Spaces at the ends would be cut off on the way.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")
# The transport writes these. Set by hand they could cut a request in two, or name another host.
_RESERVED_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection"})


Style = Callable[[str, object], list[str]]
"""From a parameter's name and value to the pieces of a query, percent-encoded."""


def text(name: str, value: object) -> str:
    """Write a value of a parameter as text.

    Args:
        name: The parameter, for the error.
        value: A string, number, boolean (``true``, ``false``), date, time (ISO 8601) or UUID.

    Raises:
        TypeError: It is none of these.
        ValueError: It is a string that UTF-8 cannot carry.
    """
    match value:
        case str():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise ValueError(
                    f"{name} holds half of a surrogate pair at index {error.start}"
                ) from None
            return str.__str__(value)  # also of an enum, which would be its name
        case Null():
            return ""  # a form cannot write it in another way
        case bool():
            return "true" if value else "false"
        case int():
            return int.__repr__(value)
        case float():
            return float.__repr__(value)
        case datetime() | date():
            return value.isoformat()
        case _ if type(value).__name__ == "UUID":  # by name: most calls need no import of uuid
            return str(value)
        case _:
            raise TypeError(
                f"{name} must be a string, number, boolean, date or UUID, "
                f"not {type(value).__name__}"
            )


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """Put percent-encoded values into a path such as ``/calls/{call_sid}``.

    No value can leave its segment.

    Raises:
        TypeError: A value is None or has no text form.
        ValueError: A value is empty, ``.`` or ``..``.
    """
    fixed, names = _parts(template)
    filled = [fixed[0]]
    for name, part in zip(names, fixed[1:], strict=True):
        filled += _segment(name, values[name]), part
    return "".join(filled)


@cache
def _parts(template: str) -> tuple[list[str], list[str]]:
    """Split a path into what is fixed in it and the names in between."""
    parts = _PLACEHOLDER.split(template)
    return [quote(part, safe=_PATH_SAFE) for part in parts[::2]], parts[1::2]


def _segment(name: str, value: object) -> str:
    filled = text(name, value)
    if filled in {"", ".", ".."}:
        raise ValueError(f"{name} must not be {filled!r}: it would change the path of the request")
    return filled if _SEGMENT.fullmatch(filled) else quote(filled, safe=_SEGMENT_SAFE)


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Check headers before they are sent; return them with their names in lower case.

    Raises:
        TypeError: A value is not a string.
        ValueError: A name or value has characters that a header cannot carry, or the header is
            one that the client itself must set.
    """
    if not isinstance(headers, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
        raise TypeError(f"headers must be a mapping of strings, not {type(headers).__name__}")
    return {header_name(name).lower(): header_value(name, value) for name, value in headers.items()}


def header_name(name: str) -> str:
    """Check that a header has a name that may be set."""
    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
        raise TypeError(f"the name of a header must be a string, not {type(name).__name__}")
    if not _HEADER_NAME.fullmatch(name):
        raise ValueError(f"header name {name!r} has characters that are not allowed")
    if name.lower() in _RESERVED_HEADERS:
        raise ValueError(f"header {name!r} is set by the client itself and cannot be passed")
    return name


def header_value(name: str, value: str) -> str:
    """Check a header value; the error names the header and never shows the value.

    Raises:
        TypeError: It is not a string.
        ValueError: It is not printable ASCII, or has white space at an end.
    """
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
        raise TypeError(f"{name} must be a string, not {type(value).__name__}")
    if not _HEADER_VALUE.fullmatch(value):
        raise ValueError(
            f"{name} has a line break, a control or non-ASCII character, or white space at an "
            f"end: a header cannot carry it"
        )
    return value


def query_string(values: Mapping[str, object], styles: Mapping[str, Style]) -> str:
    """Write query parameters; None is not sent, and what has no style of its own is exploded."""
    pieces: list[str] = []
    for name, value in values.items():
        if value is not None:
            pieces += styles.get(name, exploded)(name, value)
    return "&".join(pieces)


def exploded(name: str, value: object) -> list[str]:
    """Write each item of a list, or each member of an object under its own name."""
    if isinstance(value, str):  # as most are
        return [piece(name, text(name, value))]
    members = as_members(value)
    if members is not None:
        return [piece(key, item_text(key, item)) for key, item in members]
    items = as_items(value)
    return [piece(name, item_text(name, each)) for each in ([value] if items is None else items)]


def simple(name: str, value: object) -> str:
    """Write the value of a path or header parameter: commas in between, not encoded."""
    parts = flat_items(value)
    return text(name, value) if parts is None else ",".join(text(name, part) for part in parts)


def as_members(value: Any) -> list[tuple[str, object]] | None:
    """Return the members of a model or mapping that are there; None for any other value."""
    written = value.to_dict() if hasattr(value, "to_dict") else value
    if not isinstance(written, Mapping):
        return None
    members = cast("Mapping[str, object]", written)
    return [(key, item) for key, item in members.items() if item is not None]


def as_items(value: object) -> Sequence[object] | None:
    """Return the items of a list; None for any other value."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else None


def flat_items(value: object) -> Sequence[object] | None:
    """Return the items of a list, or names and values of an object in turns; None for others."""
    members = as_members(value)
    return as_items(value) if members is None else [part for pair in members for part in pair]


def item_text(name: str, value: object) -> str:
    """Write an item as text; as JSON where it has parts itself, for which there is no style."""
    is_plain = as_members(value) is None and as_items(value) is None
    return text(name, value) if is_plain else to_json(value)


def piece(name: str, value: str) -> str:
    """Write one piece of a query."""
    return f"{quoted(name)}={quoted(value)}"


def quoted(value: str) -> str:
    """Percent-encode everything that has a meaning in a query."""
    return value if _UNRESERVED.fullmatch(value) else quote(value, safe="")
