"""Following references, and composing what a schema is made of."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from ..diagnostics import Pointer, SpecError
from ..load.expansion import Expansion
from . import compose
from .compose import Schema, Variant
from .node import Node

# How far variants with variants are multiplied out, and how many there may be in the end.
_DEEPEST, _MOST = 20, 2_000


class Resolver:
    """Resolves references; each named schema once, however many others it is a part of."""

    def __init__(self, root: Mapping[str, Any], expansion: Expansion) -> None:
        """Resolve in a canonical document, and count what its compositions stand for."""
        self._root = root
        self.expansion = expansion
        self._resolved: dict[Pointer, Schema | None] = {}
        self.followed: set[Pointer] = set()
        """The components that something refers to."""

    def follow(self, node: Node) -> Node:
        """Return what a reference leads to; a node that is none is returned as it is.

        Raises:
            SpecError: References lead back to themselves.
        """
        seen: set[Pointer] = set()
        start = node
        while "$ref" in node:
            node = self.target(node)
            if node.at in seen:
                raise SpecError(start.at / "$ref", f"{start.text('$ref')!r} leads back to itself")
            seen.add(node.at)
        return node

    def target(self, reference: Node) -> Node:
        """Return the component that a reference names."""
        at = Pointer.of_ref(reference.text("$ref"))
        self.followed.add(at)
        return self.at(at)

    def at(self, at: Pointer) -> Node:
        """Return what is at a location."""
        value: Any = self._root
        for step in at.steps:
            value = value[step]
        return Node(value, at)

    def resolve(self, node: Node) -> Schema:
        """Return a schema with its references followed and its parts composed.

        What adds nothing but annotations to a reference is the schema that it leads to.

        Raises:
            SpecError: The schema contains itself, without anything in between.
        """
        if node.at not in self._resolved:
            self._resolved[node.at] = None
            try:
                self._resolved[node.at] = self._resolve(node)
            finally:
                if self._resolved[node.at] is None:
                    del self._resolved[node.at]
        found = self._resolved[node.at]
        if found is None:
            keyword = "$ref" if "$ref" in node else "allOf"
            raise SpecError(node.at / keyword, "is part of itself: remove one of the references")
        return found

    def _resolve(self, node: Node) -> Schema:
        parts = [Node({"$ref": node.value["$ref"]}, node.at)] if "$ref" in node else []
        parts += node.items("allOf")
        own = Schema.of(node)
        if not parts:
            return own
        if "$ref" in node:  # a type beside a reference repeats what that says
            own = own.without("type")
        shaping = [part for part in parts if "$ref" in part or compose.shapes(part)]
        nullable = own.nullable or any(
            part.flag("nullable") for part in parts if part not in shaping
        )
        if len(shaping) == 1 and "$ref" in shaping[0] and not own.shapes:
            target = self.resolve(self.target(shaping[0]))
            return evolve(target, or_null=target.or_null or nullable)
        several = [self._part(part, node) for part in parts]
        return evolve(self._merged([*several, own]), nullable=nullable)

    def _merged(self, parts: list[Schema]) -> Schema:
        """Compose schemas, each of which is copied for it.

        Raises:
            TooLargeError: The document composes too much.
        """
        size = sum(len(part.properties) + len(part.keywords) for part in parts)
        self.expansion.add(size, parts[-1].at)
        return compose.merged(parts)

    def _part(self, part: Node, whole: Node) -> Schema:
        """Resolve a part of a schema.

        A part that lists the schema among its variants is its parent: what the other variants are
        is no part of this one.
        """
        found = self.resolve(self.target(part) if "$ref" in part else part)
        if self._lists(found, whole):
            return found.without("oneOf", "anyOf", "discriminator")
        return found

    def _lists(self, parent: Schema, child: Node) -> bool:
        variants = [*parent.items("oneOf"), *parent.items("anyOf")]
        return any("$ref" in each and self.follow(each).at == child.at for each in variants)

    def variants(self, schema: Schema) -> list[Variant]:
        """Return the schemas of which a value follows one (``oneOf``) or some (``anyOf``).

        Where the schema has properties besides, they are part of each variant; variants that only
        name required members are conditions on one and the same object, and no variants.

        Raises:
            SpecError: Variants have variants that have variants, and so on, without end.
        """
        keywords = [
            keyword
            for keyword in ("oneOf", "anyOf")
            if schema.items(keyword) and not compose.are_conditions(schema, keyword)
        ]
        if not keywords:
            return []
        nodes = schema.items(keywords[0])
        if len(keywords) == 1 and not schema.properties:
            return [Variant(self.resolve(compose.typed(node, schema)), node) for node in nodes]
        self._check_size(schema, len(nodes))
        base = schema.without(keywords[0], "discriminator")
        return list(self._multiplied(base, nodes, keywords[0]))

    def _multiplied(self, base: Schema, nodes: list[Node], keyword: str) -> Iterator[Variant]:
        """Yield each variant together with the members of the schema that lists it."""
        for index, node in enumerate(nodes):
            variant = self.resolve(node)
            if "$ref" in node and not base.has_variants and base.is_part_of(variant):
                yield Variant(variant, node)
                continue
            both = self._merged([base, variant])
            yield Variant(
                evolve(
                    both,
                    at=base.at / keyword / index,
                    depth=base.depth + 1,
                    multiplied=base.multiplied * len(nodes),
                    nullable=variant.nullable or variant.or_null,
                    or_null=False,
                ),
                node,
            )

    @staticmethod
    def _check_size(schema: Schema, variants: int) -> None:
        if schema.depth >= _DEEPEST or schema.multiplied * variants > _MOST:
            text = "has variants that have variants, without end: write out which there are"
            raise SpecError(Pointer(schema.at.steps[:3]), text)
