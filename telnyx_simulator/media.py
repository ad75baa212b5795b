"""The socket of a stream: it is dialled, frames leave on time, what comes back is queued.

    dialling --101--> open: connected, start, media..., stop --> stopped
        |               |  ^
        |               v  | dialled again: connected, start, ...
        +--no 101--> failed (status callback stream-error)

At each step, 20 ms after the one before, frames leave, and the queue of audio moves on as well:
marks are returned that it passes.
"""

import asyncio
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import frozen
from picows import WSError

from .audio import FRAME, RATE, SILENCE, Companding, peak, transcoding
from .dialling import GOING_AWAY, NO_CODE, OK, Socket
from .frames import STEP, FrameWriter
from .pacing import Pacer
from .receiving import Receiver
from .voice import Voice

if TYPE_CHECKING:
    from .calls import Stream
    from .exchange import Exchange

_LAST_WORDS: Final = 0.1
"""Real seconds in which a server may respond to ``stop`` before the socket is closed."""

_CLOSING: Final = 1.0
"""Real seconds that a server has to close the socket as well."""

_MOST_DIALS: Final = 5
_BETWEEN_DIALS: Final = 1.0
_NOISE: Final = 2
"""A peak, of 255, up to which there is nothing to hear."""


@frozen
class _End:
    """Why a socket is not open any more."""

    reason: str
    how: Literal["stopped", "dropped", "lost"]
    dial_again: bool = False


