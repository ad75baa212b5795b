"""Telnyx, a bot and a stream on one machine, without an account: ``make demo``.

The bot is ``answer_with_audio.py`` beside this file: it repeats what the caller says, until the
caller presses a key. Here it runs as it is, in a process of its own; only Telnyx is simulated.

Exit codes:
    0    all went well
    1    something was found to be wrong, which the summary says; or the bot failed
"""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from socket import create_server

from telnyx_simulator import Call, Simulator, silence, tone
from telnyx_simulator.cli import print_event, summary

BOT = Path(__file__).with_name("answer_with_audio.py")
SAID = silence(seconds=0.5) + tone(300, seconds=0.7) + tone(400, seconds=1)


def free_port() -> int:
    """Return a port at which nobody listens."""
    with create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def start_bot(telnyx: Simulator, call: Call) -> asyncio.subprocess.Process:
    """Start the bot, which starts a stream to itself."""
    port = free_port()
    arguments = call.account_sid, call.sid, f"ws://127.0.0.1:{port}/", "--port", str(port)
    environment = {**os.environ, "TELNYX_API_KEY": "KEY", "TELNYX_BASE_URL": telnyx.url}
    return await asyncio.create_subprocess_exec(
        sys.executable, str(BOT), *arguments, env=environment
    )


async def talk(telnyx: Simulator, call: Call) -> None:
    """Speak, listen, press a key while the bot speaks, hang up."""
    [stream] = call.streams

    def has_sent(event: str, count: int) -> Callable[[], bool]:
        return lambda: stream.received[event] >= count or stream.is_over

    await telnyx.wait_async(has_sent("mark", 2), timeout=60)  # one for its beep, one for this
    await asyncio.sleep(1)  # of what it says
    call.press("1")
    await telnyx.wait_async(has_sent("clear", 1), timeout=60)
    call.hang_up()


async def main() -> int:
    """Run it all."""
    async with Simulator() as telnyx:
        print(f"Watch it at {telnyx.page}\n")
        telnyx.listen(print_event)
        call = telnyx.call(SAID)
        bot = await start_bot(telnyx, call)
        try:
            await telnyx.wait_async(lambda: call.streams or bot.returncode is not None, timeout=60)
            if call.streams:
                await talk(telnyx, call)
            status = await bot.wait()  # it ends when the call does
        finally:
            if bot.returncode is None:
                bot.terminate()
                await bot.wait()
    print(summary(telnyx))
    print("\nTo click through it yourself: .venv/bin/python -m telnyx_simulator")
    return 1 if telnyx.findings or status else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
