"""One form for what a schema can say in several: the same keywords, in the same places."""

from openapi_python_client import schema as oai
from openapi_python_client.schema.data_type import DataType
from pydantic import ValidationError

from .parse import raw
from .problems import Pointer, SpecError
from .runtime.decoding import is_array

SchemaOrRef = oai.Schema | oai.Reference

# Keywords that say something about a value and do not shape it.
_ANNOTATIONS = frozenset(
    {"title", "description", "default", "example", "deprecated", "readOnly", "writeOnly"}
    | {"externalDocs", "xml", "nullable", "allOf"}
)
# What may stand beside a reference without making another schema of it.
_BESIDE = frozenset(
    {"title", "description", "summary", "default", "example", "examples", "deprecated", "type"}
    | {"readOnly", "writeOnly", "externalDocs", "xml"}
)


def with_keywords(reference: oai.Reference, at: Pointer) -> SchemaOrRef:
    """Join a reference with the keywords beside it, as OpenAPI 3.1 does.

    OpenAPI 3.0 ignores them, but who writes ``nullable`` there means it too.

    Raises:
        SpecError: A keyword has a value that it cannot have.
    """
    said = reference.model_extra or {}
    if not any(key not in _BESIDE and not key.startswith("x-") for key in said):
        return reference
    others = said.get("allOf")
    parts = [{"$ref": raw(reference.ref)}, *(others if is_array(others) else [])]
    try:
        return restored(oai.Schema.model_validate({**said, "allOf": parts}))
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        raise SpecError.at(at, f"{first['loc'][0]!r} beside $ref: {first['msg']}") from error


def restored(schema: oai.Schema) -> oai.Schema:
    """Put a nullable ``allOf`` back, which the library moves away from what stands beside it."""
    if not schema.nullable or schema.allOf or "allOf" not in schema.model_fields_set:
        return schema
    match schema.oneOf:
        case [oai.Schema(type=DataType.NULL), oai.Schema() as moved, *_]:
            return schema.model_copy(update={"oneOf": [], "allOf": moved.allOf})
        case _:
            return schema


def typed(part: SchemaOrRef, above: oai.Schema) -> SchemaOrRef:
    """Give a variant that leaves its type to the schema above it that type."""
    if above.type is None or isinstance(part, oai.Reference) or part.type is not None:
        return part
    says_more = part.allOf or part.oneOf or part.anyOf or part.const is not None
    return part if says_more else part.model_copy(update={"type": above.type})


def only_reference(schema: oai.Schema) -> oai.Reference | None:
    """Give the reference that a schema is nothing more than, apart from what it says about it."""
    parts = [part for part in schema.allOf if isinstance(part, oai.Reference) or _shapes(part)]
    if len(parts) != 1 or not isinstance(parts[0], oai.Reference):
        return None
    return None if _shapes(schema.model_copy(update={"allOf": []})) else parts[0]


def _shapes(schema: oai.Schema) -> bool:
    return any(getattr(schema, name) for name in schema.model_fields_set - _ANNOTATIONS)
