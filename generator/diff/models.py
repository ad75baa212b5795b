"""Changes of models and value sets."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from attrs import frozen

from .. import kinds
from ..kinds import Kind, ObjectType, Property, ValueSet
from ..quoting import literal
from ..views.model import field_annotation
from .changes import Change, change, gone
from .matching import Identities, Matched, match
from .rules import Direction
from .types import relation
from .values import common_changes

Directions = Mapping[str, Collection[Direction]]
"""Of each model and value set of the old document, by name: do callers pass it, receive it?"""

# What nothing uses that callers write is judged strictly.
_BOTH: Collection[Direction] = ("passed", "received")
_UNSET = kinds.Scalar("unset")
# What a model is known by: its name, its place, its members.
_MODEL_IDENTITIES: Identities[ObjectType] = (
    lambda model: model.name,
    lambda model: model.at,
    lambda model: frozenset(each.wire_name for each in model.properties) or None,
)
_VALUE_SET_IDENTITIES: Identities[ValueSet] = (
    lambda value_set: value_set.name,
    lambda value_set: value_set.at,
    lambda value_set: value_set.values,
)


@frozen
class _Field:
    """A field of a model as callers read it."""

    member: Property
    annotation: str

    @property
    def type(self) -> Kind:
        """Its type, with what it is when it is missing."""
        if self.member.required:
            return self.member.kind
        if isinstance(self.member.kind, kinds.Nullable):
            return kinds.Union((self.member.kind, _UNSET))
        return kinds.nullable(self.member.kind)


_FIELD_IDENTITIES: Identities[_Field] = (
    lambda field: field.member.wire_name,
    lambda field: field.member.name,
)


def match_models(
    old: Mapping[str, ObjectType], new: Mapping[str, ObjectType]
) -> Matched[ObjectType]:
    """Find the models that are the same in two documents."""
    return match(old.values(), new.values(), _MODEL_IDENTITIES)


def match_value_sets(old: Mapping[str, ValueSet], new: Mapping[str, ValueSet]) -> Matched[ValueSet]:
    """Find the value sets that are the same in two documents."""
    return match(old.values(), new.values(), _VALUE_SET_IDENTITIES)


def naming_changes(
    subject: str, matched: Matched[ObjectType] | Matched[ValueSet]
) -> Iterator[Change]:
    """Tell what can be imported by another name, no longer, or newly.

    Args:
        subject: What the names of the rules begin with: ``model`` or ``value-set``.
        matched: What was found to be the same.
    """
    for thing in matched.removed:
        yield gone(f"{subject}-removed", _spelled(thing), thing.at)
    for thing in matched.added:
        yield change(f"{subject}-added", _spelled(thing), thing.at)
    for before, after in matched.pairs:
        if before.name != after.name:
            yield change(f"{subject}-renamed", _spelled(after), after.at, old=_spelled(before))
        if before.doc.text != after.doc.text:
            yield change(f"{subject}-doc-changed", _spelled(after), after.at)


def _spelled(thing: ObjectType | ValueSet) -> str:
    return f"models.{thing.name}"


def value_changes(old: ValueSet, new: ValueSet, used: Directions) -> Iterator[Change]:
    """Compare the values of a set."""
    what, how = _spelled(new), used.get(old.name, _BOTH)
    # As they are written: to Python, True is 1.
    before, after = ({literal(value): None for value in each.values} for each in (old, new))
    for value in before:
        if value not in after:
            yield change("value-removed", what, new.at, old=value, directions=how)
    for value in after:
        if value not in before:
            yield change("value-added", what, new.at, new=value, directions=how)


def field_changes(old: ObjectType, new: ObjectType, used: Directions) -> Iterator[Change]:
    """Compare the fields of a model; its types are spelled with the new names of models."""
    how = used.get(old.name, _BOTH)
    matched = match(_fields(old), _fields(new), _FIELD_IDENTITIES)
    for field in matched.removed:
        yield gone("field-removed", f"{_spelled(old)}.{field.member.name}", field.member.at)
    for field in matched.added:
        rule = "field-added-required" if field.member.required else "field-added"
        what = f"{_spelled(new)}.{field.member.name}"
        yield change(rule, what, field.member.at, directions=how)
    for before, after in matched.pairs:
        what, at = f"{_spelled(new)}.{after.member.name}", after.member.at
        if before.member.name != after.member.name:
            name = f"{_spelled(old)}.{before.member.name}"
            yield change("field-renamed", what, at, old=name)
        yield from chain(
            _type_changes(what, before, after, how),
            common_changes("field", what, before.member, after.member),
        )


def _fields(model: ObjectType) -> list[_Field]:
    return [_Field(member, field_annotation(member)) for member in model.properties]


def _type_changes(
    what: str, old: _Field, new: _Field, how: Collection[Direction]
) -> Iterator[Change]:
    if old.type == new.type and old.member.required != new.member.required:
        rule = f"field-{'required' if new.member.required else 'optional'}"
        yield change(rule, what, new.member.at, directions=how)
    elif old.annotation != new.annotation:
        # The class has one annotation, whichever way its objects go.
        rule = f"field-{relation(old.type, new.type, 'received')}"
        yield change(
            rule, what, new.member.at, old=old.annotation, new=new.annotation, directions=how
        )
