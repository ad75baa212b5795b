"""The programs in examples/, run against the loopback server."""

import csv
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from queue import Queue
from threading import Event

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

    assert code == 2
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
    program = subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, EXAMPLES / "start_many_streams.py", ACCOUNT, "calls.csv", "--at-once=3"],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(ROOT),
            "TELNYX_API_KEY": KEY,
            "TELNYX_BASE_URL": f"{server.url}/v2",
            "FORCE_COLOR": "1",  # as on a terminal: the bar must not swallow the outcomes
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    calls = sorted(arrived.get() for _ in range(3))
    program.send_signal(signal.SIGINT)
    out, _ = program.communicate()
    over.set()

    assert program.returncode == 2
    rows = sorted(csv.reader(out.splitlines()))
    assert rows == [[call, "unknown", "interrupted", ""] for call in calls]


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
