"""An operation that streams its items, for both clients, and the responses that it reads."""

from collections.abc import Callable
from typing import Any

from generated_client import AsyncTelnyx
from generated_client._runtime.decoders import text_response
from generated_client._runtime.operations import Call, Operation
from generated_client.models import CallStream
from tests.optional import async_event_streams, event_formats, event_streams
from tests.wire.faults import Fault
from tests.wire.test_streaming import says

WATCH: Operation[str] = Operation(
    method="POST", path="/watch", accept="text/event-stream", decode=text_response
)
TEXT = event_formats.EventFormats(
    {"text/event-stream": event_formats.events(event_formats.text_item)}
)
JSON = event_formats.EventFormats(
    {"text/event-stream": event_formats.events(event_formats.json_item(CallStream.from_dict))}
)
LINES = event_formats.EventFormats(
    {"application/jsonl": event_formats.json_lines(event_formats.json_item(CallStream.from_dict))}
)
SSE = "text/event-stream"


def stream(client: Any, formats: Any = TEXT) -> Any:
    """Call the operation."""
    is_async = isinstance(client, AsyncTelnyx)
    make = async_event_streams.AsyncEventStream if is_async else event_streams.EventStream
    return make(client, Call(operation=WATCH), formats)


def collect(formats: Any = TEXT, each: Callable[[Any], object] = repr) -> Callable[[Any], Any]:
    """Make what reads all items; for the async client, what is to be awaited."""

    def act(client: Any) -> Any:
        found = stream(client, formats)
        return _collect(found, each) if isinstance(client, AsyncTelnyx) else _list(found, each)

    return act


def _list(found: Any, each: Callable[[Any], object]) -> list[Any]:
    items: list[Any] = []
    for item in found:
        items.append(item)
        each(item)
    return items


async def _collect(found: Any, each: Callable[[Any], object]) -> list[Any]:
    items: list[Any] = []
    async for item in found:
        items.append(item)
        each(item)
    return items


def chunks(*parts: bytes | Callable[[], object], is_whole: bool = True, **headers: str) -> Fault:
    """Respond with a body whose length nobody knows before."""

    def written(part: bytes) -> bytes:
        return f"{len(part):x}\r\n".encode() + part + b"\r\n"

    parts = tuple(written(part) if isinstance(part, bytes) else part for part in parts)
    headers = {"content_type": SSE, "transfer_encoding": "chunked", **headers}
    return says(*parts, *([b"0\r\n\r\n"] if is_whole else []), length=None, **headers)
