"""The programs in examples/, run against the loopback server."""

import runpy
import signal
from threading import Event, Timer

import pytest

from generated_client import APIResponseValidationError
from tests.docs.project import KEY, ROOT, begin_program, run_program
from tests.loopback import STREAM, LoopbackServer, Received, response

EXAMPLES = ROOT / "examples"
ACCOUNT, URL = "61bf923e", "wss://example.com/media"


def hang_up(_: Received) -> bytes:
    """Close the connection without a response."""
    raise ConnectionError


def test_every_example_is_tested() -> None:
    """There is no example that the tests do not run."""
    assert sorted(file.name for file in EXAMPLES.glob("*.py")) == [
        "answer_with_audio.py",
        "demo.py",
        "handle_errors.py",
        "receive_status_callbacks.py",
        "start_many_streams.py",
        "start_stream.py",
        "start_stream_async.py",
        "start_streams_on_a_cluster.py",
        "stream_for_a_block.py",
    ]


def test_the_demo(capfd: pytest.CaptureFixture[str]) -> None:
    """The bot repeats what was said, and falls silent when a key is pressed; nothing is wrong."""
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(EXAMPLES / "demo.py"), run_name="__main__")

    assert caught.value.code == 0
    printed = capfd.readouterr().out
    lines = ["your bot speaks", "the person speaks", "dtmf 1", "<--  clear", "no findings"]
    positions = [printed.index(line) for line in lines]
    assert positions == sorted(positions)


def test_start_stream(server: LoopbackServer, capsys: pytest.CaptureFixture[str]) -> None:
    """The program starts one stream of both sides of the call, and prints its id."""
    run_program(EXAMPLES / "start_stream.py", server, ACCOUNT, "v3:a", URL)

    [request] = server.received
    assert request.target == f"/v2/texml/Accounts/{ACCOUNT}/Calls/v3:a/Streams.json"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.form == [("Url", URL), ("Track", "both_tracks")]
    assert capsys.readouterr().out == f"{STREAM['sid']}\n"


def test_start_stream_prints_all_that_came_where_the_id_is_missing(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The id may have a new name."""
    server.respond(lambda _: response(200, {"new": 1}))

    run_program(EXAMPLES / "start_stream.py", server, ACCOUNT, "v3:a", URL)

    assert capsys.readouterr().out == "{'new': 1}\n"


def test_start_stream_prints_an_response_that_cannot_be_read(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The id of a running stream may be in it."""
    server.respond(lambda _: response(200, b"e9cea0be"))

    with pytest.raises(APIResponseValidationError):
        run_program(EXAMPLES / "start_stream.py", server, ACCOUNT, "v3:a", URL)

    assert capsys.readouterr().err == "e9cea0be\n"


def test_start_stream_async(server: LoopbackServer, capsys: pytest.CaptureFixture[str]) -> None:
    """Each call gets one stream."""
    calls = ["v3:a", "v3:b", "v3:c"]

    assert run_program(EXAMPLES / "start_stream_async.py", server, ACCOUNT, URL, *calls) == 0

    assert sorted(request.path for request in server.received) == [
        f"/v2/texml/Accounts/{ACCOUNT}/Calls/{call}/Streams.json" for call in calls
    ]
    lines = sorted(capsys.readouterr().out.splitlines())
    assert lines == [f"{call}: {STREAM['sid']}" for call in calls]


@pytest.mark.parametrize(
    ("call", "code", "printed"),
    [
        ("new", 0, "{'new': 1}"),
        ("text", 1, "it may have been executed: e9cea0be"),
        ("404", 1, "it was not executed"),
        ("", 1, "call_sid must not be ''"),
    ],
)
def test_start_stream_async_has_a_line_for_each_call(
    call: str, code: int, printed: str, server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that fails leaves the others alone, and no id is lost that may have come."""
    returned = {
        "new": response(200, {"new": 1}),
        "text": response(200, b"e9cea0be"),
        "404": response(404),
    }
    server.respond(lambda request: returned.get(request.path.split("/")[-2], response()))

    arguments = [ACCOUNT, URL, "v3:a", call, "v3:c"]
    assert run_program(EXAMPLES / "start_stream_async.py", server, *arguments) == code

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert {f"v3:a: {STREAM['sid']}", f"v3:c: {STREAM['sid']}"} < set(lines)
    assert any(line.startswith(f"{call}: ") and printed in line for line in lines)


def test_start_stream_async_refuses_a_call_that_is_given_twice(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is sent: the call would be billed for two streams."""
    arguments = [ACCOUNT, URL, "v3:a", "v3:b", "v3:a"]
    assert run_program(EXAMPLES / "start_stream_async.py", server, *arguments) == 2

    assert server.received == []
    assert "twice" in capsys.readouterr().err


def test_start_stream_async_prints_each_id_as_it_comes(server: LoopbackServer) -> None:
    """After Ctrl-C, the ids of the streams that were started have been printed."""
    over = Event()

    def hold_one(request: Received) -> bytes:
        if "v3:a" in request.path:
            over.wait()
        return response()

    server.respond(hold_one)
    program = begin_program("start_stream_async.py", server, ACCOUNT, URL, "v3:a", "v3:b")
    assert program.stdout
    stop = Timer(30, program.kill)  # where nothing is printed
    stop.start()
    line = program.stdout.readline()
    program.send_signal(signal.SIGINT)
    program.communicate()
    stop.cancel()
    over.set()

    assert line == f"v3:b: {STREAM['sid']}\n"
    assert program.returncode != 0


@pytest.mark.parametrize("name", ["handle_errors.py", "start_many_streams.py"])
def test_wrong_arguments_have_an_exit_code_of_their_own(
    name: str, server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not that of streams that may be running."""
    code = run_program(EXAMPLES / name, server)

    assert "usage:" in capsys.readouterr().err
    documented = (EXAMPLES / name).read_text(encoding="utf-8")
    assert f"\n    {code}    the arguments are wrong; nothing was sent\n" in documented


@pytest.mark.parametrize(
    ("returned", "code", "printed"),
    [
        (response(200), 0, STREAM["sid"]),
        (response(200, {"new": 1}), 0, "{'new': 1}"),
        (response(429, retry_after="90"), 1, "seconds to wait: 90.0"),
        (response(422, {"errors": [{"code": "90018"}]}), 1, "the call has ended"),
        (response(422, {"errors": [{"detail": "No such codec"}]}), 1, "No such codec"),
        (response(401), 1, "401"),
        (response(200, b"e9cea0be"), 3, "e9cea0be"),
        (response(500), 3, "500"),
        (None, 3, "it may have been executed"),
    ],
    ids=["200", "200 new", "429", "422 ended", "422", "401", "200 text", "500", "lost"],
)
def test_handle_errors(
    returned: bytes | None,
    code: int,
    printed: str,
    server: LoopbackServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One request is sent, and the exit code tells whether a stream may be running."""
    server.respond(hang_up if returned is None else lambda _: returned)

    assert run_program(EXAMPLES / "handle_errors.py", server, ACCOUNT, "v3:a", URL) == code

    assert len(server.received) == 1
    out, err = capsys.readouterr()
    assert printed in (err if code else out)
