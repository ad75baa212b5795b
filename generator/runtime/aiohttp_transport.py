"""A transport for httpx on aiohttp: httpx-aiohttp's, with less to do and more to tell.

    slots         who waits for a connection waits here, and knows that nothing was sent
    connected     from here on the server may have been reached: told as httpcore tells it
    errors        each as httpx's own transport would raise it: which one it is decides whether a
                  request is sent again
    the answer    read to its end, its connection is used again; closed before that, it is closed

aiohttp by itself repeats requests whose connection is lost; here it must not.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any, Final
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from yarl import URL

from .pools import POOL_LIMITS, environment_names_proxy
from .slots import Slots

# The nearest base class decides. A connection that was lost must not pass for one never made.
_ERRORS: Final[Mapping[type, type[httpx.TransportError]]] = {
    aiohttp.ConnectionTimeoutError: httpx.ConnectTimeout,
    aiohttp.ServerTimeoutError: httpx.ReadTimeout,
    aiohttp.ClientProxyConnectionError: httpx.ProxyError,
    aiohttp.ClientHttpProxyError: httpx.ProxyError,
    aiohttp.ClientConnectorError: httpx.ConnectError,
    aiohttp.ClientConnectionError: httpx.ReadError,
    aiohttp.ClientError: httpx.RemoteProtocolError,
    OSError: httpx.ReadError,
}

# Of the request that is being sent: httpx's trace extension, for the connector to find.
_trace: ContextVar[Callable[..., Awaitable[None]] | None] = ContextVar("_trace", default=None)

_AUTO_HEADERS: Final = frozenset({"accept", "accept-encoding", "content-type", "user-agent"})
"""What aiohttp adds where it is not set; httpx does not."""


class Transport(AiohttpTransport):
    """Sends requests over the connections of one event loop."""

    def __init__(self) -> None:
        """Connect nothing yet."""
        super().__init__(client=self._open)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._proxies = getproxies() if environment_names_proxy() else {}

    def check_loop(self) -> None:
        """Demand the event loop that the connections belong to.

        Raises:
            RuntimeError: It is another one.
        """
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise RuntimeError(
                "this DefaultAioHttpClient belongs to another event loop: make one for each"
            )

    def _open(self) -> aiohttp.ClientSession:
        self._slots = Slots()
        return aiohttp.ClientSession(
            connector=_Connector(
                limit=POOL_LIMITS.max_connections or 0,
                keepalive_timeout=POOL_LIMITS.keepalive_expiry,
                ssl=self.ssl_context,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            middlewares=(_send_once,),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the head of the answer."""
        session = self.client = self.get_client()
        await self._slots.take(request)
        try:
            response = await self._send(session, request)
        except BaseException:
            self._slots.give_back()
            raise
        return httpx.Response(
            response.status,
            headers=response.raw_headers,
            stream=_Body(response, self._slots),
            extensions={"reason_phrase": (response.reason or "").encode()},
            request=request,
        )

    async def _send(
        self, session: aiohttp.ClientSession, request: httpx.Request
    ) -> aiohttp.ClientResponse:
        for _ in range(2):  # that the server closed an idle connection is seen after two turns
            await asyncio.sleep(0)
        extensions, url = request.extensions, request.url
        phases: Mapping[str, float | None] = extensions.get("timeout") or {}
        path = extensions.get("target", url.raw_path)
        headers = [
            (name.decode(), value.decode())
            for name, value in request.headers.raw
            if name.lower() != b"transfer-encoding"  # aiohttp decides on it
        ]
        stream: Any = request.stream
        _trace.set(extensions.get("trace"))
        return await session.request(
            request.method,
            URL(f"{url.scheme}://{url.netloc.decode()}{path.decode()}", encoded=True),
            headers=headers,
            data=(b"".join(stream) or None) if isinstance(stream, httpx.ByteStream) else stream,
            skip_auto_headers=_AUTO_HEADERS.difference(name.lower() for name, _ in headers) or None,
            allow_redirects=False,
            proxy=self._proxy_for(url),
            server_hostname=extensions.get("sni_hostname"),
            timeout=aiohttp.ClientTimeout(
                sock_connect=phases.get("connect"), sock_read=phases.get("read")
            ),
        )

    def _proxy_for(self, url: httpx.URL) -> str | None:
        if not self._proxies or proxy_bypass(url.netloc.decode()):
            return None
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if proxy is None:
            return None
        scheme, mark, _ = proxy.partition("://")
        if mark and scheme not in {"http", "https"}:
            raise httpx.ProxyError(f"aiohttp knows no {scheme} proxy")  # and would speak HTTP to it
        return proxy if mark else f"http://{proxy}"


class _Connector(aiohttp.TCPConnector):
    async def connect(self, *args: Any, **kwargs: Any) -> aiohttp.connector.Connection:
        connection = await super().connect(*args, **kwargs)
        trace = _trace.get()
        if trace is not None:
            await trace("http11.send_request_headers.started", {})
        return connection


async def _send_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Be a middleware from which no error comes that aiohttp would answer by sending again."""
    try:
        return await send(request)
    except (aiohttp.ClientError, OSError) as error:
        raise _as_httpx(error) from error


def _as_httpx(error: Exception) -> httpx.TransportError:
    kind = next(_ERRORS[base] for base in type(error).__mro__ if base in _ERRORS)
    return kind(str(error))


class _Body(httpx.AsyncByteStream):
    """The body of an answer; closing it frees the slot."""

    def __init__(self, response: aiohttp.ClientResponse, slots: Slots) -> None:
        self._response = response
        self._slots: Slots | None = slots

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while chunk := await self._response.content.readany():
                yield chunk
        except (aiohttp.ClientError, OSError) as error:
            raise _as_httpx(error) from error

    async def aclose(self) -> None:
        slots, self._slots = self._slots, None
        if slots is None:
            return
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()
        slots.give_back()
