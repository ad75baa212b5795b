# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""When a request is sent again, and whether the server may have acted on it: decided here alone.

Sent twice, a POST may start two streams and bill both. So after each attempt without a 2xx
response there are two questions: may it be sent again, and may the server have acted on it?

    outcome      what happened                              sent again     may have executed
    UNSENT       refused, no such host, TLS, proxy,         always         no
                 connect timeout, no free connection
    UNTRUSTED    the server's certificate is not valid      never          no
    BUSY         429: turned away unread                    always         no
    LATE         408: not all of it arrived in time         if idempotent  no
    REFUSED      any other 4xx                              never          no
    UNKNOWN      lost connection, timeout, 5xx              if idempotent  yes
    FINAL        1xx, 3xx                                   never          yes

GET, HEAD, PUT, DELETE, OPTIONS and TRACE are idempotent (RFC 9110, section 9.2.2); POST and PATCH
are not. UNSENT needs evidence: our own transport, which notes in a `Progress` how far an attempt
got, or an error of httpx's own transport that it raises before it sends. Without, it is UNKNOWN.
"""

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from http import HTTPStatus
from time import monotonic
from typing import Final, Literal

import httpx

IDEMPOTENT: Final = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})
LONGEST_WAIT: Final = 60.0
"""Seconds; a server that asks for more is not waited for, the caller decides."""

_BACKOFF_FIRST = 0.5
_BACKOFF_LAST = 8.0
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_RAISED_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)


class Outcome(Enum):
    """What is known of an attempt without a 2xx response; the table is above."""

    UNSENT = auto()
    UNTRUSTED = auto()
    BUSY = auto()
    LATE = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    FINAL = auto()

    @property
    def may_have_executed(self) -> bool:
        """Whether the server may have acted on the request."""
        return self in {Outcome.UNKNOWN, Outcome.FINAL}

    def may_repeat(self, method: str) -> bool:
        """Return whether the request may be sent again."""
        if self in {Outcome.UNSENT, Outcome.BUSY}:
            return True
        return self in {Outcome.LATE, Outcome.UNKNOWN} and method in IDEMPOTENT


class Progress:
    """How far one attempt got."""

    __slots__ = ("deadline", "has_known_transport", "stage")

    def __init__(self, *, has_known_transport: bool = False, deadline: float | None = None) -> None:
        """Begin an attempt.

        Args:
            has_known_transport: Whether it is sent by our own transport or by httpx's, which
                raise `httpx.ConnectError` and its like only before they send.
            deadline: When it must be over, by `time.monotonic`; None is never.
        """
        self.has_known_transport = has_known_transport
        self.deadline = deadline
        self.stage: Literal["connecting", "sending"] | None = None
        """Written by our own transport; None where nothing is known."""

    def remaining(self, timeout: float | None) -> float | None:
        """Return how many seconds a step with this timeout may take; None is no limit."""
        if self.deadline is None:
            return timeout
        left = max(self.deadline - monotonic(), 0.0)
        return left if timeout is None else min(timeout, left)


def outcome_of_error(error: Exception, progress: Progress) -> Outcome:
    """Decide what an attempt without a response came to."""
    is_unsent = progress.stage == "connecting" or (
        progress.stage is None
        and progress.has_known_transport
        and isinstance(error, _RAISED_BEFORE_SENDING)
    )
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes(error)):
        return Outcome.UNTRUSTED if is_unsent else Outcome.FINAL
    return Outcome.UNSENT if is_unsent else Outcome.UNKNOWN


def outcome_of_status(status: int) -> Outcome:
    """Decide what a response other than 2xx came to."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome.BUSY
    if status == HTTPStatus.REQUEST_TIMEOUT:
        return Outcome.LATE
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Outcome.UNKNOWN
    return Outcome.REFUSED if status >= HTTPStatus.BAD_REQUEST else Outcome.FINAL


def causes(error: BaseException) -> Iterator[BaseException]:
    """Go through an error and what it was raised from.

    Not through contexts: the error that a caller is handling is the context of ours.
    """
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__


def asked_wait(headers: httpx.Headers, now: float) -> float | None:
    """Read how many seconds the server asks to wait.

    ``retry-after-ms`` and ``Retry-After`` (seconds or an HTTP date), the longest of them; where
    there is neither, ``x-ratelimit-reset`` (seconds).

    Args:
        headers: The response's.
        now: The time, in seconds since the epoch.
    """
    milliseconds = [_seconds(value) for value in headers.get_list("retry-after-ms")]
    waits = [wait / 1000 for wait in milliseconds if wait is not None]
    dates = [_seconds_or_date(value, now) for value in headers.get_list("retry-after")]
    waits += [wait for wait in dates if wait is not None]
    resets = [_seconds(value) for value in headers.get_list("x-ratelimit-reset")]
    return max(waits or [wait for wait in resets if wait is not None], default=None)


def _seconds(value: str) -> float | None:
    return float(value) if _SECONDS.fullmatch(value.strip()) else None


def _seconds_or_date(value: str, now: float) -> float | None:
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.fromtimestamp(now, UTC)).total_seconds())


def backoff(retries_taken: int, jitter: float) -> float:
    """Choose a wait where the server asks for none: exponential, with full jitter.

    Args:
        retries_taken: How many retries came before.
        jitter: A random number from 0 to 1.
    """
    return jitter * min(_BACKOFF_LAST, _BACKOFF_FIRST * float(2**retries_taken))
