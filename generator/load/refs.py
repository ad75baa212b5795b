"""Where things stand in an OpenAPI document, and what a ``$ref`` looks like.

The table below is the only one: bundling, canonicalisation, validation and the check of extensions
all go through a document along it. A *node type* is the name of an object of the standard, or a
container: ``[Schema]`` is an array of schemas, ``{Schema}`` an object of schemas whose keys are
names of the document's own. `DATA` can hold anything, and ``$ref`` is a key like any other in it;
all else is plain: text, numbers, booleans, or arrays or objects of these.
"""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import unquote

from attrs import define, field

from ..diagnostics import Pointer
from .source_map import read_file
from .values import is_array, is_object

DATA, BOOLEAN, NUMBER, TEXT, PLAIN = "data", "boolean", "number", "text", "plain"
VALUES = frozenset({DATA, BOOLEAN, NUMBER, TEXT, PLAIN})
"""The node types below which there is nothing of the standard."""

_OPERATIONS = dict.fromkeys(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"), "Operation"
)
_EXAMPLES = {"example": DATA, "examples": "{Example}"}
_FIELD = {
    "schema": "Schema",
    "content": "{MediaType}",
    "description": TEXT,
    **_EXAMPLES,
    **dict.fromkeys(
        ("required", "deprecated", "allowEmptyValue", "explode", "allowReserved"), BOOLEAN
    ),
}
_DOCS = {"externalDocs": "ExternalDocumentation"}

NODE_TYPES: dict[str, dict[str, str]] = {
    "OpenAPI": {
        "info": "Info",
        "servers": "[Server]",
        "paths": "Paths",
        "webhooks": "{PathItem}",
        "components": "Components",
        "security": "[SecurityRequirement]",
        "tags": "[Tag]",
        **_DOCS,
    },
    "Info": {"contact": "Contact", "license": "License", "summary": TEXT},
    "Contact": {},
    "License": {},
    "Server": {"variables": "{ServerVariable}"},
    "ServerVariable": {},
    "Components": {
        "schemas": "{Schema}",
        "responses": "{Response}",
        "parameters": "{Parameter}",
        "examples": "{Example}",
        "requestBodies": "{RequestBody}",
        "headers": "{Header}",
        "securitySchemes": "{SecurityScheme}",
        "links": "{Link}",
        "callbacks": "{Callback}",
        "pathItems": "{PathItem}",
        "mediaTypes": "{MediaType}",
    },
    "Paths": {"*": "PathItem"},
    "PathItem": {
        **_OPERATIONS,
        "additionalOperations": "{Operation}",
        "servers": "[Server]",
        "parameters": "[Parameter]",
    },
    "Operation": {
        "parameters": "[Parameter]",
        "requestBody": "RequestBody",
        "responses": "Responses",
        "callbacks": "{Callback}",
        "security": "[SecurityRequirement]",
        "servers": "[Server]",
        "deprecated": BOOLEAN,
        "x-sdk-messages": "{Schema}",
        **dict.fromkeys(("summary", "description", "operationId"), TEXT),
        **_DOCS,
    },
    "Parameter": _FIELD,
    "Header": _FIELD,
    "RequestBody": {"content": "{MediaType}", "required": BOOLEAN},
    "Responses": {"*": "Response"},
    "Response": {"headers": "{Header}", "content": "{MediaType}", "links": "{Link}"},
    "MediaType": {
        "schema": "Schema",
        "itemSchema": "Schema",
        "encoding": "{Encoding}",
        "itemEncoding": "Encoding",
        "prefixEncoding": "[Encoding]",
        **_EXAMPLES,
    },
    "Encoding": {"headers": "{Header}", "explode": BOOLEAN, "allowReserved": BOOLEAN},
    "Callback": {"*": "PathItem"},
    "Example": {"value": DATA, "dataValue": DATA},
    "Link": {"parameters": DATA, "requestBody": DATA, "server": "Server"},
    "Tag": _DOCS,
    "ExternalDocumentation": {},
    "SecurityRequirement": {},
    "SecurityScheme": {"flows": "OAuthFlows"},
    "OAuthFlows": dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode"), "OAuthFlow"
    ),
    "OAuthFlow": {},
    "Schema": {
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[Schema]"),
        **dict.fromkeys(
            (
                *("not", "items", "additionalItems", "unevaluatedItems", "contains"),
                *("additionalProperties", "unevaluatedProperties", "propertyNames"),
                *("if", "then", "else", "contentSchema"),
            ),
            "Schema",
        ),
        **dict.fromkeys(
            ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"),
            "{Schema}",
        ),
        **dict.fromkeys(("default", "example", "examples", "const"), DATA),
        **dict.fromkeys(("title", "description", "format", "pattern"), TEXT),
        **dict.fromkeys(("contentEncoding", "contentMediaType"), TEXT),
        **dict.fromkeys(
            ("nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"), BOOLEAN
        ),
        **dict.fromkeys(
            (
                *("multipleOf", "maximum", "minimum", "maxLength", "minLength"),
                *("maxItems", "minItems", "maxProperties", "minProperties"),
            ),
            NUMBER,
        ),
        "enum": f"[{DATA}]",
        "discriminator": "Discriminator",
        "xml": "XML",
        **_DOCS,
    },
    "Discriminator": {},
    "XML": {"attribute": BOOLEAN, "wrapped": BOOLEAN},
}

