"""How types compare in the eyes of a type checker."""

import pytest

from generator.diagnostics import Pointer
from generator.diff.rules import Direction
from generator.diff.types import Relation, relation
from generator.ir.types import (
    Array,
    Constant,
    EnumRef,
    Map,
    ModelRef,
    Nullable,
    Scalar,
    Type,
    Union,
)

COLOUR = EnumRef(Pointer(("Colour",)), (Scalar.STRING,))
THING = ModelRef(Pointer(("Thing",)))
PART = ModelRef(Pointer(("Part",)))
ONE = Constant("one", Scalar.STRING)
EITHER = Union((THING, PART))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (Scalar.INTEGER, Scalar.NUMBER, "wider"),
        (Scalar.NUMBER, Scalar.INTEGER, "narrower"),
        (Scalar.INTEGER, Scalar.STRING, "type-changed"),
        (Scalar.INTEGER, Scalar.ANY, "wider"),
        (THING, Nullable(THING), "wider"),
        (Nullable(THING), Scalar.NULL, "narrower"),
        (THING, EITHER, "wider"),
        (EITHER, Union((PART, THING)), "equivalent"),
        (Array(EITHER), Array(PART), "narrower"),
        (Map(Scalar.INTEGER), Map(Scalar.NUMBER), "wider"),
        (Array(THING), Map(THING), "type-changed"),
        (ONE, Scalar.STRING, "wider"),
        (COLOUR, Scalar.STRING, "wider"),
        (Union((Scalar.NUMBER, Scalar.INTEGER)), Scalar.NUMBER, "equivalent"),
        (Scalar.STRING, Scalar.UUID, "wider"),
        (Map(Scalar.STRING), THING, "wider"),
    ],
)
def test_an_argument_may_accept_more_but_not_less(old: Type, new: Type, expected: Relation) -> None:
    """Each pair of types has one relation, read from what a caller may pass."""
    assert relation(old, new, "passed") == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [(COLOUR, Scalar.STRING), (ONE, Scalar.STRING), (Scalar.BINARY, Scalar.STRING)],
)
def test_responses_are_open(old: Type, new: Type) -> None:
    """In responses, enums and constants are annotated with the type of their values too."""
    assert relation(old, new, "received") == "equivalent"


@pytest.mark.parametrize("direction", ["passed", "received"])
def test_a_model_fits_only_itself(direction: Direction) -> None:
    """Models are compared by name: two of them with equal members are different classes."""
    assert relation(THING, PART, direction) == "type-changed"
