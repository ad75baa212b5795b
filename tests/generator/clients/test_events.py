"""What an API sends to its users: `events`."""

import datetime as dt
import hmac
import json
import logging
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SECRET = f"whsec_{b64encode(b'secret').decode()}"
NOW = 1_700_000_000


@pytest.fixture
def acme(package: Callable[[str], ModuleType]) -> ModuleType:
    """Return the client of the case."""
    return package("events")


def _signed(acme: ModuleType, name: str, body: object) -> tuple[bytes, dict[str, str]]:
    text = json.dumps(body).encode()
    headers = {"webhook-id": "msg_1"}
    return text, getattr(acme.events, name).sign(text, SECRET, now=NOW, headers=headers)


def test_a_form_that_is_signed_is_verified_and_parsed(acme: ModuleType) -> None:
    """Numbers are digits in it, and lists fields that come several times."""
    body = b"id=a+b&percent=50&steps=one"
    digest = hmac.new(b"key", body, "sha256").hexdigest()
    headers = {"x-signature": f"sha256={digest}"}

    found = acme.events.job_progress.unwrap(body, headers, key="key")

    assert found == acme.models.Progress(id="a b", percent=50, steps=["one"])
    assert found.raw == {"id": "a b", "percent": "50", "steps": ["one"]}
    with pytest.raises(acme.WebhookVerificationError):
        acme.events.job_progress.unwrap(body + b"&", headers, key="key")


def test_the_key_comes_from_a_variable_of_the_client(
    acme: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named after the client and the key."""
    body = b"id=a"
    with pytest.raises(acme.MissingCredentialsError, match="ACME_FORM_KEY"):
        acme.events.job_progress.unwrap(body, {})
    monkeypatch.setenv("ACME_FORM_KEY", "key")
    headers = acme.events.job_progress.sign(body, "key")

    assert acme.events.job_progress.unwrap(body, headers).id == "a"


def test_a_query_is_parsed_unverified(acme: ModuleType) -> None:
    """Its event has no `unwrap`."""
    found = acme.events.job_seen.parse_unverified("id=a&new=1")

    assert found == acme.models.JobSeenQuery(id="a")
    assert not hasattr(acme.events.job_seen, "unwrap")
    with pytest.raises(acme.WebhookPayloadError, match="/id: is required and absent"):
        acme.events.job_seen.parse_unverified("share=1")


@pytest.mark.parametrize(
    ("name", "data", "model"),
    [
        ("job_done", {"type": "job.done", "result": "x"}, "JobDone"),
        ("webhooks", {"type": "job.done"}, "JobDone"),
        ("webhooks", {"type": "job.failed"}, "JobFailed"),
        ("webhooks", {"type": "job.lost", "why": "x"}, "JobFailed"),
        ("webhooks", {"type": "job.new"}, "dict"),
    ],
)
def test_a_webhook_has_the_type_that_its_tag_names(
    name: str, data: dict[str, str], model: str, acme: ModuleType
) -> None:
    """One that is newer than the client is the dict that it was."""
    body, headers = _signed(acme, name, {"data": data})

    found = getattr(acme.events, name).unwrap(body, headers, key=SECRET, now=NOW)

    assert type(found).__name__ == model


def test_a_webhook_that_is_malformed_is_an_error(acme: ModuleType) -> None:
    """Its type is known, and it is not of that type."""
    body, headers = _signed(acme, "job_done", {"data": {}})
    with pytest.raises(acme.WebhookPayloadError, match="/data/type"):
        acme.events.job_done.unwrap(body, headers, key=SECRET, now=NOW)


def test_an_old_webhook_is_refused(acme: ModuleType) -> None:
    """Its time is signed."""
    body, headers = _signed(acme, "job_done", {"data": {"type": "job.done"}})
    with pytest.raises(acme.WebhookVerificationError, match="300 seconds"):
        acme.events.job_done.unwrap(body, headers, key=SECRET, now=NOW + 301)


def test_messages_are_decoded_and_encoded(
    acme: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    """A constant needs no argument; what is not understood is a dict."""
    models, socket = acme.models, acme.events.job_socket
    line = models.Line(text="x", raw_bytes=b"\xff")

    assert socket.decode('{"type": "line", "text": "x", "raw_bytes": "/w=="}') == line
    assert socket.decode('{"type": "end", "at": "2026-01-01T00:00:00Z"}') == models.End(
        at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    assert socket.decode('{"type": "new"}') == {"type": "new"}
    with caplog.at_level(logging.WARNING):
        assert socket.decode('{"type": "line"}') == {"type": "line"}
    assert caplog.messages == ["a message is returned as a dict: /text: is required and absent"]
    assert socket.encode(models.Stop(force=True)) == '{"type":"stop","force":true}'
    assert socket.encode({"type": "new"}) == '{"type":"new"}'


def test_the_types_of_messages_have_names(acme: ModuleType) -> None:
    """They are what `isinstance` takes."""
    assert isinstance(acme.models.End(), acme.models.JobSocketReceived)
    assert isinstance(acme.models.JobDone(data={}), acme.models.Webhooks)


def test_events_say_what_they_are(acme: ModuleType) -> None:
    """Each has its annotation; all are listed."""
    annotations: dict[str, Any] = acme.events.__annotations__
    assert acme.events.__all__ == sorted(annotations)
    assert annotations["job_socket"] == "Final[Messages[models.JobSocketReceived, models.Stop]]"


def test_a_client_without_events_has_none_of_their_modules(
    package: Callable[[str], ModuleType],
) -> None:
    """Neither in its runtime nor among its exports."""
    minimal = package("minimal")
    folder = minimal.__path__[0]
    names = ("events", "payloads", "signatures", "messages", "algorithms")

    assert not hasattr(minimal, "events")
    assert not [each for each in minimal.__all__ if "Webhook" in each]
    assert {path.stem for path in Path(folder).rglob("*.py")}.isdisjoint(names)
