"""How late frames leave when many calls stream at once: ``python -m benchmarks.streaming``.

The simulator runs in this process, a bot that sends everything back in another one, so that two
cores have something to do. A frame is late by the time from when it was due until it is written.
"""

import asyncio
import json
import multiprocessing
import time
from datetime import UTC, datetime
from itertools import accumulate
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from attrs import frozen
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport, ws_create_server

from telnyx_simulator import Simulator, tone

CALLS: Final = 200
GOAL: Final = 20
"""Milliseconds of lateness at the 99th percentile."""

PAGE: Final = Path(__file__).parents[1] / "docs" / "streaming.md"


@frozen(kw_only=True)
class Lateness:
    """One measurement.

    Attributes:
        calls: How many calls streamed at once.
        speed: How many seconds of a call passed in a second.
        seconds: For how long, in real seconds.
        frames: How many media frames left.
        echoed: How many came back.
        p50: Milliseconds by which half of the frames were late at most.
        p99: The same of 99 %.
        worst: The latest; 1,000 stands for more as well.
        cpu: Seconds of CPU in a second, of the simulator alone.
    """

    calls: int
    speed: float
    seconds: float
    frames: int
    echoed: int
    p50: int
    p99: int
    worst: int
    cpu: float


class _Echo(WSListener):
    """A bot that does as little as a bot can, so that it is not what is measured."""

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Send the audio back; end when the simulator does."""
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
            return
        received: dict[str, Any] = json.loads(frame.get_payload_as_bytes())
        if received["event"] == "media":
            payload = received["media"]["payload"]
            transport.send(WSMsgType.TEXT, f'{{"event":"media","media":{{"payload":"{payload}"}}}}')


def _serve(pipe: Connection) -> None:
    async def program() -> None:
        server = await ws_create_server(lambda _: _Echo(), "127.0.0.1", 0, backlog=1024)
        async with server:
            pipe.send(server.sockets[0].getsockname()[1])
            await asyncio.to_thread(pipe.recv)

    asyncio.run(program())


def measure(calls: int, speed: float, seconds: float) -> Lateness:
    """Let calls stream for so many real seconds."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    bot = context.Process(target=_serve, args=(theirs,), daemon=True)
    bot.start()
    url = f"ws://127.0.0.1:{ours.recv()}/"
    audio = tone(440, seconds=10)
    with Simulator(speed=speed, handshake_timeout=60) as telnyx:
        streams = [
            telnyx.call(audio).start_stream(url, BidirectionalMode="rtp") for _ in range(calls)
        ]
        telnyx.wait(lambda: all(stream.status == "open" for stream in streams), timeout=60)
        before, cpu, sent = telnyx.lateness, time.process_time(), _count(streams, "sent")
        began, received = time.monotonic(), _count(streams, "received")
        time.sleep(seconds)
        took, used = time.monotonic() - began, time.process_time() - cpu
        late = [after - first for after, first in zip(telnyx.lateness, before, strict=True)]
        frames = _count(streams, "sent") - sent
        echoed = _count(streams, "received") - received
        for call in telnyx.calls:
            call.hang_up()
        telnyx.wait(lambda: all(stream.is_over for stream in streams), timeout=60)
    ours.send(None)
    bot.join()
    return Lateness(
        calls=calls,
        speed=speed,
        seconds=round(took, 1),
        frames=frames,
        echoed=echoed,
        p50=percentile(late, 0.5),
        p99=percentile(late, 0.99),
        worst=max(index for index, count in enumerate(late) if count),
        cpu=round(used / took, 2),
    )


def _count(streams: list[Any], direction: str) -> int:
    return sum(getattr(stream, direction)["media"] for stream in streams)


def percentile(counts: list[int], part: float) -> int:
    """Return the first millisecond by which this part of all frames had left."""
    total = sum(counts)
    return next(ms + 1 for ms, count in enumerate(accumulate(counts)) if count >= part * total)


def table(measured: list[Lateness]) -> str:
    """Return a table in Markdown."""
    lines = [
        "| calls | speed | frames/s out | frames/s in | late: half | late: 99 % | worst | CPU |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for each in measured:
        out, back = each.frames / each.seconds, each.echoed / each.seconds
        lines.append(
            f"| {each.calls} | {each.speed:g} | {out:,.0f} | {back:,.0f} | ≤ {each.p50} ms "
            f"| ≤ {each.p99} ms | {each.worst} ms | {each.cpu:.2f} |"
        )
    return "\n".join(lines)


def main(
    *, quick: Annotated[bool, typer.Option(help="Measure little, and write nothing.")] = False
) -> None:
    """Measure, and write docs/streaming.md."""
    seconds = 3.0 if quick else 20.0
    measured = [measure(calls, speed, seconds) for calls, speed in ((1, 1), (CALLS, 1), (1, 20))]
    print(table(measured))
    many = measured[1]
    met = "met" if many.p99 <= GOAL else "missed"
    print(f"goal: {CALLS} calls, 99 % at most {GOAL} ms late: {met}")
    if quick:
        return
    from .report import machine

    today = f"{datetime.now(UTC):%Y-%m-%d}"
    PAGE.write_text(
        "# How late the simulator's frames leave\n\n"
        "`make bench` measures this and writes this page. Each call sends a frame each 20 ms of "
        "its clock to a bot in\nanother process, which sends it back. The goal is that of 200 "
        f"calls in real time 99 % leave at most {GOAL} ms late.\n\n"
        f"Measured {today}. {machine()}.\n\n{table(measured)}\n",
        encoding="utf-8",
    )
    print(f"written: {PAGE.name}")


if __name__ == "__main__":
    typer.run(main)
