"""The models and enums of two clients: which are the same, and how types refer to them.

A type refers to a model or an enum by its location, which may differ between the documents. Before
types are compared, all references to one thing are made to lead to its location in the new
document; what only the old document has is moved to a location that no document has.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from ..diagnostics import Pointer
from ..emit.annotations import argument_annotation, response_annotation
from ..emit.imports import RESOURCE, Scope
from ..ir import walk
from ..ir.types import Enum, EnumRef, Model, ModelRef, Type
from .changes import ApiChange, changed
from .client import Client, Definition, Named
from .matching import Identities, Matched, match
from .rules import Direction
from .types import relation

# What identifies a model or an enum: its name, its location, its members.
_MODELS: Identities[Named[Model]] = (
    lambda model: model.name,
    lambda model: model.type.at,
    lambda model: frozenset(each.wire_name for each in model.type.properties) or None,
)
_ENUMS: Identities[Named[Enum]] = (
    lambda enum: enum.name,
    lambda enum: enum.type.at,
    lambda enum: tuple(map(repr, enum.type.values)),
)


@frozen(kw_only=True)
class Alignment:
    """The models and enums of two clients."""

    models: Matched[Named[Model]]
    enums: Matched[Named[Enum]]
    old_locations: Mapping[Pointer, Pointer]
    """Where references of the old document lead to, by where they led."""

    new_locations: Mapping[Pointer, Pointer]
    """The same for those of the new document."""

    scope: Scope
    """The names of all classes, for annotations."""

    def old(self, of: Type) -> Type:
        """Return a type of the old document with its references aligned."""
        return _moved(of, self.old_locations)

    def new(self, of: Type) -> Type:
        """Return a type of the new document with its references aligned."""
        return _moved(of, self.new_locations)

    def annotation(self, of: Type, direction: Direction) -> str:
        """Return how an aligned type is annotated where callers pass or receive it."""
        annotation = argument_annotation if direction == "passed" else response_annotation
        return annotation(of, self.scope)

    def type_changes(
        self, subject: str, what: str, at: Pointer, old: Type, new: Type, *, direction: Direction
    ) -> Iterator[ApiChange]:
        """Compare two types.

        Args:
            subject: The first word of the rules: ``argument``, ``result`` or ``error``.
            what: What the user types.
            at: The location in the new document.
            old: The type in the old document.
            new: The type in the new document.
            direction: Whether callers pass it or receive it.
        """
        before, after = self.old(old), self.new(new)
        if before == after:
            return
        was, now = self.annotation(before, direction), self.annotation(after, direction)
        if was != now:
            rule = f"{subject}-{relation(before, after, direction)}"
            yield changed(rule, what, at, old=was, new=now)


def align(old: Client, new: Client) -> Alignment:
    """Pair the models and enums of two clients."""
    models = match(old.models, new.models, _MODELS)
    enums = match(old.enums, new.enums, _ENUMS)
    pairs = _locations(models) | _locations(enums)
    before = {name: pairs.get(name, Pointer(("removed", name))) for name in old.locations}
    classes = {**{at: name for name, at in before.items()}, **new.names.classes}
    return Alignment(
        models=models,
        enums=enums,
        old_locations={at: before[name] for at, name in old.names.classes.items()},
        new_locations={at: new.locations[name] for at, name in new.names.classes.items()},
        scope=Scope(RESOURCE, classes, dots=".."),
    )


def _locations(matched: Matched[Named[Definition]]) -> dict[str, Pointer]:
    """Return the locations in the new document, by the names in the old one."""
    return {before.name: after.type.at for before, after in matched.pairs}


def _moved(of: Type, locations: Mapping[Pointer, Pointer]) -> Type:
    def moved(leaf: Type) -> Type:
        if isinstance(leaf, ModelRef | EnumRef):
            return evolve(leaf, at=locations[leaf.at])
        return leaf

    return walk.replace(of, moved)
