"""A transport for many calls at once: aiohttp's, of the extra ``[aiohttp]``."""

from urllib.request import getproxies

try:
    import aiohttp
    from httpx_aiohttp import AiohttpTransport, HttpxAiohttpClient
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "DefaultAioHttpClient needs httpx-aiohttp: install this client with the extra [aiohttp], "
        "or httpx-aiohttp itself",
        name=error.name,
    ) from error

from .pools import POOL_LIMITS


class DefaultAioHttpClient(HttpxAiohttpClient):
    """An `httpx.AsyncClient` on aiohttp, to be passed as ``http_client`` and closed by you.

    It is set as the connections that a client makes itself: the same limits, the client's
    timeout, no cookies.
    """

    sets_timeout = False

    def __init__(self) -> None:
        """Connect nothing yet."""
        super().__init__(transport=AiohttpTransport(client=_session))


def _session() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=POOL_LIMITS.max_connections or 0, keepalive_timeout=POOL_LIMITS.keepalive_expiry
    )
    # Told to trust the environment, aiohttp looks for proxies in it twice for each request.
    return aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=bool(getproxies())
    )
