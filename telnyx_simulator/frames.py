"""The frames that go to a server: JSON objects in text frames, told apart by ``event``.

connected, start, media (many), dtmf, mark, error, stop. All but ``connected`` have a
``stream_id``; all but ``connected`` and ``error`` have a ``sequence_number``, a string.
"""

import binascii
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from .audio import FRAME, RATE
from .dialling import Socket

if TYPE_CHECKING:
    from .calls import Stream, Track
    from .exchange import Exchange

STEP: Final = FRAME / RATE
_ERRORS: Final = {
    100003: "malformed_frame",
    100004: "invalid_media",
    100005: "rate_limit_reached",
}


class FrameWriter:
    """Writes to one socket. Where it is closed nothing is written: whoever reads notices too."""

    def __init__(
        self,
        exchange: "Exchange",
        stream: "Stream",
        socket: Socket,
        stream_id: str,
    ) -> None:
        """Begin with sequence number 1."""
        self._exchange = exchange
        self._stream = stream
        self._socket = socket
        self._stream_id = stream_id
        self._sequence = 0
        self._chunks: dict[str, int] = {}

    def start(self) -> None:
        """Write ``connected`` and ``start``."""
        quirks, call = self._exchange.quirks, self._stream.call
        rate: dict[str, Any] = {"sample_rate": RATE, "channels": 1}
        if quirks.numbers == "strings":
            rate = {name: str(number) for name, number in rate.items()}
        start: dict[str, Any] = {
            "user_id": call.account_sid,
            "call_control_id": call.sid,
            "call_session_id": call.session_id,
            "from": call.from_number,
            "to": call.to_number,
            "media_format": {"encoding": call.encoding, **rate},
        }
        if quirks.client_state == "null":
            start["client_state"] = None
        if quirks.tags == "empty":
            start["tags"] = []
        if quirks.custom_parameters == "empty":
            start["custom_parameters"] = {}
        self._write({"event": "connected", "version": "1.0.0"})
        self._write({"event": "start", "start": start}, f"{call.encoding}, {RATE} Hz")

    def media(self, track: "Track", payload: bytes, tick: int) -> None:
        """Write audio; the text is put together by hand, fifty times a second and stream."""
        quirks, stream = self._exchange.quirks, self._stream
        self._sequence += 1
        counter = track if quirks.chunk_counter == "per track" else ""
        chunk = self._chunks[counter] = self._chunks.get(counter, 0) + 1
        timestamp = tick * (20 if quirks.timestamp_unit == "milliseconds" else FRAME)
        encoded = binascii.b2a_base64(payload, newline=False).decode("ascii")
        is_sent = self._socket.send(
            f'{{"event":"media","sequence_number":"{self._sequence}",'
            f'"stream_id":"{self._stream_id}","media":{{"track":"{track}","chunk":"{chunk}",'
            f'"timestamp":"{timestamp}","payload":"{encoded}"}}}}'
        )
        if is_sent:
            stream.sent["media"] += 1
            stream.frames.media(stream.clock, STEP, is_sent=True)

    def dtmf(self, digit: str) -> None:
        """Write a key that was pressed."""
        moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        self._write({"event": "dtmf", "occurred_at": moment, "dtmf": {"digit": digit}}, digit)

    def mark(self, name: str) -> None:
        """Return a mark."""
        self._stream.keep_mark(name)
        self._write({"event": "mark", "mark": {"name": name}}, name)

    def error(self, code: int, detail: str) -> None:
        """Write what was wrong with a frame; perhaps that is the end."""
        quirks = self._exchange.quirks
        number = str(code) if quirks.numbers == "strings" else code
        payload = {"code": number, "title": _ERRORS[code], "detail": detail}
        self._write({"event": "error", "payload": payload}, f"{code} {detail}")
        if quirks.after_error == "closed":
            self._exchange.stop(self._stream, f"error {code}")

    def stop(self) -> None:
        """Write the last frame."""
        call = self._stream.call
        body = {"user_id": call.account_sid, "call_control_id": call.sid}
        self._write({"event": "stop", "stop": body})

    def _write(self, frame: dict[str, Any], text: str = "") -> None:
        event: str = frame["event"]
        named: dict[str, Any] = {"event": event}
        if event not in {"connected", "error"}:
            self._sequence += 1
            named["sequence_number"] = str(self._sequence)
        if event != "connected":
            named["stream_id"] = self._stream_id
        if not self._socket.send(json.dumps(named | frame)):
            return
        self._stream.sent[event] += 1
        self._stream.frames.other(self._exchange.now(), event, text, is_sent=True)
        self._exchange.journal.write("sent", f"{event} {text}".strip(), self._stream.call.sid)
