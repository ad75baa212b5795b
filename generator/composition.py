"""Schemas that are put together from others: ``allOf``, and ``oneOf`` beside properties."""

from collections.abc import Iterable, Mapping

from attrs import evolve
from openapi_python_client import schema as oai
from openapi_python_client.schema.untrusted_string import UntrustedString

from . import kinds
from .components import SCHEMAS, Components
from .kinds import Kind
from .normal import SchemaOrRef, restored, typed, with_keywords
from .parse import raw
from .problems import Pointer, SpecError

# Keywords of which one value has to be chosen: the first that is set.
_CHOSEN = (
    *("type", "schema_format", "items", "additionalProperties", "enum", "const", "oneOf"),
    *("anyOf", "discriminator", "description", "default", "example"),
)


# Each variant of a schema with properties is merged with them, and its own variants with both:
# a few lines can stand for millions of models.
_MOST_NESTED = 2_000
_DEEPEST = 100


class Composition:
    """Puts schemas together; each named schema once, however many others it is a part of."""

    def __init__(self, components: Components) -> None:
        """Begin with what is shared in a document."""
        self._components = components
        self._named: dict[Pointer, oai.Schema | None] = {}
        # By identity; with each the schema itself, so that it stays what it is.
        self._flattened: dict[int, tuple[oai.Schema, oai.Schema]] = {}
        self._normal: dict[int, tuple[SchemaOrRef, SchemaOrRef]] = {}
        self._nested = 0

    def normal(self, schema: SchemaOrRef, at: Pointer) -> SchemaOrRef:
        """Give the one form of what a schema says; of one schema always the same.

        Raises:
            SpecError: A keyword beside a reference has a value that it cannot have.
        """
        if id(schema) not in self._normal:
            self._normal[id(schema)] = (
                schema,
                restored(schema) if isinstance(schema, oai.Schema) else with_keywords(schema, at),
            )
        return self._normal[id(schema)][1]

    def named(self, reference: oai.Reference, at: Pointer) -> tuple[Pointer, oai.Schema]:
        """Give the schema that a reference leads to, and where it stands."""
        place, schema = self._components.schema(reference, at)
        normal = self.normal(schema, place)
        return place, normal if isinstance(normal, oai.Schema) else schema

    def flattened(self, schema: oai.Schema, at: Pointer) -> oai.Schema:
        """Put the parts of ``allOf`` into one schema; of one schema always the same.

        Members with one name come from the last part that has it, the schema itself being the
        last. A part that lists the schema among its variants is its parent: what the other
        variants are is no part of this one.

        Raises:
            SpecError: A part leads back to itself.
        """
        if not schema.allOf:
            return schema
        if id(schema) not in self._flattened:
            self._flattened[id(schema)] = schema, self._put_together(schema, at)
        return self._flattened[id(schema)][1]

    def _put_together(self, schema: oai.Schema, at: Pointer) -> oai.Schema:
        parts: list[oai.Schema] = []
        for index, part in enumerate(schema.allOf):
            place = at / "allOf" / index
            one = self.normal(part, place)
            flat = (
                self._flattened_component(one, place)
                if isinstance(one, oai.Reference)
                else self.flattened(one, place)
            )
            parts.append(_without_variants(flat) if self._lists(flat, at) else flat)
        return _merged([*parts, schema.model_copy(update={"allOf": []})])

    def variants(self, schema: oai.Schema, at: Pointer) -> list[tuple[SchemaOrRef, Pointer]]:
        """Give the schemas of which a value follows one (``oneOf``) or some (``anyOf``).

        Where the schema has properties besides, they are part of each; variants that only name
        required members are conditions on one and the same object, and no variants.

        Raises:
            SpecError: A variant leads nowhere, or back to itself.
        """
        chosen = [
            keyword
            for keyword in ("oneOf", "anyOf")
            if getattr(schema, keyword) and not _are_conditions(getattr(schema, keyword), schema)
        ]
        if not chosen:
            return []
        keyword = chosen[0]
        parts: list[SchemaOrRef] = getattr(schema, keyword)
        found = [(part, at / keyword / index) for index, part in enumerate(parts)]
        if len(chosen) == 1 and not schema.properties:
            return [(typed(part, schema), place) for part, place in found]
        self._count(len(parts), at)
        base = schema.model_copy(update={keyword: [], "discriminator": None})
        return [
            (part if self._has_members(part, base, place) else _both(base, part), place)
            for part, place in found
        ]

    def _count(self, variants: int, at: Pointer) -> None:
        """Raise where variants have variants that have variants, and so on."""
        if {"oneOf", "anyOf"} & set(at.steps):
            self._nested += variants
        if self._nested > _MOST_NESTED or len(at.steps) > _DEEPEST:
            text = "has variants with variants, without end: write out which there are"
            raise SpecError.at(Pointer(at.steps[:3]), text)

    def _flattened_component(self, reference: oai.Reference, at: Pointer) -> oai.Schema:
        place, schema = self.named(reference, at)
        if place not in self._named:
            self._named[place] = None
            self._named[place] = self.flattened(schema, place)
        found = self._named[place]
        if found is None:
            raise SpecError.at(place / "allOf", "is part of itself: remove one of the references")
        return found

    def _lists(self, schema: oai.Schema, at: Pointer) -> bool:
        """Tell whether what stands at a place is a variant of a schema."""
        references = [
            part for part in (*schema.oneOf, *schema.anyOf) if isinstance(part, oai.Reference)
        ]
        return any(self._components.schema(reference, at)[0] == at for reference in references)

    def _has_members(self, variant: SchemaOrRef, base: oai.Schema, at: Pointer) -> bool:
        """Tell whether a variant has the members of a schema already, having it as a part."""
        if not isinstance(variant, oai.Reference) or base.oneOf or base.anyOf:
            return False
        schema = self._flattened_component(variant, at)
        return _names(base.properties) <= _names(schema.properties) and _names(
            base.required
        ) <= _names(schema.required)


