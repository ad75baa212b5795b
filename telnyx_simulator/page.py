"""The page: what it shows is sent over one socket as JSON, what is clicked comes back.

    to the page    {"calls": [...], "selected": {...}, "events": [...], "findings": [...], ...}
    from the page  {"do": "start", "call": "v3:...", "url": "ws://..."}, one of the commands below

The whole state is sent, ten times a second while something changes: that is some 20 kB for the
call that is looked at, and one line for each other call.
"""

import asyncio
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from aiohttp import web

from .audio import Audio, silence, tone
from .callbacks import PUBLIC_KEY
from .calls import Call, Refused, Stream
from .faults import CallbackFault, Fault, Operation

if TYPE_CHECKING:
    from .exchange import Exchange

_PAGE: Final = Path(__file__).with_name("page.html")
_INTERVAL: Final = 0.1
_SHOWN_EVENTS: Final = 200
_SHOWN_ROWS: Final = 100
_SHOWN_PEAKS: Final = 750
_SHOWN_CALLS: Final = 300

Command = dict[str, Any]


class Page:
    """Serves the page to any number of browsers."""

    def __init__(self, exchange: "Exchange") -> None:
        """Prepare."""
        self._exchange = exchange
        self._sockets: set[web.WebSocketResponse] = set()
        self._commands: dict[str, Callable[[Command], None]] = {
            "call": self._call,
            "start": self._start,
            "stop": lambda command: self._stream(command).stop(),
            "drop": lambda command: self._stream(command).drop(dial_again=bool(command["again"])),
            "press": lambda command: self._of(command).press(str(command["digits"])),
            "hang_up": lambda command: self._of(command).hang_up(),
            "fail": self._fail,
            "fail_callback": self._fail_callback,
        }

    async def show(self, _: web.Request) -> web.StreamResponse:
        """Send the page, which may load nothing from elsewhere."""
        policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        headers = {"Content-Security-Policy": policy + "connect-src 'self'; img-src data:"}
        return web.Response(
            text=_PAGE.read_text(encoding="utf-8"), content_type="text/html", headers=headers
        )

    async def watch(self, request: web.Request) -> web.StreamResponse:
        """Send the state whenever it has changed, and do what is asked for."""
        origin = request.headers.get("Origin", "")
        if origin and origin.partition("://")[2] != request.host:
            raise web.HTTPForbidden(text="pages of other servers may not watch")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        viewer: dict[str, str | None] = {"selected": None}
        sending = asyncio.ensure_future(self._send(socket, viewer))
        try:
            async for message in socket:
                await self._do(socket, viewer, message.data)
        finally:
            self._sockets.discard(socket)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return socket

    async def close(self) -> None:
        """Tell all browsers that the simulator ends."""
        for socket in list(self._sockets):
            await socket.close()

    async def _send(self, socket: web.WebSocketResponse, viewer: dict[str, str | None]) -> None:
        before = ""
        while not socket.closed:
            state = json.dumps(self._state(viewer["selected"]))
            if state != before:
                await socket.send_str(state)
                before = state
            await asyncio.sleep(_INTERVAL)

    async def _do(
        self, socket: web.WebSocketResponse, viewer: dict[str, str | None], text: str
    ) -> None:
        try:
            command: Command = json.loads(text)
            if command["do"] == "select":
                viewer["selected"] = command["call"]
            else:
                self._commands[command["do"]](command)
        except Refused as refused:
            await socket.send_str(json.dumps({"problem": f"Refused with {refused}"}))
        except (KeyError, TypeError, ValueError) as error:
            await socket.send_str(json.dumps({"problem": str(error)}))

    # What is asked for.

    def _of(self, command: Command) -> Call:
        return self._exchange.calls[command["call"]]

    def _stream(self, command: Command) -> Stream:
        return next(each for each in self._of(command).streams if each.sid == command["stream"])

    def _call(self, _: Command) -> None:
        """Begin a call in which somebody hums for eight seconds."""
        self._exchange.add_call(_hum(), "PCMU")

    def _start(self, command: Command) -> None:
        fields = {name: value for name, value in command["fields"].items() if value}
        self._exchange.start(self._of(command), fields)

    def _fail(self, command: Command) -> None:
        headers = {"retry-after": "1"} if command["status"] == 429 else {}  # noqa: PLR2004 - a status
        fault = Fault(status=command["status"], acts=command["acts"], headers=headers)
        operation = cast("Operation", command["operation"])
        self._exchange.faults.add(operation, fault)
        outcome = str(fault.status or "a lost connection") + (" after acting" if fault.acts else "")
        self._exchange.journal.write("fault", f"the next {operation} request fails: {outcome}")

    def _fail_callback(self, command: Command) -> None:
        fault = cast("CallbackFault", command["fault"])
        self._exchange.faults.add_to_callback(fault, 1)
        self._exchange.journal.write("fault", f"the next status callback is {fault}")

    # What is shown.

    def _state(self, selected: str | None) -> dict[str, Any]:
        exchange = self._exchange
        calls = list(exchange.calls.values())[-_SHOWN_CALLS:]
        call = exchange.calls.get(selected or "") or (calls[-1] if calls else None)
        events = list(exchange.journal.events)[-_SHOWN_EVENTS:]
        return {
            "speed": exchange.settings.speed,
            "public_key": PUBLIC_KEY,
            "account_sid": exchange.account_sid,
            "calls": [_line(each) for each in calls],
            "selected": call and _details(call),
            "events": [[round(e.at, 3), e.topic, e.text, e.call_sid] for e in events],
            "findings": [
                {
                    "code": finding.code,
                    "count": finding.count,
                    "detail": finding.detail,
                    "call": finding.call_sid,
                    "what": finding.advice.what,
                    "vendor": finding.advice.vendor,
                    "heard": finding.advice.heard,
                    "fix": finding.advice.fix,
                }
                for finding in exchange.all_findings()
            ],
        }


