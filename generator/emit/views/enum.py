"""The view of an enum: an alias of a ``Literal``."""

from attrs import frozen

from ...ir.types import Enum
from ..docstrings import docstring
from ..imports import ENUM, Scope
from ..literals import literal
from ..names import Names


@frozen(kw_only=True)
class EnumView:
    """The module of an enum."""

    module: str
    """Its module in `models/`."""

    name: str
    """Its name."""

    imports: list[str]
    """The import statements that it needs."""

    docstring: str
    """What it is."""

    values: str
    """Its values as literals, separated by commas."""


def enum_view(enum: Enum, names: Names) -> EnumView:
    """Build the view of an enum."""
    scope = Scope(ENUM, dots="..")
    scope.use("Literal")
    scope.use("TypeAlias")
    name = names.classes[enum.at]
    return EnumView(
        module=names.modules[name],
        name=name,
        imports=scope.imports,
        docstring=docstring(enum.docs.text or f"Values of {name}.", depth=0),
        values=", ".join(map(literal, enum.values)),
    )
