"""Rewriting a bundled document in the forms of OpenAPI 3.1, before it is validated.

What can be written in several ways, in one version or by habit, is written in one afterwards, so
that no later step asks for the version.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..diagnostics import Diagnostics, Pointer, SpecError
from .node_types import BOOLEAN, DATA, NODE_TYPES, NUMBER, TEXT, below
from .plain_text import plain_text
from .values import is_array, is_object
from .walk import walk

_VERSION = re.compile(r"3\.[012](\.\S+)?")
_PROSE = frozenset({"description", "summary"})
_TRUTH = {"true": True, "false": False}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
# What OpenAPI 3.2 added and clients are not generated from, by the object.
_UNSUPPORTED = {
    "OpenAPI": ("$self",),
    "PathItem": ("query", "additionalOperations"),
    "MediaType": ("itemEncoding", "prefixEncoding"),
    "Discriminator": ("defaultMapping",),
}


def check_version(data: dict[str, Any]) -> None:
    """Check that a document is OpenAPI of a version that can be read.

    Raises:
        SpecError: It is not.
    """
    version = data.get("openapi", data.get("swagger"))
    if version is None:
        text = "is not an OpenAPI document: write `openapi: 3.1.0` at its top"
        raise SpecError(Pointer(), text)
    if "openapi" not in data or not _VERSION.fullmatch(str(version)):
        raise SpecError(Pointer(), f"is OpenAPI {version!s:.20}: convert it to 3.0, 3.1 or 3.2")


def canonicalise(data: dict[str, Any], diagnostics: Diagnostics) -> None:
    """Rewrite a bundled document, in place."""
    unsupported: dict[str, list[Pointer]] = {}
    for node in walk(data, containers=True):
        _clean(node.type, node.value)
        if not is_object(node.value):
            continue
        if node.type in _REWRITE:
            _REWRITE[node.type](node.value)
        for key in _UNSUPPORTED.get(node.type, ()):
            if key in node.value:
                unsupported.setdefault(key, []).append(node.pointer / key)
    for places in unsupported.values():
        more = f" ({len(places) - 1:,} more like it)" if places[1:] else ""
        diagnostics.warning(places[0], f"is ignored: OpenAPI 3.2 is read as 3.1{more}")


def _clean(node_type: str, node: Any) -> None:
    """Remove members that are null; read booleans and numbers that are written as text.

    Null in the place of a named object (``paths``, ``responses``, ``properties``) is a mistake,
    and stays.
    """
    has_names = node_type[0] in "[{" or "*" in NODE_TYPES[node_type]
    for key, type_below in below(node_type, node):
        value = node[key]
        if value is None:
            if type_below != DATA and not has_names:
                del node[key]
        elif isinstance(value, bool):
            if type_below == "Schema":
                node[key] = {} if value else {"not": {}}
        elif isinstance(value, str):
            if type_below == BOOLEAN:
                node[key] = _TRUTH.get(value.lower(), value)
            elif type_below == TEXT and key in _PROSE:
                node[key] = plain_text(value)
            elif type_below == NUMBER and _NUMBER.fullmatch(value):
                node[key] = float(value) if "." in value else int(value)


def _rewrite_document(document: dict[str, Any]) -> None:
    document.setdefault("paths", {})
    version = str(document["openapi"])
    if version.count(".") != 2 or version.startswith("3.2"):  # noqa: PLR2004 - major, minor, patch
        document["openapi"] = "3.0.3" if version.startswith("3.0") else "3.1.0"


def _rewrite_operation(operation: dict[str, Any]) -> None:
    operation.setdefault("responses", {})


def _rewrite_schema(schema: dict[str, Any]) -> None:
    for keyword in ("enum", "type"):
        if schema.get(keyword) == []:
            del schema[keyword]
    if "examples" in schema and not is_array(schema["examples"]):
        del schema["examples"]
    constant = schema.get("const")
    if is_object(constant) or is_array(constant):
        del schema["const"]
        schema.setdefault("type", "object" if is_object(constant) else "array")
    types = schema.get("type")
    if schema.get("nullable") is False:
        del schema["nullable"]
    elif schema.get("nullable") is True and types:
        del schema["nullable"]
        several = [*types] if is_array(types) else [types]
        schema["type"] = several if "null" in several else [*several, "null"]


_REWRITE: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "OpenAPI": _rewrite_document,
    "Operation": _rewrite_operation,
    "Schema": _rewrite_schema,
}
