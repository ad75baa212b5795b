"""What a document describes and its client does not have: a warning for each.

No warning is due where nothing of a client changes: for what only checks values (``not``,
``pattern``, ``if`` without members), for ``xml``, examples and links to documentation.
"""

from collections.abc import Iterable, Sequence

from ..diagnostics import Diagnostics, Pointer
from ..load.values import is_array, is_object
from .compose import Schema
from .node import Node

# Keywords that may describe further members of an object, for some of its values.
_CONDITIONAL = ("then", "else", "dependentSchemas")


def bodies_of_get(bodies: Sequence[Pointer], diagnostics: Diagnostics, *, are_sent: bool) -> None:
    """Warn of the bodies of GET and HEAD, once for all: a generated document has hundreds.

    Args:
        bodies: Where they are.
        diagnostics: Where to record it.
        are_sent: Whether the client sends them all the same.
    """
    if not bodies:
        return
    [first, *others], it = bodies, "they are" if len(bodies) > 1 else "it is"
    outcome = f"{it} sent" if are_sent else f"{it} not sent, as OpenAPI 3.0 has it"
    text = f"a body on {str(first.steps[-2]).upper()} has no meaning for most servers"
    if others:
        text += f", and {len(others)} further operations have one too"
    diagnostics.warning(first, f"{text}; {outcome}")


def in_response(response: Node, diagnostics: Diagnostics) -> None:
    """Warn of what is unsupported in a response."""
    if response.value.get("links"):
        text = "links are not generated: call the operations that they lead to"
        diagnostics.warning(response.at / "links", text)


def redirects(statuses: Iterable[str], operation: Node, diagnostics: Diagnostics) -> None:
    """Warn that an operation which documents only redirects always raises."""
    if any(status.startswith("3") for status in statuses):
        text = "only redirects are described: they are not followed, and raised as APIStatusError"
        diagnostics.warning(operation.at / "responses", text)


def in_encodings(content: Node, diagnostics: Diagnostics) -> None:
    """Warn of what is unsupported in the encodings of a body."""
    for _, encoding in content.members("encoding"):
        if encoding.value.get("headers"):
            text = "is ignored: parts have no headers besides name and type"
            diagnostics.warning(encoding.at / "headers", text)


def range_as(content: Node, sent: str, diagnostics: Diagnostics) -> None:
    """Warn that the caller knows which media type of a range is the right one."""
    if content.at.last.startswith(("audio/", "font/", "image/", "video/")):
        text = f"{content.at.last} is sent as {sent}: pass another content-type in extra_headers"
        diagnostics.warning(content.at, text)


def unread_parts(content: Node, how: str, diagnostics: Diagnostics) -> None:
    """Warn that parts are described of what is read or written as a whole.

    Args:
        content: The media type.
        how: What the client does with it.
        diagnostics: Where to record it.
    """
    diagnostics.warning(content.at / "schema", f"is not used: {content.at.last} is {how}")


def item_schema(content: Node, diagnostics: Diagnostics) -> None:
    """Warn of a schema of items where a body is not read item by item."""
    if "itemSchema" in content:
        text = f"is ignored: {content.at.last} is read and written as a whole"
        diagnostics.warning(content.at / "itemSchema", text)


def in_schema(schema: Schema, diagnostics: Diagnostics) -> None:
    """Warn of what is unsupported in a schema."""
    for keyword in _CONDITIONAL:
        found = schema.keywords.get(keyword)
        if found is not None and _has_members(found.value):
            text = "is ignored: responses have members that apply at times in .raw"
            diagnostics.warning(found.at, text)
    if found := schema.keywords.get("$dynamicRef"):
        diagnostics.warning(found.at, "is not followed: any value is accepted")
    if found := schema.keywords.get("patternProperties"):
        text = "is ignored: responses have members that match in .raw"
        diagnostics.warning(found.at, text)


def _has_members(schema: object) -> bool:
    """Return whether a schema describes members, or refers to one that may."""
    if is_array(schema):
        return any(map(_has_members, schema))
    if not is_object(schema):
        return False
    return bool({"properties", "$ref"} & schema.keys()) or any(map(_has_members, schema.values()))
