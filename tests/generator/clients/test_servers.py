"""The address of a client: `servers`."""

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.loopback import LoopbackServer, response


def test_the_address_is_the_first_server_with_its_variables_filled_in(
    package: Callable[[str], ModuleType], server: LoopbackServer
) -> None:
    """Variables stand at their defaults; another address can be passed instead."""
    made = package("servers").Acme
    server.respond(lambda _: response(204, b""))

    with made(max_retries=0) as client, pytest.raises(Exception, match="refused") as caught:
        client.things.read()
    with made(base_url=f"{server.url}/v2/") as client:
        client.things.read()

    assert str(vars(caught.value)["request"].url) == "http://127.0.0.1:9/v1/things"
    assert server.received[0].path == "/v2/things"
