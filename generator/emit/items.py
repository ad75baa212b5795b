"""Expressions for what is streamed item by item: the type of an item, and how items are read."""

from collections.abc import Iterable

from ..ir.api import Framing, ItemContent, Items, Operation
from ..ir.types import Constant, Property, Scalar, without_null
from .annotations import response_annotation
from .codecs import converter
from .imports import Scope
from .literals import literal, mapping

_SWITCH = "stream"
"""The member of a body, or the query parameter, by which many APIs are asked for a stream."""


def item_annotation(items: Items, scope: Scope) -> str:
    """Return the type of an item; one of JSON may stay as it arrived."""
    annotation = response_annotation(items.type, scope)
    if annotation == "Any" or all(_is_text(content) for _, content in items.contents):
        return annotation
    return f"{annotation} | {scope.use('Any')}"


def formats(operation: Operation, items: Items, scope: Scope) -> str:
    """Return how the items of an operation are asked for and read."""
    by_type = mapping((name, _format(content, scope)) for name, content in items.contents)
    switch = _switch(operation) if items.is_choice else None
    arguments = by_type if switch is None else f"{by_type}, {literal(switch)}"
    return f"{scope.use('EventFormats')}({arguments})"


def _format(content: ItemContent, scope: Scope) -> str:
    if _is_text(content):
        return f"{scope.use('events')}({scope.use('text_item')})"
    decode = f"{scope.use('json_item')}({converter(content.type, scope)})"
    match content.framing:
        case Framing.EVENTS:
            return f"{scope.use('events')}({decode})"
        case Framing.WHOLE_EVENTS:
            return f"{scope.use('whole_events')}({decode}, is_json=False)"
        case Framing.WHOLE_JSON_EVENTS:
            return f"{scope.use('whole_events')}({decode}, is_json=True)"
        case Framing.LINES:
            return f"{scope.use('json_lines')}({decode})"
        case Framing.RECORDS:
            return f"{scope.use('json_records')}({decode})"


def _is_text(content: ItemContent) -> bool:
    return content.framing is Framing.EVENTS and content.type is Scalar.STRING


def _switch(operation: Operation) -> tuple[str, str] | None:
    """Return where a stream is asked for by a boolean, and what that is called."""
    body = operation.body
    if body is not None and not body.is_whole and _has_switch(body.fields):
        return "body", _SWITCH
    if _has_switch(each.property for each in operation.parameters_in("query")):
        return "query", _SWITCH
    return None


def _has_switch(properties: Iterable[Property]) -> bool:
    return any(each.wire_name == _SWITCH and _is_boolean(each) for each in properties)


def _is_boolean(of: Property) -> bool:
    match without_null(of.type):
        case Constant(True):
            return True
        case found:
            return found is Scalar.BOOLEAN