# The sections of components to which references may lead that stay references.
SECTIONS = {
    name[1:-1]: section
    for section, name in NODE_TYPES["Components"].items()
    if section not in {"pathItems", "mediaTypes"}
}


@define(eq=False)
class Found:
    """An object of the standard, or a container, in a document."""

    type: str
    node: Any
    """In a document that has not been validated, anything."""

    above: "Found | Pointer" = field(repr=False)
    key: str | int = ""

    @property
    def pointer(self) -> Pointer:
        """Where it is; made only when it is asked for."""
        steps: list[str | int] = []
        found = self
        while isinstance(found.above, Found):
            steps.append(found.key)
            found = found.above
        return Pointer((*found.above.steps, *reversed(steps)))


def described(node_type: str) -> str:
    """Return what a node type is called in the standard."""
    if node_type[0] in "[{":
        container = "an array" if node_type[0] == "[" else "an object"
        inner = node_type[1:-1]
        return container if inner in VALUES else f"{container} of {_words(inner)}s"
    return f"a{'n' if node_type[:1] in 'AEIOUX' else ''} {_words(node_type)}"


def _words(node_type: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", node_type) + " Object"


def type_at(at: Pointer) -> str:
    """Return the node type of what is at a location in an OpenAPI document."""
    found = "OpenAPI"
    for step in at.steps:
        if found in VALUES:
            break
        found = found[1:-1] if found[0] in "[{" else _member(NODE_TYPES[found], str(step))
    return found


def below(node_type: str, node: Any) -> list[tuple[Any, str]]:
    """Return the keys or indexes of a node, each with the node type of what is there."""
    if node_type.startswith("["):
        return [(index, node_type[1:-1]) for index in range(len(node))] if is_array(node) else []
    if not is_object(node):
        return []
    if node_type.startswith("{"):
        return [(key, node_type[1:-1]) for key in node]
    known = NODE_TYPES[node_type]
    return [(key, _member(known, key)) for key in node]


def _member(known: dict[str, str], key: str) -> str:
    others = DATA if key[:2] == "x-" else PLAIN if key == "$ref" else known.get("*", PLAIN)
    return known.get(key) or others


def walk(
    data: Any,
    node_type: str = "OpenAPI",
    at: Pointer = Pointer(),  # noqa: B008 - immutable
    *,
    containers: bool = False,
    skip: Collection[str] = (),
) -> Iterator[Found]:
    """Go through a document once, in its order, without following references.

    What several locations share is found at the first of them. The caller may change a node: what
    is below it is looked up afterwards.

    Args:
        data: The document, or a part of it.
        node_type: What that is.
        at: Where that is.
        containers: Whether arrays and objects of objects are yielded too.
        skip: Node types that are passed over, with all that is below.
    """
    seen: set[tuple[int, str]] = set()
    waiting = [Found(node_type, data, at)]
    while waiting:
        found = waiting.pop()
        if is_object(found.node) or is_array(found.node):
            if (id(found.node), found.type) in seen:
                continue
            seen.add((id(found.node), found.type))
        if containers or found.type[:1] not in {"[", "{"}:
            yield found
        waiting += reversed(
            [
                Found(name, found.node[key], found, key)
                for key, name in below(found.type, found.node)
                if name not in VALUES and name not in skip
            ]
        )


def is_ref(node: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a reference."""
    return is_object(node) and isinstance(node.get("$ref"), str)


def ref_to(at: Pointer) -> str:
    """Return the reference to a part of the same document."""
    return f"#{at}".replace("%", "%25")


_REF = re.compile(
    r"""\$ref["']?\s*:\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'][^,}\n]*))"""
)


def referenced_files(path: Path, text: str) -> Iterator[Path]:
    """Yield the files that the text of a file refers to, whether or not it parses or they exist."""
    for found in _REF.finditer(text):
        reference = found["double"] or found["single"] or found["bare"] or ""
        file = unquote(reference.partition("#")[0].strip())
        if file and "://" not in file and "\0" not in file:
            yield Path(os.path.normpath(path.parent / file))


def family(path: Path) -> set[Path]:
    """Return the files that a document consists of, whether or not they exist."""
    found: set[Path] = set()
    waiting = [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            try:
                text = read_file(file).decode()
            except (OSError, ValueError):
                continue
            waiting += referenced_files(file, text)
    return found
