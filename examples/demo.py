"""Telnyx, a bot and a stream on one machine, without an account: ``make demo``.

The bot greets the caller. A key is pressed: it falls silent, says goodbye, and closes the socket.

Exit codes:
    0    all went well
    1    something was found to be wrong; the summary says what
"""

import asyncio
import base64
import json
import secrets
import sys
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from generated_client import AsyncTelnyx
from telnyx_simulator import Simulator, silence, tone
from telnyx_simulator.cli import print_event, summary

TOKEN = secrets.token_urlsafe()  # the socket has no other protection: anybody could connect
GREETING = tone(523, seconds=0.5) + tone(659, seconds=0.5) + tone(784, seconds=3)
ENOUGH = 2.5
"""Seconds of the greeting after which the caller presses a key."""

GOODBYE = tone(784, seconds=0.3) + tone(523, seconds=0.5)


class Bot:
    """A WebSocket server for media, and a server for status callbacks."""

    def __init__(self, public_key: str) -> None:
        """Prepare."""
        self._public_key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        app = web.Application()
        app.add_routes([web.get("/media", self._media), web.post("/status", self._status)])
        self.runner = web.AppRunner(app)

    async def start(self) -> str:
        """Begin to serve; return host and port."""
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        host, port = self.runner.addresses[0][:2]
        return f"{host}:{port}"

    async def _media(self, request: web.Request) -> web.StreamResponse:
        if not secrets.compare_digest(request.query.get("token", ""), TOKEN):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            frame: dict[str, Any] = json.loads(message.data)
            match frame:
                case {"event": "start"}:
                    await self._say(socket, GREETING.encoded("PCMU"), "greeting")
                case {"event": "dtmf"}:
                    await socket.send_json({"event": "clear"})
                    await self._say(socket, GOODBYE.encoded("PCMU"), "goodbye")
                case {"event": "mark", "mark": {"name": "goodbye"}}:
                    break  # it was heard
                case _:
                    pass
        await socket.close()
        return socket

    async def _say(self, socket: web.WebSocketResponse, audio: bytes, mark: str) -> None:
        payload = base64.b64encode(audio).decode()
        await socket.send_json({"event": "media", "media": {"payload": payload}})
        await socket.send_json({"event": "mark", "mark": {"name": mark}})

    async def _status(self, request: web.Request) -> web.Response:
        signed = request.headers["telnyx-timestamp"].encode() + b"|" + await request.read()
        signature = base64.b64decode(request.headers["telnyx-signature-ed25519"])
        try:
            self._public_key.verify(signature, signed)
        except InvalidSignature:
            return web.Response(status=400)
        return web.Response()


async def main() -> int:
    """Run it all."""
    async with Simulator() as telnyx:
        bot = Bot(telnyx.public_key)
        address = await bot.start()
        print(f"Watch it at {telnyx.page}\n")
        telnyx.listen(print_event)
        call = telnyx.call(silence(seconds=0.5) + tone(300, seconds=1.5))
        async with AsyncTelnyx(api_key="KEY", base_url=telnyx.url) as client:
            stream = await client.texml.accounts.calls.streams_json(
                call.sid,
                account_sid=telnyx.account_sid,
                url=f"ws://{address}/media?token={TOKEN}",
                bidirectional_mode="rtp",
                status_callback=f"http://{address}/status",
            )
            seen = call.streams[0]
            print(f"              The client has started stream {stream.sid}")
            await telnyx.wait_async(lambda: seen.heard.seconds >= ENOUGH)
            call.press("1")
            await telnyx.wait_async(lambda: seen.is_over)
        call.hang_up()
        await bot.runner.cleanup()
    print(summary(telnyx))
    print("\nTo click through it yourself: .venv/bin/python -m telnyx_simulator")
    return 1 if telnyx.findings else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
