"""Unions of objects: which member decides, and which value stands for which variant."""

from typing import Any

import pytest

from generator.diagnostics import Pointer
from generator.ir.types import ModelRef, Union
from tests.generator.lower.documents import type_of

CARD: dict[str, Any] = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"const": "card"}, "number": {"type": "string"}},
}
BANK: dict[str, Any] = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"enum": ["bank", "giro"]}, "number": {"type": "string"}},
}
EITHER = [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Bank"}]


def _mapping(schema: dict[str, Any], **schemas: Any) -> dict[str, str]:
    found = type_of(schema, **schemas)
    assert isinstance(found, Union)
    assert found.discriminator
    assert found.discriminator.key == "type"
    return {
        value: of.at.last for value, of in found.discriminator.mapping if isinstance(of, ModelRef)
    }


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_values_that_the_variants_allow_tell_them_apart(keyword: str) -> None:
    """Without a discriminator, a member with other values in each variant is one."""
    assert _mapping({keyword: EITHER}, Card=CARD, Bank=BANK) == {
        "card": "Card",
        "bank": "Bank",
        "giro": "Bank",
    }


def test_a_discriminator_without_mapping_knows_the_values_as_well() -> None:
    """The names of the schemas are values (as the standard has it), and so are those allowed."""
    schema = {"oneOf": EITHER, "discriminator": {"propertyName": "type"}}

    assert _mapping(schema, Card=CARD, Bank=BANK) == {
        "Card": "Card",
        "Bank": "Bank",
        "card": "Card",
        "bank": "Bank",
        "giro": "Bank",
    }


def test_a_mapping_wins_over_the_values_that_a_variant_allows() -> None:
    """What the document says in so many words is what counts."""
    mapping = {"card": "#/components/schemas/Bank"}
    schema = {"oneOf": EITHER, "discriminator": {"propertyName": "type", "mapping": mapping}}

    assert _mapping(schema, Card=CARD, Bank=BANK)["card"] == "Bank"


def test_a_value_that_two_variants_allow_tells_nothing() -> None:
    """Then there is no discriminator: the variants are tried."""
    both = {**CARD, "properties": {"type": {"enum": ["card", "bank"]}}}

    found = type_of({"oneOf": EITHER}, Card=both, Bank=BANK)

    assert found == Union(
        (
            ModelRef(Pointer(("components", "schemas", "Card"))),
            ModelRef(Pointer(("components", "schemas", "Bank"))),
        )
    )


def test_a_required_member_goes_before_an_optional_one() -> None:
    """Of two members that differ, the one that is always there decides."""
    optional = {"kind": {"const": "a"}}
    card = {**CARD, "properties": {**optional, **CARD["properties"]}}
    bank = {**BANK, "properties": {"kind": {"const": "b"}, **BANK["properties"]}}

    found = type_of({"oneOf": EITHER}, Card=card, Bank=bank)

    assert isinstance(found, Union)
    assert found.discriminator
    assert found.discriminator.key == "type"


def test_variants_that_are_no_objects_do_not_matter() -> None:
    """Objects are distinguished by their discriminator, everything else by its type."""
    schema = {"anyOf": [*EITHER, {"type": "string"}], "discriminator": {"propertyName": "type"}}

    assert _mapping(schema, Card=CARD, Bank=BANK) == {
        "Card": "Card",
        "Bank": "Bank",
        "card": "Card",
        "bank": "Bank",
        "giro": "Bank",
    }


def _with_kind(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return a variant that another member tells apart too, before the one called ``type``."""
    members = {"kind": {"const": kind}, **schema["properties"]}
    return {**schema, "required": ["kind", "type"], "properties": members}


def test_the_member_that_the_document_names_decides() -> None:
    """Also where another one could, which then is none."""
    schema = {"oneOf": EITHER, "discriminator": {"propertyName": "type"}}
    variants = {"Card": _with_kind(CARD, "a"), "Bank": _with_kind(BANK, "b")}

    assert _mapping(schema, **variants)["card"] == "Card"


def test_a_member_that_may_be_a_number_tells_nothing() -> None:
    """The text of a response decides between variants only by strings."""
    numbered = {**BANK, "properties": {"type": {"enum": ["bank", 1]}}}
    found = type_of({"oneOf": EITHER}, Card=CARD, Bank=numbered)

    assert isinstance(found, Union)
    assert found.discriminator is None
