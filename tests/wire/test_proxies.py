"""Proxies that the environment names: each kind of client goes through them, as httpx does."""

import traceback

import pytest

from generated_client import APIError, AsyncTelnyx, Telnyx
from tests.loopback import LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, drive, start

PATH = "/v2/texml/Accounts/account/Calls/v3:call/Streams.json"

pytestmark = pytest.mark.parametrize("kind", KINDS)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("scheme", ["http://", ""])
def test_a_request_goes_through_the_proxy(
    server: LoopbackServer, kind: Kind, variable: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its whole URL, and with nothing else about it changed."""
    monkeypatch.setenv(variable, server.url.replace("http://", scheme))
    drive(kind, "http://api.example.com/v2", start, allow_http=True)

    [request] = server.received
    assert request.target == f"http://api.example.com{PATH}"
    assert request.headers["host"] == "api.example.com"
    assert request.body == b"Url=wss%3A%2F%2Fexample.com%2Fsocket"
    assert "cookie" not in request.headers


def test_a_proxy_gets_the_password_in_its_url(
    server: LoopbackServer, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the key, which is for the API."""
    monkeypatch.setenv("HTTP_PROXY", server.url.replace("http://", "http://user:word@"))
    drive(kind, "http://api.example.com/v2", start, api_key="KEY", allow_http=True)

    [request] = server.received
    assert request.headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"
    assert request.headers["authorization"] == "Bearer KEY"


@pytest.mark.parametrize("exempt", ["127.0.0.1", "example.com,127.0.0.1", "*"])
def test_a_host_may_be_exempt(
    server: LoopbackServer, kind: Kind, exempt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests to it go there directly."""
    with LoopbackServer() as proxy:
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(variable, proxy.url)
        monkeypatch.setenv("NO_PROXY", exempt)
        drive(kind, f"{server.url}/v2", start)

    assert [request.target for request in server.received] == [PATH]
    assert proxy.received == []


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_for_https_sees_no_key(
    kind: Kind, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked to connect, and nothing else; that it refuses is reported as not executed."""
    with LoopbackServer() as proxy:
        proxy.respond(lambda _: response(403, b""))
        monkeypatch.setenv(variable, proxy.url)
        with pytest.raises(APIError) as raised:
            drive(kind, "https://api.example.com", start, max_retries=0)

    [request] = proxy.received
    assert (request.method, request.target) == ("CONNECT", "api.example.com:443")
    assert "authorization" not in request.headers
    assert raised.value.may_have_executed is False


def test_a_proxy_for_https_is_none_for_http(
    server: LoopbackServer, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each scheme has its own."""
    with LoopbackServer() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        drive(kind, f"{server.url}/v2", start)

    assert len(server.received) == 1
    assert proxy.received == []


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("ALL_PROXY", "socks5://user:proxy-word@127.0.0.1:1", "socksio"),
        ("HTTPS_PROXY", "ftp://user:proxy-word@127.0.0.1:1", "HTTPS_PROXY"),
        ("HTTP_PROXY", "http://user:proxy-word@127.0.0.1:port", "HTTP_PROXY"),
        ("SSL_CERT_FILE", "/no/such/file", "SSL_CERT_FILE"),
    ],
)
def test_an_environment_that_cannot_be_used_is_refused_when_the_client_is_made(
    kind: Kind, variable: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names what to correct, and no password."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError, match=message) as raised:
        (Telnyx if kind == "sync" else AsyncTelnyx)(api_key=KEY)

    assert "proxy-word" not in "".join(traceback.format_exception(raised.value))
