"""Schemas put together from others: ``allOf``, and ``oneOf`` beside properties."""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from attrs import evolve, field, frozen

from ..diagnostics import Pointer
from .node import Node

# Keywords that describe a value and do not shape it.
_ANNOTATIONS = frozenset(
    {"title", "summary", "description", "default", "example", "examples", "deprecated", "readOnly"}
    | {"writeOnly", "externalDocs", "xml", "nullable", "allOf", "$ref", "$comment"}
)
# Keywords that a composed schema does not take over from its parts.
_OWN = frozenset({"title", "readOnly", "writeOnly", "deprecated"})
_EMPTY: tuple[object, ...] = (None, "", [], {})


@frozen(eq=False)
class Schema:
    """A schema without references and without ``allOf``."""

    at: Pointer
    """Where it is; a schema is known by this."""

    keywords: Mapping[str, Node]
    """All keywords but ``properties``, ``required`` and ``nullable``."""

    properties: Mapping[str, Node]
    required: frozenset[str]
    nullable: bool
    or_null: bool = False
    """Whether this use of it may be null besides."""

    depth: int = 0
    """How many lists of variants have been multiplied out on the way to it."""

    multiplied: int = 1
    """How many schemas came of that."""

    @classmethod
    def of(cls, node: Node) -> "Schema":
        """Return what a schema says itself, without what it refers to."""
        return cls(
            at=node.at,
            keywords={
                key: node / key
                for key in node.value
                if key not in {"$ref", "allOf", "properties", "required", "nullable"}
            },
            properties=dict(node.members("properties")),
            required=frozenset(node.value.get("required") or ()),
            nullable=node.flag("nullable"),
        )

    def value(self, keyword: str) -> object:
        """Return the value of a keyword, None where there is none."""
        found = self.keywords.get(keyword)
        return None if found is None else found.value

    def text(self, keyword: str) -> str:
        """Return the value of a keyword as text, empty where there is none."""
        value = self.value(keyword)
        return "" if value is None else str(value)

    def values(self, keyword: str) -> list[object]:
        """Return the value of a keyword as a list: its items, or the one value."""
        value = self.value(keyword)
        if isinstance(value, list):
            return cast("list[object]", value)
        return [] if value is None else [value]

    def items(self, keyword: str) -> list[Node]:
        """Return the items of a keyword that has a list."""
        found = self.keywords.get(keyword)
        return [] if found is None else [found / index for index in range(len(found.value))]

    @property
    def shapes(self) -> bool:
        """Whether it says more about a value than annotations do."""
        keywords = {key: node.value for key, node in self.keywords.items()}
        return bool(self.properties or self.required) or _shape(keywords)

    @property
    def has_variants(self) -> bool:
        """Whether it lists variants."""
        return bool(self.items("oneOf") or self.items("anyOf"))

    def is_part_of(self, other: "Schema") -> bool:
        """Return whether another schema has all members of this one."""
        has_all = self.properties.keys() <= other.properties.keys()
        return has_all and self.required <= other.required

    def without(self, *keywords: str) -> "Schema":
        """Return the schema without some keywords."""
        left = {key: node for key, node in self.keywords.items() if key not in keywords}
        return evolve(self, keywords=left)


@frozen(eq=False)
class Variant:
    """A variant of a schema, and the place where it is listed."""

    schema: Schema
    node: Node = field(repr=False)


def shapes(node: Node) -> bool:
    """Return whether a part of a schema says more about a value than annotations do."""
    return bool(node.value.get("allOf")) or _shape(node.value)


def _shape(keywords: Mapping[str, object]) -> bool:
    return any(
        (value or key == "const") and key not in _ANNOTATIONS and not key.startswith("x-")
        for key, value in keywords.items()
    )


def merged(parts: list[Schema]) -> Schema:
    """Compose schemas into one, which stands where the last one does.

    Members with one name, and other keywords, come from the last part that has them.
    """
    keywords: dict[str, Node] = {}
    properties: dict[str, Node] = {}
    for part in parts:
        own = part is parts[-1]
        properties |= part.properties
        keywords |= {
            key: node
            for key, node in part.keywords.items()
            if own or (key not in _OWN and node.value not in _EMPTY)
        }
    unions = list(_unions(parts))
    if len(unions) > 1:
        keywords |= {"oneOf": unions[0], "anyOf": unions[1]}
    if "type" in keywords:
        keywords["type"] = _common_type(keywords["type"], parts)
    return evolve(
        parts[-1],
        keywords=keywords,
        properties=properties,
        required=frozenset[str]().union(*(part.required for part in parts)),
    )


def _common_type(found: Node, parts: Iterable[Schema]) -> Node:
    """Return a type that includes null only if that of each part does."""
    if all("null" in part.values("type") for part in parts if "type" in part.keywords):
        return found
    names: object = found.value
    if not isinstance(names, list):
        return found
    return Node([name for name in cast("list[object]", names) if name != "null"], found.at)


def _unions(parts: Iterable[Schema]) -> Iterator[Node]:
    """Yield the lists of variants that parts have; one that came by several ways is one."""
    seen: set[Pointer] = set()
    for part in parts:
        for keyword in ("oneOf", "anyOf"):
            found = part.keywords.get(keyword)
            if found is not None and found.value and found.at not in seen:
                seen.add(found.at)
                yield found


def are_conditions(schema: Schema, keyword: str) -> bool:
    """Return whether variants only name members of the object that lists them."""
    return bool(schema.properties) and not any(
        "$ref" in variant or variant.value.get("properties") for variant in schema.items(keyword)
    )


def typed(variant: Node, above: Schema) -> Node:
    """Return a variant that leaves its type to the schema above it with that type."""
    says_more = {"$ref", "type", "allOf", "oneOf", "anyOf", "const"} & variant.value.keys()
    if says_more or "type" not in above.keywords:
        return variant
    return Node({**variant.value, "type": above.value("type")}, variant.at)
