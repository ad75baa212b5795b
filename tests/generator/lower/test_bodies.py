"""Request bodies: which media type is sent, and of which arguments the body is made."""

import pytest

from generator.ir.api import (
    Body,
    BodyChoice,
    ChosenBody,
    FormBody,
    JsonBody,
    MultipartBody,
    RawBody,
    Style,
)
from generator.ir.types import Scalar
from tests.generator.lower.documents import Json, Lowered, lowered, operation

THING = {"type": "object", "properties": {"word": {"type": "string"}}}
MAYBE = ["string", "null"]


def _lowered(content: Json, **members: object) -> Lowered:
    return lowered(operation("post", requestBody={"content": content, **members}))


def _body(content: Json, **members: object) -> Body:
    found = _lowered(content, **members).operation.body
    assert found
    return found


@pytest.mark.parametrize(
    ("media_types", "sent"),
    [
        ("application/xml multipart/form-data application/json", "application/json"),
        ("application/vnd.acme+json application/json;v=1", "application/json;v=1"),
        ("text/csv application/vnd.acme+json", "application/vnd.acme+json"),
        (
            "multipart/form-data application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
        ),
        ("application/pdf multipart/form-data", "multipart/form-data"),
        ("text/csv application/pdf", "text/csv"),
        ("application/pdf text/csv", "application/pdf"),
    ],
)
def test_the_media_type_that_can_express_most_is_sent(media_types: str, sent: str) -> None:
    """JSON goes before a form, a form before multipart, that before the rest in its order."""
    content = {media_type: {"schema": THING} for media_type in media_types.split()}

    assert _body(content).format.media_type == sent


def test_media_types_with_fields_of_their_own_are_merged() -> None:
    """The arguments are those of all; required is what each of them requires."""
    parts = {
        "required": ["word", "file"],
        "properties": {"word": {"type": "string"}, "file": {"type": "string", "format": "binary"}},
    }
    content = {
        "multipart/form-data": {"schema": parts},
        "application/json": {"schema": {**THING, "required": ["word"]}},
    }

    found = _lowered(content, required=True)
    body = found.operation.body
    assert body
    assert found.warnings == []
    assert body.format == ChosenBody(
        (
            BodyChoice(JsonBody("application/json"), ("word",), ("word",)),
            BodyChoice(
                MultipartBody("multipart/form-data", files=("file",)),
                ("word", "file"),
                ("word", "file"),
            ),
        )
    )
    assert [(field.wire_name, field.required) for field in body.fields] == [
        ("word", True),
        ("file", False),
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array"},
        {"properties": {"word": {"type": "string", "format": "byte"}}},
    ],
)
def test_bodies_that_cannot_be_told_apart_are_not_merged(schema: Json) -> None:
    """A body that is one argument, or that takes bytes itself, stays the only one."""
    parts = {"properties": {"file": {"type": "string", "format": "binary"}}}
    content = {"application/json": {"schema": schema}, "multipart/form-data": {"schema": parts}}

    assert _lowered(content).warnings == [
        (
            "/paths/~1things/post/requestBody/content: "
            "only application/json is sent; multipart/form-data would be possible too"
        )
    ]


def test_media_types_that_are_not_sent_are_warned_of() -> None:
    """The warning says which one is sent, and names the others."""
    found = _lowered({"application/json": {}, "application/xml": {}, "text/csv": {}})

    assert found.warnings == [
        (
            "/paths/~1things/post/requestBody/content: "
            "only application/json is sent; application/xml, text/csv would be possible too"
        )
    ]


@pytest.mark.parametrize(
    ("media_type", "sent", "scalar"),
    [
        ("audio/*", "application/octet-stream", Scalar.BINARY),
        ("image/*", "application/octet-stream", Scalar.BINARY),
        ("*/*", "application/octet-stream", Scalar.BINARY),
        ("text/*", "text/plain", Scalar.STRING),
    ],
)
def test_a_range_of_media_types_is_sent_as_one(media_type: str, sent: str, scalar: Scalar) -> None:
    """Nobody but the caller knows which one it is; it is not guessed."""
    body = _body({media_type: {}})

    assert body.format == RawBody(sent)
    assert [field.type for field in body.fields] == [scalar]


