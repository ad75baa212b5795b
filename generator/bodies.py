"""Request bodies: which content type is sent, and what arguments it is made of."""

from collections.abc import Mapping

from attrs import evolve, frozen
from openapi_python_client import schema as oai
from openapi_python_client.schema.openapi_schema_pydantic import Encoding

from . import kinds, names
from .components import Components
from .kinds import Doc, Kind, Property
from .parameters import QUERY_STYLES
from .parse import raw
from .problems import Pointer, Problem
from .quoting import literal
from .schemas import Schemas

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@frozen(kw_only=True)
class Body:
    """The body of an operation."""

    at: Pointer
    media_type: str
    writer: str
    """The expression for the runtime's writer."""

    fields: list[Property]
    """The arguments that it is made of."""

    is_whole: bool
    """Whether the one argument is the body itself, and not a field of it."""


class Bodies:
    """Reads the bodies of operations."""

    def __init__(self, components: Components, schemas: Schemas) -> None:
        """Begin with what is shared in a document."""
        self._components = components
        self._schemas = schemas
        self.problems: list[Problem] = []

    def read(
        self, operation: oai.Operation, at: Pointer, name: str, taken: set[str]
    ) -> Body | None:
        """Read the body of an operation.

        Args:
            operation: The operation.
            at: Where it stands.
            name: What models that the body describes in place are named after.
            taken: The names that arguments have already; theirs are added.

        Raises:
            SpecError: A field cannot be generated.
        """
        if operation.request_body is None:
            return None
        at, body = self._components.request_body(operation.request_body, at / "requestBody")
        if not body.content:
            return None
        first, *others = body.content
        if others:
            text = f"only {raw(first)} is sent; {', '.join(map(raw, others))} would be possible too"
            self.problems.append(Problem(at / "content", text, "warning"))
        place = at / "content" / raw(first)
        read = self._read(body.content[first], raw(first), place, name, required=body.required)
        return evolve(read, fields=[_free(field, taken) for field in read.fields])

    def _read(
        self, content: oai.MediaType, media_type: str, at: Pointer, name: str, *, required: bool
    ) -> Body:
        schema = content.media_type_schema or oai.Schema()
        essence = media_type.partition(";")[0].strip().lower()
        is_json = essence == "application/json" or essence.endswith("+json")
        if not is_json and essence not in {FORM, MULTIPART}:
            is_text = essence.startswith("text/")
            kind: Kind = kinds.STRING if is_text else kinds.BINARY
            if "*" in essence:
                media_type = "text/plain" if is_text else "application/octet-stream"
            writer = f"content({literal(media_type)})"
            return _whole(at, media_type, writer, kind, schema, required=required)
        members = self._schemas.object_type(schema, at / "schema", f"{name}Body")
        if members is None:
            kind = self._schemas.kind(schema, at / "schema", f"{name}Body")
            if is_json:
                kind, writer = _without_files(kind), f"json_value({literal(media_type)})"
            elif essence == FORM:
                writer = "form"
            else:
                writer = "multipart({})" if required else "optional(multipart({}))"
            return _whole(at, media_type, writer, kind, schema, required=required)
        fields = [
            evolve(field, required=field.required and required)
            for field in members.properties
            if not field.read_only
        ]
        if is_json:
            fields = [evolve(field, kind=_without_files(field.kind)) for field in fields]
            writer = f"json_object({literal(media_type)})"
        else:
            encodings = {raw(key): found for key, found in (content.encoding or {}).items()}
            writer = (
                _form_writer(fields, encodings)
                if essence == FORM
                else _multipart_writer(fields, encodings)
            )
        # An empty form says the same as none, and is what a server of forms expects.
        writer = writer if required or essence == FORM else f"optional({writer})"
        return Body(at=at, media_type=media_type, writer=writer, fields=fields, is_whole=False)


def _whole(
    at: Pointer,
    media_type: str,
    writer: str,
    kind: Kind,
    schema: oai.Schema | oai.Reference,
    *,
    required: bool,
) -> Body:
    text = raw(schema.description) if isinstance(schema, oai.Schema) else ""
    doc = Doc(text=text or "The body, as a whole.")
    field = Property(
        at=at, wire_name="body", name="body", kind=_bare(kind), required=required, doc=doc
    )
    return Body(at=at, media_type=media_type, writer=writer, fields=[field], is_whole=True)


def _free(field: Property, taken: set[str]) -> Property:
    return evolve(field, name=names.claim(field.name, taken))


def _bare(kind: Kind) -> Kind:
    """Take null away where there is no way to write it."""
    return kind.kind if isinstance(kind, kinds.Nullable) else kind


def _without_files(kind: Kind) -> Kind:
    """In JSON, what is called binary is a string."""
    match kind:
        case kinds.BINARY:
            return kinds.STRING
        case kinds.Array(items):
            return kinds.Array(_without_files(items))
        case kinds.Nullable(inner):
            return kinds.Nullable(_without_files(inner))
        case _:
            return kind


def _form_writer(fields: list[Property], encodings: Mapping[str, Encoding]) -> str:
    styles: dict[str, str] = {}
    for field in fields:
        encoding = encodings.get(field.wire_name)
        if encoding is not None and encoding.style:
            style = raw(encoding.style)
            explode = (
                encoding.explode if "explode" in encoding.model_fields_set else style == "form"
            )
            styles[field.wire_name] = QUERY_STYLES.get((style, explode), "exploded")
        elif isinstance(_bare(field.kind), kinds.Model | kinds.Map | kinds.Union):
            styles[field.wire_name] = "json_text"
    written = {key: style for key, style in styles.items() if style != "exploded"}
    return f"styled_form({_mapping(written)})" if written else "form"


def _multipart_writer(fields: list[Property], encodings: Mapping[str, Encoding]) -> str:
    types = {
        field.wire_name: raw(encodings[field.wire_name].contentType)
        for field in fields
        if field.wire_name in encodings
    }
    single = {
        key: literal(said)
        for key, said in types.items()
        if said and "," not in said and "*" not in said
    }
    return f"multipart({_mapping(single)})"


def _mapping(expressions: Mapping[str, str]) -> str:
    """Write a mapping from names to expressions."""
    return f"{{{', '.join(f'{literal(key)}: {value}' for key, value in expressions.items())}}}"
