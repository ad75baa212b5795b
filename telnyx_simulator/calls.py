"""Calls and their streams, as users of the simulator see them.

The state is written by the simulator's own thread and may be read from any. Commands may be given
from any thread; they return when they are under way, not when they are done.
"""

from collections import Counter, deque
from typing import TYPE_CHECKING, Final, Literal

from attrs import define, field

from .audio import FRAME, RATE, SILENCE, Audio, Companding
from .callbacks import Callback
from .findings import Finding
from .journal import FrameLog
from .playback import Playback
from .validation import Failure

if TYPE_CHECKING:
    from .exchange import Exchange
    from .media import MediaSession

Status = Literal["dialling", "open", "stopped", "failed"]
Track = Literal["inbound", "outbound"]

KEPT_SECONDS: Final = 60
"""How much of what was heard is kept."""

KEPT_PEAKS: Final = 1500
"""Half a minute, at a peak each 20 ms."""

KEPT_MARKS: Final = 10_000
DIGITS: Final = "0123456789*#ABCDabcd"


class Refused(Exception):  # noqa: N818 - what happened to the request
    """A stream was not started; the vendor would have refused it too.

    Attributes:
        failure: What would have been in the response.
    """

    def __init__(self, failure: Failure) -> None:
        """Say why."""
        super().__init__(f"{failure.status}: {failure.detail} (code {failure.code})")
        self.failure = failure


@define(eq=False, kw_only=True)
class Stream:
    """One stream, from the request that started it to the last status callback.

    Attributes:
        sid: Its id in the REST API.
        stream_id: Its id in frames and status callbacks; a quirk can make it another one.
        url: Where it was dialled.
        name: The name that the request gave it.
        tracks: Which sides of the call are sent.
        mode: ``rtp`` or ``mp3``.
        codec: How audio comes back: ``PCMU``, ``PCMA``, ``G722``, or ``MP3``.
        status: What it is doing.
        opened_at: When the socket was open, by the simulator's clock.
        stopped_at: When it was stopped, or lost.
        ended_at: When the socket was closed, which takes a little longer.
        clock: When the last step was taken.
        connections: How often the socket was opened.
        sent: How many frames went to the server, by event.
        received: How many came back, by event.
        callbacks: The status callbacks, in the order in which they were sent.
        pending_callbacks: How many are under way.
    """

    call: "Call"
    sid: str
    stream_id: str
    url: str
    name: str | None
    tracks: tuple[Track, ...]
    mode: Literal["rtp", "mp3"]
    codec: str
    callback_url: str | None
    callback_method: str
    status: Status = "dialling"
    opened_at: float | None = None
    stopped_at: float | None = None
    ended_at: float | None = None
    clock: float = 0.0
    connections: int = 0
    sent: Counter[str] = field(factory=Counter[str])
    received: Counter[str] = field(factory=Counter[str])
    frames: FrameLog = field(factory=FrameLog)
    callbacks: list[Callback] = field(factory=list[Callback])
    pending_callbacks: int = 0
    playback: Playback
    peaks: dict[str, deque[int | None]] = field(
        factory=lambda: {name: deque[int | None](maxlen=KEPT_PEAKS) for name in ("said", "heard")}
    )
    _marks: deque[str] = field(factory=lambda: deque[str](maxlen=KEPT_MARKS))
    _heard: bytearray = field(factory=bytearray)
    session: "MediaSession | None" = None

    @property
    def is_over(self) -> bool:
        """Whether the socket is closed and all status callbacks are delivered or given up."""
        return self.ended_at is not None and not self.pending_callbacks

    @property
    def billed_seconds(self) -> float:
        """How long it ran, by the simulator's clock."""
        if self.opened_at is None:
            return 0.0
        end = self.call.exchange.now() if self.stopped_at is None else self.stopped_at
        return end - self.opened_at

    @property
    def marks(self) -> list[str]:
        """The marks that were returned, the last 10,000 of them."""
        return list(self._marks)

    @property
    def heard(self) -> Audio:
        """What the person heard in the last minute, from the first sound on; not MP3 or G722."""
        return Audio.decoded(bytes(self._heard), self._companding)

    @property
    def _companding(self) -> Companding:
        return "PCMA" if self.codec == "PCMA" else "PCMU"

    def keep_heard(self, audio: bytes | None) -> None:
        """Add what was heard in 20 ms; None is silence."""
        if audio is None and not self._heard:
            return
        self._heard += audio or bytes([SILENCE[self._companding]]) * FRAME
        excess = len(self._heard) - KEPT_SECONDS * RATE
        if excess > RATE:  # not each time, because it moves the rest
            del self._heard[:excess]

    def keep_mark(self, name: str) -> None:
        """Remember a mark that was returned."""
        self._marks.append(name)

    def stop(self) -> None:
        """Stop it, as the REST operation does."""
        exchange = self.call.exchange
        exchange.run(lambda: exchange.stop(self, "stopped on request"))

    def drop(self, *, dial_again: bool = False) -> None:
        """Lose the socket without a closing handshake; perhaps dial again."""
        exchange = self.call.exchange
        exchange.run(lambda: exchange.drop(self, dial_again=dial_again))


@define(eq=False, kw_only=True)
class Call:
    """A call that is going on.

    Attributes:
        sid: Its id (call control id).
        account_sid: The id of its account.
        from_number: Who calls.
        to_number: Who is called.
        audio: What the person says, once for each stream; then silence.
        encoding: The codec of the telephone, which frames announce in ``media_format``.
        streams: The streams that were started; each of them is billed.
        findings: What is wrong; empty if all is well.
        is_live: Whether it goes on.
    """

    exchange: "Exchange" = field(repr=False)
    sid: str
    account_sid: str
    session_id: str
    from_number: str = "+15550100001"
    to_number: str = "+15550100002"
    audio: Audio
    encoding: Companding
    streams: list[Stream] = field(factory=list[Stream], repr=False)
    findings: list[Finding] = field(factory=list[Finding])
    is_live: bool = True

    def start_stream(self, url: str, **fields: str) -> Stream:
        """Start a stream as the REST operation does, without a request.

        Args:
            url: The address of the WebSocket server.
            fields: More of the form, by the names it has there, such as ``Track="both_tracks"``.

        Raises:
            Refused: The vendor would have refused the request.
        """
        return self.exchange.run(lambda: self.exchange.start(self, {"Url": url, **fields}))

    def press(self, digits: str) -> None:
        """Press keys of the telephone.

        Raises:
            ValueError: There is no such key, or no stream is open to send them to.
        """
        if wrong := set(digits) - set(DIGITS):
            message = f"no telephone has the key {min(wrong)!r}"
            raise ValueError(message)
        self.exchange.run(lambda: self.exchange.press(self, digits.upper()))

    def hang_up(self) -> None:
        """End the call now; what is queued is not heard any more."""
        self.exchange.run(lambda: self.exchange.hang_up(self))

    def finish(self, *, timeout: float = 30) -> None:
        """Let everybody finish speaking, hang up, and wait until all streams are over.

        Raises:
            TimeoutError: It took longer than so many seconds.
        """
        self.exchange.wait_for(self.exchange.finish(self, timeout))

    async def finish_async(self, *, timeout: float = 30) -> None:  # noqa: ASYNC109 - as in finish
        """Do the same as ``finish``, in async code."""
        await self.exchange.wait_for_async(self.exchange.finish(self, timeout))
