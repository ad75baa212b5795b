"""Where the key goes, and where it must never be seen."""

import json
import logging
import pickle
import traceback
from typing import Any

import httpx
import pytest

from generated_client import APIError, AsyncTelnyx, Telnyx
from generated_client._runtime.decoders import no_content
from generated_client._runtime.operations import Call, Operation, Options
from generated_client._runtime.responses import Response
from tests.loopback import LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, drive, drive_with, start
from tests.wire.faults import FaultServer, resets_after_the_body

SECRETS = {
    "extra_headers": {
        "AUTHORIZATION": f"Bearer {KEY}",
        "cookie": "session=cookie-secret",
        "Proxy-Authorization": "Basic proxy-secret",
    },
    "extra_query": {"token": "query-secret", "page": "2"},
}
RESPONSES = {
    "fine": response(set_cookie="session=response-secret"),
    "a redirect": response(307, b"", location="https://example.com/x?token=query-secret"),
    "the key sent back": response(
        401, {"errors": [{"detail": f"no such key: {KEY}"}]}, set_cookie="a=response-secret"
    ),
    "no object": response(200, [KEY]),
    "another type": response(200, KEY),
    "not UTF-8": response(200, f'"{KEY}'.encode() + b"\xff"),
    "not JSON": response(200, f"<p>{KEY}</p>".encode(), x_key="ünsaid".encode().decode("latin-1")),
}


