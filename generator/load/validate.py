"""Checking a document against openapi-python-client's pydantic model of the standard.

Each object is checked by itself, without those below it: its location is known, no union of
references and objects blurs what is wrong, and neither depth nor sharing matter. What the model
does not know, or is lenient about, is checked here. Nothing of the library or of pydantic leaves
this module.
"""

from collections.abc import Iterator
from typing import Any

from openapi_python_client.schema import openapi_schema_pydantic as library
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..diagnostics import Diagnostics, Pointer
from .node_types import BOOLEAN, NODE_TYPES, NUMBER, PLAIN, TEXT, below, described
from .refs import is_ref
from .values import is_array, is_object, key_in
from .walk import DocumentNode, walk

_VALIDATORS = {
    node_type: TypeAdapter[Any](getattr(library, node_type)).validator
    for node_type in NODE_TYPES
    if node_type not in {"Paths", "Responses", "Callback"}  # nothing but objects
}
# What is wrong, by pydantic's word for it. Where several branches of a union failed, the first
# in this order is the most plausible.
_MESSAGES = {
    "enum": "must be one of {expected}",
    "greater_than": "must be greater than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be an integer",
    "int_parsing": "must be an integer",
    "int_from_float": "must be an integer",
    "string_type": "must be a string",
    "bool_type": "must be a boolean",
    "bool_parsing": "must be a boolean",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "list_type": "must be an array",
    "missing": "is required",
}
_ORDER = {name: place for place, name in enumerate(_MESSAGES)}


def validate(
    data: Any,
    diagnostics: Diagnostics,
    node_type: str = "OpenAPI",
    at: Pointer = Pointer(),  # noqa: B008 - immutable
) -> bool:
    """Record an error for all that is wrong in a canonical document, or in a part of it.

    A schema that is wrong allows any value afterwards, so that later steps can find what else is
    wrong.

    Returns:
        Whether that is all: later steps can rely on the rest.
    """
    valid: set[tuple[Any, ...]] = set()
    wrong: list[DocumentNode] = []
    for node in walk(data, node_type, at):
        errors = list(_errors(node, valid))
        for pointer, message in errors:
            diagnostics.error(pointer, message)
        if errors:
            wrong.append(node)
    schemas = [node.value for node in wrong if node.type == "Schema" and is_object(node.value)]
    for schema in schemas:
        schema.clear()
    return len(schemas) == len(wrong)


def _errors(node: DocumentNode, valid: set[tuple[Any, ...]]) -> Iterator[tuple[Pointer, str]]:
    """Yield what is wrong in an object, and with the containers in it."""
    members = node.value
    if not is_object(members):
        yield node.pointer, _must_be(described(node.type), members)
    elif "$ref" in members and not is_ref(members):
        yield node.pointer / "$ref", _must_be("a string", members["$ref"])
    elif node.type == "Schema" or "$ref" not in members:
        plain: dict[str, Any] = {}
        for key, node_type in below(node.type, members):
            value = members[key]
            if key == "$ref" or is_ref(value):
                continue
            if not _has_type(node_type, value):
                expected = _TYPES.get(node_type) or described(node_type)
                yield node.pointer / key, _must_be(expected, value)
            elif node_type in {PLAIN, NUMBER}:
                plain[key] = value
        yield from _errors_of_model(node, plain, valid)


_TYPES = {BOOLEAN: "a boolean", NUMBER: "a number", TEXT: "a string"}


def _has_type(node_type: str, value: Any) -> bool:
    """Return whether a container or a plain value has the right type."""
    if node_type[0] in "[{":
        return is_array(value) if node_type[0] == "[" else is_object(value)
    if node_type == BOOLEAN:
        return isinstance(value, bool)
    if node_type == NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return node_type != TEXT or isinstance(value, str)


def _errors_of_model(
    node: DocumentNode, plain: dict[str, Any], valid: set[tuple[Any, ...]]
) -> Iterator[tuple[Pointer, str]]:
    """Yield what the model finds wrong; the same members are checked once."""
    checked = node.type, repr(plain)
    if node.type not in _VALIDATORS or checked in valid:
        return
    try:
        _VALIDATORS[node.type].validate_python(plain)
    except ValidationError as error:
        errors: dict[Pointer, list[ErrorDetails]] = {}
        for details in error.errors(include_url=False):
            if details["type"] != "missing" or details["loc"][0] not in node.value:
                errors.setdefault(_location(node, details["loc"]), []).append(details)
        above = {Pointer(pointer.steps[:-1]) for pointer in errors}
        for pointer, several in errors.items():
            if pointer not in above:  # an array whose items are wrong is reported at those
                yield pointer, _message(min(several, key=_implausibility))
    else:
        valid.add(checked)


def _implausibility(error: ErrorDetails) -> int:
    return _ORDER.get(error["type"], len(_ORDER))


def _location(node: DocumentNode, loc: tuple[str | int, ...]) -> Pointer:
    """Return the location of an error; pydantic adds the branches of unions to it."""
    pointer: Pointer = node.pointer
    value: Any = node.value
    for step in loc:
        key = key_in(value, step)
        if key is not None or value is node.value:  # or the key is missing
            pointer /= step
        if key is not None:
            value = value[key]
    return pointer


def _message(error: ErrorDetails) -> str:
    message = _MESSAGES.get(error["type"], error["msg"]).format_map(error.get("ctx", {}))
    return message if error["type"] == "missing" else _not(message, error["input"])


def _must_be(expected: str, value: Any) -> str:
    return _not(f"must be {expected}", value)


def _not(message: str, value: Any) -> str:
    """Add to a message what there is instead of what must be."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    hint = ": put it in quotes" if is_number and message.endswith("a string") else ""
    return f"{message}, not {_shown(value)}{hint}"


def _shown(value: Any) -> str:
    """Return a value as a message shows it: in the words of JSON, and short."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float | str):
        return f"{value!r:.60}"
    return "an object" if is_object(value) else "an array"
