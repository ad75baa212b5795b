"""How two types compare, as a type checker sees them in the generated client."""

from typing import Literal

from ..ir.types import Array, Constant, EnumRef, Map, ModelRef, Nullable, Scalar, Type, Union
from .rules import Direction

Relation = Literal["wider", "narrower", "type-changed", "equivalent"]


def relation(old: Type, new: Type, direction: Direction) -> Relation:
    """Return how two types relate that are annotated differently."""
    match fits(old, new, direction), fits(new, old, direction):
        case True, True:
            return "equivalent"
        case True, False:
            return "wider"
        case False, True:
            return "narrower"
        case _:
            return "type-changed"


def fits(of: Type, into: Type, direction: Direction) -> bool:
    """Return whether each value of one type is a value of another one too."""
    if into in (of, Scalar.ANY):
        return True
    match of, into:
        case Union(variants), _:
            return all(fits(each, into, direction) for each in variants)
        case Nullable(inner), _:
            return fits(Scalar.NULL, into, direction) and fits(inner, into, direction)
        case _, Nullable(inner):
            return of == Scalar.NULL or fits(of, inner, direction)
        case _, Union(variants):
            return any(fits(of, each, direction) for each in variants)
        case Array(items), Array(others):
            return fits(items, others, direction)
        case Map(values), Map(others):
            return fits(values, others, direction)
        case _:
            return _fits_single(of, into, direction)


def _fits_single(of: Type, into: Type, direction: Direction) -> bool:
    match of, into:
        case Constant(_, scalar), _:
            return fits(scalar, into, direction)
        case EnumRef(_, scalars), Scalar():
            return all(fits(scalar, into, direction) for scalar in scalars)
        case Scalar.INTEGER, Scalar.NUMBER:
            return True
        case _ if direction == "passed":
            return _is_accepted(of, into)
        case _, EnumRef(_, scalars):
            # Responses are annotated with the type of the values as well.
            return any(fits(of, scalar, direction) for scalar in scalars)
        case Scalar(), Constant(_, scalar):
            return of == scalar
        case _:
            # Bytes in JSON are annotated as text.
            return {of, into} == {Scalar.BINARY, Scalar.STRING}


def _is_accepted(of: Type, into: Type) -> bool:
    """Return whether the annotation of an argument accepts another type besides its own."""
    return (of, into) == (Scalar.STRING, Scalar.UUID) or (
        isinstance(of, Map) and isinstance(into, ModelRef)
    )
