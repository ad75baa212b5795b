"""Start a stream on each call of a long list, from the workers of a Dask cluster.

The list has a line ``CALL_SID,WEBSOCKET_URL`` for each call. Each outcome is written to standard
output as soon as it is known. The rate limit holds for all workers together. Nothing is sent twice:
if a worker is lost, what it was sending is "unknown", and the others do the rest. Exit codes:

    0    all were started
    1    some were not, or the list is wrong; it is safe to start those again
    2    the arguments are wrong; nothing was sent
    3    some may be running, their ids unknown: look before you start those again

Without --scheduler, workers are started on this machine. Workers on others need the client and
TELNYX_API_KEY in their environment.

pip install telnyx-texml-streams distributed rich
TELNYX_API_KEY=... python examples/start_streams_on_a_cluster.py ACCOUNT_SID calls.csv > out.csv
"""

import asyncio
import csv
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from distributed import Client, LocalCluster, Worker, WorkerPlugin
from start_many_streams import NOT_STARTED, STARTED, UNKNOWN, positive, read_calls

from generated_client import APIError, AsyncTelnyx, models

PLUGIN = "telnyx"


class TelnyxPlugin(WorkerPlugin):
    """Makes the client of a worker, there: a client has connections and is never sent."""

    def setup(self, worker: Worker) -> None:
        """Make it; the key is in the environment of the worker."""
        del worker
        self.client = AsyncTelnyx()

    async def teardown(self, worker: Worker) -> None:
        """Close its connections."""
        del worker
        await self.client.close()


async def start(
    call_sid: str, account_sid: str, url: str, *, dask_worker: Worker
) -> models.CallStream | APIError | ValueError:
    """Start one stream; runs on a worker.

    An error is returned, and not raised: Dask would log the arguments, and a URL may hold a token.
    """
    plugin = cast("TelnyxPlugin", dask_worker.plugins[PLUGIN])
    try:
        return await plugin.client.texml.accounts.calls.streams_json(
            call_sid, account_sid=account_sid, url=url
        )
    except (APIError, ValueError) as error:
        return error


def outcome_of(result: object) -> tuple[str, str, str]:
    """Return the outcome of a call, the reason, and what arrived."""
    name = type(result).__name__
    match result:
        case models.CallStream():
            return STARTED, "", result.sid or str(result.raw)
        case APIError(may_have_executed=False) | ValueError():
            return NOT_STARTED, name, str(result)
        case APIError():
            response = getattr(result, "response", None)  # the id may be in it
            return UNKNOWN, name, f"{result} {response.text if response else ''}".strip()
        case _:  # of Dask: the worker was lost, and what it had sent is not known
            return UNKNOWN, name, str(result)


class Turns:
    """The rate limit that all workers share: one turn after another, evenly spaced."""

    def __init__(self, per_second: float) -> None:
        """Begin now."""
        self._interval = 1 / per_second
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Take the next turn; return how many seconds it is away."""
        self._next = max(self._next + self._interval, now)
        return self._next - now


class Cluster:
    """Hands the calls to the workers, and writes each outcome down."""

    def __init__(self, dask: Client, account_sid: str, rate: float) -> None:
        """Begin with nothing started."""
        self._dask: Any = dask  # most of it has no types
        self._account_sid = account_sid
        self._turns = Turns(rate)
        self._lost: set[str] = set()
        self.outcomes: set[str] = set()

    async def start_all(self, calls: list[tuple[str, str]], at_once: int) -> None:
        """Start a stream on each call; a worker has at most ``at_once`` of them on their way."""
        await self._dask.register_plugin(TelnyxPlugin(), name=PLUGIN)
        cluster = await self._dask.scheduler.identity(n_workers=-1)
        waiting = iter(calls)
        async with asyncio.TaskGroup() as tasks:
            for worker in cluster["workers"]:
                for _ in range(at_once):
                    tasks.create_task(self._take_calls(worker, waiting))
        for call_sid, _ in waiting:
            self._note(call_sid, NOT_STARTED, "no worker is left", "")

    async def _take_calls(self, worker: str, waiting: Iterator[tuple[str, str]]) -> None:
        while worker not in self._lost:
            await asyncio.sleep(self._turns.wait(asyncio.get_running_loop().time()))
            if worker in self._lost or not (call := next(waiting, None)):
                return
            self._note(call[0], *outcome_of(await self._start(worker, *call)))

    async def _start(self, worker: str, call_sid: str, url: str) -> object:
        """Start one stream on a worker; return what came of it.

        ``run`` goes past Dask's scheduling of tasks, which runs a task again when its worker or
        its result is lost.
        """
        result: object
        try:
            results = await self._dask.run(
                start, call_sid, self._account_sid, url, workers=[worker], on_error="return"
            )
            result = results[worker]
        except asyncio.CancelledError:  # Ctrl-C: the request may be on its way
            self._note(call_sid, UNKNOWN, "interrupted", "")
            raise
        except Exception as error:  # noqa: BLE001 - of Dask: the connection to it is lost
            result = error
        if not isinstance(result, models.CallStream | APIError | ValueError):
            self._lost.add(worker)
        return result

    def _note(self, *row: str) -> None:
        self.outcomes.add(row[1])
        csv.writer(sys.stdout).writerow(row)
        sys.stdout.flush()


def parse_arguments() -> Namespace:
    """Read the command line."""
    parser = ArgumentParser(description="Start a stream on each call of a list, on a cluster.")
    parser.add_argument("account_sid", help="the account that the calls belong to")
    parser.add_argument("calls", type=Path, help="a file with a line CALL_SID,WEBSOCKET_URL each")
    parser.add_argument("--scheduler", help="the address of a cluster, such as tcp://host:8786")
    parser.add_argument("--workers", type=positive, default=2, help="else: workers to start (2)")
    parser.add_argument("--at-once", type=positive, default=50, help="for each worker (50)")
    parser.add_argument("--rate", type=positive, default=100, help="starts a second in all (100)")
    return parser.parse_args()


async def main() -> int:
    """Start the streams, and return the exit code."""
    arguments = parse_arguments()
    try:
        calls = read_calls(arguments.calls)
    except (OSError, ValueError, csv.Error) as error:
        print("nothing was sent:", error, file=sys.stderr)
        return 1
    if len(dict(calls)) < len(calls):
        print("nothing was sent: a call is listed twice", file=sys.stderr)
        return 1
    local = LocalCluster(
        n_workers=0 if arguments.scheduler else arguments.workers,
        threads_per_worker=1,
        dashboard_address=":0",
        asynchronous=True,
    )
    async with local, Client(arguments.scheduler or local, asynchronous=True) as dask:
        cluster = Cluster(dask, arguments.account_sid, arguments.rate)
        await cluster.start_all(calls, arguments.at_once)
    return 3 if UNKNOWN in cluster.outcomes else 1 if NOT_STARTED in cluster.outcomes else 0


if __name__ == "__main__":  # worker processes import this module
    try:
        code = asyncio.run(main())
    except KeyboardInterrupt:
        code = 3
    sys.exit(code)
