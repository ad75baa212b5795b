"""What the media types of bodies and answers are, by their names."""

from collections.abc import Iterable

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# What to send of a range, where bytes of no known type are not in it.
_COMMONEST = {
    "audio": "audio/mpeg",
    "font": "font/woff2",
    "image": "image/png",
    "text": "text/plain",
    "video": "video/mp4",
}


def essence(media_type: str) -> str:
    """Give a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell JSON, and formats that are made of it."""
    found = essence(media_type)
    return found in {JSON, "text/json"} or found.endswith("+json")


def is_text(media_type: str) -> bool:
    """Tell plain text."""
    return essence(media_type).startswith("text/")


def sent_as(media_type: str, *, has_parts: bool) -> str:
    """Choose one media type of a range (``*/*``): JSON for what has members or items."""
    if "*" not in media_type:
        return media_type
    kind = essence(media_type).partition("/")[0]
    if kind in _COMMONEST:
        return _COMMONEST[kind]
    return JSON if has_parts else "application/octet-stream"


def best(media_types: Iterable[str]) -> str:
    """Choose the media type to send: JSON, else a form, else parts, else the first that is said.

    A document lists equals, often in the order of the alphabet, so its order says little. JSON has
    a way to write every value that a schema describes, null included; a form and parts have named
    fields at least; of anything else the caller has to make the bytes. Plain JSON goes before
    formats that are made of it, which may ask for more than the schema says.
    """
    return min(media_types, key=_rank)


def _rank(media_type: str) -> int:
    ranks = {JSON: 0, FORM: 2, MULTIPART: 3}
    return ranks.get(essence(media_type), 1 if is_json(media_type) else 4)
