"""Fifty thousand calls, fifty at a time, to a server that fails one in five at random.

    python -m tests.soak [CALLS]

Afterwards every stream that was started has been reported to the caller, or as one that may
have been; none was started twice; sockets and memory are back to where they were. Prints the
figures, and ends with 1 where one of them is wrong. It is no part of `make test`.
"""

import asyncio
import gc
import logging
import os
import sys
import time
from collections import Counter
from pathlib import Path

from attrs import define, field

from generated_client import APIError, AsyncTelnyx
from tests.soak_server import SoakServer

CALLS = 50_000
WARM_UP = 2_000
CONCURRENCY = 50
MEMORY_SLACK = 8 * 2**20
"""Bytes by which the process may have grown since the warm-up: the allocator is no accountant."""


@define
class Tally:
    """What the callers learnt, one byte for each call, so that counting takes no memory."""

    reported: bytearray
    unknown: bytearray
    not_executed: bytearray
    errors: Counter[str] = field(factory=Counter[str])
    unexpected: Counter[str] = field(factory=Counter[str])

    @classmethod
    def of(cls, calls: int) -> "Tally":
        """Begin to count."""
        return cls(bytearray(calls), bytearray(calls), bytearray(calls))


async def call(client: AsyncTelnyx, number: int, tally: Tally) -> None:
    """Start one stream and note what the caller learns."""
    try:
        stream = await client.texml.accounts.calls.streams_json(
            "call", account_sid="account", name=str(number)
        )
    except APIError as error:
        (tally.unknown if error.may_have_executed else tally.not_executed)[number] = 1
        tally.errors[type(error).__name__] += 1
    except Exception as error:  # noqa: BLE001 - that there is none is what is found out here
        tally.unexpected[repr(error)] += 1
    else:
        tally.reported[number] = stream.sid == f"stream-{number}"


async def work(client: AsyncTelnyx, numbers: range, tally: Tally) -> None:
    """Make many calls, some at the same time."""
    left = iter(numbers)

    async def worker() -> None:
        for number in left:
            await call(client, number, tally)

    async with asyncio.TaskGroup() as group:
        for _ in range(CONCURRENCY):
            group.create_task(worker())


def memory() -> int:
    """Give the bytes that the process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files() -> int:
    """Count open files and sockets."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def soak(url: str, calls: int) -> tuple[Tally, int, int]:
    """Make all calls; give the tally, and the growth in memory and open files."""
    tally = Tally.of(calls)
    warm_up = min(WARM_UP, calls)
    async with AsyncTelnyx(api_key="KEY", base_url=url, timeout=30) as client:
        await work(client, range(warm_up), tally)
    memory_before, files_before = memory(), open_files()
    async with AsyncTelnyx(api_key="KEY", base_url=url, timeout=30) as client:
        await work(client, range(warm_up, calls), tally)
    await asyncio.sleep(0)
    return tally, memory() - memory_before, open_files() - files_before


def report(tally: Tally, started: bytes, growth: int, files: int) -> tuple[list[str], list[str]]:
    """Return the figures, and what is wrong with them."""
    outcomes = list(zip(started, tally.reported, tally.unknown, strict=True))
    unknown_started = sum(1 for count, _, unknown in outcomes if count and unknown)
    hidden = sum(1 for count, reported, unknown in outcomes if count and not (reported or unknown))
    twice = sum(1 for count in started if count > 1)
    with_outcome = sum(tally.reported) + sum(tally.unknown) + sum(tally.not_executed)
    figures = [
        f"calls                     {len(started)}",
        f"streams started           {sum(started)}",
        f"  reported                {sum(tally.reported)}",
        f"  reported as unknown     {unknown_started} (of {sum(tally.unknown)} in all)",
        f"reported as not executed  {sum(tally.not_executed)}",
        f"errors                    {dict(tally.errors.most_common())}",
        f"memory since warm-up      {growth / 2**20:+.1f} MiB",
        f"open files since warm-up  {files:+d}",
    ]
    wrong = {
        "streams were started twice": twice,
        "streams were started and not reported": hidden,
        "streams do not add up": sum(started) - sum(tally.reported) - unknown_started,
        "calls have no outcome": len(started) - with_outcome,
        f"errors are not ours: {tally.unexpected.most_common(3)}": tally.unexpected.total(),
        "files are open": max(files, 0),
        "bytes of memory are lost": growth if growth > MEMORY_SLACK else 0,
    }
    return figures, [f"{count} {what}" for what, count in wrong.items() if count]


def main() -> int:
    """Run the soak test."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else CALLS
    logging.getLogger("generated_client").setLevel(logging.ERROR)  # odd responses are meant to be
    began = time.monotonic()
    with SoakServer(calls) as server:
        tally, growth, files = asyncio.run(soak(server.url, calls))
        started = server.started()
    figures, problems = report(tally, started, growth, files)
    figures.append(f"seconds                   {time.monotonic() - began:.0f}")
    sys.stdout.write("\n".join([*figures, *(problems or ["nothing is wrong"]), ""]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
