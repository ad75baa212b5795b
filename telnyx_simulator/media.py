"""The socket of a stream: it is dialled, frames leave on time, what comes back is queued.

    dialling --101--> open: connected, start, media..., stop --> stopped
        |               |  ^
        |               v  | dialled again: connected, start, ...
        +--no 101--> failed (status callback stream-error)

Frame n is due n * 20 ms after the start frame, whatever happened to those before it, so that
lateness does not add up. At each step the queue of audio moves on as well, and marks are returned
that it passes.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any, Final, Literal

import aiohttp
from attrs import frozen

from .audio import FRAME, RATE, SILENCE, Companding, peak, transcoding
from .frames import STEP, FrameWriter
from .receiving import Receiver
from .voice import Voice

if TYPE_CHECKING:
    from .calls import Stream
    from .exchange import Exchange

_LARGEST_FRAME: Final = 8 * 2**20
"""Characters: thirty seconds in any codec, and to spare."""

_LAST_WORDS: Final = 0.1
"""Real seconds in which a server may respond to ``stop`` before the socket is closed."""

_CLOSING: Final = 1.0
"""Real seconds that a server has to close the socket as well."""

_LOOKS: Final = 10
_SLOW: Final = 1.0
"""Real seconds for which a server may leave its socket unread."""

_MOST_DIALS: Final = 5
_BETWEEN_DIALS: Final = 1.0
_BURST: Final = 50
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
        self.ticks = 0
        self._exchange = exchange
        self._stream = stream
        self._said = stream.call.audio.encoded(stream.call.encoding)
        self._silence = bytes([SILENCE[stream.call.encoding]]) * FRAME
        self._is_decoded = stream.codec in {"PCMU", "PCMA"}
        self._codec: Companding = "PCMA" if stream.codec == "PCMA" else "PCMU"
        self._ending: asyncio.Future[_End] = asyncio.get_running_loop().create_future()
        self._began = 0.0
        self._writer: FrameWriter | None = None
        self._is_sending = False
        self._person = Voice("the person", self._write_audio)
        self._bot = Voice("your bot", self._write_audio)

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
            self._exchange.spawn(self._writer.dtmf(digit))

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
                async with aiohttp.ClientSession() as session:
                    socket, error = await self._dial(session)
                    if socket is None:
                        break
                    end = await self._talk(session, socket, stream_id)
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

    async def _dial(
        self, session: aiohttp.ClientSession
    ) -> tuple[aiohttp.ClientWebSocketResponse | None, str | None]:
        """Open the socket; return it, or what went wrong."""
        exchange, stream = self._exchange, self._stream
        timeout = exchange.settings.answer_timeout
        exchange.journal.write("socket", f"dialling {stream.url}", stream.call.sid)
        closing = aiohttp.ClientWSTimeout(ws_close=_CLOSING)  # pyright: ignore[reportCallIssue] - an alias hides that it is an attrs class
        try:
            async with asyncio.timeout(timeout):
                return await session.ws_connect(
                    stream.url, max_msg_size=_LARGEST_FRAME, timeout=closing
                ), None
        except TimeoutError:
            code, problem = "socket-silent", f"no answer within {timeout:g} s"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            code, problem = "socket-refused", str(error) or type(error).__name__
        exchange.find(code, f"{stream.url}: {problem}", stream.call, stream)
        return None, problem

    async def _talk(
        self,
        session: aiohttp.ClientSession,
        socket: aiohttp.ClientWebSocketResponse,
        stream_id: str,
    ) -> _End:
        """Send and receive until the stream ends or the socket does; return why."""
        exchange, stream = self._exchange, self._stream
        connection = socket.get_extra_info("socket")
        writer = self._writer = FrameWriter(exchange, stream, socket, stream_id)
        await writer.start()
        stream.connections += 1
        if stream.opened_at is None:
            stream.opened_at = exchange.now()
            exchange.callbacks.send(stream, "stream-started")
        stream.status = "open"
        self._began = exchange.now() - self.ticks * STEP
        reader = Receiver(exchange, stream, writer, self._position)
        reading = asyncio.ensure_future(reader.read(socket))
        pacing = asyncio.ensure_future(self._pace(writer))
        watching = asyncio.ensure_future(self._watch())
        try:
            waiting: set[asyncio.Future[Any]] = {reading, pacing, self._ending}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not self._ending.done():
                await asyncio.wait({reading}, timeout=_LAST_WORDS)  # until it has the close code
                self._end(self._lost(socket.close_code))
            pacing.cancel()
            end = self._ending.result()
            if end.how == "stopped":
                await self._try(writer.stop())
                await asyncio.wait({reading}, timeout=_LAST_WORDS)
        finally:
            for task in (reading, pacing, watching):
                task.cancel()
            results = await asyncio.gather(reading, pacing, watching, return_exceptions=True)
            if self._ending.done() and self._ending.result().how == "dropped":
                await session.close()  # without a closing handshake
            await self._try(socket.close())
            with suppress(OSError):  # it is closed, unless the server leaves it unread
                connection.shutdown(SHUT_RDWR)
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, ConnectionError):
                raise result
        return end

    async def _try(self, work: Coroutine[Any, Any, object]) -> None:
        """Do what a server that does not read its socket would hold up for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await work

    def _position(self) -> int:
        return round((self._exchange.now() - self._began) * RATE)

    def _lost(self, code: int | None) -> _End:
        """Say why the socket is closed though nobody here closed it."""
        is_normal = code in {aiohttp.WSCloseCode.OK, aiohttp.WSCloseCode.GOING_AWAY}
        if not is_normal:
            self._exchange.find(
                "socket-lost", f"close code {code}", self._stream.call, self._stream
            )
        again = self._exchange.quirks.lost_socket == "dialled again"
        return _End(f"your server closed the socket (code {code})", "lost", again)

    async def _pace(self, writer: FrameWriter) -> None:
        """Take a step each 20 ms of the simulator's clock; the times here are real seconds."""
        exchange, now = self._exchange, asyncio.get_running_loop().time
        step = STEP / exchange.settings.speed
        due = now() - (exchange.now() - self._began) / exchange.settings.speed + self.ticks * step
        while True:
            self.ticks += 1
            due += step
            early = due - now()
            if early > 0:
                await asyncio.sleep(early)
            elif self.ticks % _BURST == 0:
                await asyncio.sleep(0)  # others have their turn, too
            exchange.lateness[min(int((now() - due) * 1000), 1000)] += 1
            self._is_sending = True
            await self._step(writer)
            self._is_sending = False

    async def _watch(self) -> None:
        """Find out whether the server leaves its socket unread: one step, and look after look.

        That is counted, not timed: on a busy machine everything stands still for a while.
        """
        looks, ticks = 0, 0
        while True:
            await asyncio.sleep(_SLOW / _LOOKS)
            looks = looks + 1 if self._is_sending and self.ticks == ticks else 0
            ticks = self.ticks
            if looks == _LOOKS:
                stream = self._stream
                self._exchange.find("slow-reader", f"after {ticks} frames", stream.call, stream)

    async def _step(self, writer: FrameWriter) -> None:
        stream, position = self._stream, self.ticks * FRAME
        stream.clock = self._exchange.now()
        heard = stream.playback.advance(position)
        said = self._said[position - FRAME : position].ljust(FRAME, self._silence[:1])
        loudness = 0 if heard.audio is None else peak(heard.audio, self._codec)
        is_unknown = heard.is_opaque or (heard.audio is not None and not self._is_decoded)
        speaking = peak(said, stream.call.encoding)
        self._person.step(is_heard=speaking > _NOISE)
        self._bot.step(is_heard=is_unknown or loudness > _NOISE)
        stream.peaks["said"].append(speaking)
        stream.peaks["heard"].append(None if is_unknown else loudness)
        if self._is_decoded:
            stream.keep_heard(heard.audio)
        for track in stream.tracks:
            await writer.media(
                track, said if track == "inbound" else self._heard(heard.audio), self.ticks
            )
        for name in heard.marks:
            await writer.mark(name)

    def _heard(self, audio: bytes | None) -> bytes:
        """Return what the person hears, in the codec of the telephone."""
        if audio is None or not self._is_decoded:
            return self._silence
        if self._codec == self._stream.call.encoding:
            return audio
        return audio.translate(transcoding(self._codec, self._stream.call.encoding))
