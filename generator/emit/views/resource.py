"""The view of a resource: a class for each way to call its operations."""

from attrs import frozen

from ...ir.api import Api
from .. import reserved
from ..identifiers import claim
from ..imports import RESOURCE, Scope
from ..names import Names, Resource
from .operation import operation_view
from .operation_view import OperationView


@frozen(kw_only=True)
class LinkView:
    """A property that leads to another resource, or to another way to call this one."""

    attribute: str
    """The property."""

    class_name: str
    """The class that it returns."""

    docstring: str
    """What it leads to."""

    module: str | None
    """The module of the other resource, from which it is imported when it is used."""


@frozen(kw_only=True)
class ClassView:
    """One way to call the operations: sync or async; decoded, raw or streaming."""

    name: str
    """The class."""

    base: str
    """The class of the runtime that it is derived from."""

    docstring: str
    """What it is."""

    method: str
    """What makes a method of the function of an operation."""

    links: list[LinkView]
    """Its properties."""


@frozen(kw_only=True)
class ResourceView:
    """The module of a resource."""

    path: str
    """Where it is found on the client."""

    module: str
    """Its module in `resources/`."""

    imports: list[str]
    """The import statements that it needs."""

    children: list[LinkView]
    """The resources below it, whose classes are imported for their types."""

    operations: list[OperationView]
    """Its operations."""

    classes: list[ClassView]
    """A class for each way to call them."""


@frozen
class _Way:
    """A way to call operations."""

    prefix: str
    suffix: str
    method: str
    how: str
    """How the operations are called, for the docstrings."""


_RAW, _STREAMING = "WithRawResponse", "WithStreamingResponse"
_SYNC = _Way("", "", "sync_method", "")
_ASYNC = _Way("Async", "", "async_method", ", awaited")
_RAW_WAYS = (
    _Way("", _RAW, "raw_method", ", undecoded"),
    _Way("Async", _RAW, "async_raw_method", ", awaited, undecoded"),
)
_STREAMING_WAYS = (
    _Way("", _STREAMING, "streaming_method", ", unread"),
    _Way("Async", _STREAMING, "async_streaming_method", ", awaited, unread"),
)


def resource_view(resource: Resource, api: Api, names: Names) -> ResourceView:
    """Build the view of a resource."""
    scope = Scope(RESOURCE, names.classes, dots="..")
    ways = [_SYNC, _ASYNC]
    if resource.methods:
        ways += _RAW_WAYS
    if streams(resource):
        ways += _STREAMING_WAYS
    if resource.children or resource.methods:
        scope.use("cached_property")
    if resource.children:
        scope.use("TYPE_CHECKING")
    if any(method.operation.deprecated for method in resource.methods):
        scope.use("deprecated_method")
    return ResourceView(
        path=resource.path,
        module=resource.module,
        children=links(resource.children, _SYNC.prefix, _SYNC.how),
        operations=_operations(resource, api, scope),
        classes=[_class(resource, way, scope) for way in ways],
        imports=scope.imports,
    )


def streams(resource: Resource) -> bool:
    """Return whether a response of an operation may be too large for memory."""
    return any(method.operation.responses.may_be_large for method in resource.methods)


def links(resources: list[Resource], prefix: str, how: str) -> list[LinkView]:
    """Return the properties for the resources below a resource or a client."""
    return [
        LinkView(
            attribute=each.attribute,
            class_name=f"{prefix}{each.class_name}",
            docstring=f"The operations at `client.{each.path}`{how}.",
            module=each.module,
        )
        for each in resources
    ]


def _operations(resource: Resource, api: Api, scope: Scope) -> list[OperationView]:
    taken = set(reserved.classes(resource.class_name))
    for child in resource.children:
        taken |= reserved.classes(child.class_name)
    return [
        operation_view(
            method,
            claim(f"_{method.name}", taken),
            claim(f"_{method.name.upper()}", taken),
            api,
            scope,
        )
        for method in resource.methods
    ]


def _class(resource: Resource, way: _Way, scope: Scope) -> ClassView:
    if resource.methods:
        scope.use(way.method)
    below = links(resource.children, way.prefix, way.how)
    return ClassView(
        name=f"{way.prefix}{resource.class_name}{way.suffix}",
        base=scope.use(f"{way.prefix}Resource"),
        docstring=f"The operations at `client.{resource.path}`{way.how}.",
        method=way.method,
        links=[] if way.suffix else [*below, *_others(resource, way)],
    )


def _others(resource: Resource, way: _Way) -> list[LinkView]:
    """Return the properties that lead to the other ways to call the operations."""
    name = f"{way.prefix}{resource.class_name}"
    raw = LinkView(
        attribute="with_raw_response",
        class_name=f"{name}{_RAW}",
        docstring="The same operations, returning their responses undecoded.",
        module=None,
    )
    block = "an ``async with``" if way.prefix else "a ``with``"
    streaming = LinkView(
        attribute="with_streaming_response",
        class_name=f"{name}{_STREAMING}",
        docstring=f"The same operations, returning their responses unread, for {block} block.",
        module=None,
    )
    if streams(resource):
        return [raw, streaming]
    return [raw] if resource.methods else []
