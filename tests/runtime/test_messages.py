"""Messages over a WebSocket: nothing that arrives ends a call but what is no JSON object."""

import json
import logging
from typing import Any

import pytest

from generated_client._runtime.converters import as_bytes, as_str
from generated_client._runtime.decoding import Reader
from generated_client._runtime.messages import Messages
from generated_client._runtime.payloads import WebhookPayloadError


def media(value: Any, at: Reader) -> tuple[bytes, str | None]:
    """Read a payload, which is required, and a track."""
    read = Reader.of_object(value, at)
    return read.required("payload", as_bytes), read.optional("track", as_str)


MESSAGES: Messages[tuple[bytes, str | None], Any] = Messages("event", lambda: {"media": media})


def test_a_message_is_decoded_by_its_type() -> None:
    """Text or bytes: libraries differ."""
    text = '{"event": "media", "payload": "/w==", "track": "inbound", "new": 1}'
    assert MESSAGES.decode(text) == (b"\xff", "inbound")
    assert MESSAGES.decode(text.encode()) == (b"\xff", "inbound")


@pytest.mark.parametrize("event", ["new", None, 1, ["media"], {}])
def test_a_message_of_a_newer_type_is_the_dict_that_it_was(event: object) -> None:
    """So is one whose type is no text, or absent."""
    assert MESSAGES.decode(json.dumps({"event": event})) == {"event": event}
    assert MESSAGES.decode("{}") == {}


@pytest.mark.parametrize("payload", [{}, {"payload": "%"}, {"payload": None}, {"payload": "/w"}])
def test_a_malformed_message_is_a_dict_and_logged(
    payload: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """The line has the location, and nothing of the message."""
    with caplog.at_level(logging.WARNING):
        assert MESSAGES.decode(json.dumps({"event": "media", **payload})) == {
            "event": "media",
            **payload,
        }
    [line] = caplog.messages
    assert line.startswith("a message is returned as a dict: /payload: ")


def test_an_optional_member_that_does_not_fit_is_none() -> None:
    """The rest of the message is used."""
    assert MESSAGES.decode('{"event": "media", "payload": "", "track": 1}') == (b"", None)


@pytest.mark.parametrize(
    "text",
    ["", "media", "[]", "1", "null", '"media"', "{", '{"event": NaN}', "[" * 100_000, b"\xff\xd8"],
)
def test_what_is_no_json_object_is_raised(text: str | bytes) -> None:
    """It is no message of this protocol."""
    with pytest.raises(WebhookPayloadError):
        MESSAGES.decode(text)


def test_a_large_message_is_decoded() -> None:
    """Thirty seconds of audio in one message are a megabyte of text."""
    text = json.dumps({"event": "media", "payload": "A" * 1_280_000})
    assert MESSAGES.decode(text) == (bytes(960_000), None)


def test_a_message_is_encoded_as_compact_json() -> None:
    """Bytes in base64."""
    assert MESSAGES.encode({"event": "media", "payload": b"\xff"}) == (
        '{"event":"media","payload":"/w=="}'
    )


@pytest.mark.parametrize("value", [float("nan"), object(), "\ud800"])
def test_what_json_cannot_hold_is_not_encoded(value: object) -> None:
    """The other side could not read it."""
    with pytest.raises(ValueError, match="JSON"):
        MESSAGES.encode({"event": value})
