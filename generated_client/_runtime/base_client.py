# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What the sync and the async client have in common: settings, copies, what they send with."""

from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from inspect import unwrap
from time import monotonic
from typing import Any, Generic, NoReturn, Self, TypeVar
from urllib.request import getproxies

import httpx

from .credentials import Service
from .errors import MissingCredentialsError
from .exchange import Exchange
from .inflating import ACCEPTED
from .parameters import checked_headers
from .redaction import Secrets, redacted_request
from .resources import BoundResource
from .responses import BrokenOffError
from .retries import Progress
from .settings import (
    DEFAULT_TIMEOUT,
    KEEPALIVE,
    Limits,
    Settings,
    Timeout,
    checked_base_url,
    checked_count,
)
from .unset import UNSET, Unset

HttpT = TypeVar("HttpT", httpx.Client, httpx.AsyncClient)


class BaseClient(Generic[HttpT]):
    """Settings and state of a client; sending is in its two subclasses."""

    def __init__(
        self,
        service: Service,
        keys: Mapping[str, str | None],
        http: HttpT,
        *,
        owns_http: bool,
        base_url: str | httpx.URL | None,
        timeout: Timeout | Unset,
        max_retries: int,
        default_headers: Mapping[str, str] | None,
        strict: bool,
        allow_http: bool,
        max_response_size: int,
    ) -> None:
        if timeout is UNSET and owns_http:
            timeout = DEFAULT_TIMEOUT
        key_values = Secrets(service.key_values(keys))
        url = checked_base_url(service.url(base_url), allow_http=allow_http)
        auths = service.auths(keys, url, allow_http=allow_http)
        self._settings = Settings(
            base_url=url,
            headers=Secrets(
                {
                    "accept-encoding": ACCEPTED,
                    "user-agent": service.user_agent,
                    **checked_headers(default_headers or {}),
                }
            ),
            service=service,
            key_values=key_values,
            auths=auths,
            keys=service.choose(key_values, service.security, auths),
            limits=Limits.of(timeout),
            max_retries=checked_count("max_retries", max_retries, least=0),
            max_response_size=checked_count("max_response_size", max_response_size, least=1),
            strict=strict,
            has_given_url=service.given_url(base_url) is not None,
            allow_http=allow_http,
        )
        self._http: HttpT = http
        self._is_own_http = owns_http
        self._is_copy = False
        self._is_closed = False

    def __repr__(self) -> str:
        """Show where it sends, never with which key."""
        settings: Settings | None = getattr(self, "_settings", None)
        if settings is None:
            return f"<{type(self).__name__} (not made)>"
        state = " (closed)" if self._is_closed else ""
        return f"<{type(self).__name__} {str(settings.base_url).rstrip('/')}{state}>"

    def __reduce_ex__(self, protocol: object, /) -> NoReturn:
        """Refuse to be copied and pickled: connections and keys do not belong elsewhere."""
        raise TypeError(
            f"a {type(self).__name__} cannot be copied or pickled: use with_options(), or make a "
            "client where it is needed"
        )

    def with_options(
        self,
        *,
        timeout: Timeout | Unset = UNSET,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        strict: bool | None = None,
    ) -> Self:
        """Return a client that differs in these settings and shares this one's connections.

        Closing it leaves the connections open; once this client is closed, it is closed too.

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
            changes["headers"] = Secrets({**self._settings.headers, **checked_headers(headers)})
        if strict is not None:
            changes["strict"] = strict
        copy = object.__new__(type(self))
        for name, value in vars(self).items():
            if not isinstance(value, BoundResource):  # those belong to this client
                vars(copy)[name] = value
        copy._settings = self._settings._replace(**changes)
        copy._is_copy = True
        return copy

    def _is_unusable(self) -> bool:
        return self._is_closed or self._http.is_closed

    def _check_open(self) -> None:
        if self._is_unusable():
            raise RuntimeError(
                f"this {type(self).__name__} client is closed: make a new one to send more"
            )

    def _request(self, exchange: Exchange[Any]) -> httpx.Request:
        self._check_open()
        if self._is_own_http:
            return exchange.own_request()
        return exchange.custom_request(self._http)

    def _progress(self, request: httpx.Request, exchange: Exchange[Any]) -> Progress:
        """Begin an attempt."""
        total = exchange.limits.total
        progress = request.extensions["progress"] = Progress(
            has_known_transport=self._is_own_http or self._has_known_transport(request.url),
            deadline=None if total is None else monotonic() + total,
        )
        return progress

    def _has_known_transport(self, url: httpx.URL) -> bool:
        """Return whether nothing but httpx itself is between a custom client and the server."""
        if type(self._http) not in {httpx.Client, httpx.AsyncClient}:
            return False
        find: Callable[[httpx.URL], object] = getattr(self._http, "_transport_for_url", type)
        return type(find(url)) in {httpx.HTTPTransport, httpx.AsyncHTTPTransport}

    def _after_error(self, error: Exception, progress: Progress, exchange: Exchange[Any]) -> float:
        """Decide what follows an attempt without a response: return the seconds to wait.

        A mistake in the code around us, such as a hook that fails, is raised as it is, unless the
        request may have been sent by then.
        """
        if isinstance(error, MissingCredentialsError):  # no token: nothing else was sent
            raise error
        is_of_hook = not self._is_own_http and _is_raised_by(
            error, self._http.event_hooks["request"]
        )
        if is_of_hook:
            progress.stage = "connecting"
        is_of_network = isinstance(error, httpx.HTTPError | OSError | BrokenOffError)
        if not is_of_network and (is_of_hook or (self._is_own_http and not progress.stage)):
            raise error
        failed = [error]
        del error  # no frame shows it: see `_complete`
        return exchange.after_error(failed, progress)


def _is_raised_by(error: Exception, hooks: list[Callable[..., Any]]) -> bool:
    """Return whether one of the functions is in the traceback of an error."""
    codes = {getattr(unwrap(hook), "__code__", None) for hook in hooks} - {None}
    trace = error.__traceback__
    while codes and trace is not None:
        if trace.tb_frame.f_code in codes:
            return True
        trace = trace.tb_next
    return False


def settled(
    error: httpx.RequestError | httpx.HTTPStatusError, request: httpx.Request
) -> httpx.Response:
    """Return the response that a hook refused, or raise what the request came to.

    A hook may send requests of its own. How one of those failed, or what it returned, says nothing
    about ours: whether that was sent is unknown by then.
    """
    try:
        failed = error.request
    except RuntimeError:  # it belongs to no request
        failed = None
    if failed is not request:
        if failed is None or "is_for_token" not in failed.extensions:
            raise httpx.RequestError(f"a hook failed: {type(error).__name__}") from error
        error.request = redacted_request(failed)  # it holds the secret
        raise httpx.RequestError(f"fetching a token failed: {error}") from error
    if isinstance(error, httpx.HTTPStatusError):
        return error.response
    raise error


class _NoCookies(CookieJar):
    """Keeps no cookies: a client sends those that it is passed."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Keep none."""


# Of the connections through a proxy, which are httpx's own.
_LIMITS = httpx.Limits(
    max_connections=100, max_keepalive_connections=20, keepalive_expiry=KEEPALIVE
)


def own_http(client: Callable[..., HttpT], transport: Callable[[], object]) -> HttpT:
    """Build what sends where the caller passes no client: through a proxy, httpx's own transport.

    Raises:
        ValueError: The environment has a proxy or certificates that cannot be used.
    """
    if {"http", "https", "all"}.isdisjoint(getproxies()):
        return client(transport=transport(), cookies=_NoCookies(), trust_env=False)
    variables = "SSL_CERT_FILE, ALL_PROXY, HTTPS_PROXY or HTTP_PROXY"  # a URL may hold a password
    try:
        return client(limits=_LIMITS, cookies=_NoCookies())
    except ImportError:
        raise ValueError(
            f"the proxy that {variables} names is SOCKS, which needs socksio: install httpx[socks]"
        ) from None
    except (OSError, ValueError, httpx.InvalidURL):
        raise ValueError(
            f"what {variables} names cannot be used: correct or unset the variable"
        ) from None
