"""Any value at all: as a response, and as a parameter."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated_client import APIResponseValidationError, APIStatusError, Telnyx
from tests.loopback import LoopbackServer, response

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = ("sid", "call_sid", "status", "date_updated", "name", "uri", "errors")
TEXT = st.text(st.characters(), max_size=40)  # halves of surrogate pairs as well
FEW = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def loopback() -> Iterator[LoopbackServer]:
    """Serve for all examples."""
    with LoopbackServer() as server:
        yield server


@pytest.fixture(scope="module")
def client(loopback: LoopbackServer) -> Iterator[Telnyx]:
    """Send all examples over one connection."""
    with Telnyx(api_key="KEY", base_url=loopback.url, max_retries=0) as made:
        yield made


def start(client: Telnyx, **options: Any) -> Any:
    """Start a stream."""
    return client.texml.accounts.calls.streams_json("call", account_sid="account", **options)


@FEW
@given(
    body=JSON | st.dictionaries(st.sampled_from(MEMBERS), JSON), status=st.sampled_from([200, 202])
)
def test_any_json_is_a_stream_or_our_error(
    loopback: LoopbackServer, client: Telnyx, body: Any, status: int
) -> None:
    """An id that is a string arrives; whatever came is in `raw`, or attached to the error."""
    sent = json.dumps(body)
    loopback.respond(lambda _: response(status, sent.encode()))
    if isinstance(body, dict):
        stream = start(client)
        assert json.dumps(stream.raw) == sent
        assert stream.sid == (body.get("sid") if isinstance(body.get("sid"), str) else None)
    else:
        with pytest.raises(APIResponseValidationError) as raised:
            start(client)
        assert json.dumps(raised.value.body) == sent


@FEW
@given(body=JSON | st.dictionaries(st.sampled_from(MEMBERS), JSON), status=st.integers(400, 999))
def test_any_json_of_an_error_is_our_error(
    loopback: LoopbackServer, client: Telnyx, body: Any, status: int
) -> None:
    """With its status, whatever the body says."""
    sent = json.dumps(body)
    loopback.respond(lambda _: response(status, sent.encode()))
    with pytest.raises(APIStatusError) as raised:
        start(client)

    assert raised.value.status_code == status
    assert json.dumps(raised.value.body) == sent


@FEW
@given(
    body=st.binary(max_size=300), encoding=st.sampled_from(["identity", "gzip", "deflate", "br"])
)
def test_any_bytes_are_a_stream_or_our_error(
    loopback: LoopbackServer, client: Telnyx, body: bytes, encoding: str
) -> None:
    """Nothing else is raised."""
    loopback.respond(lambda _: response(200, body, content_encoding=encoding))
    with suppress(APIResponseValidationError):
        start(client)


@FEW
@given(texts=st.tuples(TEXT, TEXT, TEXT, TEXT))
def test_any_text_arrives_as_it_was_passed_or_is_refused(
    loopback: LoopbackServer, client: Telnyx, texts: tuple[str, str, str, str]
) -> None:
    """In the path, in the form and in the query, as the standard library reads them."""
    sid, name, key, token = texts
    before = len(loopback.received)
    loopback.respond(lambda _: response())
    try:
        client.texml.accounts.calls.streams_json(
            sid, account_sid="a", name=name, extra_query={key: token}, extra_body={key: token}
        )
    except ValueError:
        assert len(loopback.received) == before
        assert sid in {"", ".", ".."} or any("\ud800" <= c <= "\udfff" for t in texts for c in t)
    else:
        request = loopback.received[-1]
        assert unquote(request.path.split("/")[-2], errors="strict") == sid
        assert request.query == [(key, token)]
        fields = {"Name": name, key: token}
        assert request.form == list(fields.items())


@FEW
@given(value=TEXT)
def test_any_header_arrives_as_it_was_passed_or_is_refused(
    loopback: LoopbackServer, client: Telnyx, value: str
) -> None:
    """What HTTP would change on the way is not sent at all."""
    before = len(loopback.received)
    loopback.respond(lambda _: response())
    try:
        start(client, extra_headers={"x-value": value})
    except ValueError:
        assert len(loopback.received) == before
        assert not value.isascii() or not value.isprintable() or value != value.strip()
    else:
        assert loopback.received[-1].headers["x-value"] == value
