"""Calls in which anything may fail at any time: who was started, who was told, what is left."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from attrs import define, field

from generated_client import APIError, AsyncTelnyx
from telnyx_simulator import Call, Fault, Simulator, tone
from telnyx_simulator.faults import CallbackFault
from tests.simulator.bots import Bot, Frame, is_over, is_past, send

FAULTS = [
    Fault(status=429, headers={"retry-after": "0"}),
    Fault(status=429, headers={"retry-after": "0"}, times=3),
    Fault(status=422),
    Fault(status=500),
    Fault(status=500, acts=True),
    Fault(status=503, acts=True, headers={"retry-after": "0"}),
    Fault(status=None),
    Fault(status=None, acts=True),
]
CALLBACK_FAULTS: list[CallbackFault] = ["repeated", "delayed", "forged", "old"]
CONCURRENCY = 20
SAID = tone(440, seconds=0.5)


@define
class Outcomes:
    """What came of all calls."""

    started: int = 0
    reported: int = 0
    unknown: int = 0
    not_executed: int = 0
    wrong: Counter[str] = field(factory=Counter[str])
    left: Counter[str] = field(factory=Counter[str])


def open_files() -> int:
    """Count open files and sockets."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def moody(seed: int) -> Bot:
    """Return a bot that echoes, and at times leaves, fails, or sends nonsense."""
    chance = random.Random(seed)  # noqa: S311 - no secret

    async def script(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
        mood = chance.choice(["echo", "echo", "leave", "fail", "nonsense"])
        with suppress(ConnectionError):  # it was dropped
            async for frame in frames:
                if frame["event"] == "media" and not socket.closed:
                    await send(socket, bytes(160))
                    if mood == "nonsense":
                        await socket.send_str("nonsense")
                    elif mood != "echo":
                        await socket.close(code=1000 if mood == "leave" else 1011)

    return Bot(script)


async def one_call(
    telnyx: Simulator, api: AsyncTelnyx, bot: Bot, chance: random.Random, outcomes: Outcomes
) -> None:
    """Start a stream, let anything happen to it, end it; check what the caller was told."""
    call = telnyx.call(SAID)
    telnyx.fail("start", chance.choice(FAULTS))
    telnyx.fail_callback(chance.choice(CALLBACK_FAULTS))
    sid: str | None = None
    may_have_executed = False
    try:
        stream = await api.texml.accounts.calls.streams_json(
            call.sid,
            account_sid=telnyx.account_sid,
            url=bot.url,
            bidirectional_mode="rtp",
            status_callback=bot.callback,
        )
    except APIError as error:
        may_have_executed = error.may_have_executed
    else:
        sid = stream.sid
    await live(telnyx, call, chance)
    note(call, sid, outcomes, may_have_executed=may_have_executed)


async def live(telnyx: Simulator, call: Call, chance: random.Random) -> None:
    """Let a stream run for a moment, disturb it, and see it end."""
    for stream in call.streams:
        await telnyx.wait_async(is_past(stream, 5), timeout=60)
        match chance.choice(["", "drop", "drop and dial", "stop"]):
            case "drop":
                stream.drop()
            case "drop and dial":
                stream.drop(dial_again=True)
            case "stop":
                stream.stop()
            case _:
                pass
    call.hang_up()
    for stream in call.streams:
        await telnyx.wait_async(is_over(stream), timeout=60)


def note(call: Call, sid: str | None, outcomes: Outcomes, *, may_have_executed: bool) -> None:
    """Compare what was started with what was told."""
    outcomes.started += len(call.streams)
    outcomes.reported += sid is not None
    outcomes.unknown += may_have_executed and bool(call.streams)
    outcomes.not_executed += sid is None and not may_have_executed
    is_told = may_have_executed or sid is not None
    outcomes.wrong["started twice"] += len(call.streams) > 1
    outcomes.wrong["started and not told"] += bool(call.streams) and not is_told
    outcomes.wrong["told and not started"] += sid is not None and [sid] != [
        stream.sid for stream in call.streams
    ]
    for stream in call.streams:
        genuine = [each.event for each in stream.callbacks if each.is_genuine]
        outcomes.wrong["a callback is missing"] += not {"stream-started", "stream-stopped"} <= {
            *genuine
        }


async def run(seed: int, calls: int) -> Outcomes:
    """Make many calls, some of them at once."""
    outcomes, chance = Outcomes(), random.Random(seed)  # noqa: S311 - no secret
    files = open_files()
    with moody(seed) as bot:
        async with (
            Simulator(speed=20, handshake_timeout=60, callback_timeout=60) as telnyx,
            AsyncTelnyx(api_key="KEY", base_url=telnyx.url, timeout=60) as api,
        ):
            turn = asyncio.Semaphore(CONCURRENCY)

            async def work() -> None:
                async with turn:
                    await one_call(telnyx, api, bot, chance, outcomes)

            async with asyncio.TaskGroup() as group:
                for _ in range(calls):
                    group.create_task(work())
            await telnyx.wait_async(lambda: not telnyx._exchange._tasks, timeout=30)
    outcomes.left["threads or tasks"] = len(asyncio.all_tasks()) - 1
    outcomes.left["open files"] = open_files() - files
    return outcomes
