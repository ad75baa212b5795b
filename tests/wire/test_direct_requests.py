"""Requests that go past httpx's client: on the wire they are what httpx would have sent."""

import re
import socket
from collections.abc import Iterator
from itertools import product
from typing import Any

import httpcore
import pytest

from generated_client._runtime import requests
from tests.loopback import LoopbackServer, answer
from tests.wire.driving import HTTPX_KINDS, Kind, drive, read, start
from tests.wire.faults import FaultServer, Peer

PREFIX = "/a b/ü%2F;x"
HOSTS = ["127.0.0.1", "bücher.example", "EXAMPLE.com"]


class OldRequest(httpcore.Request):
    """A request of httpcore before 1.0.4, which knows no extension ``target``."""

    def __init__(self, *args: Any, extensions: Any = None, **kwargs: Any) -> None:
        """Leave it out."""
        known = {name: value for name, value in (extensions or {}).items() if name != "target"}
        super().__init__(*args, extensions=known, **kwargs)


@pytest.fixture
def old_httpcore() -> Iterator[None]:
    """Send with an httpcore that does not know ``target``."""
    requests.httpcore_heeds_target.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpcore, "Request", OldRequest)
        yield
    requests.httpcore_heeds_target.cache_clear()


def sent(kind: Kind, host: str, act: Any) -> bytes:
    """Give what comes off the socket, byte for byte, with the port left out."""
    data = bytearray()

    def keeps(peer: Peer) -> None:
        while not data.endswith(b"\r\n\r\n"):
            data.extend(peer.socket.recv(1))
        length = re.search(rb"(?i)content-length: (\d+)", data)
        while length and len(data.partition(b"\r\n\r\n")[2]) < int(length[1]):
            data.extend(peer.socket.recv(1))
        peer.send(answer())

    with FaultServer([keeps]) as server:
        port = str(server.port)
        drive(kind, f"http://{host}:{port}{PREFIX}", act, allow_http=True)
    return bytes(data).replace(port.encode(), b"PORT")


@pytest.fixture
def _any_host_is_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve every name to the loopback interface, as a name server might."""
    resolve = socket.getaddrinfo

    def resolve_here(_: Any, *args: Any, **kwargs: Any) -> Any:
        return resolve("127.0.0.1", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_here)


@pytest.mark.usefixtures("_any_host_is_this_one")
@pytest.mark.parametrize(
    ("kind", "host"), [*product(HTTPX_KINDS, HOSTS), ("sync", "[::1]")], ids=str
)
@pytest.mark.parametrize("act", [start, read])
def test_a_direct_request_is_on_the_wire_what_httpx_would_send(
    kind: Kind, host: str, act: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte: line, host, content length, and all the rest."""
    direct = sent(kind, host, act)
    for module in ("pools", "async_pools"):
        name = f"generated_client._runtime.{module}.httpcore_heeds_target"
        monkeypatch.setattr(name, lambda: False)
    whole = sent(kind, host, act)

    assert direct == whole
    assert b" /a%20b/%C3%BC%2F;x/" in direct


@pytest.mark.usefixtures("_any_host_is_this_one")
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("act", [start, read])
def test_aiohttp_sends_the_same(host: str, act: Any) -> None:
    """The same lines and the same body, if not in the same order and in the same letters."""
    line, *headers, empty, body = sent("async", host, act).split(b"\r\n")
    line_, *headers_, empty_, body_ = sent("aiohttp", host, act).split(b"\r\n")

    assert (line_, empty_, body_) == (line, empty, body)
    assert sorted(header.lower() for header in headers_) == sorted(
        header.lower() for header in headers
    )


@pytest.mark.usefixtures("old_httpcore")
@pytest.mark.parametrize("kind", HTTPX_KINDS)
def test_an_httpcore_that_knows_no_target_sends_the_path_all_the_same(
    server: LoopbackServer, kind: Kind
) -> None:
    """The request then has its whole URL, as it had for httpcore before 1.0.4."""
    drive(kind, f"{server.url}/v2", start)

    [request] = server.received
    assert request.target == "/v2/texml/Accounts/account/Calls/v3:call/Streams.json"
