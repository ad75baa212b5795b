# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Where the items of a response begin and end: JSON lines and JSON sequences.

Pieces of a body go in as they arrive, cut anywhere, and the texts of items come out:

    text/event-stream       the data of an event, its lines joined: in `event_framing`
    application/jsonl       a line that is not blank; so with the other names of this format
    application/json-seq    what is between two record separators (RFC 7464)

Nothing is kept but the item that has begun, and that has a limit.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import httpx

BOM = b"\xef\xbb\xbf"
LINE_END = re.compile(rb"\r\n|\n|\r")
_LINE_FEED = re.compile(rb"\n")
_SEPARATOR = re.compile(rb"\x1e")


class ServerSentEvent(NamedTuple):
    """One event of a ``text/event-stream``."""

    event: str
    """Its type: ``message`` where the server names none."""

    data: str
    """Its lines of data, joined by line feeds."""

    id: str
    """The last id that the server sent, with this event or before; empty where there was none."""

    retry: int | None
    """Milliseconds after which the server wants to be asked again; None where it said nothing."""


class ItemError(ValueError):
    """An item cannot be read; ``body`` is what had arrived of it."""

    def __init__(self, problem: str, body: bytes) -> None:
        super().__init__(problem)
        self.body = body


class Framing(Protocol):
    """Finds the items of one response."""

    is_done: bool
    """Whether the server said that no more items follow."""

    last_event: ServerSentEvent | None
    """The event that the last item came from; None where items are no events."""

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the texts of the items that end in the next piece; raise `ItemError`."""
        ...

    def end(self) -> Iterator[bytes]:
        """Yield the item that ends with the body, or raise `httpx.RemoteProtocolError`."""
        ...


class Splitter:
    """Splits what arrives at its separators; keeps what no separator has ended yet."""

    def __init__(self, separator: re.Pattern[bytes], limit: int) -> None:
        """Begin at the beginning of a body."""
        self._separator = separator
        self._limit = limit
        self._begun = bytearray()
        self._ends_with_cr = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield what ends in the next piece, without its separator."""
        start = 0
        if piece:
            # Half of a CRLF, of which the first half has ended a line already.
            start = int(self._ends_with_cr and piece.startswith(b"\n"))
            self._ends_with_cr = self._separator is LINE_END and piece.endswith(b"\r")
        for found in self._separator.finditer(piece, start):
            yield self._ended(piece[start : found.start()])
            start = found.end()
        self._begun += piece[start:]
        self._check(len(self._begun))

    def rest(self) -> bytes:
        """Return what came after the last separator."""
        return bytes(self._begun)

    def _ended(self, part: bytes) -> bytes:
        self._check(len(self._begun) + len(part))
        if not self._begun:
            return part
        whole = bytes(self._begun) + part
        self._begun.clear()
        return whole

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise ItemError(too_large(self._limit), bytes(self._begun[: self._limit]))


def too_large(limit: int) -> str:
    """Describe an item that is larger than a response may be."""
    return f"an item is larger than {limit} bytes (max_response_size)"


class _Sequence:
    """What is common to items that are not events."""

    is_done = False
    last_event: ServerSentEvent | None = None

    def __init__(self, separator: re.Pattern[bytes], limit: int) -> None:
        self._items = Splitter(separator, limit)
        self._is_first = True

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the items that end in the next piece."""
        for item in self._items.feed(piece):
            yield from self._found(item)

    def end(self) -> Iterator[bytes]:
        """Yield the last item, which may end with the body, if it is all there."""
        for item in self._found(self._items.rest()):
            if _is_cut_off(item):
                raise httpx.RemoteProtocolError("the body ended within an item")
            yield item

    def _found(self, item: bytes) -> Iterator[bytes]:
        if self._is_first:
            self._is_first = False
            item = item.removeprefix(BOM)
        if not item.isspace() and item:
            yield item


def _is_cut_off(item: bytes) -> bool:
    try:
        json.loads(item)
    except ValueError:
        return True
    except RecursionError:  # too deep, whether or not it ends
        return False
    return False


class LineFraming(_Sequence):
    """JSON lines: an item on each line that is not blank."""

    def __init__(self, limit: int) -> None:
        """Begin at the beginning of a body; a line may have ``limit`` bytes."""
        super().__init__(_LINE_FEED, limit)


class RecordFraming(_Sequence):
    """A JSON sequence: an item after each record separator."""

    def __init__(self, limit: int) -> None:
        """Begin at the beginning of a body; a record may have ``limit`` bytes."""
        super().__init__(_SEPARATOR, limit)


class NoFraming:
    """A response that has no items: it is read, as far as the limit, to be shown in an error."""

    is_done = False
    last_event: ServerSentEvent | None = None

    def __init__(self, problem: str, limit: int) -> None:
        """Begin with what is wrong with it."""
        self._problem = problem
        self._limit = limit
        self._body = bytearray()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Keep the next piece."""
        self._body += piece[: self._limit - len(self._body)]
        if len(self._body) >= self._limit:
            yield from self.end()

    def end(self) -> Iterator[bytes]:
        """Raise the error."""
        yield from ()
        raise ItemError(self._problem, bytes(self._body))
