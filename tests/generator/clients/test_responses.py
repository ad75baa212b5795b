"""Responses of every sort, decoded: `responses`, `null_in_30`."""

import asyncio
import datetime as dt
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, Responder, response

THING = {"id": "a", "newer": 1}


@pytest.fixture
def responses(use: Use) -> Any:
    """Return the resource of the case, connected to the server."""
    return use("responses").responses


def test_each_success_has_its_type(server: LoopbackServer, responses: Any) -> None:
    """The status decides what a call returns; one that is not documented is read as the first."""
    models = models_of(responses._client)
    sent = [(200, {"job": 1}), (201, THING), (202, {"job": 2})]
    server.respond(lambda _: response(*sent[len(server.received) - 1]))

    found = [responses.several() for _ in sent]

    assert found == [models.Job(job=1), models.Thing(id="a"), models.Job(job=2)]


def test_a_response_without_a_body_is_none(server: LoopbackServer, responses: Any) -> None:
    """204 and the response to HEAD are None, beside other successes and alone."""
    server.respond(lambda _: response(204, b""))

    assert [responses.several(), responses.nothing(), responses.look_at()] == [None, None, None]
    assert [request.method for request in server.received] == ["POST", "DELETE", "HEAD"]


@pytest.mark.parametrize(
    ("status", "body", "model"),
    [
        (409, {"title": "t"}, "Problem"),
        (400, {"reason": "r"}, "Wrong"),
        (404, {"reason": "r"}, "Wrong"),
    ],
)
def test_each_error_has_its_model(
    status: int, body: object, model: str, server: LoopbackServer, responses: Any
) -> None:
    """The error model is that of the status, else that of its range."""
    server.respond(lambda _: response(status, body))

    with pytest.raises(Exception, match=str(status)) as caught:
        responses.several()

    assert type(vars(caught.value)["parsed"]).__name__ == model
    assert vars(caught.value)["parsed"].to_dict() == body


def test_an_error_that_is_not_documented_has_the_type_of_the_default(
    server: LoopbackServer, responses: Any
) -> None:
    """What ``default`` describes is read from any other error, whatever shape it has."""
    server.respond(lambda _: response(501, ["a", "b"]))

    with pytest.raises(Exception, match="501") as caught:
        responses.several()

    assert vars(caught.value)["parsed"] == ["a", "b"]


def test_a_range_holds_for_what_has_no_status_of_its_own(
    server: LoopbackServer, responses: Any
) -> None:
    """``2XX`` is any success but those that are listed; ``default`` alone is any success."""
    models = models_of(responses._client)
    server.respond(lambda _: response(203, {"job": 1}))
    assert responses.in_range() == models.Job(job=1)

    server.respond(lambda _: response(206, THING))
    assert responses.in_range() == responses.by_default() == models.Thing(id="a")


def _always(message: bytes) -> Responder:
    return lambda _: message


def test_json_may_have_any_shape(server: LoopbackServer, responses: Any) -> None:
    """Lists, maps, plain values, null and untyped values are decoded as described."""
    models = models_of(responses._client)
    cases: list[tuple[str, object, object]] = [
        ("list_of", [THING, {"id": "b"}], [models.Thing(id="a"), models.Thing(id="b")]),
        ("list_of", [], []),
        ("map_of", {"x": THING}, {"x": models.Thing(id="a")}),
        ("scalar", "2020-01-02", dt.date(2020, 1, 2)),
        ("maybe", None, None),
        ("maybe", THING, models.Thing(id="a")),
        ("untyped", [None, {"a": 1.5}], [None, {"a": 1.5}]),
        ("list_of", [{}, THING], [{}, models.Thing(id="a")]),
        ("vendor_json", THING, models.Thing(id="a")),
        ("old_json", THING, models.Thing(id="a")),
        ("any_model", THING, models.Thing(id="a")),
    ]
    for operation, body, expected in cases:
        server.respond(_always(response(body=body)))
        assert getattr(responses, operation)() == expected, operation


