"""A loaded document is self-contained: each reference leads to a component of its own."""

from typing import Any

import pytest

from tests.generator.load.documents import HEAD, Folder, with_operation, with_schema

SCHEMA_LIKE_A_RESPONSE = {"schemas": {"Thing": {"description": "A thing."}}}
DONE = {"responses": {"204": {"description": "Done."}}}


def _schemas(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["components"]["schemas"]
    return found


def test_what_a_reference_leads_to_becomes_a_component(folder: Folder) -> None:
    """Other files, parts of them and parts of the document itself are components in the end."""
    folder.write("more/dog.yaml", "type: object\nproperties: {self: {$ref: '#'}}\n")
    folder.write("more/all.json", {"Cat": {"items": {"$ref": "dog.yaml"}}})
    deep = {"$ref": "#/components/schemas/Thing/allOf/1/properties/part"}
    parts = [{"$ref": "more/all.json#/Cat"}, {"properties": {"part": {"type": "string"}}}, deep]

    data = folder.load(with_schema({"allOf": parts}))

    assert folder.lines == []
    assert _schemas(data) == {
        "Thing": {
            "allOf": [
                {"$ref": "#/components/schemas/Cat"},
                {"properties": {"part": {"type": "string"}}},
                {"$ref": "#/components/schemas/part"},
            ]
        },
        "Cat": {"items": {"$ref": "#/components/schemas/dog"}},
        "dog": {"type": "object", "properties": {"self": {"$ref": "#/components/schemas/dog"}}},
        "part": {"type": "string"},
    }


def test_names_of_components_do_not_clash(folder: Folder) -> None:
    """A component keeps its name; what is added gets a number."""
    for name in ("a", "b"):
        folder.write(f"{name}.json", {"Thing": {"title": name}})
    schema = {"allOf": [{"$ref": "a.json#/Thing"}, {"$ref": "b.json#/Thing"}]}

    schemas = _schemas(folder.load(with_schema(schema)))

    assert [*schemas] == ["Thing", "Thing2", "Thing3"]
    assert {schemas[part["$ref"][21:]]["title"] for part in schemas["Thing"]["allOf"]} == {"a", "b"}


def test_the_document_can_be_referred_to_from_its_parts(folder: Folder) -> None:
    """A reference back, however it is written, leads to the component that is there."""
    folder.write("sub/part.yaml", "a: {$ref: '../sub/../spec.json#/components/schemas/Thing'}\n")

    folder.write("spec.json", with_schema({"items": {"$ref": "sub/part.yaml#/a"}}))

    schemas = _schemas(folder.load_file(folder.path / "sub" / ".." / "spec.json"))

    assert [*schemas] == ["Thing", "a"]
    assert schemas["a"] == {"$ref": "#/components/schemas/Thing"}


def test_a_reference_may_lead_through_others(folder: Folder) -> None:
    """What is behind a reference can be referred to as if it were in its place."""
    folder.write("far.yaml", "It: {properties: {size: {type: integer}}}\n")
    document = with_schema({"$ref": "far.yaml#/It"})
    _schemas(document)["Size"] = {"$ref": "#/components/schemas/Thing/properties/size"}

    schemas = _schemas(folder.load(document))

    assert schemas["Size"] == {"$ref": "#/components/schemas/size"}
    assert schemas["size"] == {"type": "integer"}


def test_names_with_any_characters_can_be_referred_to(folder: Folder) -> None:
    """References are parts of URIs: percent signs, spaces and slashes in names are encoded."""
    names = ("A {b}/c", "100%25")
    refs = ["#/components/schemas/A%20%7Bb%7D~1c", "#/components/schemas/100%2525"]
    document = with_schema({"allOf": [{"$ref": ref} for ref in refs]})
    _schemas(document).update({name: {} for name in names})

    parts = _schemas(folder.load(document))["Thing"]["allOf"]

    assert [part["$ref"] for part in parts] == [
        "#/components/schemas/A {b}~1c",
        "#/components/schemas/100%2525",
    ]


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("#/components/schemas/Thong", "leads nowhere: did you mean `Thing`?"),
        ("#/components/schema/Thing", "leads nowhere: did you mean `schemas`?"),
        ("#/components/schemas/Zebra", "leads nowhere"),
        ("#/components/schemas/Thing/allOf/7", "leads nowhere"),
        ("#Thing", "is not a JSON pointer"),
        ("#/x-self/more", "leads back to itself"),
        ("#/paths", "leads to a Paths Object, not to a Schema Object"),
        ("#", "leads to an OpenAPI Object, not to a Schema Object"),
    ],
)
def test_a_reference_to_nothing_useful_is_an_error(ref: str, words: str, folder: Folder) -> None:
    """It must lead to something, and to what may be where the reference is."""
    others = {"x-self": {"$ref": "#/x-self"}}

    line = folder.error(with_schema({"allOf": [{"$ref": ref}]}, **others))

    assert " error: /components/schemas/Thing/allOf/0/$ref: '#" in line
    assert words in line


