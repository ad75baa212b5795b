"""Pagination: the extension ``x-sdk-pagination`` of operations."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from ..diagnostics import SpecError
from ..ir.api import Body, Operation
from ..ir.pagination import (
    CursorRule,
    Input,
    Items,
    Limit,
    LinkRule,
    OffsetRule,
    PageRule,
    Pagination,
    Rule,
    Steps,
)
from ..ir.types import Array, Constant, EnumRef, Property, Scalar, Type
from ..ir.walk import leaves
from ..load.values import is_object
from .node import Node
from .resolver import Resolver
from .response_paths import ResponsePaths
from .schemas import Schemas
from .suggestions import suggestion

KEYWORD = "x-sdk-pagination"
_COMMON = ("type", "items")
MEMBERS: Mapping[str, tuple[str, ...]] = {
    "cursor": (*_COMMON, "cursor", "next", "last", "has-more"),
    "offset": (*_COMMON, "offset", "limit", "first", "total", "has-more"),
    "page": (*_COMMON, "page", "limit", "first", "pages", "has-more"),
    "link": (*_COMMON, "next"),
}
"""The members of the extension, by its type."""

_KEYS = frozenset({Scalar.STRING, Scalar.INTEGER, Scalar.UUID, Scalar.DATE, Scalar.DATETIME})


class Paginations:
    """Lowers the pagination of operations."""

    def __init__(self, resolver: Resolver, schemas: Schemas) -> None:
        """Begin with what the document shares."""
        self._resolver = resolver
        self._schemas = schemas

    def lower(self, node: Node, operation: Operation) -> Pagination | None:
        """Return how an operation divides a list into pages; None where it does not.

        Args:
            node: The operation in the document.
            operation: The same, but for its pagination.

        Raises:
            SpecError: The extension does not fit the operation.
        """
        if node.get(KEYWORD) is None:
            return None
        paths = ResponsePaths(self._schemas.types, operation.responses.type)
        return _Reader(node / KEYWORD, operation, paths, self._resolver).pagination()


@frozen
class _Reader:
    """Reads the extension of one operation."""

    node: Node
    operation: Operation
    paths: ResponsePaths
    resolver: Resolver

    def pagination(self) -> Pagination:
        kind = self._check_members()
        items = self._items()
        return Pagination(at=self.node.at, items=items, rule=self._rule(kind, items))

    def _check_members(self) -> str:
        """Check which members there are; return the type."""
        if not is_object(self.node.value):
            raise SpecError(self.node.at, "must be an object")
        kind, types = self.node.text("type"), ", ".join(MEMBERS)
        if not kind:
            raise SpecError(self.node.at, f"needs `type`: write one of {types}")
        if kind not in MEMBERS:
            raise SpecError(self.node.at / "type", f"{kind!r} is not known: write one of {types}")
        known = MEMBERS[kind]
        for key in self.node.value:
            if key not in known:
                hint = suggestion(key, known) or f": there are {', '.join(known)}"
                raise SpecError(self.node.at / key, f"is not known for type {kind}{hint}")
        return kind

    def _rule(self, kind: str, items: Items) -> Rule:
        match kind:
            case "cursor":
                return self._cursor(items)
            case "offset":
                return OffsetRule(
                    offset=self._input("offset"),
                    first=self._number("first", 0),
                    limit=self._limit(),
                    total=self._path("total", Scalar.INTEGER),
                    has_more=self._path("has-more", Scalar.BOOLEAN),
                )
            case "page":
                return PageRule(
                    page=self._input("page"),
                    first=self._number("first", 1),
                    limit=self._limit(),
                    pages=self._path("pages", Scalar.INTEGER),
                    has_more=self._path("has-more", Scalar.BOOLEAN),
                )
            case _:
                return LinkRule(next=self._path("next", Scalar.STRING))

    def _cursor(self, items: Items) -> CursorRule:
        if ("next" in self.node) == ("last" in self.node):
            text = "needs `next`, the cursor in a response, or `last`, that in its last item: one"
            raise SpecError(self.node.at, text)
        return CursorRule(
            cursor=self._input("cursor"),
            next=self._path("next", *_KEYS),
            last=self._path("last", *_KEYS, start=items.type),
            has_more=self._path("has-more", Scalar.BOOLEAN),
        )

    def _items(self) -> Items:
        found = self.paths.follow(self._needed("items"))
        if not isinstance(found.type, Array):
            text = "must lead to the items: what is there in the response is not an array"
            raise SpecError(self.node.at / "items", text)
        return Items(found.path, found.type.items)

    def _path(self, key: str, *allowed: Scalar, start: Type | None = None) -> Steps | None:
        """Return the steps of a pointer into the response, or into what it starts in."""
        if key not in self.node:
            return None
        node = self.node / key
        found = self.paths.follow(node, start)
        if not found.path:
            raise SpecError(node.at, "must lead to a member, not to the whole")
        if not {_scalar(leaf) for leaf in leaves(found.type)} <= {*allowed, Scalar.ANY}:
            names = " or ".join(sorted(each.value for each in allowed))
            raise SpecError(node.at, f"leads to another type: it must be {names}")
        return tuple(member.wire_name for member in found.path)

    def _needed(self, key: str) -> Node:
        if key not in self.node:
            raise SpecError(self.node.at, f"needs `{key}`")
        return self.node / key

    def _input(self, key: str) -> Input:
        return self._found_input(self._needed(key))[0]

    def _found_input(self, node: Node) -> tuple[Input, Property]:
        """Return the parameter or the field of the body that a member names."""
        known: dict[str, tuple[Input, Property]] = {}
        for each in _body_fields(self.operation.body):
            known[each.wire_name] = Input("body", each.wire_name), each
        for parameter in self.operation.parameters:
            wire_name = parameter.property.wire_name
            if parameter.place != "path":
                known[wire_name] = Input(parameter.place, wire_name), parameter.property
        name: object = node.value
        if not isinstance(name, str):
            raise SpecError(node.at, f"must be the name of a parameter, not {name!r:.60}")
        if name not in known:
            text = f"the operation has no parameter {name!r}{suggestion(name, known)}"
            raise SpecError(node.at, text)
        return known[name]

    def _limit(self) -> Limit | None:
        if "limit" not in self.node:
            return None
        found, described = self._found_input(self.node / "limit")
        schema = self.resolver.at(described.at)
        if found.place != "body":
            schema = schema.get("schema") or schema
        maximum = self.resolver.resolve(schema).value("maximum")
        return Limit(found, _whole(described.docs.default), _whole(maximum))

    def _number(self, key: str, default: int) -> int:
        value: Any = self.node.value.get(key, default)
        if _whole(value) is None or value < 0:
            raise SpecError(self.node.at / key, f"must be a whole number, not {value!r:.60}")
        return int(value)


def _body_fields(body: Body | None) -> Sequence[Property]:
    """Return the fields of a body that can be exchanged one by one."""
    return () if body is None or body.is_whole else body.fields


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _scalar(leaf: Type) -> Scalar | None:
    """Return the scalar that a value is written as; None for what has parts."""
    match leaf:
        case Scalar():
            return leaf
        case Constant(_, scalar):
            return scalar
        case EnumRef(_, scalars):
            return scalars[0] if len(scalars) == 1 else None
        case _:
            return None
