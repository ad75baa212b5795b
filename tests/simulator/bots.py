"""WebSocket servers for calls, in threads of their own: good ones, and wrong ones in many ways."""

import asyncio
import base64
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from telnyx_simulator import Stream

Frame = dict[str, Any]
Script = Callable[[web.WebSocketResponse, AsyncIterator[Frame]], Awaitable[None]]


class Bot:
    """A server with a socket at ``/media`` and status callbacks at ``/status``."""

    def __init__(self, script: Script) -> None:
        """Prepare; the script is run for each socket."""
        self.frames: list[Frame] = []
        self.status: list[web.Request] = []
        self.bodies: list[bytes] = []
        self.refuse_callbacks = 0
        self.redirect_callbacks = False
        self.callback_status = 500
        self._script = script
        self._address: Future[str] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._end = asyncio.Event()
        self._call_soon: Callable[[Callable[[], object]], object]

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        self._address.result()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End."""
        self._call_soon(self._end.set)
        self._thread.join()

    @property
    def url(self) -> str:
        """Where the socket is."""
        return f"ws://{self._address.result()}/media"

    @property
    def callback(self) -> str:
        """Where status callbacks go."""
        return f"http://{self._address.result()}/status"

    def events(self) -> list[str]:
        """Return what came, a run of media frames as one."""
        names = [frame["event"] for frame in list(self.frames)]
        return [
            name
            for index, name in enumerate(names)
            if name != "media" or index == 0 or names[index - 1] != "media"
        ]

    def of(self, event: str) -> list[Frame]:
        """Return the frames of an event."""
        return [frame for frame in list(self.frames) if frame["event"] == event]

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        app = web.Application()
        app.add_routes([web.get("/media", self._media), web.route("*", "/status", self._status)])
        app.add_routes([web.route("*", "/moved", self._status)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._call_soon = loop.call_soon_threadsafe
        host, port = runner.addresses[0][:2]
        self._address.set_result(f"{host}:{port}")
        await self._end.wait()
        await runner.cleanup()

    async def _media(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=8 * 2**20)
        await socket.prepare(request)

        async def frames() -> AsyncIterator[Frame]:
            async for message in socket:
                frame: Frame = json.loads(message.data)
                self.frames.append(frame)
                yield frame

        await self._script(socket, frames())
        return socket

    async def _status(self, request: web.Request) -> web.StreamResponse:
        self.status.append(request)
        self.bodies.append(await request.read())
        if self.refuse_callbacks:
            self.refuse_callbacks -= 1
            return web.Response(status=self.callback_status)
        if self.redirect_callbacks and request.path == "/status":
            raise web.HTTPTemporaryRedirect("/moved")
        return web.Response()


async def listen(_: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
    """Say nothing."""
    async for _frame in frames:
        pass


async def echo(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
    """Send back what the person says, and a mark after the first second."""
    heard = 0
    async for frame in frames:
        if frame["event"] == "media" and frame["media"]["track"] == "inbound":
            await send(socket, base64.b64decode(frame["media"]["payload"]))
            heard += 1
            if heard == 50:
                await mark(socket, "a second")


def say(*texts: str) -> Script:
    """Return a script that sends these frames at the start."""

    async def script(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
        async for frame in frames:
            if frame["event"] == "start":
                for text in texts:
                    await socket.send_str(text)

    return script


def is_over(stream: Stream) -> Callable[[], bool]:
    """Return a condition to wait for."""
    return lambda: stream.is_over


def is_past(stream: Stream, frames: int) -> Callable[[], bool]:
    """Return a condition: so many frames were sent, or the stream is over."""
    return lambda: stream.sent["media"] >= frames or stream.is_over


def media(audio: bytes) -> str:
    """Return a frame with audio."""
    payload = base64.b64encode(audio).decode()
    return json.dumps({"event": "media", "media": {"payload": payload}})


async def send(socket: web.WebSocketResponse, audio: bytes) -> None:
    """Send audio."""
    await socket.send_str(media(audio))


async def mark(socket: web.WebSocketResponse, name: str) -> None:
    """Send a mark."""
    await socket.send_str(json.dumps({"event": "mark", "mark": {"name": name}}))


MP3_SECOND = (b"\xff\xfb\x90\x00" + bytes(413)) * 39
"""39 frames of 1152 samples at 44,100 Hz: a little more than a second of MP3, silent."""
