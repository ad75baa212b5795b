# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What a client is set to: checked once, when it is made, and never changed."""

import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from typing import Final, NamedTuple

import httpx

from .credentials import Keys, Service
from .redaction import Secrets
from .unset import UNSET, Unset

Timeout = float | httpx.Timeout | None
"""Seconds for each phase and for a whole attempt, httpx's own phases, or no limit (None)."""

DEFAULT_TIMEOUT = 60.0
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RESPONSE_SIZE = 10 * 2**20
KEEPALIVE: Final = 3.0
"""Seconds for which an idle connection is kept.

Common servers close theirs after 5. A request that is sent at that moment is lost, and nobody
knows whether the server acted on it: so ours are closed well before, a slow network included.
"""

_LONGEST_CONNECT = 5.0
_LAST_PORT = 65535
_FOREVER = 1e9  # seconds; a socket cannot wait much longer
_HOST = re.compile(r"[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+")


async def _async_sleep(seconds: float) -> None:
    import asyncio  # a client without async needs none of it, and importing it takes time

    await asyncio.sleep(seconds)


class Clock(NamedTuple):
    """Time and chance; tests bring their own."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    async_sleep: Callable[[float], Awaitable[None]] = _async_sleep
    jitter: Callable[[], float] = random.random


class Limits(NamedTuple):
    """How long one attempt may take, in seconds."""

    phases: Mapping[str, float | None] | None
    """For httpx: connect, read, write, pool. None leaves them to a custom client."""

    total: float | None
    """For all of it; None is no limit."""

    @classmethod
    def of(cls, timeout: Timeout | Unset) -> "Limits":
        """Check a timeout.

        Raises:
            TypeError: It is no number, `httpx.Timeout` or None.
            ValueError: It is not greater than zero.
        """
        if timeout is UNSET:
            return cls(None, None)
        if isinstance(timeout, httpx.Timeout):
            return cls(timeout.as_dict(), None)
        if timeout is None:
            return cls(httpx.Timeout(None).as_dict(), None)
        if isinstance(timeout, bool) or not isinstance(timeout, float | int):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(f"timeout must be seconds, httpx.Timeout or None, not {timeout!r}")
        if not timeout > 0:  # which NaN is not either
            raise ValueError(f"timeout must be greater than zero, not {timeout}")
        if timeout > _FOREVER:
            return cls.of(None)
        phases = httpx.Timeout(timeout, connect=min(timeout, _LONGEST_CONNECT))
        return cls(phases.as_dict(), timeout)


class Settings(NamedTuple):
    """The settings of one client; of keys and headers only the names are shown."""

    base_url: httpx.URL
    headers: Secrets
    """Sent with each call, names in lower case: User-Agent and the caller's own."""

    service: Service
    key_values: Secrets
    """The keys that were passed or are in the environment, by scheme."""

    auths: Mapping[str, httpx.Auth]
    """What fetches keys that have to be fetched, by scheme."""

    keys: Keys
    """What is sent with a call for which the spec says nothing else."""

    limits: Limits
    max_retries: int
    max_response_size: int
    strict: bool
    has_given_url: bool
    """Whether ``base_url`` is the caller's, and not that of the spec."""

    allow_http: bool
    clock: Clock = Clock()

    def server(self, own: str | None) -> httpx.URL:
        """Return where an operation is sent.

        Args:
            own: The address that the spec has for this operation only; a ``base_url`` of the
                caller's goes before it.

        Raises:
            ValueError: The key would be sent unencrypted.
        """
        if own is None or self.has_given_url:
            return self.base_url
        return checked_base_url(own, allow_http=self.allow_http)


def checked_base_url(url: str | httpx.URL, *, allow_http: bool) -> httpx.URL:
    """Check where the key will be sent.

    Raises:
        ValueError: It is no absolute http(s) URL, holds credentials, a query or a fragment, or
            would send the key unencrypted to another machine.
    """
    try:
        parsed = httpx.URL(url)
        port, host = parsed.port, parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise ValueError(f"base_url is no URL: {error}") from None
    if parsed.userinfo or not {"?", "#"}.isdisjoint(str(parsed)):
        raise ValueError("base_url must hold no user name, password, query or fragment")
    if parsed.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        raise ValueError(f"base_url must begin with https:// and a host, not {str(parsed)!r:.80}")
    if port is not None and not 0 < port <= _LAST_PORT:
        raise ValueError(f"base_url has port {port}, which is not from 1 to {_LAST_PORT}")
    if parsed.scheme == "http" and not allow_http and not _is_loopback(parsed.host):
        raise ValueError(
            f"base_url http://{parsed.host} would send the key unencrypted; use https://, or pass "
            "allow_http=True if the way there is safe"
        )
    return parsed


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def checked_count(name: str, value: int, *, least: int) -> int:
    """Check a whole number.

    Raises:
        TypeError: It is none.
        ValueError: It is too small.
    """
    if type(value) is not int:
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}")
    return value
