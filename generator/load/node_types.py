"""What the standard has at each location of an OpenAPI document.

The table below is the only one: bundling, canonicalisation, validation and the check of extensions
all go through a document along it. A *node type* is the name of an object of the standard, or a
container: ``[Schema]`` is an array of schemas, ``{Schema}`` an object of schemas whose keys are
names of the document's own. `DATA` can hold anything, and ``$ref`` is a key like any other in it;
all else is plain: text, numbers, booleans, or arrays or objects of these.
"""

import re
from typing import Any

from ..diagnostics import Pointer
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

SECTIONS = {
    name[1:-1]: section
    for section, name in NODE_TYPES["Components"].items()
    if section not in {"pathItems", "mediaTypes"}
}
"""The section of the components that has objects of a node type, where references to them stay."""


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
    node_type = "OpenAPI"
    for step in at.steps:
        if node_type in VALUES:
            break
        is_container = node_type[0] in "[{"
        node_type = node_type[1:-1] if is_container else _type_of_member(node_type, str(step))
    return node_type


def below(node_type: str, node: Any) -> list[tuple[Any, str]]:
    """Return the keys or indexes of a node, each with the node type of what is there."""
    if node_type.startswith("["):
        return [(index, node_type[1:-1]) for index in range(len(node))] if is_array(node) else []
    if not is_object(node):
        return []
    if node_type.startswith("{"):
        return [(key, node_type[1:-1]) for key in node]
    return [(key, _type_of_member(node_type, key)) for key in node]


def _type_of_member(node_type: str, key: str) -> str:
    members = NODE_TYPES[node_type]
    if key in members:
        return members[key]
    if key.startswith("x-"):
        return DATA
    return PLAIN if key == "$ref" else members.get("*", PLAIN)
