"""When a request is sent again, and whether the server may have acted: the whole table."""

import ssl
import time
from collections.abc import Iterator
from typing import Any, cast

import httpx
import pytest

from generated_client._runtime import retries
from generated_client._runtime.retries import Outcome, Progress

RAISED_BEFORE_SENDING = [
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
]
OTHERS = [
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
IDEMPOTENT = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"]
NOT_IDEMPOTENT = ["POST", "PATCH", "CONNECT", "QUERY", "get"]

TABLE = [
    (Outcome.UNSENT, True, True, False),
    (Outcome.UNTRUSTED, False, False, False),
    (Outcome.BUSY, True, True, False),
    (Outcome.LATE, True, False, False),
    (Outcome.REFUSED, False, False, False),
    (Outcome.UNKNOWN, True, False, True),
    (Outcome.FINAL, False, False, True),
]


@pytest.mark.parametrize(("outcome", "if_idempotent", "otherwise", "may_have_executed"), TABLE)
def test_an_outcome_decides_whether_a_request_is_sent_again(
    *, outcome: Outcome, if_idempotent: bool, otherwise: bool, may_have_executed: bool
) -> None:
    """For each method, and what the caller learns."""
    assert {outcome.may_repeat(method) for method in IDEMPOTENT} == {if_idempotent}
    assert {outcome.may_repeat(method) for method in NOT_IDEMPOTENT} == {otherwise}
    assert outcome.may_have_executed is may_have_executed


def progress(stage: str | None = None, *, known: bool = True) -> Progress:
    """Build the progress of an attempt."""
    made = Progress(has_known_transport=known)
    if stage is not None:
        made.stage = cast("Any", stage)
    return made


@pytest.mark.parametrize("error", [*RAISED_BEFORE_SENDING, *OTHERS])
def test_an_attempt_that_was_connecting_was_not_sent(error: type[Exception]) -> None:
    """Whatever it failed with: nothing had been written by then."""
    assert retries.outcome_of_error(error("x"), progress("connecting")) is Outcome.UNSENT


@pytest.mark.parametrize("error", [*RAISED_BEFORE_SENDING, *OTHERS])
def test_an_attempt_that_was_sending_may_have_executed(error: type[Exception]) -> None:
    """Whatever it failed with, an error in connecting included."""
    assert retries.outcome_of_error(error("x"), progress("sending")) is Outcome.UNKNOWN


@pytest.mark.parametrize("error", RAISED_BEFORE_SENDING)
def test_an_error_in_connecting_is_evidence_only_from_a_known_transport(
    error: type[Exception],
) -> None:
    """Others may have sent the request before, on their own."""
    assert retries.outcome_of_error(error("x"), progress()) is Outcome.UNSENT
    assert retries.outcome_of_error(error("x"), progress(known=False)) is Outcome.UNKNOWN
    assert retries.outcome_of_error(error("x"), Progress()) is Outcome.UNKNOWN


@pytest.mark.parametrize("error", OTHERS)
def test_without_evidence_the_outcome_is_unknown(error: type[Exception]) -> None:
    """From whichever transport."""
    assert retries.outcome_of_error(error("x"), progress()) is Outcome.UNKNOWN
    assert retries.outcome_of_error(error("x"), progress(known=False)) is Outcome.UNKNOWN


def test_a_certificate_that_is_not_valid_is_not_tried_again() -> None:
    """However deep in the chain of causes it is."""
    error = httpx.ConnectError("x")
    error.__cause__ = OSError()
    error.__cause__.__cause__ = ssl.SSLCertVerificationError()

    assert retries.outcome_of_error(error, progress("connecting")) is Outcome.UNTRUSTED
    assert retries.outcome_of_error(error, progress(known=False)) is Outcome.FINAL


def test_what_the_caller_is_handling_says_nothing_about_an_attempt() -> None:
    """A certificate error that the caller is in the middle of handling is not ours."""
    try:
        raise ssl.SSLCertVerificationError  # noqa: TRY301 - it is handled here
    except ssl.SSLCertVerificationError:
        try:
            raise httpx.ConnectError("refused")  # noqa: TRY301 - as above
        except httpx.ConnectError as error:
            found = retries.outcome_of_error(error, progress())

    assert found is Outcome.UNSENT


@pytest.mark.parametrize("status", [*range(100, 200), *range(300, 1000)])
def test_each_status_has_its_outcome(status: int) -> None:
    """429 was turned away, 408 came too late, other 4xx are refused, 5xx are unknown."""
    expected = {4: Outcome.REFUSED, 1: Outcome.FINAL, 3: Outcome.FINAL}
    special = {429: Outcome.BUSY, 408: Outcome.LATE}

    assert retries.outcome_of_status(status) is special.get(
        status, expected.get(status // 100, Outcome.UNKNOWN)
    )


@pytest.mark.parametrize(("jitter", "expected"), [(0.0, 0.0), (0.5, 0.25), (1.0, 0.5)])
def test_the_jitter_is_full(jitter: float, expected: float) -> None:
    """A wait is anything from nothing to the longest, so that clients spread out."""
    assert retries.backoff(0, jitter) == expected
    assert retries.backoff(50, jitter) == jitter * 8


def test_a_step_may_take_no_longer_than_what_is_left_of_the_attempt() -> None:
    """Nor longer than its own timeout, and never less than nothing."""
    made = progress()
    assert (made.remaining(None), made.remaining(5)) == (None, 5)

    made = Progress(deadline=time.monotonic() + 100)
    assert made.remaining(5) == 5
    assert 99 < (made.remaining(None) or 0) <= 100

    made = Progress(deadline=time.monotonic() - 1)
    assert made.remaining(5) == made.remaining(None) == 0


@pytest.fixture(params=["America/New_York", "Asia/Tokyo"])
def _elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """Be in another time zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize(
    "date",
    [
        "Tue, 14 Nov 2023 22:13:30 GMT",
        "Tue, 14 Nov 2023 22:13:30 -0000",
        "Tue Nov 14 22:13:30 2023",
    ],
)
def test_a_date_without_a_zone_is_utc_wherever_the_client_is(date: str) -> None:
    """As HTTP has it (RFC 9110, section 5.6.7)."""
    assert retries.asked_wait(httpx.Headers({"retry-after": date}), 1_700_000_000.0) == 10.0


def test_a_date_may_have_a_zone() -> None:
    """Another than GMT is against the standard, and not wrong by hours all the same."""
    headers = httpx.Headers({"retry-after": "Tue, 14 Nov 2023 23:13:30 +0100"})

    assert retries.asked_wait(headers, 1_700_000_000.0) == 10.0
