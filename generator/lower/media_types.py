"""What the media types of bodies and responses are, by their names."""

from collections.abc import Iterable

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON, or a format that is made of it."""
    found = essence(media_type)
    return found in {JSON, "text/json"} or found.endswith("+json")


def is_text(media_type: str) -> bool:
    """Return whether a media type is text."""
    return essence(media_type).startswith("text/")


def sent_as(media_type: str, *, has_parts: bool) -> str:
    """Return the one media type to send of a range (``*/*``): JSON for what has members."""
    if "*" not in media_type:
        return media_type
    if is_text(media_type):
        return "text/plain"
    is_anything = essence(media_type).partition("/")[0] in {"*", "application"}
    return JSON if has_parts and is_anything else "application/octet-stream"


def by_preference(media_types: Iterable[str]) -> list[str]:
    """Return media types, the one to send first: JSON, then forms, then parts, then the others.

    A document lists equals, often in the order of the alphabet, so its order says little. JSON has
    a way to write every value that a schema describes, null included; a form and parts have named
    fields at least; of anything else the caller has to make the bytes. Plain JSON goes before
    formats that are made of it, which may ask for more than the schema says.
    """
    return sorted(media_types, key=_rank)


def _rank(media_type: str) -> int:
    ranks = {JSON: 0, FORM: 2, MULTIPART: 3}
    return ranks.get(essence(media_type), 1 if is_json(media_type) else 4)
