"""The example that starts streams on a list of calls."""

import csv
import os
import re
import signal
from collections import Counter
from pathlib import Path
from queue import Queue
from threading import Event

import pytest

from tests.docs.project import ROOT, begin_program, run_program
from tests.loopback import STREAM, LoopbackServer, Received, response

EXAMPLES = ROOT / "examples"
ACCOUNT, URL = "61bf923e", "wss://example.com/media"


def test_start_many_streams(
    server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each call is tried once and its outcome printed; the summary counts them."""
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
    return response({"3": 500, "7": 404}.get(call[-1], 200))


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
    """A response without an id, or one that cannot be read, is written as it came."""
    calls = tmp_path / "calls.csv"
    calls.write_text(f"v3:a,{URL}\nv3:b,{URL}\n")
    bodies = {"v3:a": {"new": 1}, "v3:b": b"e9cea0be"}
    server.respond(lambda request: response(200, bodies[request.path.split("/")[-2]]))

    assert run_program(EXAMPLES / "start_many_streams.py", server, ACCOUNT, str(calls)) == 3

    rows = {call: row for call, *row in csv.reader(capsys.readouterr().out.splitlines())}
    assert rows["v3:a"] == ["started", "", "{'new': 1}"]
    assert rows["v3:b"][:2] == ["unknown", "APIResponseValidationError"]
    assert rows["v3:b"][2].endswith(": e9cea0be")


def test_start_many_streams_writes_to_standard_error_what_nobody_takes(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """Each call is tried, and its outcome printed."""
    calls = [f"v3:{number}" for number in range(9)]
    (tmp_path / "calls.csv").write_text("".join(f"{call},{URL}\n" for call in calls))

    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as nowhere:
        arguments = [ACCOUNT, str(tmp_path / "calls.csv"), "--at-once=2"]
        program = begin_program("start_many_streams.py", server, *arguments, stdout=nowhere)
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
    ("content", "printed"),
    [
        (f"v3:a,{URL}\n\nv3:b\n", "calls.csv:3: expected CALL_SID,WEBSOCKET_URL"),
        (f"v3:a,{URL},both_tracks\n", "calls.csv:1: expected CALL_SID,WEBSOCKET_URL"),
        (None, "calls.csv"),
    ],
    ids=["one column", "three columns", "missing"],
)
def test_start_many_streams_refuses_a_list_that_it_cannot_read(
    content: str | None,
    printed: str,
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
    assert printed in err


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
