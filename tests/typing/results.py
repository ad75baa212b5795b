"""What calls give."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import datetime as dt
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal, assert_type

import httpx

from generated_client import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    AsyncTelnyx,
    ErrorDetail,
    MissingCredentialsError,
    RateLimitError,
    RawResponse,
    Telnyx,
    TelnyxError,
)
from generated_client.models import CallStream, StreamStatus, StreamTrack


def sync_call(client: Telnyx) -> None:
    """A call gives the model, not a union with errors or None."""
    assert_type(client.texml.accounts.calls.streams_json("c", account_sid="a"), CallStream)


async def async_call(client: AsyncTelnyx) -> None:
    """An awaited call gives the model; what is not awaited is not the model."""
    assert_type(await client.texml.accounts.calls.streams_json("c", account_sid="a"), CallStream)
    call = client.texml.accounts.calls.streams_json("c", account_sid="a")
    # The response is not there before it was awaited.
    call.sid  # type: ignore[attr-defined]  # noqa: B018
    assert_type(await call, CallStream)


def raw_call(client: Telnyx) -> None:
    """The raw form gives a response that knows what it will be decoded to."""
    calls = client.texml.accounts.calls.with_raw_response
    response = calls.streams_json("c", account_sid="a")
    assert_type(response, RawResponse[CallStream])
    assert_type(response.parse(), CallStream)
    assert_type(response.status_code, int)
    assert_type(response.headers, httpx.Headers)
    assert_type(response.request_id, str | None)
    assert_type(response.retries_taken, int)
    assert_type(response.elapsed, timedelta)
    assert_type(response.http_response, httpx.Response)


async def async_raw_call(client: AsyncTelnyx) -> None:
    """The awaited raw form gives the same."""
    calls = client.texml.accounts.calls.with_raw_response
    response = await calls.streams_json("c", account_sid="a")
    assert_type(response, RawResponse[CallStream])
    assert_type(response.parse(), CallStream)


def fields(stream: CallStream) -> None:
    """No field is promised, and a status may be newer than the client."""
    assert_type(stream.sid, str | None)
    assert_type(stream.status, StreamStatus | str | None)
    assert_type(stream.date_updated, dt.datetime | None)
    assert_type(stream.raw, Mapping[str, Any])
    assert_type(stream.to_dict(), dict[str, Any])
    assert_type(CallStream.from_dict({}), CallStream)
    # A misspelt field is an error.
    stream.sidd  # type: ignore[attr-defined]  # noqa: B018
    # Models do not change.
    stream.sid = "other"  # type: ignore[misc]
    # They are made with names only.
    CallStream("account")  # type: ignore[call-arg]


def value_sets(track: StreamTrack) -> None:
    """A value set is the literal strings of the spec."""
    assert_type(track, Literal["inbound_track", "outbound_track", "both_tracks"])


def clients(client: Telnyx, async_client: AsyncTelnyx) -> None:
    """Copies and context managers are the same kind of client."""
    assert_type(client.with_options(timeout=1), Telnyx)
    assert_type(async_client.with_options(max_retries=0), AsyncTelnyx)
    with client as entered:
        assert_type(entered, Telnyx)


async def async_clients(client: AsyncTelnyx) -> None:
    """The async client is entered asynchronously only."""
    async with client as entered:
        assert_type(entered, AsyncTelnyx)
    # A plain `with` is an error.
    with client:  # type: ignore[attr-defined]
        pass


def errors(
    call: APIError, status: APIStatusError, limit: RateLimitError, odd: APIResponseValidationError
) -> None:
    """What errors hold is typed; `may_have_executed` is a plain bool for each of them."""
    assert_type(call.may_have_executed, bool)
    assert_type(call.request, httpx.Request)
    assert_type(status.status_code, int)
    assert_type(status.errors, list[ErrorDetail])
    assert_type(status.retry_after, float | None)
    assert_type(limit.request_id, str | None)
    assert_type(odd.response, httpx.Response)


def tree(
    connection: APIConnectionError, missing: MissingCredentialsError, call: APIError
) -> list[TelnyxError]:
    """All errors are the client's root error."""
    # Only failed calls have an outcome.
    missing.may_have_executed  # type: ignore[attr-defined]  # noqa: B018
    return [connection, missing, call]
