"""All that the simulator does, in one event loop: it owns calls, clock, faults and connections."""

import asyncio
import uuid
from collections.abc import Iterator, Mapping
from secrets import token_urlsafe
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
from attrs import field, frozen

from .audio import FRAME, RATE, SILENCE, Audio, Companding
from .background import Background
from .callbacks import CallbackSender
from .calls import Call, Refused, Stream, Track
from .faults import Faults
from .findings import Finding
from .journal import Journal
from .media import MediaSession
from .playback import Playback
from .quirks import Quirks
from .validation import FORM, Checked, Failure, Validator

T = TypeVar("T")

_TRACKS: Final[dict[str, tuple[Track, ...]]] = {
    "inbound_track": ("inbound",),
    "outbound_track": ("outbound",),
    "both_tracks": ("inbound", "outbound"),
}
_LINGER: Final = 0.5
"""Seconds by the simulator's clock that a server has to respond before ``finish`` hangs up."""

_LEAST_LINGER: Final = 0.5
"""The same in real seconds, for a clock that runs fast."""

_CLOSING: Final = 1.0
"""Real seconds that sockets and status callbacks have when the simulator ends."""


@frozen(kw_only=True)
class Settings:
    """How the simulator runs.

    Attributes:
        speed: How many of its seconds pass in a second.
        quirks: How it behaves where that is uncertain.
        handshake_timeout: Real seconds in which a WebSocket server must complete the handshake.
        callback_timeout: Real seconds in which a server must respond to a status callback.
    """

    speed: float = 1.0
    quirks: Quirks = field(factory=Quirks)
    handshake_timeout: float = 5.0
    callback_timeout: float = 2.0

    def __attrs_post_init__(self) -> None:
        """Refuse a clock that stands still."""
        if self.speed <= 0:
            message = f"speed must be more than 0, not {self.speed}"
            raise ValueError(message)


