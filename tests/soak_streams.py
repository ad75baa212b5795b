"""The second half of the soak: streams, through the simulator.

    python -m tests.soak_streams [CALLS]

A thousand calls with random faults: every stream that was started has been reported, or as
one that may have been, and none was started twice; no task or socket is left. Then one call that
lasts an hour by the simulator's clock, echoed: memory stays where it was after its first minutes.
"""

import asyncio
import logging
import sys
import time

from telnyx_simulator import Simulator, tone
from tests.simulator.bots import Bot, echo
from tests.simulator.random_faults import Outcomes, run
from tests.soak import MEMORY_SLACK, memory

CALLS = 1_000
HOUR = 180_000
"""Frames of 20 ms."""

WARM_UP = 20_000


def long_call() -> tuple[int, list[str]]:
    """Stream for an hour, as fast as it goes; return the growth in bytes, and what is found."""
    with Bot(echo) as bot, Simulator(speed=500) as telnyx:
        bot.frames = Discarding()
        call = telnyx.call(tone(440, seconds=60))
        stream = call.start_stream(bot.url, Track="both_tracks", BidirectionalMode="rtp")
        telnyx.wait(lambda: stream.sent["media"] > 2 * WARM_UP, timeout=600)
        before = memory()
        telnyx.wait(lambda: stream.sent["media"] > 2 * HOUR, timeout=1800)
        growth = memory() - before
        call.hang_up()
        telnyx.wait(lambda: stream.is_over)
    found = {finding.code for finding in call.findings}
    return growth, sorted(found - {"slow-reader"})  # no bot is as fast as that clock


class Discarding(list[dict[str, object]]):
    """Keep nothing: it is the simulator's memory that is measured."""

    def append(self, _: object) -> None:
        """Forget it."""


def report(outcomes: Outcomes, growth: int, found: list[str]) -> tuple[list[str], list[str]]:
    """Return the figures, and what is wrong with them."""
    figures = [
        f"streams started           {outcomes.started}",
        f"  reported                {outcomes.reported}",
        f"  reported as unknown     {outcomes.unknown}",
        f"reported as not executed  {outcomes.not_executed}",
        f"memory in an hour's call  {growth / 2**20:+.1f} MiB",
    ]
    wrong = [f"{count} {what}" for what, count in outcomes.wrong.items() if count]
    wrong += [f"{count} {what} are left" for what, count in outcomes.left.items() if count > 0]
    if outcomes.started != outcomes.reported + outcomes.unknown:
        wrong.append("streams do not add up")
    if growth > MEMORY_SLACK:
        wrong.append(f"{growth} bytes of memory are lost")
    return figures, wrong + found


def main() -> int:
    """Run the second half of the soak test."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else CALLS
    logging.getLogger("generated_client").setLevel(logging.ERROR)
    began = time.monotonic()
    outcomes = asyncio.run(run(seed=calls, calls=calls))
    figures, problems = report(outcomes, *long_call())
    figures.append(f"seconds                   {time.monotonic() - began:.0f}")
    sys.stdout.write("\n".join([*figures, *(problems or ["nothing is wrong"]), ""]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
