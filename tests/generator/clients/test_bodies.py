"""Bodies of every media type, sent: `bodies`, `multipart`, `null_in_30`."""

import datetime as dt
import json
from email import message_from_bytes
from email.message import Message
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from tests.generator.cases import spec_of
from tests.generator.conftest import Use, models_of
from tests.generator.judge import Judge
from tests.loopback import LoopbackServer, Received, response

ROME = {"city": "Rome"}


@pytest.fixture
def bodies(server: LoopbackServer, use: Use) -> Any:
    """Return the resource of `bodies`, connected to a server that returns no content."""
    server.respond(lambda _: response(204, b""))
    return use("bodies").bodies


@pytest.fixture
def files(server: LoopbackServer, use: Use) -> Any:
    """Return the resource of `multipart`, connected to a server that returns no content."""
    server.respond(lambda _: response(204, b""))
    return use("multipart").files


def _body(server: LoopbackServer) -> Any:
    return Judge(spec_of("bodies")).read(server.received[-1]).body


def test_a_form_is_written_as_its_encoding_says(server: LoopbackServer, bodies: Any) -> None:
    """Lists and objects in a form have the style of their field."""
    bodies.send_form(
        plain="a&b=c+é", words=["x", "y"], comma=["x", "y"], pipe=["x", "y"], deep=ROME, alive=True
    )

    assert _body(server) == {
        "plain": "a&b=c+é",
        "words": ["x", "y"],
        "comma": ["x", "y"],
        "pipe": ["x", "y"],
        "deep": ROME,
        "alive": True,
    }


def test_objects_without_a_style_are_json_in_a_form(server: LoopbackServer, bodies: Any) -> None:
    """An object, and each object in a list, is one field of JSON."""
    place = models_of(bodies._client).Place(city="Bari", zip=None)

    bodies.send_form(json=ROME, places=[ROME, place])

    pairs = [(name, json.loads(text)) for name, text in server.received[0].form]
    assert pairs == [("json", ROME), ("places", ROME), ("places", {"city": "Bari", "zip": None})]


def test_a_form_of_any_fields_is_passed_as_a_whole(server: LoopbackServer, bodies: Any) -> None:
    """A form without named fields takes a mapping, and may be omitted."""
    bodies.send_form_of_map(body={"a b": "c&d"})
    bodies.send_form_of_map()

    assert [request.form for request in server.received] == [[("a b", "c&d")], []]
    with pytest.raises(TypeError, match="must be a mapping"):
        bodies.send_form_of_map(body=["a"])


def test_the_members_of_a_json_object_are_arguments(server: LoopbackServer, bodies: Any) -> None:
    """Each member is written by its type; models, mappings, lists and maps of them mix."""
    place = models_of(bodies._client).Place(city="Bari", zip="70100")
    bodies.send_object(
        name="n",
        nickname="k",
        age=0,
        home=place,
        homes=[place, ROME],
        by_name={"x": place},
        born=dt.date(2020, 1, 2),
        seen=dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
        tag=UUID(int=7),
        photo=b"\x00\xff",
        anything=[None, {"a": 1.5}],
        password="p",  # noqa: S106 - no secret
    )

    assert json.loads(server.received[0].body) == {
        "name": "n",
        "nickname": "k",
        "age": 0,
        "home": {"city": "Bari", "zip": "70100"},
        "homes": [{"city": "Bari", "zip": "70100"}, ROME],
        "by_name": {"x": {"city": "Bari", "zip": "70100"}},
        "born": "2020-01-02",
        "seen": "2020-01-02T00:00:00+00:00",
        "tag": "00000000-0000-0000-0000-000000000007",
        "photo": "AP8=",
        "anything": [None, {"a": 1.5}],
        "password": "p",
    }
    assert _body(server)["tag"] == UUID(int=7)
    assert server.received[0].headers["content-type"] == "application/json; charset=utf-8"


def test_null_is_written_only_where_the_schema_allows_it(
    server: LoopbackServer, bodies: Any
) -> None:
    """None is null in a nullable field, and omits any other field; UNSET omits each."""
    bodies.send_object(name="n", nickname=None, note=None, age=None)
    bodies.send_object(name="n", nickname=None)

    assert [json.loads(request.body) for request in server.received] == [
        {"name": "n", "nickname": None, "note": None},
        {"name": "n", "nickname": None},
    ]


def test_a_member_that_is_read_only_is_no_argument(bodies: Any) -> None:
    """Only the server sets it."""
    with pytest.raises(TypeError, match="'id'"):
        bodies.send_object(name="n", nickname=None, id="7")


def test_an_optional_body_may_be_omitted(server: LoopbackServer, bodies: Any) -> None:
    """Without arguments an optional body is not sent, whatever its media type."""
    for call in (
        bodies.may_leave_out,
        bodies.send_merge_patch,
        bodies.send_either,
        bodies.send_map,
        bodies.send_anything,
        bodies.send_bytes,
    ):
        call()

    assert [request.body for request in server.received] == [b""] * 6
    assert all("content-type" not in request.headers for request in server.received)


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("send_array", [ROME, {"city": "Bari", "zip": None}]),
        ("send_array", []),
        ("send_either", {"x": 1.5}),
        ("send_either", ROME),
        ("send_map", {"a b": 1}),
        ("send_scalar", 'te"xt'),
        ("send_anything", [None, {"a": [True]}]),
        ("send_text", "zwei\nZeilen é"),
    ],
)
def test_a_body_without_known_members_is_passed_as_a_whole(
    operation: str, body: object, server: LoopbackServer, bodies: Any
) -> None:
    """Lists, unions, maps, plain and untyped values are one argument, ``body``."""
    getattr(bodies, operation)(body=body)

    assert _body(server) == body