def shown(error: BaseException) -> str:
    """Return all that printing, logging or pickling an error can show.

    Tools that send errors elsewhere follow its context as well, suppressed or not.
    """
    links: list[BaseException] = [error]
    for link in links:
        links += [each for each in (link.__cause__, link.__context__) if each and each not in links]
    texts = [f"{link!s} {link!r} {link.args!r} {vars(link)!r}" for link in links]
    if isinstance(error, APIError):
        response: httpx.Response | None = getattr(error, "response", None)
        texts += [str(error.request.url), str(error.request.headers.multi_items())]
        texts += [str(response.headers.multi_items()), response.text] if response else []
    texts += ["".join(traceback.format_exception(error)), pickle.dumps(error).decode("latin-1")]
    return "\n".join(texts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("returned", RESPONSES)
def test_nothing_that_is_logged_or_raised_holds_a_secret(
    server: LoopbackServer, kind: Kind, returned: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not the key, however the caller names it, nor cookies, nor values of the query."""
    server.respond(lambda _: RESPONSES[returned])
    seen = ""
    with caplog.at_level(logging.DEBUG, logger="generated_client"):
        try:
            drive(kind, server.url, lambda client: start(client, **SECRETS))
        except APIError as error:
            seen = shown(error)

    [request] = server.received
    assert request.headers["authorization"] == f"Bearer {KEY}"
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name == "generated_client"
    )
    assert "[redacted]" in logged
    for secret in (KEY, "cookie-secret", "proxy-secret", "query-secret", "response-secret"):
        assert secret not in logged
        assert secret not in seen


def test_a_call_is_one_line_at_info(
    server: LoopbackServer, caplog: pytest.LogCaptureFixture
) -> None:
    """It holds the method, the template of the path, the status, and the request id."""
    server.respond(lambda _: response(x_request_id="r-1"))
    with caplog.at_level(logging.INFO, logger="generated_client"):
        drive("sync", server.url, start)

    [line] = [record.getMessage() for record in caplog.records if "generated" in record.name]
    assert line.startswith("POST /texml/Accounts/{account_sid}/Calls/{call_sid}/Streams.json: 200")
    assert line.endswith("0 retries, request id r-1")


@pytest.mark.parametrize("client", [Telnyx, AsyncTelnyx])
def test_a_client_does_not_show_its_key(client: Any) -> None:
    """Neither it nor its settings."""
    made = client(api_key=KEY, default_headers={"x-token": "header-secret"})

    assert KEY not in repr(made) + repr(made._settings)
    assert "header-secret" not in repr(made) + repr(made._settings)


def test_no_value_inside_shows_a_secret() -> None:
    """What a traceback with local variables would print."""
    secret = {"x": KEY}
    operation = Operation(method="GET", path="/x", decode=no_content)
    options = Options(extra_headers=secret, extra_query=secret, extra_body=secret)
    call = Call(operation=operation, query=secret, headers=secret, cookies=secret, options=options)
    values = [
        options,
        call,
        Response(200, httpx.Headers(secret), KEY.encode()),
        Telnyx(api_key=KEY, default_headers=secret)._settings,
        Telnyx(api_key=KEY)._settings.keys,
        Telnyx(api_key=KEY)._settings.key_values,
    ]

    for value in values:
        assert KEY not in f"{value} {value!r}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("own_client", [False, True])
def test_a_redirect_is_not_followed(
    server: LoopbackServer, kind: Kind, status: int, *, own_client: bool
) -> None:
    """Not even by a client of the caller's that is set to follow it."""
    with LoopbackServer() as elsewhere:
        server.respond(lambda _: response(status, b"", location=f"{elsewhere.url}/x"))
        lent = {"follow_redirects": True} if own_client else None
        with pytest.raises(APIError) as raised:
            drive_with(lent, kind, server.url, start)

    assert raised.value.may_have_executed is True
    assert len(server.received) == 1
    assert elsewhere.received == []


@pytest.mark.parametrize(
    "sid",
    ["//example.com", "https://example.com/", "../../v1", "@example.com", "\\\\e.com", "%2e%2e"],
)
def test_a_path_value_does_not_change_where_the_key_goes(server: LoopbackServer, sid: str) -> None:
    """It stays one segment of the path, whatever it looks like."""
    drive(
        "sync",
        f"{server.url}/v2",
        lambda client: client.texml.accounts.calls.streams_json(sid, account_sid=sid),
    )

    [request] = server.received
    assert request.path.startswith("/v2/texml/Accounts/")
    assert request.path.count("/") == 7
    assert request.headers["host"] == server.url.removeprefix("http://")


@pytest.mark.parametrize("name", ["Host", "host", "Content-Length", "Transfer-Encoding"])
def test_a_header_that_could_name_another_host_is_refused(
    server: LoopbackServer, name: str
) -> None:
    """Nothing is sent."""
    with pytest.raises(ValueError, match=f"(?i){name}"):
        drive("sync", server.url, lambda c: start(c, extra_headers={name: "example.com"}))

    assert server.received == []


@pytest.mark.parametrize("value", ["a\r\nx: y", "a\nb", "a\0b", "é", "\x7f", " a", "a ", "\t"])
def test_a_header_value_that_cannot_be_carried_is_refused_unseen(
    server: LoopbackServer, value: str
) -> None:
    """The error names the header, or the argument of the key, and does not show the value."""
    secret = f"{value}secret{value}"
    with pytest.raises(ValueError, match="x-token") as raised:
        drive("sync", server.url, lambda c: start(c, extra_headers={"x-token": secret}))
    with pytest.raises(ValueError, match="api_key") as key_raised:
        Telnyx(api_key=secret)

    assert "secret" not in str(raised.value) + str(key_raised.value)
    assert server.received == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "http://127.0.0.1.example.com",
        "http://evillocalhost",
        "http://localhost.example.com",
        "http://128.0.0.1",
        "http://[::2]",
    ],
)
def test_the_key_is_not_sent_in_clear_to_another_machine(url: str) -> None:
    """Plain HTTP is for the loopback interface, unless the caller says so."""
    with pytest.raises(ValueError, match="allow_http"):
        Telnyx(api_key=KEY, base_url=url)
    Telnyx(api_key=KEY, base_url=url, allow_http=True)


def test_the_cause_of_an_error_holds_no_key() -> None:
    """Nor does the request that httpx keeps in it."""
    with (
        FaultServer([resets_after_the_body]) as server,
        pytest.raises(APIError) as raised,
    ):
        drive("sync", f"http://127.0.0.1:{server.port}", lambda c: start(c, **SECRETS))

    cause = raised.value.__cause__
    assert isinstance(cause, httpx.RequestError)
    assert cause.request is raised.value.request
    assert KEY not in shown(raised.value)


@pytest.mark.parametrize("key", [KEY, f"KEY/{KEY}", f'KEY"{KEY}'])
def test_a_key_that_the_server_sends_back_is_not_shown(server: LoopbackServer, key: str) -> None:
    """Neither from the body, however it is escaped there, nor from a header."""
    returned = json.dumps({"errors": [{"detail": f"bad key {key}"}]}).replace("/", "\\/").encode()
    header = f"Bearer {key}"
    server.respond(lambda _: response(401, returned, x_debug=header))

    with pytest.raises(APIError) as raised:
        drive("sync", server.url, start, api_key=key)

    kept = vars(raised.value)
    assert "bad key [redacted]" in str(kept["errors"])
    assert key not in shown(raised.value) + str(kept["body"]) + str(kept["response"].headers)
    assert key.encode() not in kept["response"].content