@pytest.mark.parametrize("media_type", ["audio/*", "font/*", "image/*", "video/*"])
def test_a_range_of_formats_is_warned_of(media_type: str) -> None:
    """The warning says how to send another media type."""
    assert _lowered({media_type: {}}).warnings == [
        (
            f"/paths/~1things/post/requestBody/content/{media_type.replace('/', '~1')}: "
            f"{media_type} is sent as application/octet-stream: "
            "pass another content-type in extra_headers"
        )
    ]


def test_a_range_that_describes_an_object_is_sent_as_json() -> None:
    """JSON is the one format that any object can be written in."""
    body = _body({"*/*": {"schema": THING}})

    assert body.format == JsonBody("application/json")
    assert [field.wire_name for field in body.fields] == ["word"]


@pytest.mark.parametrize(("is_required", "expected"), [(True, True), (False, False)])
def test_a_field_is_required_only_in_a_body_that_is(*, is_required: bool, expected: bool) -> None:
    """An optional body may be omitted with all that it requires."""
    schema = {**THING, "required": ["word"]}

    body = _body({"application/json": {"schema": schema}}, required=is_required)

    assert (body.required, body.fields[0].required) == (expected, expected)


def test_members_that_are_read_only_are_not_sent() -> None:
    """They come from the server."""
    schema = {"properties": {"id": {"readOnly": True}, "name": {}}}

    body = _body({"application/json": {"schema": schema}})

    assert [field.wire_name for field in body.fields] == ["name"]


@pytest.mark.parametrize("schema", [{"type": "array"}, {"type": MAYBE}, {"type": "object"}, {}])
def test_a_body_without_known_members_is_one_argument(schema: Json) -> None:
    """It is called ``body``; null is not passed, but omitted."""
    body = _body({"application/json": {"schema": schema}})

    [field] = body.fields
    assert (body.is_whole, field.wire_name) == (True, "body")


def test_a_form_field_has_the_style_of_its_encoding() -> None:
    """Without one, values with members are JSON, and all others exploded."""
    listed = {"type": "array", "items": {"type": "string"}}
    properties = dict.fromkeys(("plain", "comma", "pipe", "json"), listed)
    schema = {"properties": {**properties, "object": THING, "deep": THING}}
    encoding = {
        "comma": {"style": "form", "explode": False},
        "pipe": {"style": "pipeDelimited"},
        "json": {"contentType": "application/json"},
        "deep": {"style": "deepObject"},
    }

    form = _body(
        {"application/x-www-form-urlencoded": {"schema": schema, "encoding": encoding}}
    ).format

    assert isinstance(form, FormBody)
    assert dict(form.styles) == {
        "comma": Style.COMMA_SEPARATED,
        "pipe": Style.PIPE_SEPARATED,
        "json": Style.JSON,
        "object": Style.JSON,
        "deep": Style.DEEP_OBJECT,
    }


def test_a_part_has_the_content_type_of_its_encoding() -> None:
    """One of several, or a range, is left to the caller."""
    schema: Json = {"properties": {name: {} for name in ("table", "picture", "either", "plain")}}
    encoding = {
        "table": {"contentType": "text/csv"},
        "picture": {"contentType": "image/*"},
        "either": {"contentType": "image/png, image/jpeg"},
    }

    parts = _body({"multipart/form-data": {"schema": schema, "encoding": encoding}}).format

    assert isinstance(parts, MultipartBody)
    assert parts.content_types == (("table", "text/csv"),)


@pytest.mark.parametrize(
    ("media_type", "base64", "binary"),
    [
        ("application/json", Scalar.BASE64, Scalar.STRING),
        ("application/x-www-form-urlencoded", Scalar.STRING, Scalar.STRING),
        ("multipart/form-data", Scalar.BASE64, Scalar.BINARY),
    ],
)
def test_bytes_are_sent_where_the_media_type_can_hold_them(
    media_type: str, base64: Scalar, binary: Scalar
) -> None:
    """JSON writes base64 and no raw bytes, a form neither, multipart both."""
    of = {"type": "string"}
    schema = {"properties": {"a": {**of, "format": "byte"}, "b": {**of, "format": "binary"}}}

    body = _body({media_type: {"schema": schema}})

    assert [field.type for field in body.fields] == [base64, binary]
