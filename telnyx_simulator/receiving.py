"""The frames that a server sends: audio is queued, marks wait for it, mistakes become findings."""

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from .audio import RATE
from .frames import FrameWriter
from .mp3 import mp3_seconds

if TYPE_CHECKING:
    from .calls import Stream
    from .exchange import Exchange

_SHORTEST, _LONGEST = 0.02, 30.0
_BETWEEN_MP3: Final = 1.0
_SHOWN: Final = 80
"""Characters of a frame that cannot be read."""


class Receiver:
    """Reads one socket."""

    def __init__(
        self,
        exchange: "Exchange",
        stream: "Stream",
        writer: FrameWriter,
        position: Callable[[], int],
    ) -> None:
        """Begin; ``position`` is the clock of the queue, in samples."""
        self._exchange = exchange
        self._stream = stream
        self._writer = writer
        self._position = position
        self._next_mp3 = 0.0

    async def read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Read until the socket is closed."""
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._frame(message.data)
            elif message.type is aiohttp.WSMsgType.BINARY:
                await self._malformed(f"a binary frame of {len(message.data)} bytes")

    async def _frame(self, text: str) -> None:
        try:
            frame: Any = json.loads(text)
        except ValueError:
            frame = None
        match frame:
            case {"event": "media", "media": {"payload": str(payload)}}:
                await self._media(payload)
            case {"event": "mark", "mark": {"name": str(name)}}:
                self._note("mark", name)
                if not self._stream.playback.mark(self._position(), name):
                    await self._writer.mark(name)
            case {"event": "clear"}:
                self._note("clear", "")
                for name in self._stream.playback.clear(self._position()):
                    await self._writer.mark(name)
            case {"event": str(event)} if event not in {"media", "mark"}:
                self._note("unknown", event)
                self._find("unknown-event", f"event {event!r}")
                await self._writer.error(100003, f"Unknown event {event}")
            case _:
                await self._malformed(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")

    def _note(self, event: str, text: str) -> None:
        exchange, stream = self._exchange, self._stream
        stream.received[event] += 1
        stream.frames.other(exchange.now(), event, text, is_sent=False)
        exchange.journal.write("received", f"{event} {text}".strip(), stream.call.sid)

    def _find(self, code: str, detail: str) -> None:
        self._exchange.find(code, detail, self._stream.call, self._stream)

    async def _malformed(self, seen: str) -> None:
        self._note("malformed", seen)
        self._find("malformed-frame", seen)
        await self._writer.error(100003, "The frame could not be read")

    async def _media(self, payload: str) -> None:
        stream = self._stream
        stream.received["media"] += 1
        try:
            audio = base64.b64decode(payload, validate=True)
        except ValueError:
            self._find("bad-base64", payload[:_SHOWN])
            await self._writer.error(100004, "Media provided was not base64 encoded")
            return
        seconds = len(audio) / RATE if stream.mode == "rtp" else mp3_seconds(audio)
        stream.frames.media(stream.clock, seconds or 0, is_sent=False)
        if stream.mode == "rtp":
            self._raw(audio)
        elif seconds is None:
            self._find("raw-audio-in-mp3-mode", f"{len(audio)} bytes")
        else:
            await self._mp3(seconds)

    def _raw(self, audio: bytes) -> None:
        seconds = len(audio) / RATE
        detail = f"{len(audio)} bytes, which are {seconds * 1000:g} ms"
        if seconds < _SHORTEST:
            self._find("chunk-too-short", detail)
            if self._exchange.quirks.short_chunks == "dropped":
                return
        elif seconds > _LONGEST:
            self._find("chunk-too-long", detail)
            return
        if audio.startswith(b"RIFF"):
            self._find("wav-in-rtp-mode", detail)
        elif audio.startswith((b"ID3", b"\xff")) and mp3_seconds(audio):
            self._find("mp3-in-rtp-mode", detail)
        self._stream.playback.add(self._position(), len(audio), audio)

    async def _mp3(self, seconds: float) -> None:
        now = self._exchange.now()
        if now < self._next_mp3:
            self._find("mp3-too-often", f"{self._next_mp3 - now:.2f} s too early")
            await self._writer.error(100005, "One MP3 file a second is the limit")
            return
        self._next_mp3 = now + _BETWEEN_MP3
        self._stream.playback.add(self._position(), round(seconds * RATE), None)
