"""An independent reader of requests: openapi-core, with the document of the client."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from attrs import define, frozen
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.loopback import Received

HOST = "https://api.example.com"
"""The server of every document that is judged, whatever the address that a test sends to."""


class _Parameters(RequestParameters):
    """Parameters as they arrived; openapi-core leaves the values of a path percent-encoded."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "path":
            value = {key: unquote(found) for key, found in value.items()}
        super().__setattr__(name, value)


@define
class Seen:
    """A request in the form that openapi-core reads."""

    method: str
    path: str
    host_url: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None

    @classmethod
    def of(cls, received: Received) -> "Seen":
        """Parse a request with the standard library."""
        return cls(
            method=received.method.lower(),
            path=received.path,
            host_url=HOST,
            parameters=_Parameters(
                query=ImmutableMultiDict(received.query),
                header=Headers(received.headers),
                cookie=ImmutableMultiDict(cookies(received)),
            ),
            content_type=received.headers.get("content-type", ""),
            body=received.body or None,
        )


def cookies(received: Received) -> list[tuple[str, str]]:
    """Read the pairs of the Cookie header (RFC 6265, section 4.2.1)."""
    pairs = received.headers.get("cookie", "").split("; ")
    return [(unquote(name), unquote(value)) for name, _, value in map(_halves, pairs) if name]


def _halves(pair: str) -> tuple[str, str, str]:
    return pair.partition("=")


@frozen
class Read:
    """What was read out of a request: parameters by where they are, and the body."""

    path: dict[str, Any]
    query: dict[str, Any]
    header: dict[str, Any]
    cookie: dict[str, Any]
    body: Any


class Judge:
    """Reads requests as a server does that follows its document; raises on what does not fit."""

    def __init__(self, spec: Path) -> None:
        """Read the document."""
        self._api = OpenAPI.from_path(spec)

    def read(self, received: Received) -> Read:
        """Read a request."""
        found = self._api.unmarshal_request(Seen.of(received))
        found.raise_for_errors()
        of = found.parameters
        return Read(dict(of.path), dict(of.query), dict(of.header), dict(of.cookie), found.body)