def test_a_reference_to_another_kind_of_component_is_warned_of(folder: Folder) -> None:
    """What it leads to is read as what must be there, as other tools do."""
    operation = {"responses": {"200": {"$ref": "#/components/schemas/Thing"}}}

    data = folder.load(with_operation(operation) | {"components": SCHEMA_LIKE_A_RESPONSE})

    assert data["components"]["responses"] == {"Thing": {"description": "A thing."}}
    [line] = folder.lines
    assert "warning: /paths/~1things/post/responses/200/$ref: " in line
    assert "leads to a Schema Object, not to a Response Object; read as that anyway" in line


def test_references_in_data_are_data(folder: Folder) -> None:
    """In examples, defaults, values and extensions ``$ref`` is a key like any other."""
    data = {"$ref": "#/nowhere"}
    schema = {"default": data, "enum": [data], "x-more": data, "properties": {"$ref": {}}}

    assert _schemas(folder.load(with_schema(schema)))["Thing"] == schema
    assert folder.lines == []


SPREAD = {
    "spec.yaml": HEAD + "paths: {$ref: paths.yaml}\ncomponents: {schemas: {$ref: all.yaml}}\n",
    "paths.yaml": "/a: {get: {$ref: op.yaml, deprecated: true}}\n/b: {get: {$ref: op.yaml}}\n",
    "op.yaml": """
operationId: find
description: {$ref: 'texts.yaml#/find'}
responses: {'200': {description: OK, content: {application/json: {$ref: media.yaml}}}}
""",
    "texts.yaml": "find: Finds.\n",
    "media.yaml": "schema: {properties: {$ref: 'all.yaml#/Thing/properties'}}\n",
    "all.yaml": "Thing: {properties: {size: {$ref: '#/Size'}}}\nSize: {type: integer}\n",
}


