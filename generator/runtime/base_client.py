"""What the sync and the async client share: their settings, their copies, their end."""

from collections.abc import Mapping
from typing import Any, Generic, Self, TypeVar

import httpx

from .calls import Timeout
from .config import DEFAULT_TIMEOUT, Config, Limits, checked_base_url, checked_count
from .credentials import Alternatives, Credential, choose
from .encoding import checked_headers
from .pools import Pool
from .unset import UNSET, Unset

PoolT = TypeVar("PoolT", bound=Pool)


class BaseClient(Generic[PoolT]):
    """Settings and state of a client; sending is the business of its two subclasses."""

    def __init__(
        self,
        pool: PoolT,
        *,
        credentials: tuple[Credential, ...],
        security: Alternatives,
        user_agent: str,
        base_url: str | httpx.URL,
        timeout: Timeout | Unset,
        max_retries: int,
        default_headers: Mapping[str, str] | None,
        strict: bool,
        allow_http: bool,
        max_response_size: int,
    ) -> None:
        """Check the settings; nothing is connected yet.

        Raises:
            MissingCredentialsError: There is no key for what ``security`` asks for.
            TypeError: A setting is of the wrong type.
            ValueError: A setting is out of its range, or cannot be sent.
        """
        if isinstance(timeout, Unset) and not pool.sets_timeout:
            timeout = DEFAULT_TIMEOUT
        self._pool = pool
        self._owns_pool = True
        self._is_closed = False
        url = checked_base_url(base_url, allow_http=allow_http)
        self._config = Config(
            base_url=url,
            parsed_base_url=httpx.URL(url),
            headers={
                "accept-encoding": "gzip, deflate",
                "user-agent": user_agent,
                **checked_headers(default_headers or {}),
            },
            limits=Limits.of(timeout),
            max_retries=checked_count("max_retries", max_retries, least=0),
            max_response_size=checked_count("max_response_size", max_response_size, least=1),
            strict=strict,
            credentials=credentials,
            keys=choose(credentials, security),
        )

    def __repr__(self) -> str:
        """Show where it sends, never with which key."""
        state = " (closed)" if self._is_closed else ""
        return f"<{type(self).__name__} {self._config.base_url}{state}>"

    def with_options(
        self,
        *,
        timeout: Timeout | Unset = UNSET,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        strict: bool | None = None,
    ) -> Self:
        """Make a client that differs in these settings and shares this one's connections.

        The copy does not own the connections: closing it leaves them open, and it is of no use
        once this client is closed.

        Args:
            timeout: As for the client.
            max_retries: As for the client.
            headers: Sent with each call, over the client's ``default_headers``.
            strict: As for the client.

        Raises:
            TypeError: A setting is of the wrong type.
            ValueError: A setting is out of its range, or cannot be sent.
        """
        changes: dict[str, Any] = {}
        if not isinstance(timeout, Unset):
            changes["limits"] = Limits.of(timeout)
        if max_retries is not None:
            changes["max_retries"] = checked_count("max_retries", max_retries, least=0)
        if headers is not None:
            changes["headers"] = {**self._config.headers, **checked_headers(headers)}
        if strict is not None:
            changes["strict"] = strict
        copy = type(self).__new__(type(self))
        vars(copy).update(
            _pool=self._pool,
            _owns_pool=False,
            _is_closed=self._is_closed,
            _config=self._config._replace(**changes),
        )
        return copy

    def _check_open(self) -> None:
        if self._is_closed or self._pool.is_closed:
            raise RuntimeError(
                f"this {type(self).__name__} client is closed: make a new one to send more"
            )