class Exchange(Background):
    """An async context manager; everything in it runs in the event loop that entered it."""

    session: aiohttp.ClientSession

    def __init__(self, settings: Settings) -> None:
        """Prepare; must be called in the event loop."""
        super().__init__(settings.speed)
        self.settings = settings
        self.quirks = settings.quirks
        self.account_sid = str(uuid.uuid4())
        self.calls: dict[str, Call] = {}
        self.findings: list[Finding] = []
        self.faults = Faults()
        self.validator = Validator(settings.quirks)
        self.journal = Journal(self.now)
        self.callbacks = CallbackSender(self, settings.callback_timeout)
        self.lateness = [0] * 1001
        """How many frames left so many milliseconds late; the last are 1,000 or more."""

    async def __aenter__(self) -> Self:
        """Make connections possible."""
        connector = aiohttp.TCPConnector(limit=0)
        self.session = aiohttp.ClientSession(connector=connector)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End all calls, and leave no task and no socket behind."""
        for call in self.calls.values():
            self.hang_up(call)
        await self.finish_tasks(_CLOSING)
        await self.session.close()
        self.raise_errors()

    def find(
        self, code: str, detail: str, call: Call | None = None, stream: Stream | None = None
    ) -> None:
        """Record what is wrong; the same again only counts."""
        call_sid = call.sid if call else None
        stream_sid = stream.sid if stream else None
        findings = self.findings if call is None else call.findings
        for finding in findings:
            if finding.code == code and finding.stream_sid == stream_sid:
                finding.count += 1
                return
        finding = Finding(code, detail, call_sid, stream_sid)
        findings.append(finding)
        text = f"{code}: {finding.advice.what}" + (f" ({detail})" if detail else "")
        self.journal.write("finding", text, call_sid)

    def all_findings(self) -> Iterator[Finding]:
        """Yield what is wrong with requests that belong to no call, then with each call."""
        yield from self.findings
        for call in self.calls.values():
            yield from call.findings

    def add_call(self, audio: Audio, encoding: Companding, sid: str | None = None) -> Call:
        """Begin a call."""
        call = Call(
            exchange=self,
            sid=sid or f"v3:{token_urlsafe(40)}",
            account_sid=self.account_sid,
            session_id=str(uuid.uuid4()),
            audio=audio,
            encoding=encoding,
        )
        if call.sid in self.calls:
            message = f"there is a call {call.sid!r}"
            raise ValueError(message)
        self.calls[call.sid] = call
        self.journal.write("call", f"call {call.sid} is answered", call.sid)
        return call

    def start(self, call: Call, fields: Mapping[str, str]) -> Stream:
        """Start a stream as if a request had come; raise Refused if it would be refused."""
        path = f"/v2/texml/Accounts/{call.account_sid}/Calls/{quote(call.sid)}/Streams.json"
        form = urlencode(fields).encode()
        return self.admit(call, self.validator.check("start", path, form, FORM, "Bearer KEY"))

    def admit(self, call: Call, checked: Checked) -> Stream:
        """Start a stream; raise Refused if the request is."""
        for code, detail in checked.findings:
            self.find(code, detail, call)
        if checked.failure:
            raise Refused(checked.failure)
        if not call.is_live:
            detail = "The call is over."
            raise Refused(Failure(422, "90018", "Call has already ended", detail))
        if running := [stream for stream in call.streams if stream.stopped_at is None]:
            self.find("second-stream", f"{running[0].sid} is {running[0].status}", call)
            if self.quirks.second_stream == "refused":
                detail = "The call has a stream."
                raise Refused(Failure(422, "90045", "Media streaming is used", detail))
        stream = self._new_stream(call, checked.fields)
        call.streams.append(stream)
        stream.session = MediaSession(self, stream)
        self.journal.write("call", f"stream {stream.sid} is started", call.sid)
        self.spawn(stream.session.run())
        return stream

    def _new_stream(self, call: Call, fields: Mapping[str, str]) -> Stream:
        sid = str(uuid.uuid4())
        is_rtp = fields.get("BidirectionalMode") == "rtp"
        codec = fields.get("BidirectionalCodec", "PCMU") if is_rtp else "MP3"
        return Stream(
            call=call,
            sid=sid,
            stream_id=self.new_stream_id(sid),
            url=fields["Url"],
            name=fields.get("Name"),
            tracks=_TRACKS[fields.get("Track", "inbound_track")],
            mode="rtp" if is_rtp else "mp3",
            codec=codec,
            callback_url=fields.get("StatusCallback"),
            callback_method=fields.get("StatusCallbackMethod", "POST"),
            playback=Playback(SILENCE.get(codec, SILENCE["PCMU"])),
        )

    def new_stream_id(self, sid: str | None = None) -> str:
        """Return the id that frames and status callbacks have."""
        quirk = self.quirks.stream_id
        known = sid if sid is not None and quirk != "other" else str(uuid.uuid4())
        return known.upper() if quirk == "upper case" else known

    def stop(self, stream: Stream, reason: str) -> bool:
        """End a stream in order; return False if it is ending or over."""
        return stream.session is not None and stream.session.end(reason)

    def drop(self, stream: Stream, *, dial_again: bool) -> None:
        """Lose the socket of a stream."""
        if stream.session and stream.status == "open":
            self.journal.write("fault", "the socket is dropped", stream.call.sid)
            stream.session.drop(dial_again=dial_again)

    def press(self, call: Call, digits: str) -> None:
        """Send the digits to all streams of a call."""
        streams = [stream for stream in call.streams if stream.status == "open"]
        if not streams:
            message = "no stream of the call is open: wait until stream.status is 'open'"
            raise ValueError(message)
        for stream in streams:
            for digit in digits:
                if stream.session:
                    stream.session.press(digit)

    def hang_up(self, call: Call) -> None:
        """End a call, and its streams."""
        if not call.is_live:
            return
        call.is_live = False
        self.journal.write("call", "the call is over", call.sid)
        for stream in call.streams:
            self.stop(stream, "the call is over")

    async def finish(self, call: Call, timeout: float) -> None:  # noqa: ASYNC109 - as in wait
        """Wait until all was said and heard, hang up, and wait until all streams are over."""
        wait = self.journal.wait
        await wait(lambda: all(self._has_said_all(stream) for stream in call.streams), timeout)
        await asyncio.sleep(max(_LINGER / self.settings.speed, _LEAST_LINGER))
        ends = [(stream, stream.playback.end) for stream in call.streams]
        await wait(
            lambda: all(
                stream.ended_at is not None or stream.playback.played >= end for stream, end in ends
            ),
            timeout,
        )
        self.hang_up(call)
        await wait(lambda: all(stream.is_over for stream in call.streams), timeout)

    def _has_said_all(self, stream: Stream) -> bool:
        ticks = stream.session.ticks if stream.session else 0
        said = ticks * FRAME / RATE >= stream.call.audio.seconds
        return stream.ended_at is not None or (stream.status == "open" and said)
