"""Changes of models and enums: their names, the fields of models, the values of enums."""

from collections.abc import Callable, Collection, Iterable, Iterator

from attrs import frozen

from ..diagnostics import Pointer
from ..emit.annotations import additional_annotation, field_annotation
from ..emit.names import Names
from ..ir.types import Docs, Enum, Map, Model, ModelRef, Nullable, Property, Type, Union, nullable
from .alignment import Alignment
from .changes import ApiChange, changed, property_changes, removed
from .client import Client, Definition, Named
from .matching import Identities, Matched, match
from .rules import Direction
from .types import relation
from .usage import Usage

# The class of what is missing, at a location that no document has.
_UNSET = ModelRef(Pointer(("Unset",)))


@frozen
class _Field:
    """A field of a model."""

    name: str
    model: str
    member: Property
    type: Type
    """Its type, aligned, with what it is when it is missing."""

    annotation: str

    @property
    def shown(self) -> str:
        """What callers type."""
        return f"{self.model}.{self.name}"


# What identifies a field: its name in JSON, else its name in Python.
_IDENTITIES: Identities[_Field] = (
    lambda field: field.member.wire_name,
    lambda field: field.name,
)


def naming_changes(subject: str, matched: Matched[Named[Definition]]) -> Iterator[ApiChange]:
    """Compare which models or enums there are, and what they are called.

    Args:
        subject: The first word of the rules: ``model`` or ``enum``.
        matched: The models or enums of both clients.
    """
    for each in matched.removed:
        yield removed(f"{subject}-removed", each.shown, each.type.at)
    for each in matched.added:
        yield changed(f"{subject}-added", each.shown, each.type.at)
    for before, after in matched.pairs:
        at = after.type.at
        if before.name != after.name:
            yield changed(f"{subject}-renamed", after.shown, at, old=before.shown)
        if before.type.docs.text != after.type.docs.text:
            yield changed(f"{subject}-doc-changed", after.shown, at)


def field_changes(old: Client, new: Client, types: Alignment, used: Usage) -> Iterator[ApiChange]:
    """Compare the fields of the models that both clients have."""
    for before, after in types.models.pairs:
        was = _fields(before, old.names, types.old, types)
        now = _fields(after, new.names, types.new, types)
        yield from _model_changes(was, now, used.directions(before.name))


def _fields(
    model: Named[Model], names: Names, aligned: Callable[[Type], Type], types: Alignment
) -> Iterator[_Field]:
    """Yield the fields of a model, the one for its additional members last."""
    at, additional = model.type.at, model.type.additional
    for each in model.type.properties:
        of = aligned(each.type)
        annotation = field_annotation(of, types.scope, required=each.required)
        whole = of if each.required else _or_missing(of)
        yield _Field(names.fields[at][each.wire_name], model.shown, each, whole, annotation)
    if additional is not None:
        members = Map(aligned(additional))
        where = at / "additionalProperties"
        field = Property(at=where, wire_name="", type=members, required=False, docs=Docs())
        annotation = additional_annotation(members.values, types.scope)
        yield _Field(names.additional[at], model.shown, field, members, annotation)


def _or_missing(of: Type) -> Type:
    """Return the type of a field with what it is when the member is missing."""
    return Union((of, _UNSET)) if isinstance(of, Nullable) else nullable(of)


def _model_changes(
    old: Iterable[_Field], new: Iterable[_Field], how: Collection[Direction]
) -> Iterator[ApiChange]:
    matched = match(old, new, _IDENTITIES)
    for field in matched.removed:
        yield removed("field-removed", field.shown, field.member.at)
    for field in matched.added:
        rule = "field-added-required" if field.member.required else "field-added"
        yield changed(rule, field.shown, field.member.at, directions=how)
    for before, after in matched.pairs:
        if before.name != after.name:
            yield changed("field-renamed", after.shown, after.member.at, old=before.shown)
        yield from _type_changes(before, after, how)
        yield from property_changes("field", after.shown, before.member, after.member)


def _type_changes(old: _Field, new: _Field, how: Collection[Direction]) -> Iterator[ApiChange]:
    what, at = new.shown, new.member.at
    if old.type == new.type and old.member.required != new.member.required:
        rule = f"field-{'required' if new.member.required else 'optional'}"
        yield changed(rule, what, at, directions=how)
    elif old.annotation != new.annotation:
        # The class has one annotation, whichever way its objects go.
        rule = f"field-{relation(old.type, new.type, 'received')}"
        was, now = old.annotation, new.annotation
        yield changed(rule, what, at, old=was, new=now, directions=how)


def value_changes(old: Named[Enum], new: Named[Enum], used: Usage) -> Iterator[ApiChange]:
    """Compare the values of an enum."""
    at, how = new.type.at, used.directions(old.name)
    # Values are compared as they are written: to Python, True is 1.
    before, after = (dict.fromkeys(map(repr, each.type.values)) for each in (old, new))
    for value in before:
        if value not in after:
            yield changed("value-removed", new.shown, at, old=value, directions=how)
    for value in after:
        if value not in before:
            yield changed("value-added", new.shown, at, new=value, directions=how)
