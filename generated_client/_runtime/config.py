"""What a client is set to: checked once, when the client is made, and never changed."""

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from typing import NamedTuple

import httpx

from .calls import Timeout
from .credentials import Alternatives, Credential, Keys, choose
from .unset import Unset

DEFAULT_TIMEOUT = 60.0
DEFAULT_MAX_RETRIES = 2
DEFAULT_MAX_RESPONSE_SIZE = 10 * 2**20
_LONGEST_CONNECT = 5.0
_LAST_PORT = 65535
_FOREVER = 1e9  # seconds; a socket cannot be told to wait much longer


async def _sleep_async(seconds: float) -> None:
    import asyncio  # importing it takes time, and a client without async needs none of it

    await asyncio.sleep(seconds)


class Clock(NamedTuple):
    """Time and chance; tests bring their own."""

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = _sleep_async
    jitter: Callable[[], float] = random.random


class Limits(NamedTuple):
    """How long one attempt may take, in seconds."""

    phases: Mapping[str, float | None] | None
    """For httpx: connect, read, write, pool. None leaves them to the caller's own client."""

    total: float | None
    """For all of it; None is no limit."""

    @property
    def phases_under_total(self) -> Mapping[str, float | None] | None:
        """The phases whose limits still count where the total is watched as well.

        The others are as long as the total, and each is a timer for every read and write.
        """
        if self.total is None or self.phases is None:
            return self.phases
        return {"connect": self.phases["connect"]}

    @classmethod
    def of(cls, timeout: Timeout | Unset) -> "Limits":
        """Read a timeout.

        Raises:
            TypeError: It is no number, `httpx.Timeout` or None.
            ValueError: It is not greater than zero.
        """
        match timeout:
            case Unset.UNSET:
                return cls(phases=None, total=None)
            case httpx.Timeout():
                return cls(phases=timeout.as_dict(), total=None)
            case None:
                return cls(phases=httpx.Timeout(None).as_dict(), total=None)
            case float() | int() if not isinstance(timeout, bool):
                if not timeout > 0:  # which NaN is not either
                    raise ValueError(f"timeout must be greater than zero, not {timeout}")
                if timeout > _FOREVER:
                    return cls.of(None)
                connect = min(timeout, _LONGEST_CONNECT)
                return cls(phases=httpx.Timeout(timeout, connect=connect).as_dict(), total=timeout)
            case _:
                raise TypeError(f"timeout must be seconds, httpx.Timeout or None, not {timeout!r}")


class Config(NamedTuple):
    """The settings of one client."""

    base_url: str
    """Without a slash at the end; paths are put behind it."""

    parsed_base_url: httpx.URL
    """The same; parsing it takes httpx too long to do it for each call."""

    headers: Mapping[str, str]
    """Sent with each call, names in lower case: User-Agent, the caller's own."""

    credentials: tuple[Credential, ...]
    keys: Keys
    """What goes with a call for which the spec says nothing else."""

    limits: Limits
    max_retries: int
    max_response_size: int
    strict: bool
    clock: Clock = Clock()

    def __repr__(self) -> str:
        """Show no header and no key."""
        return f"<{type(self).__name__} {self.base_url}>"

    @property
    def secret_headers(self) -> frozenset[str]:
        """Headers that logs and errors do not show, besides the usual ones."""
        return frozenset(key.name for key in self.credentials if key.place == "header")

    def keys_for(self, security: Alternatives | None) -> Keys:
        """Choose the keys of a call; raises `MissingCredentialsError` where there are none."""
        return self.keys if security is None else choose(self.credentials, security)


def checked_base_url(url: str | httpx.URL, *, allow_http: bool) -> str:
    """Check where the key will be sent; give it without a slash at the end.

    Raises:
        ValueError: It is no absolute http(s) URL, holds credentials, a query or a fragment, or
            would send the key in clear text to another machine.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise ValueError(f"base_url is no URL: {error}") from None
    if parsed.userinfo or not {"?", "#"}.isdisjoint(str(parsed)):
        raise ValueError("base_url must hold no user name, password, query or fragment")
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise ValueError(f"base_url must begin with https:// and a host, not {str(parsed)!r:.80}")
    if (parsed.port or 0) > _LAST_PORT:
        raise ValueError(f"base_url has port {parsed.port}, and there is none above {_LAST_PORT}")
    if parsed.scheme == "http" and not allow_http and not _is_loopback(parsed.host):
        raise ValueError(
            f"base_url http://{parsed.host} would send the key unencrypted; use https://, or pass "
            "allow_http=True if the way there is safe"
        )
    return str(parsed).rstrip("/")


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
