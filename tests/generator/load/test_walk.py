"""A walk goes through a document along the table of node types."""

from generator.load.walk import walk

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
    nodes = [(node.type, str(node.pointer)) for node in walk(DOCUMENT)]

    assert nodes == [
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


def test_a_walk_yields_containers_where_it_is_told_to() -> None:
    """Arrays and objects of objects have node types too."""
    types = [node.type for node in walk(DOCUMENT, containers=True)]

    assert types[types.index("Components") :] == [
        *("Components", "{Schema}", "Schema", "{Schema}"),
        *("Schema", "Schema", "Schema", "Schema"),
    ]
