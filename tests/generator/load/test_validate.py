"""What is wrong in a document is reported in its own terms, at its own location."""

from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.load.validate import validate
from tests.generator.load.documents import Folder, with_operation, with_schema

DONE = {"200": {"description": "Done."}}


@pytest.mark.parametrize(
    ("schema", "pointer", "message"),
    [
        (5, "", "must be a Schema Object, not 5"),
        ({"type": "whole"}, "/type", "must be one of 'string', 'number', "),
        ({"type": ["string", "whole"]}, "/type/1", "must be one of 'string', 'number', "),
        ({"nullable": "yes"}, "/nullable", "must be a boolean, not 'yes'"),
        ({"readOnly": 1}, "/readOnly", "must be a boolean, not 1"),
        ({"description": 5}, "/description", "must be a string, not 5: put it in quotes"),
        ({"description": {}}, "/description", "must be a string, not an object"),
        ({"format": True}, "/format", "must be a string, not true"),
        ({"maxLength": "many"}, "/maxLength", "must be a number, not 'many'"),
        ({"maxLength": -1}, "/maxLength", "must be at least 0, not -1"),
        ({"maxLength": 1.5}, "/maxLength", "must be an integer, not 1.5"),
        ({"multipleOf": 0}, "/multipleOf", "must be greater than 0, not 0"),
        ({"exclusiveMaximum": "x"}, "/exclusiveMaximum", "must be a number, not 'x'"),
        ({"enum": "a"}, "/enum", "must be an array, not 'a'"),
        ({"required": True}, "/required", "must be an array, not true"),
        ({"required": ["a", 1]}, "/required/1", "must be a string, not 1: put it in quotes"),
        ({"properties": []}, "/properties", "must be an object of Schema Objects, not an array"),
        ({"properties": {"a": None}}, "/properties/a", "must be a Schema Object, not null"),
        ({"allOf": {}}, "/allOf", "must be an array of Schema Objects, not an object"),
        ({"items": [{}]}, "/items", "must be a Schema Object, not an array"),
        ({"additionalProperties": "no"}, "/additionalProperties", "must be a Schema Object"),
        ({"patternProperties": 1}, "/patternProperties", "must be an object of Schema Objects"),
        ({"contentEncoding": 1}, "/contentEncoding", "must be a string, not 1"),
        ({"discriminator": "kind"}, "/discriminator", "must be a Discriminator Object"),
        ({"discriminator": {}}, "/discriminator/propertyName", "is required"),
        (
            {"discriminator": {"propertyName": "k", "mapping": {"a": 1}}},
            "/discriminator/mapping/a",
            "must be a string, not 1",
        ),
        ({"$ref": 5}, "/$ref", "must be a string, not 5"),
        ({"$ref": {"$ref": "#/openapi"}}, "/$ref", "must be a string, not an object"),
    ],
)
def test_a_wrong_schema_is_an_error(
    schema: Any, pointer: str, message: str, folder: Folder
) -> None:
    """The message says what must be there, and what is."""
    line = folder.error(with_schema(schema))

    assert f" error: /components/schemas/Thing{pointer}: {message}" in line


