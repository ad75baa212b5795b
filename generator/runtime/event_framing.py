# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Where server-sent events begin and end: the standard's parser (WHATWG HTML, section 9.2.6)."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from .framing import BOM, LINE_END, ItemError, ServerSentEvent, Splitter, too_large

_DONE = b"[DONE]"
"""The data of an event after which many APIs send no more; the standard does not have it."""

_DIGITS = re.compile(rb"[0-9]{1,18}")


class EventFraming:
    """Server-sent events, as the standard has them parsed."""

    def __init__(self, limit: int) -> None:
        """Begin at the beginning of a body; an event may have ``limit`` bytes."""
        self.is_done = False
        self.last_event: ServerSentEvent | None = None
        self._lines = Splitter(LINE_END, limit)
        self._limit = limit
        self._is_first = True
        self._type = b""
        self._data: list[bytes] = []
        self._size = 0
        self._id = b""
        self._retry: int | None = None

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the data of the events that end in the next piece."""
        for each in self._lines.feed(piece):
            line = each
            if self._is_first:
                self._is_first = False
                line = line.removeprefix(BOM)
            if line:
                self._read(line)
                continue
            data = self._dispatched()
            if data is None:
                continue
            if data.strip() == _DONE:
                self.is_done = True
                return
            self.last_event = self._event(data)
            yield self._item(self.last_event, data)

    def end(self) -> Iterator[bytes]:
        """Yield nothing: an event that no blank line has ended does not count."""
        return iter(())

    def _read(self, line: bytes) -> None:
        """Read one line; comments, and fields that the standard does not have, are ignored."""
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        match name:
            case b"data":
                self._size += len(value) + 1
                if self._size > self._limit:
                    raise ItemError(too_large(self._limit), b"\n".join(self._data))
                self._data.append(value)
            case b"event":
                self._type = value
            case b"id" if b"\0" not in value:
                self._id = value
            case b"retry" if _DIGITS.fullmatch(value):
                self._retry = int(value)
            case _:
                pass

    def _dispatched(self) -> bytes | None:
        """Return the data of the event that a blank line ends; None where it has none."""
        lines, self._data, self._size = self._data, [], 0
        if lines:
            return b"\n".join(lines)
        self._type = b""
        return None

    def _event(self, data: bytes) -> ServerSentEvent:
        event, self._type = self._type.decode(errors="replace"), b""
        return ServerSentEvent(
            event or "message",
            data.decode(errors="replace"),
            self._id.decode(errors="replace"),
            self._retry,
        )

    def _item(self, event: ServerSentEvent, data: bytes) -> bytes:  # noqa: ARG002 - others use it
        return data


class WholeEventFraming(EventFraming):
    """Server-sent events, each as a JSON object with its fields."""

    def __init__(self, limit: int, *, is_json: bool) -> None:
        """Begin at the beginning of a body; ``is_json`` is whether ``data`` is JSON."""
        super().__init__(limit)
        self._is_json = is_json

    def _item(self, event: ServerSentEvent, data: bytes) -> bytes:
        fields: dict[str, Any] = {"event": event.event, "data": event.data}
        if self._is_json:
            with suppress(ValueError, RecursionError):  # then it is text
                fields["data"] = json.loads(data)
        if event.id:
            fields["id"] = event.id
        if event.retry is not None:
            fields["retry"] = event.retry
        return json.dumps(fields).encode()
