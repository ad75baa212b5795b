"""What can be written in several ways is written in one after loading."""

from typing import Any

import pytest

from tests.generator.load.documents import Folder, with_operation, with_schema

THING = "/components/schemas/Thing"


@pytest.mark.parametrize(
    ("schema", "canonical"),
    [
        (True, {}),
        (False, {"not": {}}),
        ({"items": False}, {"items": {"not": {}}}),
        ({"properties": {"a": True}}, {"properties": {"a": {}}}),
        ({"additionalProperties": True}, {"additionalProperties": {}}),
        ({"anyOf": [True]}, {"anyOf": [{}]}),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": "true"}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"allOf": [{}], "nullable": True}, {"allOf": [{}], "nullable": True}),
        ({"type": "string", "enum": []}, {"type": "string"}),
        ({"const": {"a": 1}}, {"type": "object"}),
        ({"const": [1], "type": "array"}, {"type": "array"}),
        ({"const": None}, {"const": None}),
        ({"default": None, "example": None}, {"default": None, "example": None}),
        ({"description": None, "items": None, "enum": None}, {}),
        ({"maxLength": "5", "minimum": "0.5"}, {"maxLength": 5, "minimum": 0.5}),
        ({"readOnly": "True"}, {"readOnly": True}),
        ({"examples": {"a": 1}}, {}),
    ],
)
def test_schemas_have_the_forms_of_3_1(schema: Any, canonical: Any, folder: Folder) -> None:
    """Booleans, null, constants and values that are written as text have one form."""
    assert folder.load(with_schema(schema))["components"]["schemas"]["Thing"] == canonical
    assert folder.lines == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3.0.3", "3.0.3"),
        ("3.0.0-rc.2", "3.0.3"),
        (3.0, "3.0.3"),
        ("3.1.1", "3.1.1"),
        (3.1, "3.1.0"),
        ("3.1", "3.1.0"),
        ("3.2.0", "3.1.0"),
    ],
)
def test_versions_are_complete(written: Any, read: str, folder: Folder) -> None:
    """Versions may lack their patch, or be numbers."""
    assert folder.load(with_schema({}, openapi=written))["openapi"] == read


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"swagger": "2.0"}, "is OpenAPI 2.0: convert it to 3.0, 3.1 or 3.2"),
        ({"openapi": "4.0.0"}, "is OpenAPI 4.0.0: convert it"),
        ({"openapi": {}}, "is OpenAPI {}: convert it"),
        ({"info": {}}, "is not an OpenAPI document: write `openapi: 3.1.0` at its top"),
        ([], "is not an OpenAPI document: there is no object at its top"),
        ("text", "is not an OpenAPI document: there is no object at its top"),
    ],
)
def test_other_documents_are_refused(document: Any, words: str, folder: Folder) -> None:
    """What is not OpenAPI 3 is one error at the top."""
    assert f" error: /: {words}" in folder.error(document)


def test_paths_and_responses_may_be_absent(folder: Folder) -> None:
    """OpenAPI 3.1 demands neither; a null is no value."""
    data = folder.load(with_operation({"parameters": None, "deprecated": "false"}))

    assert data["paths"]["/things"]["post"] == {"responses": {}, "deprecated": False}
    assert folder.load({"openapi": "3.1.0", "info": data["info"]})["paths"] == {}


def test_what_is_new_in_3_2_is_warned_of(folder: Folder) -> None:
    """What OpenAPI 3.2 added and is used has one warning for each keyword."""
    content: dict[str, Any] = {"multipart/mixed": {"itemEncoding": {}}}
    operation = {"responses": {"200": {"description": "", "content": content}}}
    paths = {path: {"query": operation, "get": operation} for path in ("/a", "/b")}

    assert folder.load(with_schema({}, openapi="3.2.0", paths=paths))

    pointers = [line.partition(" warning: ")[2].partition(": ")[0] for line in folder.lines]
    media_type = "/responses/200/content/multipart~1mixed/itemEncoding"
    assert pointers == ["/paths/~1a/query", f"/paths/~1a/query{media_type}"]
    assert "(1 more like it)" in folder.lines[0]
    assert "(3 more like it)" in folder.lines[1]
