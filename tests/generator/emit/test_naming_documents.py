"""Names of what a document describes in place, and of keys that are called like arguments."""

from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.emit.names import Names
from generator.emit.naming import name
from tests.generator.lower.documents import lowered, operation

DONE = {"204": {"description": "Done."}}


def _names(document: dict[str, Any]) -> Names:
    return name(lowered(document).api, Diagnostics())


def _listing(operation_id: str, *values: str) -> dict[str, Any]:
    sort = {"name": "sort", "in": "query", "schema": {"type": "string", "enum": [*values]}}
    return {"get": {"operationId": operation_id, "parameters": [sort], "responses": DONE}}


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        ({}, ["Sort", "Sort", "ListCSort", "ListDSort"]),
        (
            {"Sort": {"type": "string", "enum": ["z"]}},
            ["ListASort", "ListASort", "ListCSort", "ListDSort"],
        ),
    ],
)
def test_enums_of_parameters_with_one_name_are_distinguished(
    schemas: dict[str, Any], expected: list[str]
) -> None:
    """Equal values are one enum; others are named after their operation; components go first."""
    paths = {
        "/a": _listing("listA", "up", "down"),
        "/b": _listing("listB", "up", "down"),
        "/c": _listing("listC", "new", "old"),
        "/d": _listing("listD", "big", "small"),
    }

    names = _names({"paths": paths, "components": {"schemas": schemas}})

    assert list(names.classes.values()) == expected


@pytest.mark.parametrize("key", ["self", "super", "base_url", "timeout"])
def test_a_key_hides_nothing_that_the_constructor_uses(key: str) -> None:
    """Its argument has an underscore."""
    scheme = {"type": "apiKey", "in": "header", "name": key}
    document = operation(security=[{"it": []}])

    names = _names({**document, "components": {"securitySchemes": {"it": scheme}}})

    [credential] = names.credentials
    assert credential.arguments == (f"{key}_",)


TEXT = {"type": "string"}
SIDES = {"type": "string", "enum": ["left", "right"]}


def _creating(path: str, properties: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    body = {"content": {"application/json": {"schema": schema}}}
    return {path: {"post": {"requestBody": body, "responses": DONE}}}


def _item(**properties: object) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": properties}}


def test_what_a_body_describes_is_named_after_what_is_created() -> None:
    """Items are one of many, and what goes without saying is not part of the name."""
    paths = _creating("/v1/checkout/sessions", {"line_items": _item(price=TEXT, side=SIDES)})

    names = _names({"paths": paths})

    assert list(names.classes.values()) == [
        "CheckoutSessionLineItem",
        "CheckoutSessionLineItemSide",
    ]


def test_a_type_beside_null_or_one_value_has_no_number() -> None:
    """Only types that need a name are told apart by numbers, and by titles and values before."""
    thing, other = _item(a=TEXT)["items"], _item(b=TEXT)["items"]
    told = [
        {"properties": {"type": {"enum": [kind]}, "of": TEXT, kind: TEXT}} for kind in ("x", "y")
    ]
    properties = {
        "nullable": {"anyOf": [thing, {"type": "null"}]},
        "or_empty": {"anyOf": [other, {"type": "string", "enum": [""]}]},
        "told": {"oneOf": told},
        "both": {"oneOf": [{"properties": {"c": TEXT}}, {"properties": {"d": TEXT}}]},
    }

    names = _names({"paths": _creating("/pets", properties)})

    expected = ["Nullable", "OrEmpty", "ToldX", "ToldY", "Both1", "Both2"]
    assert list(names.classes.values()) == [f"Pet{each}" for each in expected]


def test_alike_types_of_members_with_one_name_are_one() -> None:
    """The first name is that of all; what differs in a member is a type of its own."""
    paths = {
        **_creating("/pets", {"tags": _item(side=SIDES), "side": SIDES}),
        **_creating("/cars", {"tags": _item(side=SIDES), "colour": SIDES}),
        **_creating("/boats", {"tags": _item(side=TEXT)}),
    }

    names = _names({"paths": paths})

    assert list(names.classes.values()) == [
        "PetTag",
        "PetTagSide",
        "PetTagSide",
        "PetTag",
        "PetTagSide",
        "CarColour",
        "BoatTag",
    ]


def test_a_model_that_contains_itself_is_like_another_with_the_same_members() -> None:
    """Comparing them ends, and both have a name."""
    ref = {"$ref": "#/paths/~1pets/post/requestBody/content/application~1json/schema/properties/a"}
    inner = {"type": "object", "properties": {"again": ref}}

    names = _names({"paths": _creating("/pets", {"a": inner, "b": {"properties": {"a": ref}}})})

    assert list(names.classes.values()) == ["PetA", "A", "PetB"]


def test_no_name_that_is_made_here_is_longer_than_60_letters() -> None:
    """The middle of a deep place is left out, and what is then alike is told apart."""
    schema: dict[str, Any] = {"properties": {"innermost_member": SIDES}}
    for _ in range(8):
        schema = {"properties": {"payment_method_options": schema, "other_method": schema}}

    names = _names({"paths": _creating("/payment_intents", {"data": schema})})

    found = set(names.classes.values())
    assert max(map(len, found)) <= 60
    assert all(not each.endswith("_") for each in found)
