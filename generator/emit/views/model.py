"""The view of a model: an attrs class."""

from attrs import frozen

from ...ir.api import Api
from ...ir.types import Constant, Model, Nullable, Property, Type
from ..annotations import additional_annotation, field_annotation
from ..codecs import converter, null_if_none
from ..docstrings import docstring, property_text
from ..imports import MODEL, Scope
from ..literals import literal
from ..names import Names


@frozen(kw_only=True)
class FieldView:
    """A field of a model."""

    name: str
    """The attribute."""

    key: str
    """Its name in JSON, as a literal."""

    annotation: str
    """Its type."""

    default: str | None
    """The expression for its default; None where it is required."""

    read: str
    """The method of the runtime's Reader."""

    converter: str
    """The expression for what decodes a value."""

    value: str
    """The expression for what `to_dict` writes."""

    docstring: str
    """What it is."""


@frozen(kw_only=True)
class AdditionalView:
    """The field for the members that are not known by name."""

    name: str
    """The attribute."""

    annotation: str
    """Its type."""

    known: str
    """The members that are known by name, as a set."""

    converter: str
    """The expression for what decodes a value."""


@frozen(kw_only=True)
class ModelView:
    """The module of a model."""

    module: str
    """Its module in `models/`."""

    name: str
    """The class."""

    imports: list[str]
    """The import statements that it needs."""

    docstring: str
    """What it is."""

    fields: list[FieldView]
    """Its fields, in the order of the document."""

    merged: str
    """The function of the runtime that `to_dict` calls."""

    additional: AdditionalView | None
    """The field for other members, where the document has a type for them."""


def model_view(model: Model, api: Api, names: Names) -> ModelView:
    """Build the view of a model."""
    scope = Scope(MODEL, names.classes, dots="..")
    for each in ("Any", "Mapping", "Reader", "Self", "attrs", "to_json"):
        scope.use(each)
    name = names.classes[model.at]
    members = names.fields[model.at]
    fields = [_field(each, members[each.wire_name], api, scope) for each in model.properties]
    additional = _additional(model, model.additional, names, scope) if model.additional else None
    return ModelView(
        module=names.modules[name],
        name=name,
        docstring=docstring(model.docs.text or f"The API's {name}."),
        fields=fields,
        merged=scope.use("merged_with_additional" if additional else "merged"),
        additional=additional,
        imports=scope.imports,
    )


def _field(member: Property, name: str, api: Api, scope: Scope) -> FieldView:
    of, default = member.type, None
    if member.required:
        read = "required"
        if isinstance(of, Constant):
            default = literal(of.value)
    elif isinstance(of, Nullable):
        read, default, of = "nullable", scope.use("UNSET"), of.type
    else:
        read, default = "optional", "None"
    return FieldView(
        name=name,
        key=literal(member.wire_name),
        annotation=field_annotation(member.type, scope, required=member.required),
        default=default,
        read=read,
        converter=converter(of, scope),
        value=null_if_none(f"self.{name}", member.type, scope),
        docstring=docstring(property_text(member, api) or f"The API's ``{member.wire_name}``."),
    )


def _additional(model: Model, of: Type, names: Names, scope: Scope) -> AdditionalView:
    scope.use("additional")
    return AdditionalView(
        name=names.additional[model.at],
        annotation=additional_annotation(of, scope),
        known=f"{{{', '.join(literal(each.wire_name) for each in model.properties)}}}",
        converter=converter(of, scope),
    )
