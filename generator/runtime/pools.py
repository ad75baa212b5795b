"""Where connections come from: a pool of our own, or the httpx client that a caller lends us."""

from os import getpid
from typing import Any, Final, Protocol, TypedDict
from urllib.request import getproxies

import httpx

from .exchange import Exchange
from .requests import direct_request, httpcore_heeds_target, lent_request, whole_request

# httpcore, whose pool threads share, looks through all connections for each request: to keep many
# that are idle costs more than to connect anew. (Why asyncio may keep all, `connections` says.)
# They are dropped soon: a request on a connection that the server closes at the same moment has an
# unknown outcome.
POOL_LIMITS: Final = httpx.Limits(
    max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0
)


class SendOptions(TypedDict):
    """How a request is sent through an `httpx.Client`."""

    stream: bool
    auth: None
    follow_redirects: bool


AS_IT_IS: Final[SendOptions] = {"stream": True, "auth": None, "follow_redirects": False}


def settled(
    error: httpx.RequestError | httpx.HTTPStatusError, request: httpx.Request
) -> httpx.Response:
    """Give the answer that a hook of the caller's refused, or raise what came of the request.

    A hook may send requests of its own. How one of those failed, or was answered, says nothing
    about ours: whether that was sent is unknown by then.
    """
    try:
        is_ours = error.request is request
    except RuntimeError:  # it belongs to no request
        is_ours = False
    if not is_ours:
        raise httpx.RequestError(f"a hook failed: {type(error).__name__}", request=request)
    if isinstance(error, httpx.HTTPStatusError):
        return error.response
    raise error


class Pool(Protocol):
    """What a client asks of its connections before it uses them."""

    @property
    def is_closed(self) -> bool:
        """Whether no request can be sent any more."""
        ...

    @property
    def sets_timeout(self) -> bool:
        """Whether it has a timeout of its own, for calls that set none."""
        ...


def environment_names_proxy() -> bool:
    """Tell whether there is a proxy that some request may have to go through."""
    return not {"http", "https", "all"}.isdisjoint(getproxies())


class OwnPool:
    """Connections of our own, made at the first call; one set for each process.

    Requests go to httpx's transport directly: redirects, cookies, hooks and auth flows, which
    `httpx.Client` adds around it, are not wanted here. Where the environment names a proxy,
    httpx's client does the choosing.
    """

    sets_timeout = False

    def __init__(self) -> None:
        """Connect nothing yet."""
        self.is_closed = False
        self._has_proxy = environment_names_proxy()
        self._by_process: dict[int, httpx.HTTPTransport | httpx.Client] = {}

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request just as the exchange wants it."""
        if self._has_proxy or not httpcore_heeds_target():
            return whole_request(exchange)
        return direct_request(exchange, exchange.limits.phases)

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        process = getpid()
        # No lock: one that is held during a fork stays locked in the child for ever.
        connections = self._by_process.get(process)
        if connections is None:
            connections = self._by_process.setdefault(process, self._connect())
        if isinstance(connections, httpx.HTTPTransport):
            return connections.handle_request(request)
        return connections.send(request, **AS_IT_IS)

    def _connect(self) -> httpx.HTTPTransport | httpx.Client:
        if self._has_proxy:
            return httpx.Client(limits=POOL_LIMITS)
        return httpx.HTTPTransport(limits=POOL_LIMITS)

    def close(self) -> None:
        """Close this process's connections; those of a parent process stay open for it."""
        self.is_closed = True
        connections = self._by_process.pop(getpid(), None)
        if connections is not None:
            connections.close()


class LentPool:
    """A caller's own `httpx.Client`, with its headers, cookies, proxies, hooks and timeout."""

    sets_timeout = True

    def __init__(self, client: httpx.Client) -> None:
        """Use a client that stays the caller's."""
        if not isinstance(client, httpx.Client):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(f"http_client must be an httpx.Client, not {type(client).__name__}")
        self._client = client
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the caller closed it, or has no more calls to send with it."""
        return self._is_closed or self._client.is_closed

    def write(self, exchange: Exchange[Any]) -> httpx.Request:
        """Make the request with what the client adds to it."""
        return lent_request(self._client, exchange)

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer."""
        try:
            return self._client.send(request, **AS_IT_IS)
        except (httpx.RequestError, httpx.HTTPStatusError) as error:
            return settled(error, request)

    def close(self) -> None:
        """Leave the client to the caller."""
        self._is_closed = True


def pool(http_client: httpx.Client | None) -> OwnPool | LentPool:
    """Choose where connections come from."""
    return OwnPool() if http_client is None else LentPool(http_client)
