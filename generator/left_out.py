"""What a document says that its client leaves out: each is told, with what that means.

Not told is what has no effect on a client: what only checks values (``not``, ``pattern``,
``if`` without members), ``xml``, examples, links to documentation.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from openapi_python_client import schema as oai

from .problems import Pointer, Problem
from .runtime.decoding import is_object

_NOT_RECEIVED = "are left out: a client sends calls and receives none"
# What may describe further members of an object, for some of its values only.
_CONDITIONAL = ("then", "else", "dependentSchemas")


def _warning(at: Pointer, text: str) -> Problem:
    return Problem(at, text, "warning")


def of_document(document: oai.OpenAPI) -> Iterator[Problem]:
    """Tell what is left out of a document as a whole."""
    if (document.model_extra or {}).get("webhooks"):
        yield _warning(Pointer(("webhooks",)), f"webhooks {_NOT_RECEIVED}")


def of_operation(item: oai.PathItem, operation: oai.Operation, at: Pointer) -> Iterator[Problem]:
    """Tell what is left out of an operation."""
    if operation.callbacks:
        yield _warning(at / "callbacks", f"callbacks {_NOT_RECEIVED}")
    for servers, place in ((operation.servers, at), (item.servers, Pointer(at.steps[:-1]))):
        # A key goes to the address of the client and to no other.
        if servers:
            text = "is not used: every call is sent to the client's base_url"
            yield _warning(place / "servers", text)


def of_answer(answer: oai.Response, at: Pointer) -> Iterator[Problem]:
    """Tell what is left out of an answer."""
    if answer.links:
        yield _warning(at / "links", "links are left out: call what they lead to yourself")


def of_redirects(statuses: Iterable[str], at: Pointer) -> Iterator[Problem]:
    """Tell that an operation that documents no success gives nothing but errors."""
    if any(status.startswith("3") for status in statuses):
        text = "only redirects are described: they are not followed, and raised as APIStatusError"
        yield _warning(at / "responses", text)


def of_encodings(content: oai.MediaType, at: Pointer) -> Iterator[Problem]:
    """Tell what is left out of the fields of a body."""
    for name, encoding in (content.encoding or {}).items():
        if encoding.headers:
            place = at / "encoding" / name.get_untrusted_value() / "headers"
            yield _warning(place, "is left out: parts have no headers besides name and type")


def of_range(media_type: str, sent: str, at: Pointer) -> Iterator[Problem]:
    """Tell that of a range of formats, of which the caller knows the right one, one is sent."""
    if media_type.startswith(("audio/", "font/", "image/", "video/")):
        text = f"{media_type} is sent as {sent}: pass another content-type in extra_headers"
        yield _warning(at, text)


def of_unread(media_type: str, at: Pointer, how: str) -> Problem:
    """Tell that parts are described of what is not read or written part by part.

    Args:
        media_type: What it is.
        at: Where its schema stands.
        how: What the client does with it.
    """
    return _warning(at, f"is not used: {media_type} is {how}")


def of_schema(schema: oai.Schema, at: Pointer) -> Iterator[Problem]:
    """Tell what is left out of a schema."""
    said: Mapping[str, object] = schema.model_extra or {}
    for keyword in _CONDITIONAL:
        if keyword in said and _has_members(said[keyword]):
            text = "members that apply at times are left out: answers have them in .raw"
            yield _warning(at / keyword, text)
    if "$dynamicRef" in said:
        yield _warning(at / "$dynamicRef", "is not followed: any value is taken")


def _has_members(schema: object) -> bool:
    """Tell whether a schema describes members, or refers to one that may."""
    if isinstance(schema, list):
        return any(map(_has_members, cast("list[object]", schema)))
    if not is_object(schema):
        return False
    return bool({"properties", "$ref"} & schema.keys()) or any(map(_has_members, schema.values()))
