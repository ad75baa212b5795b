"""Clients: their copies, what they show, and what is sent with each call."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from generated_client import AsyncTelnyx, Telnyx
from tests.loopback import LoopbackServer
from tests.wire.driving import KEY, KINDS, Kind, drive, start

CLIENTS = pytest.mark.parametrize("client", [Telnyx, AsyncTelnyx])


@CLIENTS
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_client_is_neither_copied_nor_pickled(
    client: Any, duplicate: Callable[[Any], Any]
) -> None:
    """The error says what to do, and the key goes nowhere."""
    with pytest.raises(TypeError, match="with_options") as raised:
        duplicate(client(api_key=KEY))

    assert KEY not in str(raised.value)


def test_a_copy_of_a_subclass_keeps_its_attributes(server: LoopbackServer) -> None:
    """And has resources of its own."""

    class Tenant(Telnyx):
        def __init__(self, name: str) -> None:
            super().__init__(api_key=KEY, base_url=server.url)
            self.name = name

    with Tenant("acme") as client:
        start(client)
        twin = client.with_options(headers={"x-copy": "1"})
        start(twin)

    assert (type(twin), twin.name) == (Tenant, "acme")
    assert twin.texml is not client.texml
    assert [request.headers.get("x-copy") for request in server.received] == [None, "1"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_nearest_header_wins(server: LoopbackServer, kind: Kind) -> None:
    """Of the call over the copy's, over the client's, over the key and the user agent."""
    names = ("x-one", "x-two", "x-three", "authorization", "user-agent")

    def act(client: Any) -> Any:
        twin = client.with_options(headers={"x-two": "copy", "x-three": "copy"})
        return start(twin, extra_headers={"X-Three": "call"})

    default = {"x-one": "client", "X-Two": "client", "x-three": "client"}
    default |= {"Authorization": "mine", "User-Agent": "mine"}
    drive(kind, server.url, act, default_headers=default)

    [request] = server.received
    assert [request.headers[name] for name in names] == ["client", "copy", "call", "mine", "mine"]


@CLIENTS
def test_a_client_that_could_not_be_made_can_be_shown(client: Any) -> None:
    """As debuggers and tracebacks with local variables do."""
    assert repr(client.__new__(client)) == f"<{client.__name__} (not made)>"


def test_a_copy_of_a_closed_client_is_closed() -> None:
    """It shares the connections, which are no more."""
    client = Telnyx(api_key=KEY)
    client.close()

    assert "(closed)" in repr(client.with_options(timeout=1))
