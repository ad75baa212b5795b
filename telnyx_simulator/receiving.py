"""The frames that a server sends: audio is queued, marks wait for it, mistakes become findings."""

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from .audio import FRAME, RATE
from .frames import FrameWriter
from .mp3 import MP3_STARTS, mp3_seconds

if TYPE_CHECKING:
    from .calls import Stream
    from .exchange import Exchange

_SHORTEST: Final = FRAME
_LONGEST: Final = 30 * RATE
"""Bytes of raw audio, one a sample."""

_BETWEEN_MP3: Final = 1.0
_SHOWN: Final = 80
"""Characters of a frame that cannot be read."""


class Receiver:
    """Takes what comes out of one socket."""

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

    def message(self, message: str | bytes) -> None:
        """Take what the server sent."""
        if isinstance(message, str):
            self._frame(message)
        else:
            self._malformed(f"a binary frame of {len(message)} bytes")

    def _frame(self, text: str) -> None:
        try:
            frame: Any = json.loads(text)
        except ValueError:
            frame = None
        match frame:
            case {"event": "media", "media": {"payload": str(payload)}}:
                self._media(payload)
            case {"event": "mark", "mark": {"name": str(name)}}:
                self._note("mark", name)
                if not self._stream.playback.mark(self._position(), name):
                    self._writer.mark(name)
            case {"event": "clear"}:
                self._note("clear", "")
                for name in self._stream.playback.clear(self._position()):
                    self._writer.mark(name)
            case {"event": str(event)} if event not in {"media", "mark"}:
                self._note("unknown", event)
                self._find("unknown-event", f"event {event!r}")
                self._writer.error(100003, f"Unknown event {event}")
            case _:
                self._malformed(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")

    def _note(self, event: str, text: str) -> None:
        exchange, stream = self._exchange, self._stream
        stream.received[event] += 1
        stream.frames.other(exchange.now(), event, text, is_sent=False)
        exchange.journal.write("received", f"{event} {text}".strip(), stream.call.sid)

    def _find(self, code: str, detail: str) -> None:
        self._exchange.find(code, detail, self._stream.call, self._stream)

    def _malformed(self, seen: str) -> None:
        self._note("malformed", seen)
        self._find("malformed-frame", seen)
        self._writer.error(100003, "The frame could not be read")

    def _media(self, payload: str) -> None:
        stream = self._stream
        stream.received["media"] += 1
        try:
            audio = base64.b64decode(payload, validate=True)
        except ValueError:
            self._find("bad-base64", payload[:_SHOWN])
            self._writer.error(100004, "Media provided was not base64 encoded")
            return
        seconds = len(audio) / RATE if stream.mode == "rtp" else mp3_seconds(audio)
        stream.frames.media(stream.clock, seconds or 0, is_sent=False)
        if stream.mode == "rtp":
            self._raw(audio)
        elif seconds is None:
            self._find("raw-audio-in-mp3-mode", f"{len(audio)} bytes")
        else:
            self._mp3(seconds)

    def _raw(self, audio: bytes) -> None:
        if len(audio) > _LONGEST:
            self._find_audio("chunk-too-long", audio)
            return
        if len(audio) < _SHORTEST:
            self._find_audio("chunk-too-short", audio)
            if self._exchange.quirks.short_chunks == "dropped":
                return
        if audio.startswith(b"RIFF"):
            self._find_audio("wav-in-rtp-mode", audio)
        elif audio.startswith(MP3_STARTS) and mp3_seconds(audio):
            self._find_audio("mp3-in-rtp-mode", audio)
        self._stream.playback.add(self._position(), len(audio), audio)

    def _find_audio(self, code: str, audio: bytes) -> None:
        self._find(code, f"{len(audio)} bytes, which are {len(audio) / RATE * 1000:g} ms")

    def _mp3(self, seconds: float) -> None:
        now = self._exchange.now()
        if now < self._next_mp3:
            self._find("mp3-too-often", f"{self._next_mp3 - now:.2f} s too early")
            self._writer.error(100005, "One MP3 file a second is the limit")
            return
        self._next_mp3 = now + _BETWEEN_MP3
        self._stream.playback.add(self._position(), round(seconds * RATE), None)
