"""What a document describes and a client does not have is warned of, with its location."""

from typing import Any

import pytest

from tests.generator.lower.documents import Json, errors, lowered, operation, returning

DONE = {"204": {"description": "Done."}}
THING = {"type": "object", "properties": {"size": {"type": "integer"}}}
JSON_THING = {"application/json": {"schema": THING}}
PART = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
PART_HEADERS = {"file": {"headers": {"X-Size": {"schema": {"type": "integer"}}}}}
MULTIPART = {"multipart/form-data": {"schema": PART, "encoding": PART_HEADERS}}
ITEMS_OF_JSON = {"application/json": {"itemSchema": THING}}
LINKS = {"next": {"operationId": "touch"}}
ITEM = "/paths/~1things"
AT_JSON = "/responses/200/content/application~1json/schema"


def _header(name: str, **content: Any) -> Json:
    schema = content or {"schema": {"type": "string"}}
    return {"parameters": [{"name": name, "in": "header", **schema}]}


def _returning(schema: Json) -> Json:
    members: Json = returning(schema)["paths"]["/things"]["get"]
    return members


@pytest.mark.parametrize(
    ("members", "at", "message"),
    [
        (
            {"responses": {"302": {"description": "Found."}, "404": {"description": "Lost."}}},
            "/responses",
            "only redirects are described: they are not followed, and raised as APIStatusError",
        ),
        (
            {"responses": {"204": {"description": "Done.", "links": LINKS}}},
            "/responses/204/links",
            "links are not generated: call the operations that they lead to",
        ),
        (
            _header("Accept"),
            "/parameters/0",
            "OpenAPI ignores a parameter called Accept: the client sets that header",
        ),
        (
            _header("HOST"),
            "/parameters/0",
            "a parameter called HOST is ignored: the client sets that header",
        ),
        (
            _header("transfer-encoding"),
            "/parameters/0",
            "a parameter called transfer-encoding is ignored: the client sets that header",
        ),
        (
            _header("X-Thing", content=JSON_THING),
            "/parameters/0/content",
            "JSON is passed as str here: write it with json.dumps",
        ),
        (
            {"requestBody": {"content": MULTIPART}},
            "/requestBody/content/multipart~1form-data/encoding/file/headers",
            "is ignored: parts have no headers besides name and type",
        ),
        (
            {"requestBody": {"content": {"application/xml": {"schema": THING}}}},
            "/requestBody/content/application~1xml/schema",
            "is not used: application/xml is passed as a whole",
        ),
        (
            {"responses": {"200": {"description": "", "content": {"text/xml": {"schema": THING}}}}},
            "/responses/200/content/text~1xml/schema",
            "is not used: text/xml is returned as str",
        ),
        (
            {"responses": {"200": {"description": "", "content": ITEMS_OF_JSON}}},
            "/responses/200/content/application~1json/itemSchema",
            "is ignored: application/json is read and written as a whole",
        ),
        (
            {"requestBody": {"content": {"application/jsonl": {"itemSchema": THING}}}},
            "/requestBody/content/application~1jsonl/itemSchema",
            "is ignored: application/jsonl is read and written as a whole",
        ),
        (
            _returning({**THING, "if": {"required": ["size"]}, "then": {"allOf": [THING]}}),
            f"{AT_JSON}/then",
            "is ignored: responses have members that apply at times in .raw",
        ),
        (
            _returning({**THING, "patternProperties": {"^x-": {"type": "string"}}}),
            f"{AT_JSON}/patternProperties",
            "is ignored: responses have members that match in .raw",
        ),
        (
            _returning({"$dynamicRef": "#node"}),
            f"{AT_JSON}/$dynamicRef",
            "is not followed: any value is accepted",
        ),
    ],
)
def test_what_is_unsupported_in_an_operation_is_warned_of(
    members: Json, at: str, message: str
) -> None:
    """One warning says what is not generated, and where it is described."""
    assert lowered(operation("post", **members)).warnings == [f"{ITEM}/post{at}: {message}"]


def test_a_part_that_several_operations_share_is_warned_of_once() -> None:
    """A warning about a component comes once, however often that is used."""
    document = operation("post", parameters=[{"$ref": "#/components/parameters/A"}])
    document["paths"]["/more"] = document["paths"]["/things"]
    document["components"] = {"parameters": {"A": _header("Accept")["parameters"][0]}}

    found = lowered(document)

    assert len(found.api.operations) == 2
    assert found.warnings == [
        (
            "/components/parameters/A: "
            "OpenAPI ignores a parameter called Accept: the client sets that header"
        )
    ]


def test_keywords_that_only_check_values_are_not_warned_of() -> None:
    """A client misses nothing that they describe."""
    schema = {
        **THING,
        "not": {"required": ["weight"]},
        "if": {"required": ["size"]},
        "then": {"required": ["weight"]},
        "propertyNames": {"pattern": "^[a-z]"},
        "unevaluatedProperties": False,
        "dependentRequired": {"size": ["weight"]},
        "xml": {"name": "thing"},
        "externalDocs": {"url": "https://example.com"},
        "examples": [{"size": 1}],
        "minProperties": 1,
    }
    document = returning(schema)
    members = document["paths"]["/things"]["get"]
    members["responses"]["200"]["headers"] = {"X-Left": {"schema": {"type": "integer"}}}
    query = {"name": "q", "in": "query", "allowEmptyValue": True, "allowReserved": True}
    members["parameters"] = [{**query, "schema": {"type": "string"}}]

    assert lowered(document).warnings == []


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {
                "parameters": [
                    {"name": "X-Size", "in": "header", "style": "matrix", "schema": {}},
                ]
            },
            "style 'matrix' is not supported here: use simple",
        ),
        ({"security": [{"tls": []}]}, "security of type 'mutualTLS' is not supported"),
    ],
)
def test_an_operation_that_cannot_be_called_without_it_is_an_error(
    members: Json, message: str
) -> None:
    """What a call cannot do without is refused, and not ignored."""
    document = operation("post", **members)
    document["components"] = {"securitySchemes": {"tls": {"type": "mutualTLS"}}}

    [error] = errors(document)

    assert error.endswith(f": {message}")


@pytest.mark.parametrize(
    ("version", "outcome"),
    [("3.0.3", "they are not sent, as OpenAPI 3.0 has it"), ("3.1.0", "they are sent")],
)
def test_bodies_of_get_are_warned_of_once(version: str, outcome: str) -> None:
    """A document that is generated has one in each of hundreds of operations."""
    body: dict[str, object] = {
        "content": {"application/json": {"schema": {"properties": {"a": {}}}}}
    }
    get = {"requestBody": body, "responses": DONE}
    paths = {"/things": {"get": get, "head": get}, "/others": {"get": get}}

    assert lowered({"openapi": version, "paths": paths}).warnings == [
        (
            f"{ITEM}/get/requestBody: a body on GET has no meaning for most servers, "
            f"and 2 further operations have one too; {outcome}"
        )
    ]
