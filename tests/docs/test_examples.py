"""The programs in examples/, run against the loopback server."""

import pytest

from tests.docs.project import KEY, ROOT, run_program
from tests.loopback import STREAM, LoopbackServer, Received, answer

EXAMPLES = ROOT / "examples"
ACCOUNT, URL = "61bf923e", "wss://example.com/media"


def hang_up(_: Received) -> bytes:
    """Close the connection without an answer."""
    raise ConnectionError


def test_every_example_is_tested() -> None:
    """There is no example that this file does not run."""
    assert sorted(file.name for file in EXAMPLES.glob("*.py")) == [
        "handle_errors.py",
        "start_stream.py",
        "start_stream_async.py",
    ]


def test_start_stream(server: LoopbackServer, capsys: pytest.CaptureFixture[str]) -> None:
    """The program starts one stream of both sides of the call, and prints its id."""
    run_program(EXAMPLES / "start_stream.py", server, ACCOUNT, "v3:a", URL)

    [request] = server.received
    assert request.target == f"/v2/texml/Accounts/{ACCOUNT}/Calls/v3:a/Streams.json"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.form == [("Url", URL), ("Track", "both_tracks")]
    assert capsys.readouterr().out == f"{STREAM['sid']}\n"


def test_start_stream_async(server: LoopbackServer, capsys: pytest.CaptureFixture[str]) -> None:
    """Each call gets one stream, and one that fails leaves the others alone."""
    server.respond(lambda request: answer(404 if "v3:b" in request.path else 200))

    run_program(EXAMPLES / "start_stream_async.py", server, ACCOUNT, URL, "v3:a", "v3:b", "v3:c")

    assert sorted(request.path for request in server.received) == [
        f"/v2/texml/Accounts/{ACCOUNT}/Calls/{call}/Streams.json"
        for call in ("v3:a", "v3:b", "v3:c")
    ]
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == f"v3:a: {STREAM['sid']}"
    assert second.startswith("v3:b: ")
    assert second.endswith("it was not executed")
    assert third == f"v3:c: {STREAM['sid']}"


@pytest.mark.parametrize(
    ("said", "code", "printed"),
    [
        (answer(200), 0, STREAM["sid"]),
        (answer(200, {"new": 1}), 0, "{'new': 1}"),
        (answer(429, retry_after="90"), 1, "seconds to wait: 90.0"),
        (answer(422, {"errors": [{"code": "90018"}]}), 1, "the call has ended"),
        (answer(422, {"errors": [{"detail": "No such codec"}]}), 1, "No such codec"),
        (answer(401), 1, "401"),
        (answer(200, b"e9cea0be"), 2, "e9cea0be"),
        (answer(500), 2, "500"),
        (None, 2, "it may have been executed"),
    ],
    ids=["200", "200 new", "429", "422 ended", "422", "401", "200 text", "500", "lost"],
)
def test_handle_errors(
    said: bytes | None,
    code: int,
    printed: str,
    server: LoopbackServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One request is sent, and the exit code tells whether a stream may be running."""
    server.respond(hang_up if said is None else lambda _: said)

    assert run_program(EXAMPLES / "handle_errors.py", server, ACCOUNT, "v3:a", URL) == code

    assert len(server.received) == 1
    out, err = capsys.readouterr()
    assert printed in (err if code else out)
