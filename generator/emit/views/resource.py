"""The view of a resource: a class for each way to call its operations."""

from collections.abc import Iterator

from attrs import evolve, frozen

from ...ir.api import Api
from .. import reserved
from ..identifiers import claim
from ..imports import RESOURCE, Scope
from ..names import Names, Resource
from .operation import operation_view
from .operation_view import OperationView
from .pagination import pagination_view


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


@frozen
class MethodView:
    """A method of a class: its name, and the expression that makes it of an operation."""

    name: str
    """The method."""

    value: str
    """The expression that makes it."""


@frozen(kw_only=True)
class ClassView:
    """One way to call the operations: sync or async; decoded, raw, streaming or page by page."""

    name: str
    """The class."""

    base: str
    """The class of the runtime that it is derived from."""

    docstring: str
    """What it is."""

    methods: list[MethodView]
    """Its methods."""

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


_RAW, _STREAMING, _PAGES = "WithRawResponse", "WithStreamingResponse", "WithPagination"
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
_PAGINATION_WAYS = (
    _Way("", _PAGES, "paginated_method", ", page by page"),
    _Way("Async", _PAGES, "async_paginated_method", ", awaited, page by page"),
)


def resource_view(resource: Resource, api: Api, names: Names) -> ResourceView:
    """Build the view of a resource."""
    scope = Scope(RESOURCE, names.classes, dots="..")
    ways = [_SYNC, _ASYNC]
    if resource.methods:
        ways += _RAW_WAYS
    if streams(resource):
        ways += _STREAMING_WAYS
    if paginates(resource):
        ways += _PAGINATION_WAYS
    if resource.children or resource.methods:
        scope.use("cached_property")
    if resource.children:
        scope.use("TYPE_CHECKING")
    if any(method.operation.deprecated for method in resource.methods):
        scope.use("deprecated_method")
    operations = _operations(resource, api, names, scope)
    return ResourceView(
        path=resource.path,
        module=resource.module,
        children=links(resource.children, _SYNC.prefix, _SYNC.how),
        operations=operations,
        classes=[_class(resource, way, operations, scope) for way in ways],
        imports=scope.imports,
    )


def streams(resource: Resource) -> bool:
    """Return whether a response of an operation may be too large for memory."""
    return any(method.operation.responses.may_be_large for method in resource.methods)


def paginates(resource: Resource) -> bool:
    """Return whether an operation divides a list into pages."""
    return any(method.operation.pagination for method in resource.methods)


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


def _operations(resource: Resource, api: Api, names: Names, scope: Scope) -> list[OperationView]:
    taken = set(reserved.classes(resource.class_name))
    for child in resource.children:
        taken |= reserved.classes(child.class_name)
    views = [
        operation_view(
            method,
            claim(f"_{method.name}", taken),
            claim(f"_{method.name.upper()}", taken),
            api,
            scope,
        )
        for method in resource.methods
    ]
    # The names of rules come last, for those of the operations to stay as they are.
    return [
        evolve(
            view,
            pagination=pagination_view(
                method.operation, claim(f"{view.constant}_PAGES", taken), api, names, scope
            ),
        )
        for view, method in zip(views, resource.methods, strict=True)
    ]


def _class(
    resource: Resource, way: _Way, operations: list[OperationView], scope: Scope
) -> ClassView:
    if resource.methods:
        scope.use(way.method)
    below = links(resource.children, way.prefix, way.how)
    return ClassView(
        name=f"{way.prefix}{resource.class_name}{way.suffix}",
        base=scope.use(f"{way.prefix}Resource"),
        docstring=f"The operations at `client.{resource.path}`{way.how}.",
        methods=list(_methods(way, operations)),
        links=[] if way.suffix else [*below, *_others(resource, way)],
    )


def _methods(way: _Way, operations: list[OperationView]) -> Iterator[MethodView]:
    for each in operations:
        arguments = [each.function]
        if way in _PAGINATION_WAYS:
            if each.pagination is None:
                continue
            arguments.append(each.pagination.constant)
        value = f"{way.method}({', '.join(arguments)})"
        yield MethodView(each.name, f"deprecated_method({value})" if each.deprecated else value)


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
    loop = "``async for``" if way.prefix else "``for``"
    pages = LinkView(
        attribute="with_pagination",
        class_name=f"{name}{_PAGES}",
        docstring=f"The operations that return pages, returning all items, for {loop}.",
        module=None,
    )
    found = [raw] if resource.methods else []
    found += [streaming] if streams(resource) else []
    return found + ([pages] if paginates(resource) else [])
