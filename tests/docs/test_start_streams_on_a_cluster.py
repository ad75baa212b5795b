"""The example that starts streams from the workers of a Dask cluster."""

import csv
import io
import os
import runpy
import signal
import subprocess
from collections import Counter
from pathlib import Path
from queue import Queue
from threading import Event

import psutil
import pytest

from telnyx_simulator import Simulator
from tests.docs.project import ROOT, begin_program
from tests.loopback import STREAM, LoopbackServer, Received, response
from tests.simulator.bots import Bot, echo

EXAMPLE = "start_streams_on_a_cluster.py"
ACCOUNT, URL = "61bf923e", "wss://example.com/media"
Rows = dict[str, list[str]]


def _write_calls(folder: Path, calls: list[str], url: str = URL) -> str:
    file = folder / "calls.csv"
    file.write_text("".join(f"{call},{url}\n" for call in calls), encoding="utf-8")
    return str(file)


def _outcomes(program: "subprocess.Popen[str]") -> Rows:
    """Wait for the end, and return the outcome of each call; each has one line."""
    out, err = program.communicate(timeout=120)
    rows = list(csv.reader(io.StringIO(out)))
    assert len({row[0] for row in rows}) == len(rows), err
    return {call: row for call, *row in rows}


def _calls_of(server: LoopbackServer) -> list[str]:
    return [request.path.split("/")[-2] for request in server.received]


def test_streams_are_started_on_the_simulator(tmp_path: Path) -> None:
    """Each call has one stream, whose id is written down."""
    with Bot(echo) as bot, Simulator(speed=20, handshake_timeout=20) as telnyx:
        calls = {call.sid: call for call in (telnyx.call() for _ in range(20))}
        file = _write_calls(tmp_path, list(calls), bot.url)
        program = begin_program(EXAMPLE, telnyx, telnyx.account_sid, file)
        rows = _outcomes(program)

        assert program.returncode == 0
        assert rows == {sid: ["started", "", call.streams[0].sid] for sid, call in calls.items()}
        assert all(len(call.streams) == 1 for call in calls.values())


def test_each_error_keeps_whether_it_may_have_executed(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """Errors come back from the workers as they were raised there."""
    returned = {"v3:404": response(404), "v3:500": response(500), "v3:x": response(200, b"e9ce")}
    server.respond(lambda request: returned.get(request.path.split("/")[-2], response()))
    calls = ["v3:a", "v3:404", "v3:500", "v3:x", ".."]
    program = begin_program(EXAMPLE, server, ACCOUNT, _write_calls(tmp_path, calls))
    rows = _outcomes(program)

    assert program.returncode == 3
    assert rows["v3:a"] == ["started", "", STREAM["sid"]]
    assert rows["v3:404"][:2] == ["not started", "NotFoundError"]
    assert rows[".."][:2] == ["not started", "ValueError"]
    assert rows["v3:500"][:2] == ["unknown", "InternalServerError"]
    assert rows["v3:x"][:2] == ["unknown", "APIResponseValidationError"]
    assert rows["v3:x"][2].endswith("e9ce")


def test_a_worker_that_is_killed_loses_no_outcome(server: LoopbackServer, tmp_path: Path) -> None:
    """What it had sent is unknown and not sent again; another worker starts the rest."""
    arrived, over = Queue[str](), Event()

    def hold(request: Received) -> bytes:
        arrived.put(request.path.split("/")[-2])
        over.wait()
        return response()

    server.respond(hold)
    calls = [f"v3:{number}" for number in range(30)]
    file = _write_calls(tmp_path, calls)
    program = begin_program(EXAMPLE, server, ACCOUNT, file, "--at-once", "3")
    held = {arrived.get(timeout=60) for _ in range(6)}  # three of each worker
    _kill_a_worker(program.pid, server)
    assert program.stdout
    lost = [program.stdout.readline() for _ in range(3)]  # while the other worker waits
    over.set()
    rows = _outcomes(program)

    assert program.returncode == 3
    unknown = {line.partition(",")[0] for line in lost}
    assert unknown < held
    assert all(line.split(",")[1] == "unknown" for line in lost)
    assert set(rows) == set(calls) - unknown
    assert Counter(row[0] for row in rows.values()) == {"started": 27}
    assert sorted(_calls_of(server)) == sorted(calls)  # each once


def test_an_interruption_leaves_a_line_for_each_call_that_was_sent(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """After Ctrl-C these are unknown; calls without a line were not begun."""
    arrived, over = Queue[str](), Event()

    def hold(request: Received) -> bytes:
        arrived.put(request.path.split("/")[-2])
        over.wait()
        raise ConnectionError

    server.respond(hold)
    file = _write_calls(tmp_path, [f"v3:{number}" for number in range(9)])
    program = begin_program(EXAMPLE, server, ACCOUNT, file, "--at-once", "2")
    sent = {arrived.get(timeout=60) for _ in range(4)}
    program.send_signal(signal.SIGINT)
    rows = _outcomes(program)
    over.set()

    assert program.returncode == 3
    assert rows == {call: ["unknown", "interrupted", ""] for call in sent}


def _kill_a_worker(parent: int, server: LoopbackServer) -> None:
    """Kill a process below the program that is connected to the server."""
    port = int(server.url.rpartition(":")[2])
    for process in psutil.Process(parent).children(recursive=True):
        if any(one.raddr and one.raddr.port == port for one in process.net_connections()):
            os.kill(process.pid, signal.SIGKILL)
            return
    raise AssertionError("no worker is connected")


def test_turns_are_evenly_spaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """All workers share them; after a pause there is no burst."""
    monkeypatch.syspath_prepend(ROOT / "examples")
    turns = runpy.run_path(str(ROOT / "examples" / EXAMPLE))["Turns"](per_second=8)
    waits = [turns.wait(now) for now in (5.0, 5.0, 5.125, 9.0, 9.0)]
    assert waits == [0, 0.125, 0.125, 0, 0.125]


def test_a_call_that_is_listed_twice_is_refused(server: LoopbackServer, tmp_path: Path) -> None:
    """Nothing is sent: it would be billed for two streams."""
    file = _write_calls(tmp_path, ["v3:a", "v3:b", "v3:a"])
    program = begin_program(EXAMPLE, server, ACCOUNT, file)
    assert _outcomes(program) == {}
    assert program.returncode == 1
    assert server.received == []
