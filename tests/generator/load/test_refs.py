"""One table says where things are in a document; all that knows of ``$ref`` follows it."""

from pathlib import Path

import pytest

from generator.diagnostics import Pointer
from generator.load.refs import described, family, referenced_files, type_at, walk
from tests.generator.load.documents import Folder

DOCUMENT = {
    "paths": {
        "x-note": {"get": {}},
        "/a": {"get": {"responses": {"200": {}, "x-more": {}}, "tags": ["x"]}},
    },
    "components": {
        "schemas": {
            "x-thing": {"properties": {"default": {"default": {"type": "string"}}}},
            "Wrong": 5,
            "List": {"items": []},
        }
    },
    "x-data": {"schema": {}},
}


def test_a_walk_finds_the_objects_of_the_standard() -> None:
    """Extensions and example data are passed over; names that look like them are not."""
    found = [(each.type, str(each.pointer)) for each in walk(DOCUMENT)]

    assert found == [
        ("OpenAPI", "/"),
        ("Paths", "/paths"),
        ("PathItem", "/paths/~1a"),
        ("Operation", "/paths/~1a/get"),
        ("Responses", "/paths/~1a/get/responses"),
        ("Response", "/paths/~1a/get/responses/200"),
        ("Components", "/components"),
        ("Schema", "/components/schemas/x-thing"),
        ("Schema", "/components/schemas/x-thing/properties/default"),
        ("Schema", "/components/schemas/Wrong"),
        ("Schema", "/components/schemas/List"),
        ("Schema", "/components/schemas/List/items"),
    ]


def test_a_walk_finds_what_is_shared_once() -> None:
    """A part that several locations share is found at the first, however often it is shared."""
    schema: dict[str, object] = {"type": "string"}
    for _ in range(60):
        schema = {"properties": {"a": schema, "b": schema}}

    assert len([*walk({"components": {"schemas": {"A": schema, "B": schema}}})]) == 63


def test_a_walk_ends_where_it_is_told_to() -> None:
    """Node types can be passed over with all that is below; containers can be yielded too."""
    found = [each.type for each in walk(DOCUMENT, containers=True, skip={"Paths"})]

    assert found[:5] == ["OpenAPI", "Components", "{Schema}", "Schema", "{Schema}"]
    assert "PathItem" not in found


@pytest.mark.parametrize(
    ("pointer", "node_type"),
    [
        ("#/paths/~1a/get/parameters/0", "Parameter"),
        ("#/components/schemas/A/properties/default", "Schema"),
        ("#/components/schemas/A/default/x", "data"),
        ("#/components/schemas", "{Schema}"),
        ("#/components/x-more/A", "data"),
        ("#/info/title", "plain"),
        ("#/webhooks/x-a/post", "Operation"),
    ],
)
def test_the_type_of_a_location_is_known(pointer: str, node_type: str) -> None:
    """The path from the top of a document says what is at its end."""
    assert type_at(Pointer.of_ref(pointer)) == node_type


@pytest.mark.parametrize(
    ("node_type", "words"),
    [
        ("OpenAPI", "an OpenAPI Object"),
        ("PathItem", "a Path Item Object"),
        ("OAuthFlows", "an OAuth Flows Object"),
        ("[Schema]", "an array of Schema Objects"),
        ("{Header}", "an object of Header Objects"),
    ],
)
def test_node_types_are_called_as_in_the_standard(node_type: str, words: str) -> None:
    """Messages use the words of the OpenAPI specification."""
    assert described(node_type) == words


def test_the_files_of_a_document_are_named_without_parsing(folder: Folder) -> None:
    """Text that does not parse refers to files too, whether or not they exist."""
    text = """
    a: {$ref: 'one.yaml#/x', "$ref": "two%20.json"}
    b: [{$ref: sub/../three.yaml
    $ref: '#/here'
    $ref: https://example.com/x.yaml
    $ref: 'a%00b'
    """

    assert [*referenced_files(Path("spec/api.yaml"), text)] == [
        Path("spec/one.yaml"),
        Path("spec/two .json"),
        Path("spec/three.yaml"),
    ]
    spec = folder.write("spec.yaml", "$ref: sub/a.yaml\n")
    folder.write("sub/a.yaml", "[{$ref: ../spec.yaml}, {$ref: gone.yaml}, {$ref: /dev/zero}")
    assert family(spec) == {
        spec,
        folder.path / "sub/a.yaml",
        folder.path / "sub/gone.yaml",
        Path("/dev/zero"),
    }
