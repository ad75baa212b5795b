"""The socket of a sync connection: no step begins after the end of its attempt."""

from collections.abc import Callable
from time import monotonic

import httpcore
import httpx
import pytest

from generated_client._runtime.connection import MOST_UNSENT, Connection, _Backend, _Stream
from generated_client._runtime.retries import Progress
from generated_client._runtime.tls import Tls


@pytest.fixture
def connection() -> Connection:
    """Return a connection whose attempt is over."""
    made = Connection(httpx.URL("https://example.com"), Tls())
    made.progress = Progress(deadline=monotonic() - 1)
    return made


STEPS: dict[str, tuple[type[Exception], Callable[[Connection, _Stream], object]]] = {
    "connect": (httpcore.ConnectTimeout, lambda at, _: _Backend(at).connect_tcp("localhost", 1)),
    "TLS": (
        httpcore.ConnectTimeout,
        lambda _, stream: stream.start_tls(httpx.create_ssl_context()),
    ),
    "write": (httpcore.WriteTimeout, lambda _, stream: stream.write(b"." * (MOST_UNSENT + 1))),
    "read": (httpcore.ReadTimeout, lambda _, stream: stream.read(1)),
}


@pytest.mark.parametrize("step", STEPS)
def test_no_step_begins_after_the_end_of_the_attempt(connection: Connection, step: str) -> None:
    """It fails with the timeout of its kind, before it touches the network."""
    error, take = STEPS[step]
    with pytest.raises(error, match="the attempt took too long"):
        take(connection, _Stream(httpcore.NetworkStream(), connection))

    assert connection.progress.stage == ("connecting" if step == "connect" else None)
