"""The client's logger, and what its lines and errors must not show.

One INFO line for each call, DEBUG lines with the headers, a WARNING for each part of an answer
that could not be read. Bodies are never logged, nor are credentials, cookies and query values.
"""

import logging
from collections.abc import Iterable

import httpx

REDACTED = "[redacted]"
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})

# The package this runtime is part of: "generated_client" for generated_client._runtime.logs.
logger = logging.getLogger(__name__.rsplit(".", 2)[0])


def redacted_headers(
    headers: httpx.Headers, secret: Iterable[str] = SECRET_HEADERS
) -> list[tuple[str, str]]:
    """Copy headers without the values of secret ones; their names are in lower case."""
    hidden = SECRET_HEADERS.union(secret)
    return [
        (name, REDACTED if name.lower() in hidden else value)
        for name, value in headers.multi_items()
    ]


def redacted_request(request: httpx.Request, secret: Iterable[str]) -> httpx.Request:
    """Copy a request without credentials, cookies and the values of its query."""
    url = request.url
    if url.query:
        names = [name for name, _ in url.params.multi_items()]
        url = url.copy_with(params=[(name, REDACTED) for name in names])
    headers = [
        (name, value)
        for name, value in redacted_headers(request.headers, secret)
        if name.lower() != "transfer-encoding"
    ]
    return httpx.Request(request.method, url, headers=headers, content=_content(request))


def _content(request: httpx.Request) -> bytes:
    try:
        return request.content
    except httpx.RequestNotRead:
        return b""