@cache
def _hum() -> Audio:
    """Return something that looks like speech: words of five syllables, and pauses."""
    word = silence(seconds=0.2)
    for pitch, volume in ((196, 0.2), (262, 0.75), (247, 0.45), (220, 0.6), (196, 0.3)):
        for part in (0.4, 0.8, 1, 0.9, 0.7, 0.5, 0.3):
            word = word + tone(pitch, seconds=0.03, volume=volume * part)
    return word + word + silence(seconds=0.3) + word + word + word + silence(seconds=0.3) + word


def _line(call: Call) -> dict[str, Any]:
    return {
        "sid": call.sid,
        "live": call.is_live,
        "streams": [stream.status for stream in call.streams],
        "findings": len(call.findings),
    }


def _details(call: Call) -> dict[str, Any]:
    return {
        "sid": call.sid,
        "live": call.is_live,
        "from": call.from_number,
        "to": call.to_number,
        "encoding": call.encoding,
        "streams": [_stream(stream) for stream in call.streams],
    }


def _stream(stream: Stream) -> dict[str, Any]:
    return {
        "sid": stream.sid,
        "url": stream.url,
        "status": stream.status,
        "mode": stream.mode,
        "codec": stream.codec,
        "tracks": stream.tracks,
        "seconds": round(stream.billed_seconds, 1),
        "sent": stream.sent,
        "received": stream.received,
        "clock": round(stream.clock, 2),
        "queued": round(stream.playback.queued / 8000, 2),
        "marks": stream.marks[-20:],
        "callbacks": [[each.event, each.fault, each.status] for each in stream.callbacks],
        "said": list(stream.peaks["said"])[-_SHOWN_PEAKS:],
        "heard": list(stream.peaks["heard"])[-_SHOWN_PEAKS:],
        "frames": [
            [round(row.at, 2), row.is_sent, row.event, row.text, row.count, round(row.seconds, 2)]
            for row in list(stream.frames.rows)[-_SHOWN_ROWS:]
        ],
    }
