"""The view of an alias: a type with a name of its own."""

from attrs import frozen

from ...ir.events import Alias
from ..annotations import response_annotation
from ..docstrings import docstring
from ..imports import ALIAS, Scope
from ..names import Names


@frozen(kw_only=True)
class AliasView:
    """The module of an alias."""

    module: str
    """Its module in `models/`."""

    name: str
    """Its name."""

    imports: list[str]
    """The import statements that it needs."""

    value: str
    """The expression for the type."""

    docstring: str
    """What it is."""


def alias_view(alias: Alias, names: Names) -> AliasView:
    """Build the view of an alias."""
    scope = Scope(ALIAS, names.classes, dots="..")
    scope.use("TypeAlias")
    name = names.classes[alias.at]
    value = response_annotation(alias.type, scope)
    return AliasView(
        module=names.modules[name],
        name=name,
        value=value,
        docstring=docstring(alias.docs.text or f"The API's {name}.", depth=0),
        imports=scope.imports,
    )
