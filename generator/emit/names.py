"""Names that callers see: clients, resources, methods, arguments, models, fields, modules."""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import define, field, frozen

from ..diagnostics import Pointer
from ..ir.api import Operation, Place, SecurityScheme, ServerVariable, Style
from ..ir.types import Property
from .event_names import EventNames


@frozen(kw_only=True)
class Argument:
    """An argument of a method."""

    name: str
    property: Property
    place: Place | Literal["body"]
    style: Style | None = None
    """How a parameter is written."""

    allow_reserved: bool = False
    """Whether reserved characters of a parameter are sent as they are."""

    is_positional: bool = False


@frozen
class Method:
    """An operation as it is called."""

    name: str
    call: str
    """``client.resource.name``."""

    operation: Operation
    arguments: tuple[Argument, ...]
    """Those of path, query, headers and cookies first, then those of the body."""


@define
class Resource:
    """What operations are attributes of: one module with its classes."""

    attribute: str
    path: str
    """Its path on the client: ``texml.accounts.calls``."""

    module: str
    class_name: str
    methods: list[Method] = field(factory=list[Method])
    children: list["Resource"] = field(factory=list["Resource"])

    def tree(self) -> Iterator["Resource"]:
        """Yield the resource and all below it."""
        yield self
        for child in self.children:
            yield from child.tree()


@frozen
class Credential:
    """A security scheme, and the client's arguments for it."""

    scheme: SecurityScheme
    arguments: tuple[str, ...]


@frozen
class ServerArgument:
    """An argument of the client for a variable of the API's address."""

    name: str
    variable: ServerVariable


@frozen(kw_only=True)
class Names:
    """The names of one client."""

    client: str
    variables: str
    """What the client's environment variables begin with, without the underscore."""

    credentials: tuple[Credential, ...]
    server_arguments: tuple[ServerArgument, ...] = ()
    resources: tuple[Resource, ...]
    """Those that are attributes of the client itself."""

    events: EventNames = field(factory=EventNames)
    classes: Mapping[Pointer, str]
    """Of models, enums and aliases, by their locations; equal enums share a name."""

    modules: Mapping[str, str]
    """Of models, enums and aliases, by their names."""

    fields: Mapping[Pointer, Mapping[str, str]]
    """Of models, by location and wire name."""

    additional: Mapping[Pointer, str]
    """Of the fields for members that are not known by name, by the location of their models."""

    def variable(self, argument: str) -> str:
        """Return the environment variable that stands in for an argument of the client."""
        return f"{self.variables}_{argument}".upper()

    @property
    def all_resources(self) -> list[Resource]:
        """All resources, each before those below it."""
        return [found for top in self.resources for found in top.tree()]

    @property
    def methods(self) -> list[Method]:
        """All methods."""
        return [method for resource in self.all_resources for method in resource.methods]
