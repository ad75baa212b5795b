"""The address of a client, and those of single operations: `servers`."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.loopback import LoopbackServer, response

Package = Callable[[str | Path], ModuleType]

TWO_SERVERS = """
openapi: 3.1.0
info: {{title: Acme, version: 1.0.0}}
servers: [{{url: "{first}/v1"}}]
security: [{{key: []}}]
paths:
  /things:
    get: {{operationId: read, tags: [things], responses: &done {{'204': {{description: Done.}}}}}}
  /files:
    get:
      operationId: readFile
      tags: [things]
      servers: [{{url: "{second}/files"}}]
      responses: *done
components: {{securitySchemes: {{key: {{type: http, scheme: bearer}}}}}}
"""


def _url(operation: str, package: Package, **settings: Any) -> str:
    """Return where an operation was sent: nothing listens at the addresses of the case."""
    with (
        package("servers").Acme(max_retries=0, **settings) as client,
        pytest.raises(Exception, match="refused") as caught,
    ):
        getattr(client.things, operation)()
    return str(vars(caught.value)["request"].url)


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "http://127.0.0.1:9/v1/things"),
        ({"host": "localhost", "base_path": "a/b"}, "http://localhost:9/a/b/things"),
        ({"port": "1"}, "http://127.0.0.1:1/v1/things"),
    ],
)
def test_the_address_is_the_first_server_with_its_variables_filled_in(
    settings: dict[str, str], url: str, package: Package
) -> None:
    """Variables are arguments of the client, and stand at their defaults."""
    assert _url("read", package, **settings) == url


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"host": "evil.example"}, "host must be one of 127.0.0.1, localhost"),
        ({"port": "9@evil.example"}, "port must have no other characters"),
        ({"port": "9/evil"}, "port must have no other characters"),
        ({"port": ""}, "port must have no other characters"),
        ({"base_path": "v1?a=b"}, "base_path must have no other characters"),
        ({"base_path": "v1#a"}, "base_path must have no other characters"),
    ],
)
def test_a_variable_cannot_change_the_host(
    settings: dict[str, str], message: str, package: Package
) -> None:
    """A key is sent to no other host than one that the document has."""
    with pytest.raises(ValueError, match=message):
        package("servers").Acme(**settings)


def test_a_variable_is_text(package: Package) -> None:
    """Another type is refused with the name of the argument."""
    with pytest.raises(TypeError, match="port must be a string, not int"):
        package("servers").Acme(port=9)


@pytest.mark.parametrize(
    ("operation", "url"),
    [
        ("read_file", "http://127.0.0.1:9/files/files"),
        ("write_file", "http://127.0.0.1:9/uploads/files"),
    ],
)
def test_paths_and_operations_have_servers_of_their_own(
    operation: str, url: str, package: Package
) -> None:
    """That of an operation goes before that of its path; it may be relative to the first one."""
    assert _url(operation, package) == url


def test_an_address_that_is_passed_goes_before_all_others(
    package: Package, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So does that of the environment."""
    server.respond(lambda _: response(204, b""))
    made = package("servers").Acme

    with made(base_url=f"{server.url}/v2/") as client:
        client.things.read()
        client.things.read_file()
        client.things.unencrypted()
    monkeypatch.setenv("ACME_BASE_URL", f"{server.url}/v3")
    with made() as client:
        client.things.write_file()

    assert [request.path for request in server.received] == [
        "/v2/things",
        "/v2/files",
        "/v2/files",
        "/v3/files",
    ]


def test_an_own_server_is_checked_as_base_url_is(package: Package) -> None:
    """A key is not sent unencrypted to another machine, whatever the document says."""
    with (
        package("servers").Acme() as client,
        pytest.raises(ValueError, match=r"http://files\.example\.com would send the key"),
    ):
        client.things.unencrypted()


@pytest.mark.parametrize("kind", ["Acme", "AsyncAcme"])
def test_each_operation_sends_the_key_to_its_own_server_only(
    kind: str, package: Package, server: LoopbackServer, tmp_path: Path
) -> None:
    """Both servers are in the document; neither sees the requests, or connections, of the other."""
    server.respond(lambda _: response(204, b""))
    with LoopbackServer() as other:
        other.respond(lambda _: response(204, b""))
        spec = tmp_path / "two.yaml"
        spec.write_text(TWO_SERVERS.format(first=server.url, second=other.url))
        asyncio.run(_call_each_twice(getattr(package(spec), kind)(api_key="KEY")))

        assert [request.path for request in server.received] == ["/v1/things"] * 2
        assert [request.path for request in other.received] == ["/files/files"] * 2
        received = [*server.received, *other.received]
        assert [request.headers["authorization"] for request in received] == ["Bearer KEY"] * 4


async def _call_each_twice(client: Any) -> None:
    for operation in (client.things.read, client.things.read_file) * 2:
        pending = operation()
        if pending is not None:
            await pending
    closed = client.close()
    if closed is not None:
        await closed
