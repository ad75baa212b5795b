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
from .refs import BOOLEAN, NODE_TYPES, NUMBER, PLAIN, TEXT, Found, below, described, is_ref, walk
from .values import is_array, is_object, key_in

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
    wrong: list[Found] = []
    for found in walk(data, node_type, at):
        errors = list(_errors(found, valid))
        for pointer, message in errors:
            diagnostics.error(pointer, message)
        if errors:
            wrong.append(found)
    schemas = [found.node for found in wrong if found.type == "Schema" and is_object(found.node)]
    for schema in schemas:
        schema.clear()
    return len(schemas) == len(wrong)


def _errors(found: Found, valid: set[tuple[Any, ...]]) -> Iterator[tuple[Pointer, str]]:
    """Yield what is wrong in an object, and with the containers in it."""
    node = found.node
    if not is_object(node):
        yield found.pointer, _must_be(described(found.type), node)
    elif "$ref" in node and not is_ref(node):
        yield found.pointer / "$ref", _must_be("a string", node["$ref"])
    elif found.type == "Schema" or "$ref" not in node:
        plain: dict[str, Any] = {}
        for key, node_type in below(found.type, node):
            value = node[key]
            if key == "$ref" or is_ref(value):
                continue
            if not _has_type(node_type, value):
                expected = _TYPES.get(node_type) or described(node_type)
                yield found.pointer / key, _must_be(expected, value)
            elif node_type in {PLAIN, NUMBER}:
                plain[key] = value
        yield from _errors_of_model(found, plain, valid)


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
    found: Found, plain: dict[str, Any], valid: set[tuple[Any, ...]]
) -> Iterator[tuple[Pointer, str]]:
    """Yield what the model finds wrong; the same members are checked once."""
    known = found.type, repr(plain)
    if found.type not in _VALIDATORS or known in valid:
        return
    try:
        _VALIDATORS[found.type].validate_python(plain)
    except ValidationError as error:
        errors: dict[Pointer, list[ErrorDetails]] = {}
        for each in error.errors(include_url=False):
            if each["type"] != "missing" or each["loc"][0] not in found.node:
                errors.setdefault(_location(found, each["loc"]), []).append(each)
        above = {Pointer(at.steps[:-1]) for at in errors}
        for at, several in errors.items():
            if at not in above:  # an array whose items are wrong is reported at those
                yield at, _message(min(several, key=_implausibility))
    else:
        valid.add(known)


def _implausibility(error: ErrorDetails) -> int:
    return _ORDER.get(error["type"], len(_ORDER))


def _location(found: Found, loc: tuple[str | int, ...]) -> Pointer:
    """Return the location of an error; pydantic adds the branches of unions to it."""
    at: Pointer = found.pointer
    node: Any = found.node
    for step in loc:
        key = key_in(node, step)
        if key is not None or node is found.node:  # or the key is missing
            at /= step
        if key is not None:
            node = node[key]
    return at


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
