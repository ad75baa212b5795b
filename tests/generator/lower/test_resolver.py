"""Schemas that are composed of others."""

from typing import Any

from generator.diagnostics import Pointer
from generator.ir.types import ModelRef, Nullable, Union
from tests.generator.lower.documents import errors, lowered, returning, type_of

REF = "#/components/schemas/"


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


def test_a_schema_that_is_part_of_itself_is_an_error() -> None:
    """No value could be built."""
    [error] = errors(
        returning({"$ref": f"{REF}A"}, A={"allOf": [{"$ref": f"{REF}A"}], "title": "A"})
    )

    assert "is part of itself: remove one of the references" in error


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
