"""Responses of one item after another, from a document to typed items: `event_streams`."""

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generator.cases import generate, spec_of
from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, response

SSE = "text/event-stream"
LINES = "application/jsonl"
STEPS = b'data: {"number": 1}\n\ndata: {"number": 2}\n\ndata: [DONE]\n\n'
PARTS = b'data: {"delta": "a"}\n\ndata: {"delta": "b"}\n\n'


@pytest.fixture
def acme(use: Use) -> Any:
    """Return the client of the case, connected to the server."""
    return use("event_streams")


def _respond(server: LoopbackServer, body: bytes, content_type: str = SSE) -> None:
    server.respond(lambda _: response(body=body, content_type=content_type))


def test_an_operation_of_events_returns_them(server: LoopbackServer, acme: Any) -> None:
    """The method itself is iterated; each item is a model."""
    step = models_of(acme).Step
    _respond(server, STEPS)

    assert list(acme.jobs.watch("7")) == [step(number=1), step(number=2)]
    assert list(acme.jobs.described()) == [step(number=1), step(number=2)]
    assert [each.headers["accept"] for each in server.received] == [SSE, SSE]

    server.respond(lambda _: response(204, b""))
    assert list(acme.jobs.watch("7")) == []


def test_an_operation_of_events_is_awaited_item_by_item(
    server: LoopbackServer, package: Callable[[str], ModuleType]
) -> None:
    """The same, with ``async for``."""
    _respond(server, STEPS)

    async def read(client: Any) -> list[int]:
        async with client:
            return [step.number async for step in client.jobs.watch("7")]

    client = package("event_streams").AsyncAcme(base_url=server.url)
    assert asyncio.run(read(client)) == [1, 2]


def test_an_error_is_that_of_the_operation(server: LoopbackServer, acme: Any) -> None:
    """It has the model that the document describes, before there is an item."""
    server.respond(lambda _: response(404, {"title": "gone"}))

    with pytest.raises(Exception, match="404") as caught:
        next(acme.jobs.watch("7"))

    assert vars(caught.value)["parsed"].title == "gone"


def test_data_are_text_or_numbers_where_they_are_described_so(
    server: LoopbackServer, acme: Any
) -> None:
    """Text is not taken for JSON."""
    _respond(server, b"data: 1\n\ndata: 2\n\n")

    assert list(acme.jobs.texts()) == ["1", "2"]
    with pytest.warns(DeprecationWarning, match="GET /jobs/counts"):
        counts = acme.jobs.counts()
    assert list(counts) == [1, 2]


def test_events_can_be_items_themselves(server: LoopbackServer, acme: Any) -> None:
    """Their type decides which model they are."""
    models = models_of(acme)
    body = (
        b'event: step\nid: 7\ndata: {"number": 1}\n\nevent: note\nretry: 10\ndata: hello\n\n'
        b"event: end\ndata:\n\n"
    )
    _respond(server, body)

    step, note, end = acme.jobs.whole()
    assert (step.data, step.id) == (models.Step(number=1), "7")
    assert (note.data, note.retry) == ("hello", 10)
    assert [type(each).__name__ for each in (step, note, end)] == [
        "StepEvent",
        "NoteEvent",
        "EndEvent",
    ]
    plain = [(each.event, each.data) for each in acme.jobs.plain()]
    assert plain[:2] == [("step", '{"number": 1}'), ("note", "hello")]


def test_lines_and_records_are_items(server: LoopbackServer, acme: Any) -> None:
    """A schema describes a line, or as an array all of them."""
    _respond(server, b'{"number": 1}\n{"number": 2}\n', LINES)
    for operation in (acme.logs.read, acme.logs.read_all, acme.logs.untyped):
        found = [getattr(step, "number", step) for step in operation()]
        assert found in ([1, 2], [{"number": 1}, {"number": 2}])

    _respond(server, b'\x1e{"number": 1}\n\x1e{"number": 2}\n', "application/json-seq")
    assert [step.number for step in acme.logs.records()] == [1, 2]


