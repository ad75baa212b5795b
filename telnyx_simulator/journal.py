"""What happened, as lines to read: for the terminal, the page, and those who wait for something."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

from attrs import define, field, frozen

Topic = Literal[
    "call", "request", "socket", "sent", "received", "audio", "callback", "fault", "finding"
]
KEPT_EVENTS: Final = 2000
KEPT_ROWS: Final = 300
_BETWEEN_LOOKS: Final = 0.005
"""Seconds; conditions may depend on anything, so nothing tells when one holds."""


@frozen
class Event:
    """One line.

    Attributes:
        at: Seconds since the simulator began, by its own clock.
        topic: What it is about.
        text: The line.
        call_sid: The call, if any.
    """

    at: float
    topic: Topic
    text: str
    call_sid: str | None = None


class Journal:
    """The last events, with those who listen to them and those who wait for a condition."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Begin; ``now`` is the clock."""
        self.events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self.listeners: list[Callable[[Event], None]] = []
        self._now = now

    def write(self, topic: Topic, text: str, call_sid: str | None = None) -> None:
        """Add a line."""
        event = Event(self._now(), topic, text, call_sid)
        self.events.append(event)
        for listener in self.listeners:
            listener(event)

    async def wait(self, condition: Callable[[], object], timeout: float) -> None:  # noqa: ASYNC109 - it is part of the message
        """Wait until a condition holds.

        Raises:
            TimeoutError: It did not hold in time.
        """
        try:
            async with asyncio.timeout(timeout):
                while not condition():  # noqa: ASYNC110 - see _BETWEEN_LOOKS
                    await asyncio.sleep(_BETWEEN_LOOKS)
        except TimeoutError:
            last = "\n".join(f"{event.at:9.3f} {event.text}" for event in list(self.events)[-10:])
            message = f"the condition did not hold within {timeout} s; the last events:\n{last}"
            raise TimeoutError(message) from None


@define
class Row:
    """One frame, or a run of media frames that nothing interrupted."""

    at: float
    is_sent: bool
    event: str
    text: str = ""
    count: int = 1
    seconds: float = 0.0


@define
class FrameLog:
    """The last frames of a stream, both ways; media frames in a row are one row a direction."""

    rows: deque[Row] = field(factory=lambda: deque[Row](maxlen=KEPT_ROWS))
    _runs: dict[bool, Row] = field(factory=dict[bool, Row])

    def media(self, at: float, seconds: float, *, is_sent: bool) -> None:
        """Add a media frame."""
        run = self._runs.get(is_sent)
        if run is None:
            run = self._runs[is_sent] = Row(at, is_sent, "media", count=0)
            self.rows.append(run)
        run.count += 1
        run.seconds += seconds

    def other(self, at: float, event: str, text: str, *, is_sent: bool) -> None:
        """Add another frame."""
        self._runs.clear()
        self.rows.append(Row(at, is_sent, event, text))
