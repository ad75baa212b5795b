"""Requests, written for whatever sends them.

Parsing a URL and preparing a request take httpx about as long as all else that is done here for
a call. So the base URL is parsed once, when the client is made, and a request says what it asks
of that host in the extension ``target``, which httpx's transports send instead of the path.

    direct_request    for a transport, which sends what it is given
    whole_request     for our own `httpx.Client`, where there is a proxy
    lent_request      for a caller's client, with what that adds to it
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx

from .exchange import Exchange

# Of these a server expects to be told that there is no content (RFC 9110, section 8.6).
_MEANT_TO_HAVE_CONTENT = frozenset({"POST", "PUT", "PATCH"})


def direct_request(
    exchange: Exchange[Any], phases: Mapping[str, float | None] | None
) -> httpx.Request:
    """Write a request as httpx would, byte for byte, for a transport that heeds ``target``."""
    content, base_url = exchange.content, exchange.config.parsed_base_url
    headers = {"Host": base_url.netloc.decode()}
    if content:
        headers |= exchange.headers | {"Content-Length": str(len(content))}
    elif exchange.method in _MEANT_TO_HAVE_CONTENT:
        headers |= {"Content-Length": "0"} | exchange.headers
    else:
        headers |= exchange.headers
    return httpx.Request(
        exchange.method,
        base_url,
        headers=headers,
        stream=httpx.ByteStream(content),
        extensions={"timeout": phases, "target": exchange.target},
    )


@cache
def httpcore_heeds_target() -> bool:
    """Tell whether httpx's own transports send ``target``: httpcore has done so since 1.0.4.

    An older one ignores it, and would send every request to the path of the base URL.
    """
    import httpcore  # at the first call, for which httpx needs it as well

    request = httpcore.Request("GET", "http://localhost/", extensions={"target": b"/target"})
    return request.url.target == b"/target"


def whole_request(exchange: Exchange[Any]) -> httpx.Request:
    """Write a request with its whole URL."""
    return httpx.Request(
        exchange.method,
        exchange.url,
        headers=exchange.headers,
        content=exchange.content,
        extensions={"timeout": exchange.limits.phases},
    )


def lent_request(
    client: httpx.Client | httpx.AsyncClient, exchange: Exchange[Any]
) -> httpx.Request:
    """Write a request with what a caller's client adds to it."""
    url = exchange.url
    request = client.build_request(
        exchange.method,
        url,
        headers=exchange.headers,
        content=exchange.content,
        params=url.params if client.params else None,  # else theirs replace ours
    )
    if exchange.limits.phases is not None:
        request.extensions["timeout"] = exchange.limits.phases
    return request
