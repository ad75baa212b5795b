"""Which models and enums a type leads to."""

from collections.abc import Iterable, Mapping

from ..diagnostics import Pointer
from . import walk
from .types import Enum, EnumRef, Model, ModelRef, Type


def reachable(types: Iterable[Type], known: Mapping[Pointer, Model | Enum]) -> set[Pointer]:
    """Return the locations of the models and enums in types, and in the members of models."""
    found: set[Pointer] = set()
    waiting = list(types)
    while waiting:
        for leaf in walk.leaves(waiting.pop()):
            if not isinstance(leaf, ModelRef | EnumRef) or leaf.at in found:
                continue
            found.add(leaf.at)
            model = known.get(leaf.at)
            if isinstance(model, Model):
                waiting += [each.type for each in model.properties]
                waiting += [] if model.additional is None else [model.additional]
    return found
