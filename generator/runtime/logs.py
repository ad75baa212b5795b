"""The client's logger, and what its lines and errors must not show.

One INFO line for each call, DEBUG lines with the headers, a WARNING for each part of an answer
that could not be read. Bodies are never logged, nor are credentials, cookies and query values.
"""

import logging
import re
from collections.abc import Iterable

import httpx

REDACTED = "[redacted]"
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})

_ADDRESS_HEADERS = frozenset({"location", "content-location"})
_QUERY_OF_URL = re.compile(r"(https?://[^\s?'\"]*\?)[^\s'\"]+")

# The package this runtime is part of: "generated_client" for generated_client._runtime.logs.
logger = logging.getLogger(__name__.rsplit(".", 2)[0])


def redacted_headers(
    headers: httpx.Headers, secret: Iterable[str] = SECRET_HEADERS
) -> list[tuple[str, str]]:
    """Copy headers without the values of secret ones; their names are in lower case."""
    hidden = SECRET_HEADERS.union(secret)
    return [(name, _shown(name, value, hidden)) for name, value in headers.multi_items()]


def _shown(name: str, value: str, hidden: frozenset[str]) -> str:
    if name in hidden:
        return REDACTED
    # The address that a redirect names often holds the query of the request.
    address, mark, _ = value.partition("?")
    return f"{address}?{REDACTED}" if mark and name in _ADDRESS_HEADERS else value


def without_queries(text: str) -> str:
    """Copy a text without the queries of the URLs in it."""
    return _QUERY_OF_URL.sub(rf"\1{REDACTED}", text)


def redacted_request(request: httpx.Request, secret: Iterable[str]) -> httpx.Request:
    """Copy a request without credentials, cookies and the values of its query."""
    url = request.url
    if url.query:
        names = [name for name, _ in url.params.multi_items()]
        url = url.copy_with(params=[(name, REDACTED) for name in names])
    headers = redacted_headers(request.headers, secret)
    return httpx.Request(request.method, url, headers=headers, content=request.content)
