"""What may be sent again: each way in which an attempt can fail."""

import ssl

import aiohttp
import httpx
import pytest

from generated_client._runtime import retries
from generated_client._runtime.calls import Operation
from generated_client._runtime.results import no_answer

NEVER_SENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
UNKNOWN = [
    httpx.ReadError,
    httpx.WriteError,
    httpx.CloseError,
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.RemoteProtocolError,
    httpx.LocalProtocolError,
    httpx.DecodingError,
    OSError,
    ValueError,
]


@pytest.mark.parametrize("kind", NEVER_SENT)
def test_what_never_reached_the_server_may_be_repeated(kind: type[Exception]) -> None:
    """Whatever the method."""
    assert retries.never_reached_server(kind("x"))
    assert retries.may_repeat_failure(kind("x"), repeatable=False)


@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_may_have_reached_it_is_repeated_only_where_that_is_harmless(
    kind: type[Exception],
) -> None:
    """For a POST the outcome is unknown, and stays so."""
    assert not retries.never_reached_server(kind("x"))
    assert not retries.may_repeat_failure(kind("x"), repeatable=False)
    assert retries.may_repeat_failure(kind("x"), repeatable=True)


@pytest.mark.parametrize("repeatable", [False, True])
def test_a_certificate_that_was_refused_is_not_tried_again(*, repeatable: bool) -> None:
    """However deep in the chain of causes it is."""
    error = httpx.ConnectError("x")
    error.__cause__ = OSError()
    error.__cause__.__context__ = ssl.SSLCertVerificationError()

    assert not retries.may_repeat_failure(error, repeatable=repeatable)
    assert retries.never_reached_server(error)


@pytest.mark.parametrize(
    ("cause", "never_sent"),
    [
        (aiohttp.ServerDisconnectedError(), False),
        (aiohttp.ClientOSError(), False),
        (aiohttp.SocketTimeoutError(), False),
        (aiohttp.ConnectionTimeoutError(), True),
    ],
)
def test_a_lost_connection_of_aiohttp_is_told_from_one_never_made(
    *, cause: Exception, never_sent: bool
) -> None:
    """Its transport calls both ConnectTimeout."""
    error = httpx.ConnectTimeout("x")
    error.__cause__ = cause

    assert retries.never_reached_server(error) is never_sent


@pytest.mark.parametrize(
    ("method", "repeatable"),
    [
        *((method, True) for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")),
        *((method, False) for method in ("POST", "PATCH", "CONNECT", "QUERY", "post")),
    ],
)
def test_the_operation_decides_whether_it_may_be_repeated(*, method: str, repeatable: bool) -> None:
    """Only methods that are idempotent by RFC 9110."""
    operation = Operation(method=method, path="/x", decode=no_answer)

    assert operation.repeatable is repeatable


def test_a_status_that_is_no_refusal_may_have_had_an_effect() -> None:
    """And a POST is not repeated for it."""
    others = [*range(200, 400), *range(500, 1000)]
    assert all(retries.may_have_executed(status) for status in others)
    assert not any(retries.may_repeat_status(status, repeatable=False) for status in others)


def test_a_status_in_the_four_hundreds_is_a_refusal() -> None:
    """Only 429 is repeated whatever the method, and 408 where that is harmless."""
    assert not any(retries.may_have_executed(status) for status in range(400, 500))
    refused = range(400, 500)
    assert [s for s in refused if retries.may_repeat_status(s, repeatable=False)] == [429]
    assert [s for s in refused if retries.may_repeat_status(s, repeatable=True)] == [408, 429]


@pytest.mark.parametrize(("jitter", "expected"), [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5)])
def test_the_jitter_is_full(jitter: float, expected: float) -> None:
    """A wait is anything from nothing to the longest, so that clients spread out."""
    assert retries.backoff(0, jitter) == expected
    assert retries.backoff(50, jitter) == jitter * 8
