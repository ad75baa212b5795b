"""Worker: what calls cost, in the contenders' own virtualenv.

``python -m benchmarks.calls sync|threads|async BASE_URL ROUNDS`` prints, as JSON, the rounds: for
each contender the CPU seconds and the wall seconds of one call. In every round each contender has
its turn, in an order that changes, so that what slows the machine down slows all of them.

``python -m benchmarks.calls CONTENDER BASE_URL CALLS`` makes calls and prints nothing.
"""

import asyncio
import gc
import json
import sys
import warnings
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import repeat
from random import Random
from time import perf_counter, process_time

import httpx

from . import contenders
from .contenders import AsyncCall, Call

SYNC_CALLS = 50
IN_FLIGHT = 100
ASYNC_CALLS = 5 * IN_FLIGHT
_WARM_UP = 20

Round = dict[str, tuple[float, float]]


def sync_rounds(base_url: str, rounds: int) -> Iterable[Round]:
    """Make calls one after the other."""
    calls = {name: make(base_url) for name, make in contenders.SYNC.items()}
    for call in calls.values():
        _time_sync(call, _WARM_UP)
    gc.freeze()  # what one contender loaded is not to slow the others' collections down
    for order in _orders(list(calls), rounds):
        yield {name: _time_sync(calls[name], SYNC_CALLS) for name in order}


def _time_sync(call: Call, times: int) -> tuple[float, float]:
    gc.collect()
    cpu, wall = process_time(), perf_counter()
    for _ in repeat(None, times):
        call()
    return (process_time() - cpu) / times, (perf_counter() - wall) / times


async def async_rounds(base_url: str, rounds: int) -> list[Round]:
    """Make calls, a hundred of which are under way at any time."""
    calls = {name: make(base_url) for name, make in contenders.ASYNC.items()}
    for call in calls.values():
        await _time_async(call, IN_FLIGHT)
    gc.freeze()
    return [
        {name: await _time_async(calls[name], ASYNC_CALLS) for name in order}
        for order in _orders(list(calls), rounds)
    ]


async def _time_async(call: AsyncCall, times: int) -> tuple[float, float]:
    # Connections that were idle for some seconds are closed: first all of them are made.
    await asyncio.gather(*[call() for _ in range(IN_FLIGHT)])
    gc.collect()
    turns = iter(range(times))

    async def work() -> None:
        for _ in turns:
            await call()

    cpu, wall = process_time(), perf_counter()
    await asyncio.gather(*[work() for _ in range(IN_FLIGHT)])
    return (process_time() - cpu) / times, (perf_counter() - wall) / times


def thread_rounds(base_url: str, rounds: int) -> Iterable[Round]:
    """Make calls from a hundred threads, each of which shares the client."""
    calls = {name: contenders.SYNC[name](base_url) for name in contenders.THREADS}
    with ThreadPoolExecutor(IN_FLIGHT) as threads:
        for call in calls.values():
            _time_threads(threads, call, IN_FLIGHT)
        gc.freeze()
        for order in _orders(list(calls), rounds):
            yield {name: _time_threads(threads, calls[name], ASYNC_CALLS) for name in order}


def _time_threads(threads: ThreadPoolExecutor, call: Call, times: int) -> tuple[float, float]:
    gc.collect()
    cpu, wall = process_time(), perf_counter()
    for done in [threads.submit(call) for _ in repeat(None, times)]:
        # With this many threads, httpcore's pool at times uses a connection that it has closed.
        with suppress(httpx.TransportError):
            done.result()
    return (process_time() - cpu) / times, (perf_counter() - wall) / times


def _orders(names: list[str], rounds: int) -> Iterable[list[str]]:
    shuffle = Random(0).shuffle  # noqa: S311 - no secret
    for _ in range(rounds):
        shuffle(names)
        yield list(names)


def main(what: str, base_url: str, number: str) -> None:
    """Measure, and print what was measured; or make calls."""
    warnings.simplefilter("ignore")  # clients that are not closed say so at the end
    if what == "sync":
        json.dump(list(sync_rounds(base_url, int(number))), sys.stdout)
    elif what == "threads":
        json.dump(list(thread_rounds(base_url, int(number))), sys.stdout)
    elif what == "async":
        json.dump(asyncio.run(async_rounds(base_url, int(number))), sys.stdout)
    else:
        call = contenders.SYNC[what](base_url)
        for _ in range(int(number)):
            call()


if __name__ == "__main__":
    main(*sys.argv[1:])
