"""Schemas that are put together from others: ``allOf``, and ``oneOf`` beside properties."""

from collections.abc import Callable, Iterable

from openapi_python_client import schema as oai

from .parse import raw
from .problems import Pointer, SpecError

SchemaOrRef = oai.Schema | oai.Reference
Resolve = Callable[[oai.Reference, Pointer], tuple[Pointer, oai.Schema]]

# Keywords that say something about a value and do not shape it.
_ANNOTATIONS = frozenset(
    {"title", "description", "default", "example", "deprecated", "readOnly", "writeOnly"}
    | {"externalDocs", "xml", "nullable", "allOf"}
)
# Keywords of which one value has to be chosen: the first that is set.
_CHOSEN = (
    *("type", "schema_format", "items", "additionalProperties", "enum", "const", "oneOf"),
    *("anyOf", "discriminator", "description", "default", "example"),
)


def only_reference(schema: oai.Schema) -> oai.Reference | None:
    """Give the reference that a schema is nothing more than, apart from what it says about it."""
    if len(schema.allOf) != 1 or not isinstance(schema.allOf[0], oai.Reference):
        return None
    shaping = {name for name in schema.model_fields_set - _ANNOTATIONS if getattr(schema, name)}
    return None if shaping else schema.allOf[0]


def flattened(
    schema: oai.Schema, at: Pointer, resolve: Resolve, above: tuple[Pointer, ...] = ()
) -> oai.Schema:
    """Put the parts of ``allOf`` into one schema.

    Members with one name come from the last part that has it, the schema itself being the last.

    Raises:
        SpecError: A part leads back to itself.
    """
    if not schema.allOf:
        return schema
    if at in above:
        raise SpecError.at(at / "allOf", "is part of itself: remove one of the references")
    parts: list[oai.Schema] = []
    for index, part in enumerate(schema.allOf):
        place = at / "allOf" / index
        if isinstance(part, oai.Reference):
            place, part = resolve(part, place)  # noqa: PLW2901 - what it stands for
        parts.append(flattened(part, place, resolve, (*above, at)))
    return _merged([*parts, schema.model_copy(update={"allOf": []})])


def _merged(parts: list[oai.Schema]) -> oai.Schema:
    properties: dict[str, SchemaOrRef] = {}
    required: list[str] = []
    for part in parts:
        properties |= {raw(name): member for name, member in (part.properties or {}).items()}
        required += [raw(name) for name in part.required or ()]
    chosen = {
        name: next((found for found in _values(name, reversed(parts)) if found), None)
        for name in _CHOSEN
    }
    changes = {name: value for name, value in chosen.items() if value is not None}
    changes |= {"properties": properties or None, "required": required or None}
    return parts[-1].model_copy(update=changes)


def _values(name: str, parts: Iterable[oai.Schema]) -> Iterable[object]:
    return (getattr(part, name) for part in parts)


def variants(schema: oai.Schema, at: Pointer) -> list[tuple[SchemaOrRef, Pointer]]:
    """Give the schemas of which a value follows one (``oneOf``) or some (``anyOf``).

    Where the schema has properties besides, they are part of each; variants that only name
    required members are conditions on one and the same object, and no variants.
    """
    keyword = "oneOf" if schema.oneOf else "anyOf"
    found = [(part, at / keyword / index) for index, part in enumerate(getattr(schema, keyword))]
    if not schema.properties:
        return found
    base = schema.model_copy(update={"oneOf": [], "anyOf": [], "discriminator": None})
    if all(isinstance(part, oai.Schema) and not part.properties for part, _ in found):
        return []
    return [(base.model_copy(update={"allOf": [base, part]}), place) for part, place in found]
