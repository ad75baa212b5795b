"""From schemas to types."""

from typing import Any

import pytest
from attrs import evolve

from generator.diagnostics import Pointer
from generator.ir.types import (
    Array,
    Constant,
    EnumRef,
    Hint,
    Map,
    ModelRef,
    Nullable,
    Scalar,
    Type,
    Union,
)
from tests.generator.lower.documents import errors, lowered, member, returning, type_of

RESPONSE = Pointer(
    ("paths", "/things", "get", "responses", "200", "content", "application/json", "schema")
)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, Scalar.ANY),
        ({"type": "string"}, Scalar.STRING),
        ({"type": "string", "format": "date"}, Scalar.DATE),
        ({"type": "string", "format": "date-time"}, Scalar.DATETIME),
        ({"type": "string", "format": "uuid"}, Scalar.UUID),
        ({"type": "string", "format": "byte"}, Scalar.BASE64),
        ({"type": "string", "format": "binary"}, Scalar.BINARY),
        ({"type": "string", "format": "hostname"}, Scalar.STRING),
        ({"type": "string", "contentEncoding": "base64"}, Scalar.BASE64),
        ({"type": "string", "contentEncoding": "quoted-printable"}, Scalar.STRING),
        ({"type": "string", "contentMediaType": "image/png"}, Scalar.BINARY),
        ({"type": "string", "contentMediaType": "application/json"}, Scalar.STRING),
        ({"type": "integer"}, Scalar.INTEGER),
        ({"type": "number"}, Scalar.NUMBER),
        ({"type": "boolean"}, Scalar.BOOLEAN),
        ({"type": "null"}, Scalar.NULL),
        ({"type": ["string", "null"]}, Nullable(Scalar.STRING)),
        ({"type": ["string", "integer"]}, Union((Scalar.STRING, Scalar.INTEGER))),
        ({"const": "a"}, Constant("a", Scalar.STRING)),
        ({"const": True}, Constant(value=True, scalar=Scalar.BOOLEAN)),
        ({"type": "array"}, Array(Scalar.ANY)),
        ({"type": "array", "items": {"type": "string"}}, Array(Scalar.STRING)),
        ({"type": "object"}, Map(Scalar.ANY)),
        ({"additionalProperties": {"type": "integer"}, "type": "object"}, Map(Scalar.INTEGER)),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, Nullable(Scalar.STRING)),
        ({"oneOf": [{"type": "null"}, {"type": "null"}]}, Scalar.NULL),
        ({"nullable": True, "oneOf": [{"type": "string"}]}, Nullable(Scalar.STRING)),
        ({"enum": ["a", None]}, Nullable(Constant("a", Scalar.STRING))),
        ({"enum": ["a", "b", None]}, Nullable(EnumRef(RESPONSE, (Scalar.STRING,)))),
        ({"enum": ["a", 1.5]}, Scalar.ANY),
        ({"properties": {"a": {}}}, ModelRef(RESPONSE)),
        ({"const": {"a": 1}}, Map(Scalar.ANY)),
        ({"const": [1]}, Array(Scalar.ANY)),
        ({"type": "string", "enum": []}, Scalar.STRING),
        ({"enum": []}, Scalar.ANY),
        (
            {"type": ["string", "integer", "null"], "enum": ["a", 1, None]},
            Nullable(EnumRef(RESPONSE, (Scalar.STRING, Scalar.INTEGER))),
        ),
        (
            {"type": ["string", "object"], "properties": {"a": {}}},
            Union((Scalar.STRING, ModelRef(RESPONSE))),
        ),
        (
            {"type": "string", "anyOf": [{"format": "date"}, {"format": "uuid"}]},
            Union((Scalar.DATE, Scalar.UUID)),
        ),
    ],
)
def test_a_schema_has_its_type(schema: dict[str, Any], expected: Type) -> None:
    """Each keyword that shapes a value counts, in the forms of OpenAPI 3.0 and 3.1."""
    assert type_of(schema) == expected


def test_a_reference_with_an_annotation_is_the_same_type() -> None:
    """A description beside a reference, or around it, makes no second model."""
    thing = {"type": "object", "properties": {"a": {}}}
    ref = {"$ref": "#/components/schemas/Thing"}
    at = Pointer(("components", "schemas", "Thing"))

    assert type_of({**ref, "description": "A thing."}, Thing=thing) == ModelRef(at)
    assert type_of({"allOf": [ref], "description": "A thing."}, Thing=thing) == ModelRef(at)
    assert type_of({"allOf": [ref, {"nullable": True}]}, Thing=thing) == Nullable(ModelRef(at))


