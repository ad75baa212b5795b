"""Request bodies: which media type is sent, and of which arguments it is made."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..diagnostics import Diagnostics
from ..ir.api import Body, BodyFormat, FormBody, JsonBody, MultipartBody, RawBody, Style
from ..ir.types import Array, Docs, Hint, Map, ModelRef, Property, Scalar, Type, Union, without_null
from . import unsupported
from .body_choices import adds, combined, has_bytes
from .media_types import FORM, MULTIPART, by_preference, essence, is_json, is_text, sent_as
from .node import Node
from .parameters import BYTES, QUERY_STYLES, as_strings, explodes
from .resolver import Resolver
from .schemas import Schemas


class Bodies:
    """Lowers the bodies of operations."""

    def __init__(self, resolver: Resolver, schemas: Schemas, diagnostics: Diagnostics) -> None:
        """Begin with what the document shares."""
        self._resolver = resolver
        self._schemas = schemas
        self._diagnostics = diagnostics

    def lower(self, operation: Node, title: str) -> Body | None:
        """Return the body of an operation.

        Args:
            operation: The operation.
            title: What types that the body describes in place are named after.

        Raises:
            SpecError: A field cannot be generated.
        """
        node = operation.get("requestBody")
        if node is None:
            return None
        body = self._resolver.follow(node)
        contents = dict(body.members("content"))
        if not contents:
            return None
        ordered = by_preference(contents)
        hint, required = Hint((title, "Body")), body.flag("required")
        first = contents[ordered[0]]
        bodies = [self._body(first, hint, required=required)]
        for media_type in ordered[1:]:
            bodies += self._further(contents[media_type], bodies, first.get("schema"), hint)
        sent = [each.at.last for each in bodies]
        if others := ", ".join(media_type for media_type in contents if media_type not in sent):
            text = f"only {' and '.join(sent)} {'is' if len(sent) == 1 else 'are'} sent"
            self._diagnostics.warning(
                body.at / "content", f"{text}; {others} would be possible too"
            )
        return bodies[0] if len(bodies) == 1 else combined(bodies)

    def _further(
        self, content: Node, bodies: list[Body], same: Node | None, hint: Hint
    ) -> list[Body]:
        """Return the body in a further media type, if it has named fields that others cannot carry.

        What is passed must tell which media type is meant.
        """
        schema, first = content.get("schema"), bodies[0]
        has_fields = schema is not None and self._schemas.has_fields(schema)
        is_named = essence(content.at.last) in {FORM, MULTIPART}
        if not (has_fields and is_named) or first.is_whole or has_bytes(first):
            return []
        found = self._body(content, hint, required=first.required, same=same)
        return [found] if adds(found, bodies) else []

    def _body(self, content: Node, hint: Hint, *, required: bool, same: Node | None = None) -> Body:
        unsupported.item_schema(content, self._diagnostics)
        schema = content.get("schema")
        has_parts = self._schemas.has_parts(schema)
        sent = sent_as(content.at.last, has_parts=has_parts)
        if sent != content.at.last:
            unsupported.range_as(content, sent, self._diagnostics)
        if not is_json(sent) and essence(sent) not in {FORM, MULTIPART}:
            if has_parts:
                unsupported.unread_parts(content, "passed as a whole", self._diagnostics)
            raw = Scalar.STRING if is_text(sent) else Scalar.BINARY
            return _whole(content, RawBody(sent), raw, required=required)
        members = None if schema is None else self._schemas.fields(schema, hint, same)
        if members is None:
            of = Scalar.ANY if schema is None else self._schemas.type(schema, hint)
            return _whole(content, _format(sent), _writable(of, sent), required=required)
        unsupported.in_encodings(content, self._diagnostics)
        fields = tuple(
            evolve(each, required=each.required and required, type=_writable(each.type, sent))
            for each in members
            if not each.read_only
        )
        return Body(
            at=content.at,
            format=_format(sent, fields, dict(content.members("encoding"))),
            fields=fields,
            is_whole=False,
            required=required,
        )


def _writable(of: Type, media_type: str) -> Type:
    """Return a type with strings for the bytes that a media type cannot hold."""
    if essence(media_type) == MULTIPART:
        return of
    return as_strings(of, {Scalar.BINARY} if is_json(media_type) else BYTES)


def _whole(content: Node, form: BodyFormat, of: Type, *, required: bool) -> Body:
    """Return a body that is passed as one argument."""
    schema = content.get("schema")
    text = "" if schema is None or "$ref" in schema else schema.text("description")
    body = Property(
        at=content.at,
        wire_name="body",
        type=without_null(of),
        required=required,
        docs=Docs(text=text or "The body, as a whole."),
    )
    return Body(at=content.at, format=form, fields=(body,), is_whole=True, required=required)


def _format(
    media_type: str, fields: Iterable[Property] = (), encodings: Mapping[str, Node] | None = None
) -> BodyFormat:
    """Return how a body is written."""
    if is_json(media_type):
        return JsonBody(media_type)
    found = encodings or {}
    if essence(media_type) == MULTIPART:
        types = {each.wire_name: _content_type(found.get(each.wire_name)) for each in fields}
        files = tuple(each.wire_name for each in fields if _is_file(each.type))
        return MultipartBody(media_type, tuple((key, of) for key, of in types.items() if of), files)
    styles = {each.wire_name: _style(each, found.get(each.wire_name)) for each in fields}
    special = tuple((key, of) for key, of in styles.items() if of != Style.EXPLODED)
    return FormBody(media_type, special)


def _style(of: Property, encoding: Node | None) -> Style:
    """Return the style of a form's field: its encoding's, else JSON for what has members."""
    if encoding is not None and encoding.text("style"):
        style = encoding.text("style")
        return QUERY_STYLES.get((style, explodes(encoding, style)), Style.EXPLODED)
    as_json = encoding is not None and is_json(encoding.text("contentType"))
    has_members = isinstance(without_null(of.type), ModelRef | Map | Union)
    return Style.JSON if as_json or has_members else Style.EXPLODED


def _is_file(of: Type) -> bool:
    """Return whether a value can only be a file, or a list of files."""
    bare = without_null(of)
    return bare is Scalar.BINARY or (isinstance(bare, Array) and bare.items is Scalar.BINARY)


def _content_type(encoding: Node | None) -> str:
    """Return the content type of a part, if its encoding names a single one."""
    found = "" if encoding is None else encoding.text("contentType")
    return "" if "," in found or "*" in found else found
