"""Callbacks and webhooks: what their bodies are parsed into."""

import pickle
import traceback
from typing import Any

import pytest

from generated_client._runtime.converters import as_int, as_str, list_of, map_of
from generated_client._runtime.decoding import Reader
from generated_client._runtime.events import Event, SignedEvent
from generated_client._runtime.payloads import (
    WebhookPayloadError,
    by_tag,
    parse_form,
    parse_json,
)
from generated_client._runtime.signatures import WebhookVerificationError
from tests.runtime.test_signatures import BODY, HEADERS, PUBLIC_KEY, SEED, TELNYX, TIME


def converted(value: Any, at: Reader) -> dict[str, Any]:
    """Read an object with a string that is required and a number that is not."""
    read = Reader.of_object(value, at)
    return {"sid": read.required("Sid", as_str), "count": read.optional("Count", as_int)}


FORM: Event[dict[str, Any]] = Event(parse_form(), lambda: converted)
JSON: Event[dict[str, Any]] = Event(parse_json, lambda: converted)
SIGNED: SignedEvent[dict[str, str]] = SignedEvent(parse_form(), lambda: map_of(as_str), TELNYX)


@pytest.mark.parametrize(
    "text",
    [
        b"Sid=a+b&Count=5&New=",
        "Sid=a%20b&Count=5",
        "?Sid=a b&Count=5",
        b"Sid=a+b&Count=5\r\n",
        b"\xef\xbb\xbfSid=a+b&Count=5",
        b'{"Sid": "a b", "Count": 5}',
        b' \r\n{"Sid": "a b", "Count": 5.0, "New": null}',
    ],
)
def test_a_form_is_parsed(text: bytes | str) -> None:
    """The query of a GET as well, and JSON where somebody sends that."""
    assert FORM.parse_unverified(text) == {"sid": "a b", "count": 5}


def test_an_empty_field_is_an_empty_string() -> None:
    """Where that does not fit the type, the field is None."""
    assert FORM.parse_unverified("Sid=&Count=") == {"sid": "", "count": None}


def test_a_field_that_comes_twice_has_no_value() -> None:
    """Nobody can know which one is meant; a required one fails the event."""
    assert FORM.parse_unverified("Sid=a&Count=1&Count=2") == {"sid": "a", "count": None}
    with pytest.raises(WebhookPayloadError, match="/Sid"):
        FORM.parse_unverified("Sid=a&Sid=b")


def test_a_field_that_is_a_list_may_come_once_or_more() -> None:
    """A form cannot write a list otherwise."""
    tags = Event(parse_form("Tag"), lambda: map_of(list_of(as_str)))
    assert tags.parse_unverified("Tag=a") == {"Tag": ["a"]}
    assert tags.parse_unverified("Tag=a&Tag=b") == {"Tag": ["a", "b"]}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"Count=1",
        b"\xff",
        b"Sid=%FF",
        b"garbage",
        b'{"Sid": 1}',
        b'{"Sid": NaN',
        b"&".join(b"a=1" for _ in range(2_000)),
    ],
)
def test_a_form_that_does_not_fit_is_a_payload_error(text: bytes) -> None:
    """It is not what the spec says."""
    with pytest.raises(WebhookPayloadError):
        FORM.parse_unverified(text)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"Sid=a",
        b"[]",
        b"null",
        b'{"Sid": "a"',
        b'{"Sid": "a", "Count": NaN}',
        b'{"Sid": "a", "Count": -Infinity}',
        b'{"Sid": "\xff"}',
        b"[" * 100_000,
        b'{"Sid": ' + b"[" * 100_000,
        b'{"Count": ' + b"9" * 5_000 + b"}",
    ],
)
def test_json_that_does_not_fit_is_a_payload_error(text: bytes) -> None:
    """NaN is no JSON either."""
    with pytest.raises(WebhookPayloadError):
        JSON.parse_unverified(text)


def test_a_payload_error_has_no_part_of_the_payload() -> None:
    """Only the location of what is wrong; and it can be pickled."""
    with pytest.raises(WebhookPayloadError) as raised:
        FORM.parse_unverified(f"Count={4711 + 1}")

    text = "".join(traceback.format_exception(raised.value))
    assert "/Sid: is required and absent" in text
    assert "4712" not in text
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301 - ours


@pytest.mark.parametrize("body", [b"\xff", b'{"a'])
def test_what_cannot_be_parsed_is_in_no_error_behind_the_error(body: bytes) -> None:
    """The errors of Python's own parsers hold the text."""
    with pytest.raises(WebhookPayloadError) as raised:
        JSON.parse_unverified(body)
    assert raised.value.__context__ is None


def test_a_signed_event_is_verified_and_parsed() -> None:
    """The body as it arrived, and the headers."""
    event = SIGNED.unwrap(BODY, HEADERS, key=PUBLIC_KEY, now=TIME)
    assert event["StreamName"] == "demo stream"
    assert event["CallSid"] == "v3:exampleCallSid_-0123456789"


def test_an_event_that_does_not_verify_is_not_parsed() -> None:
    """Which of the two is wrong must not depend on what an attacker writes."""
    with pytest.raises(WebhookVerificationError):
        SIGNED.unwrap(b"\xff", HEADERS, key=PUBLIC_KEY, now=TIME)


def test_an_event_that_is_signed_and_does_not_fit_is_a_payload_error() -> None:
    """It is genuine: log it."""
    headers = SIGNED.sign(b"\xff", SEED, now=TIME)
    with pytest.raises(WebhookPayloadError):
        SIGNED.unwrap(b"\xff", headers, key=PUBLIC_KEY, now=TIME)


def _with_id(value: Any, at: Reader) -> str:
    return Reader.of_object(value, at).required("id", as_str)


def test_a_tag_decides_about_the_type() -> None:
    """It may be inside of another object; one that is unknown leaves the dict."""
    convert = by_tag(("data", "type"), {"a": _with_id})
    event: Event[Any] = Event(parse_json, lambda: convert)

    assert event.parse_unverified('{"data": {"type": "a"}, "id": "x"}') == "x"
    for text in ('{"data": {"type": "b"}}', '{"data": {"type": ["a"]}}', '{"data": []}', "{}"):
        assert event.parse_unverified(text) == parse_json(text)
    for text in ('{"data": {"type": "a"}, "id": 1}', "[]"):
        with pytest.raises(WebhookPayloadError):
            event.parse_unverified(text)
