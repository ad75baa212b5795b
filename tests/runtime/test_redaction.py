"""Redaction: what logs and errors do not show, however it is written."""

import json
import logging
import time

import httpx
import pytest

from generated_client import APIError
from generated_client._runtime.redaction import Redactor, Secrets, redacted_request, secret_values
from tests.loopback import LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, drive, start

EIGHT = "KEY45678"


@pytest.mark.parametrize(("secret", "is_shown"), [(EIGHT, False), (EIGHT[:-1], True)])
def test_a_secret_of_eight_characters_is_not_shown(secret: str, *, is_shown: bool) -> None:
    """What is shorter may be in any text."""
    redactor = Redactor([f"Bearer {secret}"])

    assert (secret in redactor.text(f"no such key: {secret}!")) is is_shown
    assert (secret in str(redactor.value({secret: [secret]}))) is is_shown


@pytest.mark.parametrize("longer", [f"{EIGHT}-9", f"0-{EIGHT}"])
def test_a_secret_in_another_leaves_nothing_of_it(longer: str) -> None:
    """The longest is looked for first, in whatever order they are sent."""
    for secrets in ([EIGHT, longer], [longer, EIGHT], [f"Bearer {EIGHT}", longer]):
        assert Redactor(secrets).text(f"{longer} {EIGHT}") == "[redacted] [redacted]"


def test_what_a_request_sends_is_a_secret_unless_it_is_known_to_be_harmless() -> None:
    """A token may be sent by any name."""
    assert secret_values({"accept": "*/*", "x-token": "ours", "authorization": "Bearer KEY"}) == [
        "ours",
        "Bearer KEY",
    ]


def test_the_request_of_an_error_keeps_what_is_no_secret() -> None:
    """Its names, its body and harmless headers; a value of its query may be a secret."""
    headers = {"authorization": "Bearer KEY", "user-agent": "us", "x-token": "ours"}
    url = "https://example.com/p?a=1&a=2&b=3"
    shown = redacted_request(httpx.Request("PUT", url, headers=headers, content=b"body"))

    assert shown.method == "PUT"
    assert shown.url.path == "/p"
    values = [(name, "[redacted]") for name in "aab"]
    assert shown.url.params.multi_items() == values
    assert shown.content == b"body"
    assert dict(shown.headers) == {
        "host": "example.com",
        "authorization": "[redacted]",
        "user-agent": "us",
        "x-token": "[redacted]",
        "content-length": "4",
    }


def test_of_secrets_the_names_are_shown() -> None:
    """Tools that report errors print the locals of each frame."""
    assert repr(Secrets({"authorization": EIGHT})) == "<Secrets ['authorization']>"


def test_a_line_of_a_log_is_one_line() -> None:
    """Control characters cannot forge another."""
    shown = Redactor([]).text("a\r\nERROR b\x1b[31m\u2028c\x85")

    assert shown == "a\\x0d\\x0aERROR b\\x1b[31m\\x2028c\\x85"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to http://h/p?token=s, then", "to http://h/p?[redacted] then"),
        ("'https://h/?a=b'", "'https://h/?[redacted]"),
        ("http://h/?a=s?t=u", "http://h/?[redacted]"),
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


SLASHED = 'KEY/45"6789'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"a":  ["\\u004bEY\\/45\\"6789"]}', b'{"a": ["[redacted]"]}'),
        (b'{"KEY/45\\"6789": 1}', b'{"[redacted]": 1}'),
        (b'{"a":  [1, "KEY"]}', b'{"a":  [1, "KEY"]}'),
        (b'<p>KEY/45"6789</p>', b"<p>[redacted]</p>"),
        (b'["KEY\\/45\\"6789"', b'["[redacted]"'),
        (b'{KEY/45"6789', b"{[redacted]"),
    ],
    ids=["escaped", "name", "no secret", "no JSON", "broken and escaped", "broken"],
)
def test_a_body_loses_its_secrets_and_nothing_else(body: bytes, shown: bytes) -> None:
    """However they are escaped in it, and whether or not it can be decoded."""
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = None

    redacted = json.loads(shown) if decoded else None
    assert Redactor([SLASHED]).body(body, decoded) == (shown, redacted)


def test_a_body_that_is_too_deep_to_be_copied_loses_its_secrets_too() -> None:
    """Its decoded JSON is not kept."""
    deep: list[object] = []
    for _ in range(10_000):
        deep = [deep]

    assert Redactor([EIGHT]).body(f"[{EIGHT}".encode(), deep) == (b"[[redacted]", None)


def test_headers_of_an_error_lose_what_is_hidden_or_echoed_and_nothing_else() -> None:
    """Of an address the query goes as well, which may be that of the request."""
    sent = [("x-a", f"1 {EIGHT}"), ("x-a", "2?b"), ("set-cookie", "s"), ("location", "/p?q=r")]
    shown = Redactor([EIGHT]).headers(httpx.Headers(sent), frozenset({"set-cookie"}))

    assert shown.multi_items() == [
        ("x-a", "1 [redacted]"),
        ("x-a", "2?b"),
        ("set-cookie", "[redacted]"),
        ("location", "/p?[redacted]"),
    ]


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