class MediaSession:
    """All sockets of one stream, one after the other."""

    def __init__(self, exchange: "Exchange", stream: "Stream") -> None:
        """Prepare; ``run`` dials."""
        self._exchange = exchange
        self._stream = stream
        self._said = stream.call.audio.encoded(stream.call.encoding)
        self._peaks = stream.call.audio.peaks(stream.call.encoding)
        self._silence = bytes([SILENCE[stream.call.encoding]]) * FRAME
        self._is_decoded = stream.codec in {"PCMU", "PCMA"}
        self._codec: Companding = "PCMA" if stream.codec == "PCMA" else "PCMU"
        self._ending: asyncio.Future[_End] = asyncio.get_running_loop().create_future()
        self._began = 0.0
        self._writer: FrameWriter | None = None
        self._pacer = Pacer(
            self._step,
            self._find_slow_reader,
            exchange.lateness,
            STEP / exchange.settings.speed,
        )
        self._person = Voice("the person", self._write_audio)
        self._bot = Voice("your bot", self._write_audio)

    @property
    def ticks(self) -> int:
        """How many steps of 20 ms were taken."""
        return self._pacer.ticks

    def _write_audio(self, text: str) -> None:
        self._exchange.journal.write("audio", text, self._stream.call.sid)

    def end(self, reason: str) -> bool:
        """Send ``stop`` and close the socket; return False if it is ending or over."""
        return self._end(_End(reason, "stopped"))

    def drop(self, *, dial_again: bool) -> None:
        """Lose the socket."""
        self._end(_End("the socket was dropped", "dropped", dial_again))

    def press(self, digit: str) -> None:
        """Send a digit."""
        if self._writer:
            self._writer.dtmf(digit)

    def _end(self, end: _End) -> bool:
        if self._stream.stopped_at is not None:
            return False
        if not end.dial_again:
            self._stream.stopped_at = self._exchange.now()
        if not self._ending.done():  # else it is between two sockets, and dials no more
            self._ending.set_result(end)
        return True

    async def run(self) -> None:
        """Dial, talk, perhaps dial again; report what happens."""
        exchange, stream = self._exchange, self._stream
        stream_id, end = stream.stream_id, _End("", "stopped")
        error: str | None = "cut off"
        try:
            while stream.connections < _MOST_DIALS:
                socket, error = await self._dial()
                if socket is None:
                    break
                end = await self._talk(socket, stream_id)
                if stream.stopped_at is not None:
                    break
                stream.status = "dialling"
                if exchange.quirks.stream_id_after_redial == "new":
                    stream_id = exchange.new_stream_id()
                await exchange.sleep(_BETWEEN_DIALS)
                if stream.stopped_at is not None:
                    break
                self._ending = asyncio.get_running_loop().create_future()
        finally:
            stream.ended_at = exchange.now()
            stream.stopped_at = stream.stopped_at or stream.ended_at
            stream.status = "failed" if error else "stopped"
            reason = error or end.reason
            exchange.journal.write("socket", f"the stream is over: {reason}", stream.call.sid)
            event = exchange.quirks.failure_event if error else "stream-stopped"
            exchange.callbacks.send(stream, event, "connection_failed" if error else None)

    async def _dial(self) -> tuple[Socket | None, str | None]:
        """Open the socket; return it, or what went wrong."""
        exchange, stream = self._exchange, self._stream
        timeout = exchange.settings.handshake_timeout
        exchange.journal.write("socket", f"dialling {stream.url}", stream.call.sid)
        socket = Socket()
        try:
            await socket.dial(stream.url, timeout)
        except TimeoutError:
            code, problem = "socket-silent", f"no response within {timeout:g} s"
        except (WSError, OSError, ValueError) as error:
            code, problem = "socket-refused", str(error) or type(error).__name__
        else:
            return socket, None
        exchange.find(code, f"{stream.url}: {problem}", stream.call, stream)
        return None, problem

    async def _talk(self, socket: Socket, stream_id: str) -> _End:
        """Send and receive until the stream ends or the socket does; return why."""
        exchange, stream = self._exchange, self._stream
        writer = self._writer = FrameWriter(exchange, stream, socket, stream_id)
        writer.start()
        stream.connections += 1
        if stream.opened_at is None:
            stream.opened_at = exchange.now()
            exchange.callbacks.send(stream, "stream-started")
        stream.status = "open"
        self._began = exchange.now() - self.ticks * STEP
        socket.listen(
            Receiver(exchange, stream, writer, self._position).message, self._pacer.resume
        )
        self._pacer.start(lambda: socket.is_blocked)
        try:
            waiting: set[asyncio.Future[Any]] = {socket.closed, self._ending}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not self._ending.done():
                self._end(self._lost(socket.close_code))
            self._pacer.stop()
            end = self._ending.result()
            if end.how == "stopped":
                writer.stop()
                await asyncio.wait({socket.closed}, timeout=_LAST_WORDS)
        finally:
            self._pacer.stop()
            if self._ending.done() and self._ending.result().how == "dropped":
                socket.drop()
            await socket.close(_CLOSING)
        socket.closed.result()
        return end

    def _position(self) -> int:
        return round((self._exchange.now() - self._began) * RATE)

    def _lost(self, code: int) -> _End:
        """Say why the socket is closed though nobody here closed it."""
        if code not in {OK, GOING_AWAY, NO_CODE}:
            self._exchange.find(
                "socket-lost", f"close code {code}", self._stream.call, self._stream
            )
        again = self._exchange.quirks.lost_socket == "dialled again"
        return _End(f"your server closed the socket (code {code})", "lost", again)

    def _find_slow_reader(self) -> None:
        stream = self._stream
        self._exchange.find("slow-reader", f"after {self.ticks} frames", stream.call, stream)

    def _step(self) -> None:
        stream, position, writer = self._stream, self.ticks * FRAME, self._writer
        if writer is None:
            return
        stream.clock = self._exchange.now()
        heard = stream.playback.advance(position)
        said = self._said[position - FRAME : position].ljust(FRAME, self._silence[:1])
        loudness = 0 if heard.audio is None else peak(heard.audio, self._codec)
        is_unknown = heard.is_opaque or (heard.audio is not None and not self._is_decoded)
        speaking = self._peaks[self.ticks - 1] if self.ticks <= len(self._peaks) else 0
        self._person.step(is_heard=speaking > _NOISE)
        self._bot.step(is_heard=is_unknown or loudness > _NOISE)
        stream.peaks["said"].append(speaking)
        stream.peaks["heard"].append(None if is_unknown else loudness)
        if self._is_decoded:
            stream.keep_heard(heard.audio)
        for track in stream.tracks:
            writer.media(
                track, said if track == "inbound" else self._heard(heard.audio), self.ticks
            )
        for name in heard.marks:
            writer.mark(name)

    def _heard(self, audio: bytes | None) -> bytes:
        """Return what the person hears, in the codec of the telephone."""
        if audio is None or not self._is_decoded:
            return self._silence
        if self._codec == self._stream.call.encoding:
            return audio
        return audio.translate(transcoding(self._codec, self._stream.call.encoding))
