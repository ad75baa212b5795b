"""Request bodies: which content type is sent, and what arguments it is made of."""

from collections.abc import Mapping

from attrs import evolve, frozen
from openapi_python_client import schema as oai
from openapi_python_client.schema.openapi_schema_pydantic import Encoding

from . import kinds, left_out, names
from .components import Components
from .kinds import Doc, Kind, Property
from .media_types import FORM, MULTIPART, best, essence, is_json, is_text, sent_as
from .parameters import QUERY_STYLES
from .parse import raw
from .problems import Pointer, Problem
from .quoting import literal
from .schemas import Schemas


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
        contents = {raw(key): content for key, content in body.content.items()}
        chosen = best(contents)
        if others := ", ".join(key for key in contents if key != chosen):
            text = f"only {chosen} is sent; {others} would be possible too"
            self.problems.append(Problem(at / "content", text, "warning"))
        place = at / "content" / chosen
        read = self._read(contents[chosen], chosen, place, name, required=body.required)
        return evolve(read, fields=[_free(field, taken) for field in read.fields])

    def _read(
        self, content: oai.MediaType, media_type: str, at: Pointer, name: str, *, required: bool
    ) -> Body:
        has_parts = self._schemas.has_parts(content.media_type_schema, at / "schema")
        sent = sent_as(media_type, has_parts=has_parts)
        if sent != media_type:
            self.problems += left_out.of_range(media_type, sent, at)
        schema = content.media_type_schema or oai.Schema()
        if not is_json(sent) and essence(sent) not in {FORM, MULTIPART}:
            if has_parts:
                self.problems.append(left_out.of_unread(sent, at / "schema", "passed as a whole"))
            whole = kinds.STRING if is_text(sent) else kinds.BINARY
            return _whole(at, sent, f"content({literal(sent)})", whole, schema, required=required)
        members = self._schemas.object_type(schema, at / "schema", f"{name}Body")
        if members is None:
            kind = _writable(self._schemas.kind(schema, at / "schema", f"{name}Body"), sent)
            writer = _writer_of_one(sent, required=required)
            return _whole(at, sent, writer, kind, schema, required=required)
        fields = [
            evolve(each, required=each.required and required, kind=_writable(each.kind, sent))
            for each in members.properties
            if not each.read_only
        ]
        self.problems += left_out.of_encodings(content, at)
        writer = _writer_of_fields(sent, fields, content)
        # An empty form says the same as none, and is what a server of forms expects.
        if not required and essence(sent) != FORM:
            writer = f"optional({writer})"
        return Body(at=at, media_type=sent, writer=writer, fields=fields, is_whole=False)


def _writable(kind: Kind, media_type: str) -> Kind:
    """Take strings for bytes that a media type cannot hold."""
    if essence(media_type) == MULTIPART:
        return kind
    return kinds.as_strings(kind, {kinds.BINARY} if is_json(media_type) else kinds.BYTES)


def _writer_of_one(media_type: str, *, required: bool) -> str:
    """Choose the writer of a body that is passed as one value."""
    if is_json(media_type):
        return f"json_value({literal(media_type)})"
    if essence(media_type) == FORM:
        return "form"
    return "multipart({})" if required else "optional(multipart({}))"


def _writer_of_fields(media_type: str, fields: list[Property], content: oai.MediaType) -> str:
    """Choose the writer of a body that is passed field by field."""
    if is_json(media_type):
        return f"json_object({literal(media_type)})"
    encodings = {raw(key): found for key, found in (content.encoding or {}).items()}
    if essence(media_type) == FORM:
        return _form_writer(fields, encodings)
    return _multipart_writer(fields, encodings)


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


def _form_writer(fields: list[Property], encodings: Mapping[str, Encoding]) -> str:
    styles = {
        field.wire_name: _form_style(field, encodings.get(field.wire_name)) for field in fields
    }
    written = {key: style for key, style in styles.items() if style != "exploded"}
    return f"styled_form({_mapping(written)})" if written else "form"


def _form_style(field: Property, encoding: Encoding | None) -> str:
    """Choose the style of a field: what is said, else JSON for what has members."""
    if encoding is not None and encoding.style:
        style = raw(encoding.style)
        explode = encoding.explode if "explode" in encoding.model_fields_set else style == "form"
        return QUERY_STYLES.get((style, explode), "exploded")
    has_members = isinstance(_bare(field.kind), kinds.Model | kinds.Map | kinds.Union)
    as_json = encoding is not None and is_json(raw(encoding.contentType))
    return "json_text" if as_json or has_members else "exploded"


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
