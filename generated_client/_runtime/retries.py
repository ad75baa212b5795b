"""What may be sent again, and after how long.

Sent twice, a POST may start two streams and bill both, so the only question that counts is
whether a failed attempt can have reached the server:

    refused, unknown host, TLS or proxy handshake, connect timeout, no free connection    no
    429                                                      turned away unread           no
    anything else: write, read, protocol, timeout, 5xx       the outcome is unknown       yes

What may have reached the server is repeated only where repeating is harmless (RFC 9110, 9.2.2).
"""

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

LONGEST_WAIT = 60.0
"""Seconds; a server that asks for more is not waited for, the caller decides."""

_BACKOFF_FIRST = 0.5
_BACKOFF_LAST = 8.0
_TOO_MANY_REQUESTS = 429
_REQUEST_TIMEOUT = 408
_SERVER_ERROR = 500

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# The aiohttp transport reports every lost connection as one that was never made. These of
# aiohttp's errors are the ones that are.
_NEVER_SENT_BY_AIOHTTP = frozenset(
    {"ClientConnectorError", "ConnectionTimeoutError", "ClientHttpProxyError"}
)
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")


def never_reached_server(error: BaseException) -> bool:
    """Tell whether a failed attempt provably did not get as far as the server."""
    if not isinstance(error, _NEVER_SENT):
        return False
    told = (link for link in chain(error) if type(link).__module__.startswith("aiohttp"))
    cause = next(told, None)
    if cause is None:
        return True
    return any(cls.__name__ in _NEVER_SENT_BY_AIOHTTP for cls in type(cause).__mro__)


def is_certificate_error(error: BaseException) -> bool:
    """Tell whether the server's certificate was refused; trying again cannot help."""
    return any(isinstance(link, ssl.SSLCertVerificationError) for link in chain(error))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Go from an error through all that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def may_repeat_failure(error: BaseException, *, repeatable: bool) -> bool:
    """Decide whether a request without an answer may be sent again."""
    if is_certificate_error(error):
        return False
    return repeatable or never_reached_server(error)


def may_repeat_status(status: int, *, repeatable: bool) -> bool:
    """Decide whether a request that was answered with this status may be sent again."""
    if status == _TOO_MANY_REQUESTS:
        return True
    return repeatable and (status == _REQUEST_TIMEOUT or status >= _SERVER_ERROR)


def may_have_executed(status: int) -> bool:
    """Tell whether a server that answered with this status may have acted."""
    return not 400 <= status < _SERVER_ERROR  # noqa: PLR2004 - 4xx


def asked_wait(headers: httpx.Headers, now: float) -> float | None:
    """Read how many seconds the server asks to wait.

    ``retry-after-ms`` and ``Retry-After`` (seconds or an HTTP date), the longest of them; where
    none is given, ``x-ratelimit-reset`` (seconds).

    Args:
        headers: The answer's.
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
