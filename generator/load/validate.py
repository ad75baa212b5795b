"""Checking a document against openapi-python-client's pydantic model of the standard.

Each object is checked by itself, without those below it: its location is known, no union of
references and objects blurs what is wrong, and neither depth nor sharing matter. What the model
does not know, or is lenient about, is checked here. Nothing of the library or of pydantic leaves
this module.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from openapi_python_client.schema import openapi_schema_pydantic as library
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..diagnostics import Diagnostics, Pointer
from .refs import BOOLEAN, KINDS, NUMBER, PLAIN, TEXT, VALUES, Found, below, described, is_ref, walk
from .yaml_json import is_array, is_object

_ADAPTERS: Mapping[str, TypeAdapter[BaseModel] | TypeAdapter[dict[Any, Any]]] = {
    kind: TypeAdapter(getattr(library, kind))
    for kind in KINDS
    if kind not in {"Paths", "Responses", "Callback"}  # nothing but objects
}
# What is wrong, by pydantic's word for it. Where several branches of a union failed, the first
# in this order is the most plausible.
_MESSAGES = {
    "enum": "must be one of {expected}",
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
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
    kind: str = "OpenAPI",
    at: Pointer = Pointer(),  # noqa: B008 - immutable
) -> None:
    """Record an error for all that is wrong in a canonical document, or in a part of it."""
    for found in walk(data, kind, at):
        for pointer, message in _errors(found):
            diagnostics.error(pointer, message)


def _errors(found: Found) -> Iterator[tuple[Pointer, str]]:
    """Yield what is wrong in an object, and with the containers in it."""
    node = found.node
    if not is_object(node):
        yield found.pointer, f"must be {described(found.kind)}, not {_shown(node)}"
        return
    if "$ref" in node and not is_ref(node):
        yield found.pointer / "$ref", f"must be a string, not {_shown(node['$ref'])}"
        return
    if is_ref(node) and found.kind != "Schema":
        return
    plain: dict[str, Any] = {}
    for key, kind in below(found.kind, node):
        value = node[key]
        if is_ref(value) or key == "$ref":
            continue
        if not _has_type(kind, value):
            yield found.pointer / key, f"must be {_TYPES.get(kind) or described(kind)}, not {_shown(value)}"
        elif kind in {PLAIN, NUMBER}:
            plain[str(key)] = value
    if found.kind in _ADAPTERS:
        yield from _errors_of_model(found, plain)


_TYPES = {BOOLEAN: "a boolean", NUMBER: "a number", TEXT: "a string"}


def _has_type(kind: str, value: Any) -> bool:
    """Return whether a value has the type of its kind, as far as that is checked here."""
    match kind[:1]:
        case "[":
            return is_array(value)
        case "{":
            return is_object(value)
        case _:
            pass
    match kind:
        case "boolean":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "text":
            return isinstance(value, str)
        case _:
            return True


def _errors_of_model(found: Found, plain: dict[str, Any]) -> Iterator[tuple[Pointer, str]]:
    try:
        _ADAPTERS[found.kind].validate_python(plain)
    except ValidationError as error:
        errors: dict[Pointer, list[ErrorDetails]] = {}
        for each in error.errors(include_url=False):
            if each["type"] != "missing" or each["loc"][0] not in found.node:
                errors.setdefault(_location(found, each["loc"]), []).append(each)
        for at, several in errors.items():
            if not any(at != other and at.steps == other.steps[: len(at.steps)] for other in errors):
                yield at, _message(min(several, key=lambda each: _ORDER.get(each["type"], 99)))


def _location(found: Found, loc: tuple[str | int, ...]) -> Pointer:
    """Return the location of an error; pydantic adds the branches of unions to it."""
    at, node = found.pointer, found.node
    for step in loc:
        if (is_object(node) and step in node) or (is_array(node) and isinstance(step, int)):
            node = node[step]
            at /= step
        elif node is found.node:
            at /= step  # a key that is missing
    return at


def _message(error: ErrorDetails) -> str:
    message = _MESSAGES.get(error["type"], error["msg"]).format_map(error.get("ctx", {}))
    if error["type"] == "missing":
        return message
    value = error["input"]
    is_number = isinstance(value, int | float)
    hint = ": put it in quotes" if error["type"] == "string_type" and is_number else ""
    return f"{message}, not {_shown(value)}{hint}"


def _shown(value: Any) -> str:
    """Return a value as a message shows it: in the words of JSON, and short."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float | str):
        return f"{value!r:.60}"
    return "an object" if is_object(value) else "an array"
