"""OAuth 2.0 client credentials: `client_credentials`."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.loopback import LoopbackServer, Received, response

BASIC = f"Basic {b64encode(b'my%20id:s%3Acret-secret').decode()}"
CREDENTIALS = {"client_id": "my id", "client_secret": "s:cret-secret"}
TOKEN = {"access_token": "token-one-of-many", "token_type": "Bearer", "expires_in": 3600}
DONE = response(204, b"")

Make = Callable[..., Any]


@pytest.fixture
def make(server: LoopbackServer, package: Callable[[str], ModuleType]) -> Make:
    """Return what makes clients of the loopback server."""
    made = package("client_credentials")
    settings: dict[str, Any] = {"base_url": server.url, "max_retries": 0}

    def make(kind: str = "Acme", **passed: Any) -> Any:
        return getattr(made, kind)(**{**settings, **CREDENTIALS, **passed})

    return make


def _answers(*tokens: bytes, others: bytes = DONE) -> Callable[[Received], bytes]:
    """Return what responds with one token after the other, the last one again and again."""
    waiting = list(tokens)

    def respond(request: Received) -> bytes:
        if request.path != "/token":
            return others
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return respond


def _sent(server: LoopbackServer) -> list[tuple[str, str | None]]:
    return [(each.path, each.headers.get("authorization")) for each in server.received]


BEARER = ("/things", "Bearer token-one-of-many")


def test_a_token_is_fetched_once_and_sent_with_each_call(
    server: LoopbackServer, make: Make
) -> None:
    """The id and the secret go to the token URL only, in the form of RFC 6749."""
    server.respond(_answers(response(200, TOKEN)))

    with make() as client:
        client.things.read()
        client.with_options(timeout=5).things.read()

    assert _sent(server) == [("/token", BASIC), BEARER, BEARER]
    assert server.received[0].form == [
        ("grant_type", "client_credentials"),
        ("scope", "read write"),
    ]


def test_an_async_client_does_the_same(server: LoopbackServer, make: Make) -> None:
    """Awaited."""
    server.respond(_answers(response(200, TOKEN)))

    async def run() -> None:
        async with make("AsyncAcme") as client:
            await client.things.read()
            await client.things.read()

    asyncio.run(run())

    assert _sent(server) == [("/token", BASIC), BEARER, BEARER]


def test_a_token_is_renewed_when_it_has_expired(server: LoopbackServer, make: Make) -> None:
    """One that lives for no time is fetched for each call."""
    second = {**TOKEN, "access_token": "token-two", "expires_in": 3600}
    server.respond(_answers(response(200, {**TOKEN, "expires_in": 0}), response(200, second)))

    with make() as client:
        client.things.read()
        client.things.read()

    assert _sent(server) == [
        ("/token", BASIC),
        BEARER,
        ("/token", BASIC),
        ("/things", "Bearer token-two"),
    ]


def test_a_token_that_was_refused_is_forgotten(server: LoopbackServer, make: Make) -> None:
    """The call fails as any does; the next one fetches another token."""
    server.respond(_answers(response(200, TOKEN), others=response(401, {})))

    with make() as client:
        for _ in range(2):
            with pytest.raises(Exception, match="returned 401"):
                client.things.read()

    assert _sent(server) == [("/token", BASIC), BEARER] * 2


def test_a_token_that_is_passed_goes_first(server: LoopbackServer, make: Make) -> None:
    """Then none is fetched; nor is one where the caller sets the header."""
    server.respond(_answers(response(200, TOKEN)))

    with make(api_key="B") as client:
        client.things.read()
    with make() as client:
        client.things.read(extra_headers={"Authorization": "Bearer mine"})

    assert _sent(server) == [("/things", "Bearer B"), ("/things", "Bearer mine")]


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (
            response(401, {"error": "invalid_client", "error_description": "s:cret-secret"}),
            "no token: the token URL responded 401 invalid_client, not a bearer token",
        ),
        (response(200, b"<html>"), "no token: the token URL responded 200, not a bearer token"),
        (response(200, {**TOKEN, "access_token": "a\r\nb"}), "no token: "),
        (response(200, {**TOKEN, "token_type": "mac"}), "no token: "),
        (response(302, b"", location="http://127.0.0.1:9/"), "no token: .* responded 302"),
    ],
)
def test_without_a_token_nothing_is_sent(
    token: bytes, message: str, server: LoopbackServer, make: Make
) -> None:
    """The error says what the token URL responded, and not with which secret."""
    server.respond(_answers(token))

    with make(max_retries=2) as client, pytest.raises(Exception, match=message) as caught:
        client.things.read()

    assert type(caught.value).__name__ == "MissingCredentialsError"
    assert "cret" not in str(caught.value)
    assert _sent(server) == [("/token", BASIC)]


@pytest.mark.parametrize("token", [response(503, {}), b"no HTTP\r\n\r\n"])
def test_a_token_url_that_fails_is_tried_again(
    token: bytes, server: LoopbackServer, make: Make
) -> None:
    """Nothing of the call itself was sent, so it is safe whatever its method."""
    server.respond(_answers(token))

    with (
        make(max_retries=1) as client,
        pytest.raises(Exception, match="fetching a token") as caught,
    ):
        client.things.write()

    assert vars(caught.value)["may_have_executed"] is False
    cause = caught.value.__cause__
    while isinstance(cause, httpx.RequestError):
        assert BASIC not in cause.request.headers.values()
        cause = cause.__cause__
    assert _sent(server) == [("/token", BASIC)] * 2


def test_no_log_and_no_error_has_the_token_or_the_secret(
    server: LoopbackServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where the server echoes them."""
    echo = {"echo": f"{TOKEN['access_token']} {CREDENTIALS['client_secret']}"}
    server.respond(_answers(response(200, TOKEN), others=response(403, echo)))

    with (
        caplog.at_level(logging.DEBUG),
        make() as client,
        pytest.raises(Exception, match="returned 403") as caught,
    ):
        client.things.read()

    shown = f"{caplog.text} {vars(caught.value)} {client!r} {vars(client)['_settings']!r}"
    assert "token-one" not in shown
    assert "cret-secret" not in shown
    assert BASIC.removeprefix("Basic ") not in shown


def test_a_token_url_is_checked_as_base_url_is(make: Make) -> None:
    """A secret is not sent unencrypted to another machine."""
    with pytest.raises(ValueError, match="unencrypted"):
        make(base_url="http://api.example.com")


def test_half_of_the_credentials_is_none(server: LoopbackServer, make: Make) -> None:
    """The error names what may be passed."""
    message = r"api_key=\.\.\. .* or client_id=\.\.\. and client_secret=\.\.\. \(ACME_CLIENT_ID and"
    with pytest.raises(Exception, match=message):
        make(client_secret=None)

    assert server.received == []
