"""Which member of an object decides which variant it is.

A document may say so (``discriminator``). Where it does not, or does not say all, the values that
the variants allow tell them apart: ``{type: {const: card}}`` and ``{type: {const: bank}}``.
"""

from collections.abc import Iterator, Mapping, Sequence

from ..diagnostics import Pointer
from ..ir.types import Discriminator, ModelRef, Type, without_null
from .compose import Schema, Variant
from .resolver import Resolver
from .scalars import listable


def discriminator(
    schema: Schema, variants: Sequence[Variant], types: Sequence[Type], resolver: Resolver
) -> Discriminator | None:
    """Return how the variants of a schema are told apart, None where only trying them helps.

    Args:
        schema: The schema.
        variants: Its variants.
        types: The types of the variants.
        resolver: Resolves the members of the variants.
    """
    models = {
        index: of for index, of in enumerate(map(without_null, types)) if isinstance(of, ModelRef)
    }
    if not models:
        return None
    node = schema.keywords.get("discriminator")
    named = _by_name(schema, variants, models) if node is not None else {}
    keys = [node.text("propertyName")] if node is not None else _shared(variants, models)
    for key in keys:
        derived = _by_value(key, variants, models, resolver)
        found = named | {value: of for value, of in derived.items() if value not in named}
        if set(found.values()) == set(models.values()):
            return Discriminator(key, tuple(found.items()))
    return None


def _by_name(
    schema: Schema, variants: Sequence[Variant], models: Mapping[int, ModelRef]
) -> dict[str, Type]:
    """Return which model each name stands for: that of its schema, and what is mapped to it."""
    by_ref = {
        Pointer.of_ref(variants[index].node.text("$ref")): of
        for index, of in models.items()
        if "$ref" in variants[index].node
    }
    found: dict[str, Type] = {at.last: of for at, of in by_ref.items()}
    for value, target in schema.keywords["discriminator"].members("mapping"):
        at = Pointer.of_ref(str(target.value))
        if at in by_ref:
            found[value] = by_ref[at]
    return found


def _shared(variants: Sequence[Variant], models: Mapping[int, ModelRef]) -> Iterator[str]:
    """Yield the members that all models have, those that are required first."""
    schemas = [variants[index].schema for index in models]
    common = [
        key for key in schemas[0].properties if all(key in each.properties for each in schemas)
    ]
    yield from sorted(common, key=lambda key: not all(key in each.required for each in schemas))


def _by_value(
    key: str, variants: Sequence[Variant], models: Mapping[int, ModelRef], resolver: Resolver
) -> dict[str, Type]:
    """Return which model each value of a member stands for; nothing where two models share one."""
    found: dict[str, Type] = {}
    for index, of in models.items():
        node = variants[index].schema.properties.get(key)
        values = [] if node is None else _strings(resolver.resolve(node))
        if any(found.get(value, of) != of for value in values):
            return {}
        found |= dict.fromkeys(values, of)
    return found


def _strings(schema: Schema) -> list[str]:
    """Return the values of a schema that lists them, if all are strings."""
    const = schema.value("const")
    if isinstance(const, str):
        return [const]
    listed = listable(schema.values("enum"))
    found = [value for value in listed if isinstance(value, str)]
    return found if len(found) == len(listed) else []


def variant_name(variant: Variant) -> str:
    """Return the title of a variant, else the value that a member of it always has."""
    title = "" if "$ref" in variant.node else variant.node.text("title")
    if title:
        return title
    for node in variant.schema.properties.values():
        values = Schema.of(node).values("const") or Schema.of(node).values("enum")
        if len(values) == 1 and isinstance(values[0], str) and values[0].strip():
            return values[0]
    return ""
