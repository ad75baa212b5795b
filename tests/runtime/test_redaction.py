"""Redaction: what logs and errors do not show, however it is written."""

import json
import logging
import time

import httpx
import pytest

from generated_client import APIError
from generated_client._runtime.redaction import Redactor
from tests.loopback import LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, drive, start

EIGHT = "KEY45678"


@pytest.mark.parametrize(("secret", "is_shown"), [(EIGHT, False), (EIGHT[:-1], True)])
def test_a_secret_of_eight_characters_is_not_shown(secret: str, *, is_shown: bool) -> None:
    """What is shorter may be in any text."""
    redactor = Redactor([f"Bearer {secret}"])

    assert (secret in redactor.text(f"no such key: {secret}!")) is is_shown
    assert (secret in str(redactor.value({secret: [secret]}))) is is_shown


def test_a_line_of_a_log_is_one_line() -> None:
    """Control characters cannot forge another."""
    shown = Redactor([]).text("a\r\nERROR b\x1b[31m\u2028c\x85")

    assert shown == "a\\x0d\\x0aERROR b\\x1b[31m\\x2028c\\x85"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to http://h/p?token=s, then", "to http://h/p?[redacted] then"),
        ("'https://h/?a=b'", "'https://h/?[redacted]"),
        ("really? yes", "really? yes"),
        ("why?a=b", "why?a=b"),
    ],
)
def test_queries_of_addresses_are_not_shown(text: str, shown: str) -> None:
    """Other question marks are."""
    assert Redactor([]).text(text) == shown


@pytest.mark.parametrize("piece", ["http://", "http://x?", "?", "://?"])
def test_long_text_takes_no_longer_than_short(piece: str) -> None:
    """A server cannot keep the client busy with a status line or a header."""
    redactor = Redactor([KEY])
    began = time.process_time()
    shown = redactor.text(piece * 200_000)

    assert time.process_time() - began < 1
    assert len(shown) < 30_000


@pytest.mark.parametrize("kind", KINDS)
def test_only_headers_that_are_known_to_be_harmless_are_logged(
    server: LoopbackServer, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    """Of all others the name: a token may be called anything."""
    server.respond(
        lambda _: response(
            x_session="theirs-secret",
            content_location="/x?token=query-secret",
            x_ratelimit_limit="7",
        )
    )
    with caplog.at_level(logging.DEBUG, logger="generated_client"):
        headers = {"x-auth-token": "ours-secret"}
        drive(kind, server.url, start, default_headers=headers)

    logged = "\n".join(r.getMessage() for r in caplog.records if r.name == "generated_client")
    assert "secret" not in logged
    for shown in ("('x-session', '[redacted]')", "('x-ratelimit-limit', '7')", "/x?[redacted]"):
        assert shown in logged


ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in KEY)
ECHOES = {
    "as it is": response(401, {"errors": [{"detail": KEY}]}, x_request_id=KEY, x_debug=KEY),
    "escaped": response(401, f'{{"errors": [{{"detail": "{ESCAPED}"}}]}}'.encode()),
    "in UTF-16": response(401, json.dumps({"errors": [{"detail": KEY}]}).encode("utf-16")),
    "in UTF-16 that is no JSON": response(401, f"<p>{KEY}".encode("utf-16-le")),
    "in an unusable response": response(200, json.dumps([KEY]).encode()),
    "in an address": response(302, b"", location=f"https://example.com/{KEY}?a=b"),
    "in a status line": f"HTTP/1.1 {KEY}\r\n\r\n".encode(),
    "in a header line": f"HTTP/1.1 200 OK\r\n{KEY} {KEY}\r\n\r\n".encode(),
    "in a chunk size": f"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{KEY}\r\n".encode(),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("echo", ECHOES)
def test_a_key_that_is_echoed_is_shown_nowhere(
    server: LoopbackServer, kind: Kind, echo: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the error, its cause and its response, nor in a log at any level."""
    server.respond(lambda _: ECHOES[echo])
    with (
        caplog.at_level(logging.DEBUG, logger="generated_client"),
        pytest.raises(APIError) as raised,
    ):
        drive(kind, server.url, start)

    error = raised.value
    response: httpx.Response | None = getattr(error, "response", None)
    shown = [str(error), repr(vars(error)), repr(error.__cause__)]
    shown += [repr(response.headers.multi_items()), response.text] if response else []
    shown += [response.content.decode("utf-16-le", "replace")] if response else []
    shown += [r.getMessage() for r in caplog.records if r.name == "generated_client"]
    assert KEY not in "\n".join(shown)
