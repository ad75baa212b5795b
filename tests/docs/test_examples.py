"""The programs in examples/, run against the loopback server."""

import csv
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from queue import Queue
from threading import Event, Timer
from typing import IO

import pytest

from generated_client import APIResponseValidationError
from tests.docs.project import KEY, ROOT, run_program
from tests.loopback import STREAM, LoopbackServer, Received, answer

EXAMPLES = ROOT / "examples"
ACCOUNT, URL = "61bf923e", "wss://example.com/media"


def hang_up(_: Received) -> bytes:
    """Close the connection without an answer."""
    raise ConnectionError


def begin_program(
    name: str, server: LoopbackServer, *arguments: str, stdout: int | IO[str] = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Begin to run an example as a process of its own, with a bar as on a terminal."""
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, EXAMPLES / name, *arguments],
        env={
            "PYTHONPATH": str(ROOT),
            "TELNYX_API_KEY": KEY,
            "TELNYX_BASE_URL": f"{server.url}/v2",
            "FORCE_COLOR": "1",  # the bar must not swallow the outcomes
        },
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_every_example_is_tested() -> None:
    """There is no example that this file does not run."""
    assert sorted(file.name for file in EXAMPLES.glob("*.py")) == [
        "handle_errors.py",
        "start_many_streams.py",
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


def test_start_stream_prints_all_that_came_where_the_id_is_missing(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The id may have a new name."""
    server.respond(lambda _: answer(200, {"new": 1}))

    run_program(EXAMPLES / "start_stream.py", server, ACCOUNT, "v3:a", URL)

    assert capsys.readouterr().out == "{'new': 1}\n"


def test_start_stream_prints_an_answer_that_cannot_be_read(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The id of a running stream may be in it."""
    server.respond(lambda _: answer(200, b"e9cea0be"))

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
    said = {"new": answer(200, {"new": 1}), "text": answer(200, b"e9cea0be"), "404": answer(404)}
    server.respond(lambda request: said.get(request.path.split("/")[-2], answer()))

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
        return answer()

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


def test_start_many_streams(
    server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each call is tried once and its outcome told; the summary counts them."""
    calls = [f"v3:{number}" for number in range(200)]
    (tmp_path / "calls.csv").write_text("".join(f"{call},{URL}\n" for call in [*calls, ".."]))
    server.respond(_one_in_ten_fails)

    code = run_program(
        EXAMPLES / "start_many_streams.py", server, ACCOUNT, str(tmp_path / "calls.csv")
    )

    assert code == 3
    assert sorted(request.path.split("/")[-2] for request in server.received) == sorted(calls)
    out, err = capsys.readouterr()
    rows = {call: row for call, *row in csv.reader(out.splitlines())}
    assert rows["v3:1"] == ["started", "", STREAM["sid"]]
    assert rows["v3:13"][:2] == ["unknown", "InternalServerError"]
    assert rows["v3:17"][:2] == ["not started", "NotFoundError"]
    assert rows[".."][:2] == ["not started", "ValueError"]
    assert Counter(row[0] for row in rows.values()) == {
        "started": 160,
        "unknown": 20,
        "not started": 21,
    }
    assert re.search(r"not started\W+NotFoundError\W+20\b", err)
    assert re.search(r"started\W+160\b", err)


def _one_in_ten_fails(request: Received) -> bytes:
    call = request.path.split("/")[-2]
    return answer({"3": 500, "7": 404}.get(call[-1], 200))


def test_start_many_streams_refuses_a_call_that_is_listed_twice(
    server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is sent: a call would be billed for two streams."""
    calls = tmp_path / "calls.csv"
    calls.write_text(f"v3:a,{URL}\nv3:b,{URL}\nv3:a,{URL}\n")

    assert run_program(EXAMPLES / "start_many_streams.py", server, ACCOUNT, str(calls)) == 1

    assert server.received == []
    assert "v3:a" in capsys.readouterr().err


def test_start_many_streams_tells_which_calls_an_interruption_leaves_unknown(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """After Ctrl-C there is a line for each call whose request may have arrived."""
    (tmp_path / "calls.csv").write_text("".join(f"v3:{number},{URL}\n" for number in range(9)))
    arrived, over = Queue[str](), Event()

    def hold(request: Received) -> bytes:
        arrived.put(request.path.split("/")[-2])
        over.wait()
        raise ConnectionError

    server.respond(hold)
    arguments = [ACCOUNT, str(tmp_path / "calls.csv"), "--at-once=3"]
    program = begin_program("start_many_streams.py", server, *arguments)
    calls = sorted(arrived.get() for _ in range(3))
    program.send_signal(signal.SIGINT)
    out, _ = program.communicate()
    over.set()

    assert program.returncode == 3
    rows = sorted(csv.reader(out.splitlines()))
    assert rows == [[call, "unknown", "interrupted", ""] for call in calls]


def test_start_many_streams_keeps_what_may_hold_an_id(
    server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer without an id, or one that cannot be read, is written as it came."""
    calls = tmp_path / "calls.csv"
    calls.write_text(f"v3:a,{URL}\nv3:b,{URL}\n")
    bodies = {"v3:a": {"new": 1}, "v3:b": b"e9cea0be"}
    server.respond(lambda request: answer(200, bodies[request.path.split("/")[-2]]))

    assert run_program(EXAMPLES / "start_many_streams.py", server, ACCOUNT, str(calls)) == 3

    rows = {call: row for call, *row in csv.reader(capsys.readouterr().out.splitlines())}
    assert rows["v3:a"] == ["started", "", "{'new': 1}"]
    assert rows["v3:b"][:2] == ["unknown", "APIResponseValidationError"]
    assert rows["v3:b"][2].endswith(": e9cea0be")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_start_many_streams_writes_to_standard_error_where_the_disk_is_full(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """Each call is tried, and its outcome told."""
    calls = [f"v3:{number}" for number in range(9)]
    (tmp_path / "calls.csv").write_text("".join(f"{call},{URL}\n" for call in calls))

    with Path("/dev/full").open("w") as full:
        arguments = [ACCOUNT, str(tmp_path / "calls.csv"), "--at-once=2"]
        program = begin_program("start_many_streams.py", server, *arguments, stdout=full)
        _, err = program.communicate()

    assert program.returncode == 0, err
    assert sorted(re.findall(rf"v3:\d,started,,{STREAM['sid']}", err)) == [
        f"{call},started,,{STREAM['sid']}" for call in calls
    ]


def test_start_many_streams_skips_blank_lines(
    server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are no calls."""
    calls = tmp_path / "calls.csv"
    calls.write_text(f"\nv3:a,{URL}\n\n")

    assert run_program(EXAMPLES / "start_many_streams.py", server, ACCOUNT, str(calls)) == 0

    assert capsys.readouterr().out.splitlines() == [f"v3:a,started,,{STREAM['sid']}"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"v3:a,{URL}\n\nv3:b\n", "calls.csv:3: expected CALL_SID,WEBSOCKET_URL"),
        (f"v3:a,{URL},both_tracks\n", "calls.csv:1: expected CALL_SID,WEBSOCKET_URL"),
        (None, "calls.csv"),
    ],
    ids=["one column", "three columns", "missing"],
)
def test_start_many_streams_refuses_a_list_that_it_cannot_read(
    content: str | None,
    said: str,
    server: LoopbackServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is sent, and a message tells the place."""
    calls = tmp_path / "calls.csv"
    if content is not None:
        calls.write_text(content)

    assert run_program(EXAMPLES / "start_many_streams.py", server, ACCOUNT, str(calls)) == 1

    assert server.received == []
    err = capsys.readouterr().err
    assert err.startswith("nothing was sent: ")
    assert said in err


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_start_many_streams_refuses_to_start_none_at_once(
    number: str, server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would tell that all were started."""
    calls = tmp_path / "calls.csv"
    calls.write_text(f"v3:a,{URL}\n")

    arguments = [ACCOUNT, str(calls), f"--at-once={number}"]
    assert run_program(EXAMPLES / "start_many_streams.py", server, *arguments) == 2

    assert server.received == []
    assert f"invalid positive value: '{number}'" in capsys.readouterr().err


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
    ("said", "code", "printed"),
    [
        (answer(200), 0, STREAM["sid"]),
        (answer(200, {"new": 1}), 0, "{'new': 1}"),
        (answer(429, retry_after="90"), 1, "seconds to wait: 90.0"),
        (answer(422, {"errors": [{"code": "90018"}]}), 1, "the call has ended"),
        (answer(422, {"errors": [{"detail": "No such codec"}]}), 1, "No such codec"),
        (answer(401), 1, "401"),
        (answer(200, b"e9cea0be"), 3, "e9cea0be"),
        (answer(500), 3, "500"),
        (None, 3, "it may have been executed"),
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