@pytest.mark.parametrize(
    ("operation", "body"),
    [("list_of", {"id": "a"}), ("map_of", []), ("scalar", "soon"), ("maybe", 1)],
)
def test_json_of_another_shape_is_an_error(
    operation: str, body: object, server: LoopbackServer, responses: Any
) -> None:
    """A response that is not as documented is an error, never half a value."""
    server.respond(lambda _: response(body=body))

    with pytest.raises(Exception, match="its body is unusable") as caught:
        getattr(responses, operation)()

    assert type(caught.value).__name__ == "APIResponseValidationError"


def test_text_and_bytes_are_returned_as_they_are(server: LoopbackServer, responses: Any) -> None:
    """Text is decoded in its charset; an image, and what may be anything, are bytes."""
    server.respond(lambda _: response(body=b"h\xe9", content_type="text/plain; charset=latin-1"))
    assert responses.text() == "hé"

    server.respond(lambda _: response(body=b"\x89PNG\x00", content_type="image/png"))
    assert responses.bytes() == responses.anything() == b"\x89PNG\x00"
    accepts = [request.headers["accept"] for request in server.received]
    assert accepts == ["text/plain", "image/png", "*/*"]


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("application/json; charset=utf-8", b'{"id": "a"}', "a"),
        ("Text/CSV", b"id\na", "id\na"),
        ("image/png", b"\x89PNG", b"\x89PNG"),
    ],
)
def test_the_content_type_decides(
    content_type: str, body: bytes, expected: object, server: LoopbackServer, responses: Any
) -> None:
    """Where several media types are documented, or a range of them, its own decides."""
    server.respond(lambda _: response(body=body, content_type=content_type))

    found = responses.by_type()

    assert getattr(found, "id", found) == expected


def test_null_of_openapi_30_is_read_where_it_is_allowed(server: LoopbackServer, use: Use) -> None:
    """Null is None at each sort of schema; absent is UNSET there, and None elsewhere."""
    client = use("null_in_30")
    nulls: dict[str, object] = dict.fromkeys(("needed", "text", "list", "level", "part", "either"))
    nulls |= {"maybe": None, "map": {"a": None}}
    bodies = [nulls, {"needed": 1}, {"needed": 1, "list": [None], "either": True}]
    server.respond(lambda _: response(body=bodies[len(server.received) - 1]))

    null, absent, present = (client.things.save_thing() for _ in bodies)

    assert (null.needed, null.text, null.list_, null.level, null.part) == (None,) * 5
    assert (null.maybe, null.either, null.map) == (None, None, {"a": None})
    names = ("text", "list_", "level", "part", "maybe", "either")
    assert {repr(getattr(absent, name)) for name in names} == {"UNSET"}
    assert (absent.never, absent.map) == (None, None)
    assert (present.list_, present.either) == ([None], True)
    assert [thing.to_dict() for thing in (null, absent, present)] == bodies


def test_a_large_response_can_be_read_piece_by_piece(
    server: LoopbackServer, responses: Any
) -> None:
    """A resource with files has a variant that does not read them, with the same operations."""
    server.respond(lambda _: response(body=b"\x00\xff", content_type="application/octet-stream"))

    with responses.with_streaming_response.bytes() as streamed:
        body = b"".join(streamed.iter_bytes())

    assert (body, streamed.status_code) == (b"\x00\xff", 200)


def test_a_large_response_can_be_awaited_piece_by_piece(
    server: LoopbackServer, package: Callable[[str], ModuleType]
) -> None:
    """The same, awaited."""
    server.respond(lambda _: response(body=b"\x00\xff", content_type="application/octet-stream"))

    async def read(client: Any) -> bytes:
        async with client, client.responses.with_streaming_response.bytes() as streamed:
            return b"".join([piece async for piece in streamed.iter_bytes()])

    client = package("responses").AsyncAcme(base_url=server.url)
    assert asyncio.run(read(client)) == b"\x00\xff"


def test_a_resource_of_json_has_nothing_to_stream(use: Use) -> None:
    """JSON is decoded as a whole."""
    assert not hasattr(use("circles").trees, "with_streaming_response")
