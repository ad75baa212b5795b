"""An httpx client for many calls at once, on aiohttp: needs the extra ``[aiohttp]``."""

try:
    from httpx_aiohttp import HttpxAiohttpClient

    from .aiohttp_transport import Transport
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "DefaultAioHttpClient needs httpx-aiohttp: install this client with the extra [aiohttp], "
        "or httpx-aiohttp itself",
        name=error.name,
    ) from error


class DefaultAioHttpClient(HttpxAiohttpClient):
    """An `httpx.AsyncClient` on aiohttp, to be passed as ``http_client`` and closed by you.

    It is set as the connections that a client makes itself: the same limits, the client's
    timeout, no cookies, proxies from the environment. What you set on it is heeded; as long as
    that is nothing, calls go to its transport directly.
    """

    def __init__(self) -> None:
        """Connect nothing yet."""
        self.direct_transport = Transport()
        super().__init__(transport=self.direct_transport)
        self._first_timeout = self.timeout
        self._first_headers = self.headers.raw

    @property
    def sets_timeout(self) -> bool:
        """Whether you set one, which then holds for calls that set none."""
        return self.timeout != self._first_timeout

    def check_loop(self) -> None:
        """Raise `RuntimeError` in another event loop than that of the first call."""
        self.direct_transport.check_loop()

    def is_untouched(self) -> bool:
        """Whether a request may go past it; a subclass may do anything, so none may there."""
        return (
            type(self) is DefaultAioHttpClient
            and not any(self.event_hooks.values())
            and not (self.cookies or self.params or self.auth or self.sets_timeout)
            and self.headers.raw == self._first_headers
        )