def test_the_way_to_call_decides_between_json_and_a_stream(
    server: LoopbackServer, acme: Any
) -> None:
    """The plain method asks for JSON; the other for a stream, in the request too."""
    _respond(server, b'{"text": "ab"}', "application/json")
    assert acme.chats.ask(question="q").text == "ab"

    _respond(server, PARTS)
    parts = acme.chats.with_event_stream.ask(question="q")
    assert [part.delta for part in parts] == ["a", "b"]
    list(acme.chats.with_event_stream.ask(question="q", stream=False))

    accepts = [each.headers["accept"] for each in server.received]
    assert accepts == ["application/json", SSE, SSE]
    assert [each.body for each in server.received] == [
        b'{"question":"q"}',
        b'{"question":"q","stream":true}',
        b'{"question":"q","stream":false}',
    ]


def test_a_parameter_of_the_query_can_ask_for_a_stream(server: LoopbackServer, acme: Any) -> None:
    """As a member of the body does."""
    _respond(server, b'{"delta": "a"}\n', "application/x-ndjson")

    assert [part.delta for part in acme.chats.with_event_stream.latest()] == ["a"]
    assert server.received[0].query == [("stream", "true")]


def test_a_stream_that_was_not_asked_for_is_an_error(server: LoopbackServer, acme: Any) -> None:
    """The message says how to ask for it."""
    _respond(server, PARTS)

    with pytest.raises(Exception, match="call the operation on with_event_stream"):
        acme.chats.ask(question="q", stream=True)


def test_other_ways_to_call_are_as_ever(server: LoopbackServer, acme: Any) -> None:
    """Raw responses hold the text; streaming ones are read piece by piece."""
    _respond(server, STEPS)

    assert acme.jobs.with_raw_response.watch("7").parse() == STEPS.decode()
    with acme.jobs.with_streaming_response.watch("7") as streamed:
        assert b"".join(streamed.iter_bytes()) == STEPS
    assert not hasattr(acme.jobs, "with_event_stream")


def test_help_shows_the_type_of_items(acme: Any) -> None:
    """The signature of the method has it."""
    watch = inspect.signature(type(acme.jobs).watch)
    ask = inspect.signature(type(acme.chats.with_event_stream).ask)

    assert str(watch.return_annotation) == "EventStream[models.Step | Any]"
    assert str(ask.return_annotation) == "EventStream[models.Part | Any]"


TYPED = """\
from typing import Any, assert_type

from acme import Acme, AsyncAcme, AsyncEventStream, EventStream, ServerSentEvent, models


def sync(client: Acme) -> None:
    found = client.jobs.watch("7", timeout=3)
    assert_type(found, EventStream[models.Step | Any])
    for item in found:
        assert_type(item, models.Step | Any)
    with client.jobs.texts() as stream:
        assert_type(next(stream), str)
        assert_type(stream.last_event, ServerSentEvent | None)
        assert_type(stream.response.status_code, int)
    assert_type(client.chats.ask(question="q"), models.Reply)
    assert_type(
        client.chats.with_event_stream.ask(question="q"), EventStream[models.Part | Any]
    )


async def awaited(client: AsyncAcme) -> None:
    found = client.jobs.watch("7")
    assert_type(found, AsyncEventStream[models.Step | Any])
    async for item in found:
        assert_type(item, models.Step | Any)
    async with client.chats.with_event_stream.ask(question="q") as stream:
        assert_type(await anext(stream), models.Part | Any)


def wrong(client: Acme) -> None:
    client.chats.with_event_stream.ask()
"""


@pytest.mark.parametrize(
    ("checker", "complaint"),
    [
        (["mypy", "--strict", "--config-file=", "--cache-dir=.mypy_cache/cases"], "[call-arg]"),
        (["pyright", "--pythonpath", sys.executable], 'Argument missing for parameter "question"'),
    ],
)
def test_items_are_typed(checker: list[str], complaint: str, tmp_path: Path) -> None:
    """Both type checkers see what each way to call returns, and a missing argument."""
    generate(spec_of("event_streams"), tmp_path / "acme")
    (tmp_path / "typed.py").write_text(TYPED)

    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", *checker, "typed.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    found = [line for line in done.stdout.splitlines() if " error: " in line or "- error" in line]
    assert len(found) == 1, done.stdout
    assert f"typed.py:{TYPED.count(chr(10))}" in found[0]
    assert complaint in found[0]
