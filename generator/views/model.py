"""Views of the files in ``models/``: one for each model and each value set."""

from collections.abc import Iterable

from attrs import frozen

from .. import kinds, names
from ..docstrings import described, docstring
from ..kinds import ObjectType, Property, ValueSet
from ..quoting import literal
from ..spelling import annotation, converter


@frozen
class FieldView:
    """One member of a model."""

    name: str
    key: str
    """Its name in JSON, as a literal."""

    annotation: str
    default: str | None
    read: str
    """The method of the runtime's Reader."""

    converter: str
    may_be_null: bool
    docstring: str


@frozen
class ModelView:
    """A model: a class."""

    module: str
    name: str
    docstring: str
    fields: list[FieldView]


@frozen
class ValueSetView:
    """A value set: a ``Literal``."""

    module: str
    name: str
    docstring: str
    values: str


def model_view(model: ObjectType, module: str) -> ModelView:
    """Make the view of a model."""
    return ModelView(
        module=module,
        name=model.name,
        docstring=docstring(model.doc.text or f"The API's {model.name}."),
        fields=[_field_view(member) for member in model.properties],
    )


def field_annotation(member: Property) -> str:
    """Spell the type of a member, with what it is when it is missing."""
    if member.required:
        return annotation(member.kind)
    if isinstance(member.kind, kinds.Nullable):
        return f"{annotation(member.kind.kind)} | Unset | None"
    return f"{annotation(member.kind)} | None"


def _field_view(member: Property) -> FieldView:
    kind = member.kind
    may_be_null = isinstance(kind, kinds.Nullable)
    read, default = "required", None
    if not member.required:
        read, default = "optional", "None"
        if isinstance(kind, kinds.Nullable):
            read, default, kind = "nullable", "UNSET", kind.kind
    return FieldView(
        name=member.name,
        key=literal(member.wire_name),
        annotation=field_annotation(member),
        default=default,
        read=read,
        converter=converter(kind),
        may_be_null=may_be_null,
        docstring=docstring(described(member.doc) or f"The API's ``{member.wire_name}``."),
    )


def value_set_view(value_set: ValueSet, module: str) -> ValueSetView:
    """Make the view of a value set."""
    return ValueSetView(
        module=module,
        name=value_set.name,
        docstring=docstring(value_set.doc.text or f"Values of {value_set.name}.", depth=0),
        values=", ".join(map(literal, value_set.values)),
    )


def modules_for(class_names: Iterable[str]) -> dict[str, str]:
    """Name a module for each class, also where two differ in their capitals only."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in class_names:
        found[name] = names.claim(names.module(names.snake_case(name)), taken)
    return found
