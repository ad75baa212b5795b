"""Parameters in path, query, headers and cookies, and the styles they are written in."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import cast

from ..diagnostics import Diagnostics, SpecError
from ..ir.api import Parameter, Place, Style
from ..ir.types import Docs, Hint, Property, Scalar, Type, without_null
from ..ir.walk import replace
from .extensions import sdk_name
from .media_types import is_json
from .node import Node
from .resolver import Resolver
from .schemas import Schemas

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
# Header parameters that OpenAPI ignores.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
CONNECTION_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
"""Headers that belong to the connection and not to the caller."""

HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

_Styles = Mapping[tuple[str, bool], Style]
# By ``style`` and ``explode``.
QUERY_STYLES: _Styles = {
    ("form", True): Style.EXPLODED,
    ("form", False): Style.COMMA_SEPARATED,
    ("spaceDelimited", True): Style.EXPLODED,
    ("spaceDelimited", False): Style.SPACE_SEPARATED,
    ("pipeDelimited", True): Style.EXPLODED,
    ("pipeDelimited", False): Style.PIPE_SEPARATED,
    ("deepObject", True): Style.DEEP_OBJECT,
    ("deepObject", False): Style.DEEP_OBJECT,
}
_SIMPLE_STYLES: _Styles = {
    ("simple", True): Style.SIMPLE_EXPLODED,
    ("simple", False): Style.SIMPLE,
}
BYTES = frozenset({Scalar.BASE64, Scalar.BINARY})
"""What only JSON and multipart bodies have a way to write."""


class Parameters:
    """Lowers the parameters of operations."""

    def __init__(self, resolver: Resolver, schemas: Schemas, diagnostics: Diagnostics) -> None:
        """Begin with what the document shares."""
        self._resolver = resolver
        self._schemas = schemas
        self._diagnostics = diagnostics

    def lower(self, path: str, item: Node, operation: Node, owner: str) -> tuple[Parameter, ...]:
        """Return the parameters of an operation, those of the path first, in its order.

        Args:
            path: The path with its placeholders.
            item: The path item, whose parameters all its operations have.
            operation: The operation.
            owner: What a type is named after whose own name is taken.

        Raises:
            SpecError: A parameter cannot be generated, or is missing from the path.
        """
        declared = list(declared_parameters(item, operation, self._resolver))
        placeholders = list(dict.fromkeys(_PLACEHOLDER.findall(path)))
        in_path = {node.text("name"): node for node in declared if _place(node) == "path"}
        if missing := [name for name in placeholders if name not in in_path]:
            text = f"the path has {{{missing[0]}}}: declare a parameter of that name (in: path)"
            raise SpecError(operation.at, text)
        for name, node in in_path.items():
            if name not in placeholders:
                raise SpecError(node.at, f"parameter {name!r} does not occur in the path {path}")
        others = [node for node in declared if _place(node) != "path"]
        ordered = [*(in_path[name] for name in placeholders), *others]
        return tuple(self._parameter(node, owner) for node in ordered if not self._is_ignored(node))

    def _is_ignored(self, node: Node) -> bool:
        """Return whether OpenAPI ignores a header, or the connection sets it."""
        if _place(node) != "header":
            return False
        name = node.text("name")
        if not HEADER_NAME.fullmatch(name):
            text = f"{name!r} cannot be sent: name a header with letters, digits and hyphens"
            raise SpecError(node.at / "name", text)
        if name.lower() in _IGNORED_HEADERS:
            text = f"OpenAPI ignores a parameter called {name}: the client sets that header"
        elif name.lower() in CONNECTION_HEADERS:
            text = f"a parameter called {name} is ignored: the client sets that header"
        else:
            return False
        self._diagnostics.warning(node.at, text)
        return True

    def _parameter(self, node: Node, owner: str) -> Parameter:
        wire_name, place = node.text("name"), _place(node)
        of, style = self._type_and_style(node, Hint((wire_name,), owner))
        # For a parameter, null is a word among others; not to pass it is to omit it.
        bare = without_null(of)
        described = Property(
            at=node.at,
            wire_name=wire_name,
            type=bare,
            required=place == "path" or node.flag("required"),
            docs=parameter_docs(node, bare, self._schemas),
            sdk_name=sdk_name(node),
            deprecated=node.flag("deprecated"),
        )
        return Parameter(described, place, style, place == "query" and node.flag("allowReserved"))

    def _type_and_style(self, node: Node, hint: Hint) -> tuple[Type, Style]:
        schema = node.get("schema")
        if schema is not None:
            return as_strings(self._schemas.type(schema, hint), BYTES), _style(node)
        for media_type, content in node.members("content"):
            if is_json(media_type):
                schema = content.get("schema")
                of = Scalar.ANY if schema is None else self._schemas.type(schema, hint)
                if _place(node) == "query":
                    return of, Style.JSON
                return self._json_elsewhere(node, of), _style(node)
        return Scalar.STRING, _style(node)

    def _json_elsewhere(self, node: Node, of: Type) -> Type:
        """Leave JSON outside of a query to the caller, unless it is the same as text."""
        bare = without_null(of)
        if bare in {Scalar.INTEGER, Scalar.NUMBER, Scalar.BOOLEAN}:
            return bare
        text = "JSON is passed as str here: write it with json.dumps"
        self._diagnostics.warning(node.at / "content", text)
        return Scalar.STRING


def declared_parameters(item: Node, operation: Node, resolver: Resolver) -> Iterator[Node]:
    """Yield the parameters of an operation and its path item; the operation's own win."""
    seen: set[tuple[str, str]] = set()
    for each in (*operation.items("parameters"), *item.items("parameters")):
        node = resolver.follow(each)
        key = node.text("name"), node.text("in")
        if key not in seen:
            seen.add(key)
            yield node


def parameter_docs(node: Node, of: Type, schemas: Schemas) -> Docs:
    """Return the docs of a parameter: its own, else those of its schema."""
    schema = node.get("schema")
    of_schema = Docs() if schema is None else schemas.docs(schema, of)
    example = node.value.get("example")
    return Docs(
        text=node.text("description") or of_schema.text,
        default=of_schema.default,
        example=of_schema.example if example is None else example,
    )


def _place(node: Node) -> Place:
    return cast("Place", node.text("in"))


def _style(node: Node) -> Style:
    place = _place(node)
    style = node.text("style") or _DEFAULT_STYLES[place]
    styles = _SIMPLE_STYLES if place in {"path", "header"} else QUERY_STYLES
    found = styles.get((style, explodes(node, style)))
    if found is None:
        known = ", ".join(dict.fromkeys(style for style, _ in styles))
        text = f"style {style!r} is not supported here: use {known}"
        raise SpecError(node.at / "style", text)
    return found


def explodes(node: Node, style: str) -> bool:
    """Return ``explode`` of a parameter or an encoding, whose default depends on its style."""
    return node.flag("explode") if "explode" in node else style == "form"


def as_strings(of: Type, scalars: Collection[Scalar]) -> Type:
    """Return a type with strings for certain scalars, where there is no other way to write them."""
    return replace(of, lambda leaf: Scalar.STRING if leaf in scalars else leaf)
