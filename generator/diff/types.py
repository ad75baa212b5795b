"""How types compare, as a type checker sees them in the generated client."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import evolve

from .. import kinds
from ..build import Spec
from ..kinds import Kind
from .rules import Direction

Relation = Literal["wider", "narrower", "type-changed", "respelled"]


def relation(old: Kind, new: Kind, direction: Direction) -> Relation:
    """Say how two types relate that are spelled differently."""
    match fits(old, new, direction), fits(new, old, direction):
        case True, True:
            return "respelled"
        case True, False:
            return "wider"
        case False, True:
            return "narrower"
        case _:
            return "type-changed"


def fits(kind: Kind, into: Kind, direction: Direction) -> bool:
    """Tell whether each value of a type is one of another type too."""
    if into in {kind, kinds.ANY}:
        return True
    match kind, into:
        case kinds.Union(each), _:
            return all(fits(one, into, direction) for one in each)
        case kinds.Nullable(inner), _:
            return fits(kinds.NULL, into, direction) and fits(inner, into, direction)
        case _, kinds.Nullable(inner):
            return kind == kinds.NULL or fits(kind, inner, direction)
        case _, kinds.Union(each):
            return any(fits(kind, one, direction) for one in each)
        case kinds.Array(items), kinds.Array(others):
            return fits(items, others, direction)
        case kinds.Map(values), kinds.Map(others):
            return fits(values, others, direction)
        case _:
            return _fits_plainly(kind, into, direction)


def _fits_plainly(kind: Kind, into: Kind, direction: Direction) -> bool:
    match kind, into:
        case kinds.Constant(_, of), _:
            return fits(of, into, direction)
        case kinds.Values(_, of), kinds.Scalar():
            return all(fits(one, into, direction) for one in of)
        case kinds.INTEGER, kinds.NUMBER:
            return True
        case _ if direction == "passed":
            return _is_taken_as(kind, into)
        case _, kinds.Values(_, of):
            # An answer is annotated with the type of the values as well.
            return any(fits(kind, one, direction) for one in of)
        case kinds.Scalar(), kinds.Constant(_, of):
            return kind == of
        case _:
            return {kind, into} == {kinds.BINARY, kinds.STRING}


def _is_taken_as(kind: Kind, into: Kind) -> bool:
    """Tell whether an argument of one type is annotated to take the other as well."""
    return (kind == kinds.STRING and into == kinds.UUID) or (
        isinstance(kind, kinds.Map) and isinstance(into, kinds.Model)
    )


def renamed(kind: Kind, new_names: Mapping[str, str]) -> Kind:
    """Put the new names of models and value sets into a type."""
    match kind:
        case kinds.Model(name) | kinds.Values(name):
            return evolve(kind, name=new_names.get(name, name))
        case kinds.Array(items):
            return kinds.Array(renamed(items, new_names))
        case kinds.Map(values):
            return kinds.Map(renamed(values, new_names))
        case kinds.Nullable(inner):
            return kinds.Nullable(renamed(inner, new_names))
        case kinds.Union(each, discriminator, mapping):
            return kinds.Union(
                tuple(renamed(one, new_names) for one in each),
                discriminator,
                tuple((value, renamed(one, new_names)) for value, one in mapping),
            )
        case _:
            return kind


def directions(spec: Spec) -> Mapping[str, set[Direction]]:
    """Tell of each model and value set whether callers pass it, receive it, or both."""
    found: dict[str, set[Direction]] = defaultdict(set[Direction])
    for kind, direction in _uses(spec):
        waiting = [kind]
        while waiting:
            for name in _names(waiting.pop()):
                if direction not in found[name]:
                    found[name].add(direction)
                    model = spec.models.get(name)
                    waiting += [each.kind for each in model.properties] if model else []
    return found


def _uses(spec: Spec) -> Iterator[tuple[Kind, Direction]]:
    for operation in spec.operations:
        for parameter in operation.parameters:
            yield parameter.property.kind, "passed"
        for field in operation.body.fields if operation.body else ():
            yield field.kind, "passed"
        for kind in (*operation.answers.results.values(), *operation.answers.errors.values()):
            yield kind, "received"


def _names(kind: Kind) -> Iterator[str]:
    match kind:
        case kinds.Model(name) | kinds.Values(name):
            yield name
        case kinds.Array(inner) | kinds.Map(inner) | kinds.Nullable(inner):
            yield from _names(inner)
        case kinds.Union(each):
            for one in each:
                yield from _names(one)
        case _:
            pass