def _names(names: Iterable[UntrustedString | str] | None) -> set[str]:
    return {raw(name) for name in names or ()}


def _both(base: oai.Schema, part: SchemaOrRef) -> oai.Schema:
    return base.model_copy(update={"allOf": [base, part]})


def _without_variants(schema: oai.Schema) -> oai.Schema:
    return schema.model_copy(update={"oneOf": [], "anyOf": [], "discriminator": None})


def _merged(parts: list[oai.Schema]) -> oai.Schema:
    properties: dict[str, SchemaOrRef] = {}
    required: dict[str, None] = {}
    for part in parts:
        properties |= {raw(name): member for name, member in (part.properties or {}).items()}
        required |= dict.fromkeys(raw(name) for name in part.required or ())
    chosen = {
        name: next((found for found in _values(name, reversed(parts)) if found), None)
        for name in _CHOSEN
    }
    changes = {name: value for name, value in chosen.items() if value is not None}
    changes |= {"properties": properties or None, "required": [*required] or None}
    unions = [*_unions(parts)]
    if len(unions) > 1:
        changes |= {"oneOf": unions[0], "anyOf": unions[1]}
    return parts[-1].model_copy(update=changes)


def _unions(parts: Iterable[oai.Schema]) -> Iterable[list[SchemaOrRef]]:
    """Give the lists of variants that parts have; one that came by several ways is one."""
    lists = [each for part in parts for each in (part.oneOf, part.anyOf) if each]
    return {id(each): each for each in lists}.values()


def _values(name: str, parts: Iterable[oai.Schema]) -> Iterable[object]:
    return (getattr(part, name) for part in parts)


def _are_conditions(parts: list[SchemaOrRef], schema: oai.Schema) -> bool:
    """Tell variants that only name members of the object that they belong to."""
    return bool(schema.properties) and all(
        isinstance(part, oai.Schema) and not part.properties for part in parts
    )


def discriminated(schema: oai.Schema, union: kinds.Union, by_ref: Mapping[str, Kind]) -> Kind:
    """Say which value of a member stands for which variant: its name, and what is mapped to it."""
    if schema.discriminator is None:
        return union
    mapping = {str(Pointer.of_ref(ref).steps[-1]): kind for ref, kind in by_ref.items()}
    for value, target in (schema.discriminator.mapping or {}).items():
        place = Pointer.of_ref(raw(target))
        ref = f"#{place if place.steps else SCHEMAS / raw(target)}"
        if ref in by_ref:
            mapping[raw(value)] = by_ref[ref]
    return evolve(
        union,
        discriminator=raw(schema.discriminator.propertyName),
        mapping=tuple(mapping.items()),
    )
