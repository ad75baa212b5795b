"""The command line: call a bot and watch, or serve until Ctrl-C."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, TextIO

from .audio import Audio, read_wav, silence, tone
from .calls import Call, Refused, Stream
from .journal import Event
from .quirks import Quirks
from .simulator import Simulator

_ARROWS: Final = {"sent": "-->", "received": "<--", "finding": " ! "}
_ENDLESS: Final = 1e9
_WELCOME: Final = """\
page           {0.page}
base URL       {0.url}
account        {0.account_sid}
call           {1.sid}
public key     {0.public_key}
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 if something is wrong with the bot."""
    options = _parser().parse_args(arguments)
    try:
        audio = read_wav(options.audio) if options.audio else _greeting()
        quirks = Quirks.parsed(dict(each.partition("=")[::2] for each in options.quirk))
    except (OSError, ValueError) as error:
        _say(f"{error}", to=sys.stderr)
        return 2
    simulator = Simulator(speed=options.speed, quirks=quirks, port=options.port)
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        with simulator, suppress(KeyboardInterrupt):
            _run(simulator, audio, options)
    except (OSError, Refused) as error:  # the port is taken, or the arguments are refused
        _say(f"{error}", to=sys.stderr)
        return 2
    finally:
        signal.signal(signal.SIGINT, before)
    _say(summary(simulator))
    return 1 if simulator.findings else 0


def _interrupt(_: int, __: object) -> None:
    """End in order; some send Ctrl-C twice."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run(simulator: Simulator, audio: Audio, options: argparse.Namespace) -> None:
    call = simulator.call(audio, encoding=options.encoding)
    _say(_WELCOME.format(simulator, call))
    simulator.listen(print_event)
    if options.call is None:
        threading.Event().wait()  # until Ctrl-C
    _talk(call, options)


def _talk(call: Call, options: argparse.Namespace) -> None:
    """Stream one call to the bot."""
    fields = {"Track": options.track, "BidirectionalMode": options.mode}
    if options.codec:
        fields["BidirectionalCodec"] = options.codec
    if options.callback:
        fields["StatusCallback"] = options.callback
    stream = call.start_stream(options.call, **fields)
    exchange = call.exchange
    exchange.wait_for(exchange.journal.wait(lambda: stream.status != "dialling", _ENDLESS))
    if options.digits:
        call.press(options.digits)
    call.finish(timeout=_ENDLESS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m telnyx_simulator",
        description="Simulate Telnyx on this machine: dial a WebSocket server and stream a call to "
        "it, or serve the REST API until Ctrl-C. Exit code 1 means that something is wrong with "
        "the server.",
    )
    add = parser.add_argument
    add(
        "--call",
        metavar="URL",
        help="the WebSocket server to stream to, such as ws://localhost:8000/media",
    )
    add("--audio", metavar="FILE", help="a WAV file with what the person says; default: some tones")
    add("--digits", metavar="KEYS", default="", help="keys that are pressed once the stream runs")
    add(
        "--track",
        default="inbound_track",
        choices=["inbound_track", "outbound_track", "both_tracks"],
    )
    add("--mode", default="rtp", choices=["rtp", "mp3"], help="how audio comes back; default: rtp")
    add("--codec", choices=["PCMU", "PCMA", "G722"], help="of audio that comes back, in rtp mode")
    add("--encoding", default="PCMU", choices=["PCMU", "PCMA"], help="the codec of the telephone")
    add("--callback", metavar="URL", help="where status callbacks are sent")
    add("--speed", type=float, default=1.0, help="seconds of the call in a second; default: 1")
    add("--port", type=int, default=0, help="of the REST API and the page; default: any")
    add(
        "--quirk",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="may be repeated; see Quirks",
    )
    return parser


def _greeting() -> Audio:
    audio = silence(seconds=0.2)
    for pitch in (440, 554, 659, 880):
        audio = audio + tone(pitch, seconds=0.35) + silence(seconds=0.1)
    return audio


def print_event(event: Event) -> None:
    """Print one line."""
    _say(f"{event.at:8.3f}  {event.topic:<8}  {_ARROWS.get(event.topic, '   ')}  {event.text}")


def summary(simulator: Simulator) -> str:
    """Return what there is to say at the end."""
    lines = [""]
    for call in simulator.calls:
        lines += [line for stream in call.streams for line in _summary(stream)]
    findings = simulator.findings
    lines += [str(finding) for finding in findings] or ["no findings: nothing is wrong"]
    return "\n".join(lines)


def _summary(stream: Stream) -> list[str]:
    media, marks = stream.received["media"], len(stream.marks)
    callbacks = ", ".join(f"{each.event} {each.status}" for each in stream.callbacks)
    lines = [
        f"stream {stream.sid}: {stream.status} after {stream.billed_seconds:.1f} s",
        f"    frames out    {stream.sent.total()}, {stream.sent['media']} of them media",
        f"    frames in     {stream.received.total()}, {media} of them media",
        f"    heard         {stream.heard.seconds:.1f} s, {marks} marks returned",
    ]
    return [*lines, f"    callbacks     {callbacks}"] if callbacks else lines


def _say(text: str, *, to: TextIO | None = None) -> None:
    print(text, file=to, flush=True)