@pytest.mark.parametrize(
    ("operation", "pointer", "message"),
    [
        ([], "", "must be an Operation Object, not an array"),
        ({"tags": "a"}, "/tags", "must be an array, not 'a'"),
        ({"tags": [1]}, "/tags/0", "must be a string, not 1"),
        ({"operationId": 1}, "/operationId", "must be a string, not 1"),
        ({"deprecated": "perhaps"}, "/deprecated", "must be a boolean, not 'perhaps'"),
        ({"parameters": {}}, "/parameters", "must be an array of Parameter Objects"),
        ({"parameters": [{"in": "query"}]}, "/parameters/0/name", "is required"),
        (
            {"parameters": [{"name": "a", "in": "nowhere"}]},
            "/parameters/0/in",
            "must be one of 'query', 'path', 'header' or 'cookie', not 'nowhere'",
        ),
        ({"requestBody": {}}, "/requestBody/content", "is required"),
        ({"requestBody": {"content": []}}, "/requestBody/content", "must be an object of Media"),
        ({"responses": []}, "/responses", "must be a Responses Object, not an array"),
        ({"responses": {"200": {}}}, "/responses/200/description", "is required"),
        ({"security": [[]]}, "/security/0", "must be a Security Requirement Object"),
        ({"security": [{"key": "read"}]}, "/security/0/key", "must be an array, not 'read'"),
        ({"servers": [{}]}, "/servers/0/url", "is required"),
        (
            {"servers": [{"url": "/", "variables": {"v": {"default": 1}}}]},
            "/servers/0/variables/v/default",
            "must be a string, not 1",
        ),
    ],
)
def test_a_wrong_operation_is_an_error(
    operation: Any, pointer: str, message: str, folder: Folder
) -> None:
    """Whatever later steps read has been checked."""
    line = folder.error(with_operation(operation))

    assert f" error: /paths/~1things/post{pointer}: {message}" in line


@pytest.mark.parametrize(
    ("change", "pointer", "message"),
    [
        ({"info": {"title": "A"}}, "/info/version", "is required"),
        ({"info": None}, "/info", "is required"),
        ({"info": {"title": "A", "version": 1.0}}, "/info/version", "must be a string, not 1.0"),
        ({"paths": []}, "/paths", "must be a Paths Object, not an array"),
        ({"tags": [{}]}, "/tags/0/name", "is required"),
        ({"components": {"responses": 5}}, "/components/responses", "must be an object of Resp"),
    ],
)
def test_a_wrong_document_is_an_error(
    change: dict[str, Any], pointer: str, message: str, folder: Folder
) -> None:
    """The top of a document is checked like its parts."""
    assert f" error: {pointer}: {message}" in folder.error(with_schema({}) | change)


def test_keywords_beside_a_reference_are_checked(folder: Folder) -> None:
    """OpenAPI 3.1 lets keywords be beside the reference of a schema."""
    document = with_schema({"properties": {"a": {"$ref": "#/components/schemas/B", "type": 5}}})
    document["components"]["schemas"]["B"] = {}

    assert "/properties/a/type: must be one of" in folder.error(document)


def test_callbacks_and_webhooks_are_validated(folder: Folder) -> None:
    """Events are generated from them."""
    item = {"post": {"responses": 5}}
    document = with_operation(
        {"callbacks": {"done": {"{$x}": item}}, "responses": DONE}, webhooks={"a": item}
    )

    assert folder.load(document) == {}
    assert [line.partition(" error: ")[2] for line in folder.lines] == [
        f"{at}/post/responses: must be a Responses Object, not 5"
        for at in ("/paths/~1things/post/callbacks/done/{$x}", "/webhooks/a")
    ]


def test_a_part_can_be_validated_by_itself() -> None:
    """Its errors are located in it."""
    diagnostics = Diagnostics()

    validate({"post": {"responses": 5}}, diagnostics, "PathItem")

    [error] = diagnostics.of("error")
    assert str(error.at) == "/post/responses"


def test_a_dangling_reference_is_reported_once(folder: Folder) -> None:
    """What bundling has reported is no error of its type as well."""
    operation = {"description": {"$ref": "#/gone"}, "requestBody": {"$ref": "#/gone"}}

    assert folder.load(with_operation({**operation, "responses": DONE})) == {}
    assert len(folder.lines) == 2
    assert all("leads nowhere" in line for line in folder.lines)


def test_errors_of_one_object_are_all_reported(folder: Folder) -> None:
    """One run reports each wrong member, wherever it is."""
    schema = {"type": "whole", "title": 1, "properties": {"a": {"type": 2}, "b": 3}}

    assert folder.load(with_schema(schema)) == {}
    assert [
        line.partition(" error: /components/schemas/Thing")[2][:14] for line in folder.lines
    ] == [
        "/title: must b",
        "/type: must be",
        "/properties/a/",
        "/properties/b:",
    ]
