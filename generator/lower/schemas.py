"""From schemas to types: what is a model, an enum, an array, a scalar."""

from collections.abc import Mapping

from attrs import evolve

from ..diagnostics import Diagnostics, Pointer, SpecError
from ..ir.types import (
    Array,
    Constant,
    Docs,
    Enum,
    EnumRef,
    Hint,
    Map,
    Model,
    ModelRef,
    Property,
    Scalar,
    Type,
    Union,
    nullable,
    union,
    without_null,
)
from ..ir.walk import depth, size
from ..ir.weight import weight
from ..load.expansion import text_size
from . import unsupported
from .compose import Schema, Variant
from .discriminators import discriminator, variant_name
from .extensions import sdk_name
from .node import Node
from .resolver import Resolver
from .scalars import OF_VALUES, is_object, listable, scalar, types

_COMPONENTS = ("components", "schemas")
# Annotations and converters are expressions; Python reads at most 200 parentheses in each other.
_LARGEST, _DEEPEST = 2_000, 50


class Schemas:
    """Lowers schemas; collects the models and enums that they need."""

    def __init__(self, resolver: Resolver, diagnostics: Diagnostics) -> None:
        """Begin without any type."""
        self._resolver = resolver
        self._diagnostics = diagnostics
        self._found: dict[Pointer, Type | None] = {}
        self.types: dict[Pointer, Model | Enum] = {}
        """Models and enums, in the order in which they were met."""

        self.failures = 0
        """How many members could not be lowered so far."""

        self.incomplete: set[Pointer] = set()
        """The locations of the schemas that those belong to."""

    def type(self, node: Node, hint: Hint) -> Type:
        """Return the type that a schema describes.

        Args:
            node: The schema.
            hint: What to call a model or an enum that has no name of its own.

        Raises:
            SpecError: The schema describes something that cannot be generated.
        """
        return self._type(self._resolver.resolve(node), hint)

    def _type(self, schema: Schema, hint: Hint) -> Type:
        """Return the type of a schema, which is lowered once."""
        if schema.at not in self._found:
            if is_component(schema.at):
                hint = Hint((schema.at.last,))
            is_model = is_object(schema) and not self._resolver.variants(schema)
            self._found[schema.at] = ModelRef(schema.at) if is_model else None
            try:
                self._found[schema.at] = _bounded(self._lower(schema, hint), schema.at)
            except SpecError:
                del self._found[schema.at]
                raise
        known = self._found[schema.at]
        if known is None:
            name = schema.at.last if is_component(schema.at) else "a schema"
            text = f"{name} contains itself without an object in between: any value is accepted"
            self._diagnostics.warning(schema.at, text)
            return Scalar.ANY
        return nullable(known) if schema.or_null else known

    def _lower(self, schema: Schema, hint: Hint) -> Type:
        unsupported.in_schema(schema, self._diagnostics)
        names, may_be_null = types(schema)
        variants = self._resolver.variants(schema)
        if variants:
            found = self._union(schema, variants, hint)
        else:
            found = self._closed(schema, hint) or union(
                self._open(schema, name, hint) for name in names or [""]
            )
        return nullable(found) if may_be_null else found

    def _closed(self, schema: Schema, hint: Hint) -> Type | None:
        """Lower a schema that lists its values."""
        const = schema.value("const")
        if isinstance(const, str | int):
            return Constant(const, OF_VALUES[type(const)])
        listed = listable(schema.values("enum"))
        if not listed:
            return None
        if len(listed) == 1 and not is_component(schema.at):
            return Constant(listed[0], OF_VALUES[type(listed[0])])
        docs = Docs(text=schema.text("description"))
        self._add(Enum(at=schema.at, hint=hint, docs=docs, values=listed))
        scalars = tuple(dict.fromkeys(OF_VALUES[type(value)] for value in listed))
        return EnumRef(schema.at, scalars)

    def _open(self, schema: Schema, name: str, hint: Hint) -> Type:
        """Lower a schema as one of its types; without a name it may have any."""
        if schema.properties and name in {"", "object"}:
            return self._model(schema, hint)
        match name:
            case "array":
                return Array(self._items(schema, hint))
            case "object":
                return Map(self._additional(schema, hint))
            case _:
                return scalar(schema, name)

    def _union(self, schema: Schema, variants: list[Variant], hint: Hint) -> Type:
        """Lower the variants; one of null makes the others nullable."""
        found: list[Type] = []
        several = sum(map(self._is_named, variants)) > 1
        for number, variant in enumerate(variants, start=1):
            within = hint / (variant_name(variant) or str(number)) if several else hint
            found.append(self._type(variant.schema, within))
        whole = union(found)
        bare = without_null(whole)
        if not isinstance(bare, Union):
            return whole
        told_apart = evolve(
            bare, discriminator=discriminator(schema, variants, found, self._resolver)
        )
        return told_apart if bare is whole else nullable(told_apart)

    def _is_named(self, variant: Variant) -> bool:
        """Return whether a variant needs a name that it does not have."""
        schema = variant.schema
        parts = schema.properties or schema.value("items") or schema.value("additionalProperties")
        has_parts = parts or len(schema.values("enum")) > 1
        return not is_component(schema.at) and bool(has_parts or self._resolver.variants(schema))

    def _items(self, schema: Schema, hint: Hint) -> Type:
        """Lower the items of an array; those with a place of their own are not told apart."""
        items, first = schema.keywords.get("items"), schema.items("prefixItems")
        found = [
            self.type(item, hint / f"Item{index}") for index, item in enumerate(first, start=1)
        ]
        if not first or not _is_nothing(items):
            found.append(Scalar.ANY if items is None else self.type(items, hint / "Item"))
        return union(found)

    def _additional(self, schema: Schema, hint: Hint) -> Type:
        """Lower the members of an object that are not known by name."""
        found = schema.keywords.get("additionalProperties")
        return Scalar.ANY if found is None else self.type(found, hint / "Value")

    def _model(self, schema: Schema, hint: Hint) -> Type:
        docs = Docs(text=schema.text("description"))
        # Known before its members are lowered: the order of the document, and no name twice.
        self.types[schema.at] = Model(at=schema.at, hint=hint, docs=docs)
        # What is only written is no part of responses, even if requests must have it.
        properties = [
            evolve(each, required=each.required and not each.write_only)
            for each in self._properties(schema, Hint((schema.at,)))
        ]
        additional = self._additional(schema, Hint((schema.at,)))
        self._add(
            Model(
                at=schema.at,
                hint=hint,
                docs=docs,
                properties=tuple(properties),
                additional=None if additional == Scalar.ANY else additional,
            )
        )
        return ModelRef(schema.at)

    def _add(self, found: Model | Enum) -> None:
        self.types[found.at] = found
        expansion = self._resolver.expansion
        expansion.add(weight(found, text_size, expansion.left), found.at)

    def fields(
        self, node: Node, hint: Hint, same: Node | None = None
    ) -> tuple[Property, ...] | None:
        """Return the members of an object; None where a schema is no object with known members.

        Args:
            node: The schema.
            hint: What to call types that have no name of their own.
            same: A schema of the same value, with whose types members are shared that are equal.
        """
        schema = self._resolver.resolve(node)
        if self._resolver.variants(schema) or not is_object(schema):
            return None
        if is_component(schema.at):
            hint = Hint((schema.at.last,))
        if same is not None:
            known = self._resolver.resolve(same).properties
            shared = {
                key: known[key] if key in known and known[key].value == found.value else found
                for key, found in schema.properties.items()
            }
            schema = evolve(schema, properties=shared)
        return self._properties(schema, hint)

    def has_fields(self, node: Node) -> bool:
        """Return whether a schema is an object with known members."""
        schema = self._resolver.resolve(node)
        return is_object(schema) and not self._resolver.variants(schema)

    def _properties(self, schema: Schema, hint: Hint) -> tuple[Property, ...]:
        found: list[Property] = []
        for key, node in schema.properties.items():
            before = len(found)
            with self._diagnostics.recording():
                of = self.type(node, hint / key)
                found.append(
                    Property(
                        at=node.at,
                        wire_name=key,
                        type=of,
                        required=key in schema.required,
                        docs=self.docs(node, of),
                        sdk_name=sdk_name(node),
                        read_only=node.flag("readOnly"),
                        write_only=node.flag("writeOnly"),
                        deprecated=node.flag("deprecated"),
                    )
                )
            if len(found) == before:
                self.failures += 1
                self.incomplete.add(schema.at)
        return tuple(found)

    def has_parts(self, node: Node | None) -> bool:
        """Return whether a schema describes members or items, and not one plain value."""
        if node is None:
            return False
        schema = self._resolver.resolve(node)
        described = schema.properties or schema.value("items")
        return bool(described or self._resolver.variants(schema))

    def docs(self, node: Node, of: Type) -> Docs:
        """Return the docs of a value: those of its use, else those of its schema."""
        schema = self._resolver.resolve(node)
        is_model = isinstance(without_null(of), ModelRef)

        def annotation(keyword: str) -> object:
            found = node.value.get(keyword)
            return schema.value(keyword) if found is None and not is_model else found

        return Docs(
            text=node.text("description") or schema.text("description"),
            default=annotation("default"),
            example=annotation("example"),
        )


def is_component(at: Pointer) -> bool:
    """Return whether a schema has a name of its own."""
    return at.steps[:-1] == _COMPONENTS


def _bounded(of: Type, at: Pointer) -> Type:
    if size(of) > _LARGEST:
        text = f"describes a type of more than {_LARGEST:,} parts: make some of them objects"
        raise SpecError(at, text)
    if depth(of) > _DEEPEST:
        text = f"nests types more than {_DEEPEST} deep: put an object in between"
        raise SpecError(at, text)
    return of


def _is_nothing(items: Node | None) -> bool:
    """Return whether a schema allows no value: ``false``, or ``not: {}``."""
    denied: Mapping[str, object] = {} if items is None else items.value
    return denied.get("not") == {}
