"""Schemas that are composed of others."""

from typing import Any

import pytest

from generator.diagnostics import Pointer
from generator.ir.types import ModelRef, Nullable, Union
from tests.generator.lower.documents import errors, lowered, returning, type_of

REF = "#/components/schemas/"


def _with(name: str) -> dict[str, Any]:
    return {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}


def _model(document: dict[str, Any], name: str) -> dict[str, bool]:
    """Return which members of a model are required."""
    api = lowered(document).api
    model = api.model(Pointer(("components", "schemas", name)))
    return {member.wire_name: member.required for member in model.properties}


def test_parts_of_all_of_are_one_object() -> None:
    """Members and what is required come from each part."""
    base = {"properties": {"id": {}, "name": {}}, "required": ["id"]}
    child = {"allOf": [{"$ref": f"{REF}Base"}, {"properties": {"size": {}}}], "required": ["name"]}

    found = _model(returning({"$ref": f"{REF}Child"}, Base=base, Child=child), "Child")

    assert found == {"id": True, "name": True, "size": False}


def test_the_last_part_that_has_a_member_decides() -> None:
    """A child may narrow what its parent says."""
    base = {"properties": {"kind": {"type": "string"}}}
    child = {"allOf": [{"$ref": f"{REF}Base"}, {"properties": {"kind": {"const": "child"}}}]}

    api = lowered(returning({"$ref": f"{REF}Child"}, Base=base, Child=child)).api

    [kind] = api.model(Pointer(("components", "schemas", "Child"))).properties
    assert kind.at.steps[:3] == ("components", "schemas", "Child")


def test_null_is_allowed_only_where_each_part_allows_it() -> None:
    """``allOf`` asks a value to follow all of its parts."""
    base = {"type": ["object", "null"], "properties": {"a": {}}}
    strict = {"allOf": [{"$ref": f"{REF}Base"}], "type": "object"}
    loose = {"allOf": [{"$ref": f"{REF}Base"}], "type": ["object", "null"]}

    assert isinstance(type_of(strict, Base=base), ModelRef)
    assert isinstance(type_of(loose, Base=base), Nullable)


def test_a_parent_that_lists_its_children_is_a_part_of_each() -> None:
    """The variants of the parent are no part of the child that names it in ``allOf``."""
    pet = {
        "properties": {"id": {}},
        "oneOf": [{"$ref": f"{REF}Cat"}, {"$ref": f"{REF}Dog"}],
    }
    cat = {"allOf": [{"$ref": f"{REF}Pet"}, {"properties": {"lives": {}}}]}
    dog = {"allOf": [{"$ref": f"{REF}Pet"}, {"properties": {"good": {}}}]}

    document = returning({"$ref": f"{REF}Pet"}, Pet=pet, Cat=cat, Dog=dog)

    found = lowered(document).operation.responses.type
    assert isinstance(found, Union)
    assert [of.at.last for of in found.variants if isinstance(of, ModelRef)] == ["Cat", "Dog"]
    assert _model(document, "Cat") == {"id": False, "lives": False}


@pytest.mark.parametrize(
    ("schema", "at"),
    [
        ({"allOf": [{"$ref": f"{REF}A"}], "title": "A"}, "allOf"),
        ({"$ref": f"{REF}A", "title": "A"}, "$ref"),
    ],
)
def test_a_schema_that_is_part_of_itself_is_an_error(schema: dict[str, Any], at: str) -> None:
    """No value could be built; the error is located at the keyword."""
    assert errors(returning({"$ref": f"{REF}A"}, A=schema)) == [
        f"/components/schemas/A/{at}: is part of itself: remove one of the references"
    ]


def test_members_beside_a_reference_are_joined_with_it() -> None:
    """OpenAPI 3.1 allows keywords beside a reference; both count."""
    base = {"properties": {"id": {}}, "required": ["id"]}
    child = {"$ref": f"{REF}Base", "properties": {"name": {}}, "required": ["name"]}

    found = _model(returning({"$ref": f"{REF}Child"}, Base=base, Child=child), "Child")

    assert found == {"id": True, "name": True}


def test_a_nullable_all_of_keeps_what_is_beside_it() -> None:
    """Parts and members beside them are all there; null is one more value."""
    base: dict[str, Any] = {"properties": {"id": {}}}
    child = {
        "allOf": [{"$ref": f"{REF}Base"}, {"properties": {"colour": {}}}],
        "nullable": True,
        "properties": {"name": {}},
    }

    document = returning({"$ref": f"{REF}Child"}, Base=base, Child=child)

    assert isinstance(lowered(document).operation.responses.type, Nullable)
    assert list(_model(document, "Child")) == ["id", "colour", "name"]


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [_with("a"), _with("b")], "anyOf": [_with("c"), _with("d")]},
        {"allOf": [{"oneOf": [_with("a"), _with("b")]}, {"oneOf": [_with("c"), _with("d")]}]},
    ],
)
def test_two_lists_of_variants_are_combined(schema: dict[str, Any]) -> None:
    """A value follows one variant of each, so there is a model for each combination."""
    api = lowered(returning(schema)).api

    members = [{member.wire_name for member in model.properties} for model in api.models]
    assert sorted(map(sorted, members)) == [["a", "c"], ["a", "d"], ["b", "c"], ["b", "d"]]


def test_variants_with_variants_without_end_are_an_error() -> None:
    """Each has the other among its variants, and members of its own besides."""
    a = {"properties": {"a": {}}, "oneOf": [{"$ref": f"{REF}B"}]}
    b = {"properties": {"b": {}}, "oneOf": [{"$ref": f"{REF}A"}]}

    [error] = errors(returning({"$ref": f"{REF}A"}, A=a, B=b))

    assert "variants that have variants, without end" in error


def test_many_operations_with_variants_of_variants_are_no_endless_document() -> None:
    """What counts is how deep one schema goes, not how many there are."""
    inner = {"properties": {"b": {}}, "oneOf": [{"required": ["x"], "properties": {"x": {}}}] * 2}
    outer = {"properties": {"a": {}}, "oneOf": [inner, inner]}
    paths = {f"/things/{index}": returning(outer)["paths"]["/things"] for index in range(700)}

    assert len(lowered({"paths": paths}).api.operations) == 700


def test_conditions_on_members_are_no_variants() -> None:
    """``anyOf`` that only names required members describes one object."""
    schema = {
        "properties": {"a": {}, "b": {}},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
    }

    assert isinstance(type_of(schema), ModelRef)
