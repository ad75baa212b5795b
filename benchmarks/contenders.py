"""One call, made in many ways: each contender is a function that starts a stream.

Each call is about another call id, as in real use: what a library remembers of the last URL is
of no help. Nothing is imported before a contender is made, so that a process which measures
memory or instructions loads only the one that it is about.
"""

import json
from collections.abc import Awaitable, Callable
from importlib import import_module
from itertools import count
from typing import Any, Final

ACCOUNT: Final = "61bf923e-5e4d-4595-a110-56190ea18a1b"
KEY: Final = "KEY0123456789ABCDEF"
URL: Final = "wss://www.example.com/websocket"
TRACK: Final = "both_tracks"
FORM: Final = {"Url": URL, "Track": TRACK}
HEADERS: Final = {"Authorization": f"Bearer {KEY}"}
ARGUMENTS: Final = {"account_sid": ACCOUNT, "url": URL, "track": TRACK}

STOCK: Final = "stock_client"
"""The package that stock openapi-python-client makes of the same document."""

LIMITS: Final = {"max_connections": 100, "max_keepalive_connections": 100}

BY_HAND: Final = "json + base64 by hand"
BARE: Final = "the bare library call"
"""What frames of media, and signatures, are compared with."""

Call = Callable[[], Any]
AsyncCall = Callable[[], Awaitable[Any]]

_numbers = count(10_000_000)


def call_id() -> str:
    """Return the id of a call that nothing was sent for before."""
    return f"v3:KBnLO0ZK3DhKM5s7bE9VluaSmKsOchKht_fUYvxcp8ysbm{next(_numbers)}"


def path() -> str:
    """Return the path of the operation, written by hand."""
    return f"/texml/Accounts/{ACCOUNT}/Calls/{call_id()}/Streams.json"


def ours(base_url: str) -> Call:
    """Call with the generated client."""
    from generated_client import Telnyx

    method = Telnyx(api_key=KEY, base_url=base_url).texml.accounts.calls.streams_json
    return lambda: method(call_id(), account_sid=ACCOUNT, url=URL, track=TRACK)


def stock(base_url: str) -> Call:
    """Call with what stock openapi-python-client generates."""
    package = import_module(STOCK)
    client = package.AuthenticatedClient(base_url=base_url, token=KEY)
    operation = import_module(f"{STOCK}.api.te_xml_rest_commands.start_te_xml_call_streaming")
    models = import_module(f"{STOCK}.models")
    return lambda: operation.sync(
        ACCOUNT,
        call_id(),
        client=client,
        body=models.StartCallStream(url=URL, track=models.StreamTrack(TRACK)),
    )


def vendor(base_url: str) -> Call:
    """Call with the vendor's SDK."""
    client = import_module("telnyx").Telnyx(api_key=KEY, base_url=base_url)
    return lambda: client.texml.accounts.calls.streams_json(call_id(), **ARGUMENTS)


def httpx_by_hand(base_url: str) -> Call:
    """Call with an httpx client and nothing around it."""
    import httpx

    client = httpx.Client(headers=HEADERS)
    return lambda: client.post(base_url + path(), data=FORM).json()


def http_client(base_url: str) -> Call:
    """Call with the standard library."""
    from http.client import HTTPConnection
    from urllib.parse import urlencode, urlsplit

    split = urlsplit(base_url)
    connection = HTTPConnection(split.netloc)
    headers = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}

    def call() -> Any:
        connection.request("POST", split.path + path(), urlencode(FORM), headers)
        return json.loads(connection.getresponse().read())

    return call


SYNC: Final[dict[str, Callable[[str], Call]]] = {
    "httpx by hand": httpx_by_hand,
    "ours": ours,
    "stock": stock,
    "vendor": vendor,
    "http.client": http_client,
}


THREADS: Final = ("httpx by hand", "ours", "vendor")
"""Those whose client threads may share."""


def async_ours(base_url: str) -> AsyncCall:
    """Call with the generated client as it comes."""
    from generated_client import AsyncTelnyx

    method = AsyncTelnyx(api_key=KEY, base_url=base_url).texml.accounts.calls.streams_json
    return lambda: method(call_id(), account_sid=ACCOUNT, url=URL, track=TRACK)


def _aiohttp_transport() -> Any:
    import httpx

    client = import_module("httpx_aiohttp").HttpxAiohttpClient
    return client(limits=httpx.Limits(**LIMITS))


def async_stock(base_url: str) -> AsyncCall:
    """Call with what stock openapi-python-client generates."""
    client = import_module(STOCK).AuthenticatedClient(base_url=base_url, token=KEY)
    operation = import_module(f"{STOCK}.api.te_xml_rest_commands.start_te_xml_call_streaming")
    models = import_module(f"{STOCK}.models")
    return lambda: operation.asyncio(
        ACCOUNT,
        call_id(),
        client=client,
        body=models.StartCallStream(url=URL, track=models.StreamTrack(TRACK)),
    )


def async_vendor(base_url: str) -> AsyncCall:
    """Call with the vendor's SDK as it comes."""
    client = import_module("telnyx").AsyncTelnyx(api_key=KEY, base_url=base_url)
    return lambda: client.texml.accounts.calls.streams_json(call_id(), **ARGUMENTS)


def async_vendor_aiohttp(base_url: str) -> AsyncCall:
    """Call with the vendor's SDK over aiohttp."""
    telnyx = import_module("telnyx")
    client = telnyx.AsyncTelnyx(
        api_key=KEY, base_url=base_url, http_client=telnyx.DefaultAioHttpClient()
    )
    return lambda: client.texml.accounts.calls.streams_json(call_id(), **ARGUMENTS)


def async_httpx_by_hand(base_url: str) -> AsyncCall:
    """Call with an httpx client and nothing around it."""
    import httpx

    return _httpx_call(httpx.AsyncClient(headers=HEADERS), base_url)


def async_httpx_aiohttp(base_url: str) -> AsyncCall:
    """Call with an httpx client over aiohttp."""
    client = _aiohttp_transport()
    client.headers.update(HEADERS)
    return _httpx_call(client, base_url)


def _httpx_call(client: Any, base_url: str) -> AsyncCall:
    async def call() -> Any:
        return (await client.post(base_url + path(), data=FORM)).json()

    return call


def bare_aiohttp(base_url: str) -> AsyncCall:
    """Call with aiohttp and nothing around it."""
    import aiohttp

    session = aiohttp.ClientSession(headers=HEADERS)

    async def call() -> Any:
        async with session.post(base_url + path(), data=FORM) as response:
            return await response.json()

    return call


ASYNC: Final[dict[str, Callable[[str], AsyncCall]]] = {
    "httpx by hand": async_httpx_by_hand,
    "bare aiohttp": bare_aiohttp,
    "ours": async_ours,
    "httpx, aiohttp": async_httpx_aiohttp,
    "stock": async_stock,
    "vendor": async_vendor,
    "vendor, aiohttp": async_vendor_aiohttp,
}
