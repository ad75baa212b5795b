"""A row of the table of faults: what is done to a call, and what must come of it."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from generated_client import (
    APIError,
)
from tests.loopback import response
from tests.wire.driving import start
from tests.wire.faults import (
    STREAM_JSON,
    Fault,
    Peer,
)


@frozen(kw_only=True)
class Case:
    """One row."""

    name: str
    faults: Sequence[Fault]
    act: Callable[[Any], Any] = start
    timeout: float = 30.0
    max_retries: int = 2
    max_response_size: int = 10_000
    scheme: str = "http"
    refused: bool = False

    raises: type[APIError] | None = None
    may_have_executed: bool | None = None
    requests: int = 1
    started: int = 1
    waits: Sequence[float] = ()
    message: str = ""


def fine(name: str, *faults: Fault, **expected: Any) -> Case:
    """Make a row in which the stream is started and its id arrives."""
    return Case(name=name, faults=faults, **expected)


def unknown(name: str, *faults: Fault, raises: type[APIError], **expected: Any) -> Case:
    """Make a row in which the outcome is unknown: not repeated, and the caller can see it."""
    return Case(name=name, faults=faults, raises=raises, may_have_executed=True, **expected)


def safe(name: str, *faults: Fault, raises: type[APIError], **expected: Any) -> Case:
    """Make a row in which nothing was started, and the caller can rely on it."""
    settings = {"started": 0, "may_have_executed": False, **expected}
    return Case(name=name, faults=faults, raises=raises, **settings)


def pads(peer: Peer) -> None:
    """Hold the connection open after what was sent."""
    peer.wait()


def closes(peer: Peer) -> None:
    """Close the connection after what was sent."""
    peer.close()


def resets(peer: Peer) -> None:
    """Reset the connection after what was sent."""
    peer.reset()


def sized(status: int, length: int, body: bytes) -> bytes:
    """Write a response that says how long it is, rightly or not."""
    return response(status, body, content_length=str(length))


LENGTH = len(STREAM_JSON)
