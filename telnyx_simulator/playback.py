"""What waits to be heard by the person on the telephone: a queue with a clock.

Positions are samples since the socket was opened. PCMU, PCMA and G722 all have one byte a sample,
so positions are bytes as well::

        played                            end
    ------|-----[chunk ][chunk ]x[chunk  ]|----->      x: a mark, returned when played gets there
          ^ advance() moves it            ^ add() moves it

Nothing ends before its time: a mark is returned when the audio before it would have been heard.
"""

from collections import deque
from typing import Final

from attrs import define, field

from .audio import RATE

QUEUE_LIMIT: Final = 600 * RATE
"""Bytes of audio that are kept: what is queued beyond ten minutes has a length, but no sound."""


@define
class _Chunk:
    start: int
    end: int
    data: bytes | None


@define
class Heard:
    """What was heard in one step.

    Attributes:
        audio: A byte a sample, silence filled in; None if all of it was silence.
        is_opaque: Whether something was heard that is not in ``audio``, such as MP3.
        marks: The marks that were passed.
    """

    audio: bytes | None = None
    is_opaque: bool = False
    marks: list[str] = field(factory=list[str])


class Playback:
    """The queue of one stream."""

    def __init__(self, silence: int) -> None:
        """Begin with an empty queue; gaps are filled with this byte."""
        self.played = 0
        self.end = 0
        self._silence = bytes([silence])
        self._chunks: deque[_Chunk] = deque()
        self._marks: deque[tuple[int, str]] = deque()

    @property
    def queued(self) -> int:
        """How many samples wait to be heard."""
        return max(self.end - self.played, 0)

    def add(self, at: int, length: int, data: bytes | None) -> None:
        """Queue audio that arrives at a position; data is None where its sound is unknown."""
        start = max(at, self.end, self.played)
        self.end = start + length
        kept = data if self.end - self.played <= QUEUE_LIMIT else None
        self._chunks.append(_Chunk(start, self.end, kept))

    def mark(self, at: int, name: str) -> bool:
        """Queue a mark; return False if nothing is before it, so that it is due at once."""
        if self.end <= max(at, self.played) and not self._marks:
            return False
        self._marks.append((self.end, name))
        return True

    def clear(self, at: int) -> list[str]:
        """Forget what was not heard yet, and return the marks that waited for it."""
        marks = [name for _, name in self._marks]
        self._marks.clear()
        self.end = max(at, self.played)
        while self._chunks and self._chunks[-1].end > self.end:
            last = self._chunks.pop()
            if last.start < self.end:
                data = None if last.data is None else last.data[: self.end - last.start]
                self._chunks.append(_Chunk(last.start, self.end, data))
        return marks

    def advance(self, to: int) -> Heard:
        """Move the clock to a position; return what was heard on the way."""
        start, self.played = self.played, to
        marks: list[str] = []
        while self._marks and self._marks[0][0] <= to:
            marks.append(self._marks.popleft()[1])
        if not self._chunks or self._chunks[0].start >= to:
            return Heard(marks=marks)
        audio = bytearray(self._silence * (to - start))
        is_opaque = False
        while self._chunks and self._chunks[0].start < to:
            chunk = self._chunks[0]
            low, high = max(chunk.start, start), min(chunk.end, to)
            if chunk.data is None:
                is_opaque = True
            else:
                audio[low - start : high - start] = chunk.data[
                    low - chunk.start : high - chunk.start
                ]
            if chunk.end > to:
                break
            self._chunks.popleft()
        return Heard(bytes(audio), is_opaque, marks)
