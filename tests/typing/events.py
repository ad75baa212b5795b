"""What users may write about events."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import Mapping
from email.message import Message
from typing import Any, assert_type

import httpx
from aiohttp import web
from fastapi import Request
from werkzeug.datastructures import Headers

from generated_client import events, models
from generated_client.models import MediaCommand, MediaEvent, StreamStatusEvent


async def any_framework(  # noqa: PLR0917 - one for each framework
    fastapi: Request,
    flask: Headers,
    aiohttp: web.Request,
    standard: Message[str, str],
    plain: dict[str, str],
    mapping: Mapping[str, str],
    client: httpx.Headers,
) -> None:
    """Headers are taken from every framework as they are."""
    unwrap = events.stream_status.unwrap
    assert_type(unwrap(await fastapi.body(), fastapi.headers), StreamStatusEvent)
    unwrap(await aiohttp.read(), aiohttp.headers, key="key", now=0.5)
    unwrap(b"", flask)
    unwrap(b"", standard)
    unwrap(b"", plain)
    unwrap(b"", mapping)
    unwrap(b"", client)


def bodies(body: bytes, text: str, decoded: dict[str, Any]) -> None:
    """A body that was decoded or parsed is an error; a query is text."""
    events.stream_status.unwrap(text, {})  # type: ignore[arg-type]
    events.stream_status.unwrap(decoded, {})  # type: ignore[arg-type]
    assert_type(events.stream_status_in_query.parse_unverified(text), StreamStatusEvent)
    events.stream_status_in_query.unwrap(body, {})  # type: ignore[attr-defined]
    assert_type(events.stream_status.sign(body, "seed"), dict[str, str])


def fields(status: StreamStatusEvent) -> None:
    """What is required is there; a value may be newer than the client."""
    assert_type(status.stream_sid, str)
    assert_type(status.stream_error, str | None)
    assert_type(status.stream_event, models.StreamEvent | str)
    assert {status: 1}


def messages(text: str) -> bytes | None:
    """What is decoded is distinguished by `match`; a dict is what is newer."""
    message = events.stream_media.decode(text)
    assert_type(message, MediaEvent | dict[str, Any])
    match message:
        case models.MediaMessage(media=chunk):
            assert_type(chunk.payload, bytes)
            return chunk.payload
        case models.StartMessage(start=start):
            assert_type(start.media_format, models.MediaFormat | None)
        case models.ErrorMessage(payload=error):
            assert_type(error.code, int | None)
        case dict():
            assert_type(message, dict[str, Any])
        case _:
            pass
    return None


def commands(command: MediaCommand) -> None:
    """What is sent needs no type; what only Telnyx sends is an error."""
    events.stream_media.encode(command)
    events.stream_media.encode(models.OutboundClear())
    events.stream_media.encode(models.OutboundMark(mark=models.Mark(name="a")))
    events.stream_media.encode({"event": "new"})
    events.stream_media.encode(models.StopMessage())  # type: ignore[arg-type]
    models.OutboundAudio()  # type: ignore[call-arg]