def test_references_are_resolved_wherever_they_are(folder: Folder) -> None:
    """Where OpenAPI knows no references, what they lead to replaces them, with a warning."""
    for name, text in SPREAD.items():
        folder.write(name, text)

    data = folder.load_file(folder.path / "spec.yaml")

    first, second = (data["paths"][path]["get"] for path in ("/a", "/b"))
    assert (first["description"], first["deprecated"]) == ("Finds.", True)
    schema = second["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["size"]["$ref"].startswith("#/components/schemas/Size")
    assert _schemas(data)["Thing"]["properties"]["size"]["$ref"].startswith("#/components/schemas/")
    assert folder.lines[0] == (
        "spec.yaml:3:9: warning: /paths/$ref: OpenAPI does not allow $ref here; resolved anyway"
    )
    [operations] = [line for line in folder.lines if line.startswith("paths.yaml:1:12: ")]
    assert "$ref here; resolved anyway (1 more like it)" in operations
    assert all(": warning: " in line for line in folder.lines)


def test_path_items_are_put_in_the_place_of_references(folder: Folder) -> None:
    """A path item may be a component, or lead on to another; what is beside the reference wins."""
    folder.write("far/common.json", {"it": {"$ref": "more.json#/it", "summary": "Common."}})
    folder.write("far/more.json", {"it": {"put": {"operationId": "far", **DONE}, "summary": "No."}})
    paths = {
        "/near": {"$ref": "#/components/pathItems/Near"},
        "/far": {"$ref": "far/common.json#/it", "parameters": []},
    }
    near = {"get": {"operationId": "near", **DONE}}

    data = folder.load(with_schema({}, paths=paths, components={"pathItems": {"Near": near}}))

    assert folder.lines == []
    assert data["paths"]["/near"] == near
    assert data["paths"]["/far"] == {
        "put": {"operationId": "far", **DONE},
        "summary": "Common.",
        "parameters": [],
    }
    assert "pathItems" not in data["components"]


def test_a_path_item_of_several_paths_has_several_names(folder: Folder) -> None:
    """Where the item is, the operation keeps its name; elsewhere its path is part of the name."""
    item = {"$ref": "#/paths/~1near"}
    paths = {"/as/{near}": item, "/near": {"get": {"operationId": "near", **DONE}}, "/x": item}

    data = folder.load(with_schema({}, paths=paths))

    names = {path: item["get"]["operationId"] for path, item in data["paths"].items()}
    assert names == {"/as/{near}": "near_as_near", "/near": "near", "/x": "near_x"}


def test_two_thousand_paths_may_share_an_item(folder: Folder) -> None:
    """An item is bundled once, however many paths refer to it; each gets a name of its own."""
    paths = {f"/p-{n // 2}{'-' * (n % 2)}": {"$ref": "#/x-item"} for n in range(2_000)}
    schema: dict[str, Any] = {"properties": {f"f{n}": {} for n in range(1_000)}}
    content = {"application/json": {"schema": schema}}
    operation = {"operationId": "it", "responses": {"200": {"description": "", "content": content}}}

    data = folder.load(with_schema({}, paths=paths, **{"x-item": {"get": operation}}))

    operations = [item["get"] for item in data["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == 2_000
    assert len({id(operation["responses"]) for operation in operations}) == 1


@pytest.mark.parametrize(
    "paths",
    [
        {"/a": {"$ref": "#/paths/~1a"}},
        {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}},
        {"/a": {"$ref": "#/paths/~1a/b/c"}},
        {"/a": {"post": {**DONE, "callbacks": {"c": {"{$x}": {"$ref": "#/paths/~1a"}}}}}},
    ],
)
def test_what_contains_itself_is_an_error(paths: Any, folder: Folder) -> None:
    """Path items that would have to be put into themselves are refused."""
    assert folder.load(with_schema({}, paths=paths)) == {}
    assert all("itself" in line and " error: /paths/~1" in line for line in folder.lines)


ANIMALS = "Dog: {type: object}\nDogs: {discriminator: {propertyName: k, mapping: {d: '#/Dog'}}}\n"


@pytest.mark.parametrize(
    ("value", "ref"),
    [
        ("animals.yaml#/Dog", "#/components/schemas/Dog"),
        ("#/components/schemas/Thing", "#/components/schemas/Thing"),
        ("Thing", "#/components/schemas/Thing"),
        ("a.b", "#/components/schemas/a.b"),
    ],
)
def test_a_mapping_leads_to_components(value: str, ref: str, folder: Folder) -> None:
    """The values of a mapping are names of schemas, or references like any other."""
    folder.write("animals.yaml", ANIMALS)
    document = with_schema({"discriminator": {"propertyName": "k", "mapping": {"x": value}}})
    _schemas(document)["a.b"] = {}

    schemas = _schemas(folder.load(document))

    assert schemas["Thing"]["discriminator"]["mapping"] == {"x": ref}
    assert ref[21:] in schemas


def test_a_mapping_in_another_file_is_read_there(folder: Folder) -> None:
    """References in a mapping are relative to the file that it is in."""
    folder.write("animals.yaml", ANIMALS)

    schemas = _schemas(folder.load(with_schema({"$ref": "animals.yaml#/Dogs"})))

    assert schemas["Dogs"]["discriminator"]["mapping"] == {"d": "#/components/schemas/Dog"}
    assert schemas["Dog"] == {"type": "object"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Thong", "'#/components/schemas/Thong' leads nowhere: did you mean `Thing`?"),
        ("gone.yaml#/Dog", "'gone.yaml' cannot be read"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_an_error(value: str, words: str, folder: Folder) -> None:
    """It is reported at its value."""
    line = folder.error(
        with_schema({"discriminator": {"propertyName": "k", "mapping": {"x/y": value}}})
    )

    assert f" error: /components/schemas/Thing/discriminator/mapping/x~1y: {words}" in line


def test_a_schema_that_is_renamed_keeps_its_value(folder: Folder) -> None:
    """Without a mapping the value is the name with which a reference ends, and stays that."""
    folder.write("animals.yaml", "Thing: {type: object}\n")
    pet = {"oneOf": [{"$ref": "animals.yaml#/Thing"}], "discriminator": {"propertyName": "k"}}

    schemas = _schemas(folder.load(with_schema(pet)))

    assert schemas["Thing"]["oneOf"] == [{"$ref": "#/components/schemas/Thing2"}]
    assert schemas["Thing"]["discriminator"]["mapping"] == {"Thing": "#/components/schemas/Thing2"}


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": True}},
        {"oneOf": True, "discriminator": {"propertyName": "k"}},
        {"oneOf": [True], "discriminator": {"propertyName": "k", "mapping": []}},
        {"discriminator": 5},
    ],
)
def test_wrong_schemas_do_not_disturb_renaming(schema: Any, folder: Folder) -> None:
    """Before validation a schema can be anything."""
    folder.write("more.yaml", "Thing: {type: object}\n")

    folder.load(with_schema({"allOf": [{"$ref": "more.yaml#/Thing"}, schema]}))

    assert not any("Thing2" in line for line in folder.lines)


@pytest.mark.parametrize("components", [[], "text", 5, {"schemas": []}, {"schemas": "text"}])
def test_sections_of_a_wrong_type_are_errors(components: Any, folder: Folder) -> None:
    """References that need a section do not mind what is there instead; validation reports it."""
    content = {"application/json": {"schema": {"$ref": "#/x-schemas/Thing"}}}
    operation = {"responses": {"200": {"description": "", "content": content}}}
    others = {"components": components, "x-schemas": {"Thing": {"type": "object"}}}

    line = folder.error(with_operation(operation, **others))

    assert " error: /components" in line


def test_aliases_share_nothing_with_their_canonical_form(folder: Folder) -> None:
    """What an alias shares between a schema and an example is changed in the schema only."""
    text = f"""{HEAD}paths: {{}}
components:
  schemas:
    A: {{enum: &none [], default: &data {{nullable: true, type: string}}}}
    B: *data
    C: {{default: *none}}
"""

    schemas = _schemas(folder.load(text))

    assert schemas["A"] == {"default": {"nullable": True, "type": "string"}}
    assert schemas["B"] == {"type": ["string", "null"]}
    assert schemas["C"] == {"default": []}


def test_all_errors_are_reported_at_once(folder: Folder) -> None:
    """Thousands of dangling references and wrong values are each reported, in one run."""
    responses = {
        f"{code}": {"$ref": f"#/components/responses/R{code}"}
        if code % 2
        else {"description": code}
        for code in range(2_000)
    }

    assert folder.load(with_operation({"responses": responses})) == {}
    assert len(folder.lines) == 2_000