def test_what_is_nullable_in_one_place_is_so_there_only() -> None:
    """The first use of a schema decides nothing for the others."""
    ref = {"$ref": "#/components/schemas/Thing"}
    properties = {"first": {**ref, "nullable": True}, "second": ref}
    thing = {"type": "object", "properties": {"a": {}}}

    api = lowered(returning({"properties": properties}, Thing=thing)).api

    at = Pointer(("components", "schemas", "Thing"))
    [first, second] = api.model(RESPONSE).properties
    assert (first.type, second.type) == (Nullable(ModelRef(at)), ModelRef(at))


def test_the_text_of_a_use_beats_that_of_its_enum() -> None:
    """Where the use has none, the enum's is better than nothing."""
    colour = {"enum": ["red"], "description": "A colour."}
    ref = {"$ref": "#/components/schemas/Colour"}

    assert member({**ref, "description": "Of the roof."}, Colour=colour).docs.text == "Of the roof."
    assert member(ref, Colour=colour).docs.text == "A colour."


def test_all_of_keeps_the_example_and_the_description_of_its_parts() -> None:
    """What only a part has is a part of the whole."""
    part = {"type": "string", "description": "An id.", "example": "x7", "default": "x0"}

    found = member({"allOf": [part, {"maxLength": 9}]})

    assert (found.docs.text, found.docs.example, found.docs.default) == ("An id.", "x7", "x0")


def test_a_named_scalar_lends_its_text_to_its_uses() -> None:
    """A component that is no model has no class to hold its docs."""
    sid = {"type": "string", "description": "An id.", "example": "x7"}

    docs = member({"$ref": "#/components/schemas/Sid"}, Sid=sid).docs

    assert (docs.text, docs.example) == ("An id.", "x7")


def test_members_beside_properties_are_typed() -> None:
    """A typed ``additionalProperties`` is a part of the model; an open one says nothing."""
    schema: dict[str, Any] = {"properties": {"a": {}}, "additionalProperties": {"type": "integer"}}
    untyped = {**schema, "additionalProperties": True}

    typed = lowered(returning(schema)).api.model(RESPONSE)

    assert typed.additional == Scalar.INTEGER
    assert lowered(returning(untyped)).api.model(RESPONSE).additional is None


def test_what_is_only_written_is_not_demanded_of_responses() -> None:
    """A password is required in requests, and never comes back."""
    schema = {"required": ["a"], "properties": {"a": {"type": "string", "writeOnly": True}}}

    [found] = lowered(returning(schema)).api.model(RESPONSE).properties

    assert not found.required


def test_an_inline_type_is_named_after_its_place() -> None:
    """The hint of a member is made of its model's name and its own."""
    schema: dict[str, Any] = {
        "properties": {"colour": {"enum": ["red", "blue"]}, "wheels": {"items": {"enum": [1, 2]}}}
    }
    schema["properties"]["wheels"]["type"] = "array"

    [first, second] = lowered(returning(schema)).api.enums

    assert first.hint == Hint((RESPONSE, "colour"))
    assert second.hint == Hint((RESPONSE, "wheels", "Item"))


def test_an_array_that_contains_itself_accepts_any_value() -> None:
    """There is no object in between to give it an end; a warning says so."""
    nested = {"type": "array", "items": {"$ref": "#/components/schemas/Nested"}}

    found = lowered(returning({"$ref": "#/components/schemas/Nested"}, Nested=nested))

    assert found.operation.responses.type == Array(Scalar.ANY)
    text = "Nested contains itself without an object in between: any value is accepted"
    assert found.warnings == [f"/components/schemas/Nested: {text}"]


def test_arrays_in_arrays_end_before_python_cannot_read_them() -> None:
    """Annotations and converters are nested as deeply as the types."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(101):
        schema = {"type": "array", "items": schema}

    [error] = errors(returning(schema))

    assert error.endswith("nests types more than 50 deep: put an object in between")


def test_a_type_that_doubles_at_each_level_is_refused() -> None:
    """Eleven levels would be written as two thousand names, twenty as a million."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(11):
        schema = {
            "oneOf": [
                {"type": "array", "items": schema},
                {"type": "object", "additionalProperties": schema},
            ]
        }

    [error] = errors(returning(schema))

    assert "describes a type of more than 2,000 parts" in error


def test_items_with_a_place_of_their_own_are_a_union() -> None:
    """``prefixItems`` and ``items`` together say what an item may be."""
    schema = {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "integer"}],
        "items": False,
    }

    assert type_of(schema) == Array(Union((Scalar.STRING, Scalar.INTEGER)))
    assert evolve(Array(Scalar.ANY)) == type_of({**schema, "items": {}})
