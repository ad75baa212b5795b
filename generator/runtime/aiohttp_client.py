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
        self._at_first = self._settings()

    def _settings(self) -> tuple[object, ...]:
        return (
            self.timeout,
            self.auth,
            self.params,
            self.headers.raw,
            [*self.cookies.jar],
            {event: [*hooks] for event, hooks in self.event_hooks.items()},
        )

    @property
    def sets_timeout(self) -> bool:
        """Whether you set one, which then holds for calls that set none."""
        return self.timeout != self._at_first[0]

    def is_untouched(self) -> bool:
        """Whether a request may go past it; a subclass may do anything, so none may there."""
        return type(self) is DefaultAioHttpClient and self._settings() == self._at_first