def test_a_combined_object_is_flat(server: LoopbackServer, bodies: Any) -> None:
    """The members of all parts of an ``allOf`` are arguments of one call."""
    bodies.send_combined(city="Rome", floor=3, zip=None)

    assert _body(server) == {"city": "Rome", "zip": None, "floor": 3}


def test_json_keeps_its_media_type(server: LoopbackServer, bodies: Any) -> None:
    """A media type that ends in +json is JSON, and is sent under its own name."""
    bodies.send_merge_patch(city="Rome", extra_body={"zip": None, "newer": 1})

    [request] = server.received
    assert request.headers["content-type"] == "application/merge-patch+json"
    assert json.loads(request.body) == {"city": "Rome", "zip": None, "newer": 1}


@pytest.mark.parametrize("how", ["bytes", "file", "path"])
def test_bytes_are_sent_as_they_are(
    how: str, server: LoopbackServer, bodies: Any, tmp_path: Path
) -> None:
    """Bytes, an open file and a path are sent the same; a caller may pass their media type."""
    (tmp_path / "x.png").write_bytes(b"\x00\r\n\xff")
    body = {"bytes": b"\x00\r\n\xff", "file": BytesIO(b"\x00\r\n\xff"), "path": tmp_path / "x.png"}

    bodies.send_image(body=body[how])

    assert _body(server) == b"\x00\r\n\xff"


def test_an_optional_null_of_openapi_30_is_written(server: LoopbackServer, use: Use) -> None:
    """``nullable: true`` counts for lists, their items, enums and references as well."""
    client = use("null_in_30")
    server.respond(lambda _: response(body={"needed": None}))

    client.things.save_thing(text=None, list=[1, None], level=None, never=None)
    client.things.save_thing(list=None)
    client.things.save_thing(part=None)

    assert [Judge(spec_of("null_in_30")).read(each).body for each in server.received[:2]] == [
        {"text": None, "list": [1, None], "level": None},
        {"list": None},
    ]
    # openapi-core checks the schema that is referred to, which does not allow null.
    assert json.loads(server.received[2].body) == {"part": None}


def _parts(request: Received) -> list[Message]:
    """Parse a multipart body with the standard library's reader of mail."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    return cast("list[Message]", message_from_bytes(head + request.body).get_payload())


def _described(part: Message) -> tuple[object, ...]:
    name = part.get_param("name", header="content-disposition")
    return name, part.get_filename(), part["content-type"], part.get_payload(decode=True)


def test_each_field_is_a_part(server: LoopbackServer, files: Any) -> None:
    """Files have a name and a type, plain values neither, objects are JSON; lists are many."""
    files.upload(
        file=b"\x89PNG\r\n\x00",
        more=[b"1", ('f".txt', b"2"), BytesIO(b"3")],
        note="two\r\nlines é",
        words=("a", "b"),
        count=3,
        alive=True,
        day=dt.date(2020, 1, 2),
        tag=UUID(int=7),
        meta={"a": "é"},
        odd_name="o",
        table=b"a,b",
    )

    octets = "application/octet-stream"
    assert [_described(part) for part in _parts(server.received[0])] == [
        ("file", "file", octets, b"\x89PNG\r\n\x00"),
        ("more", "more", octets, b"1"),
        ("more", "f%22.txt", octets, b"2"),
        ("more", "more", octets, b"3"),
        ("note", None, None, "two\r\nlines é".encode()),
        ("words", None, None, b"a"),
        ("words", None, None, b"b"),
        ("count", None, None, b"3"),
        ("alive", None, None, b"true"),
        ("day", None, None, b"2020-01-02"),
        ("tag", None, None, b"00000000-0000-0000-0000-000000000007"),
        ("meta", None, "application/json", '{"a":"é"}'.encode()),
        ("odd%22name", None, None, b"o"),
        ("table", "table", "text/csv", b"a,b"),
    ]


def test_parts_are_as_documented(server: LoopbackServer, files: Any) -> None:
    """openapi-core accepts them, and reads files, texts and objects out of them."""
    files.upload(file=b"\x89PNG", more=[b"1", b"2"], note="n", words=["a"], meta={"a": "b"})

    assert Judge(spec_of("multipart")).read(server.received[0]).body == {
        "file": b"\x89PNG",
        "more": [b"1", b"2"],
        "note": "n",
        "words": ["a"],
        "meta": {"a": "b"},
    }


def test_parts_may_be_omitted_or_passed_as_a_whole(server: LoopbackServer, files: Any) -> None:
    """An optional multipart body may be omitted; without named fields it takes a mapping."""
    files.upload_some()
    files.upload_any()
    files.upload_any(body={"a": b"x", "b": ("y.txt", b"y")})

    assert [request.body for request in server.received[:2]] == [b"", b""]
    assert [_described(part)[:2] for part in _parts(server.received[2])] == [
        ("a", "a"),
        ("b", "y.txt"),
    ]
