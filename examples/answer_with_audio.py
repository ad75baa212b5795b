"""Answer a live call: a parrot that repeats what the caller says, whenever they pause.

It serves a WebSocket, starts a stream to it, beeps, and repeats. Any key of the telephone silences
it. WSS_URL is the address at which Telnyx reaches the port of this machine.

pip install telnyx-texml-streams websockets
TELNYX_API_KEY=... python examples/answer_with_audio.py ACCOUNT_SID CALL_SID WSS_URL --port 8000
"""

import asyncio
import math
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from generated_client import APIStatusError, AsyncTelnyx, events, models

FRAME = 160  # bytes of 20 ms, the least that Telnyx plays: 8,000 samples a second, a byte each
SILENCE = b"\xff"  # in PCMU
LONGEST = 1_500 * FRAME  # 30 s, the most that one message may carry
LOUD = 1_000  # a sample has 16 bits
PAUSE = 25 * FRAME  # half a second


def pcmu_sample(code: int) -> int:
    """Decode a byte of PCMU (ITU-T G.711, mu-law)."""
    code ^= 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -size if code & 0x80 else size


def pcma_sample(code: int) -> int:
    """Decode a byte of PCMA (ITU-T G.711, A-law)."""
    code ^= 0x55
    segment, size = code >> 4 & 7, ((code & 0x0F) << 4) + 8
    size = size + 0x100 << segment - 1 if segment else size
    return size if code & 0x80 else -size


SAMPLES = {
    "PCMU": [pcmu_sample(code) for code in range(256)],
    "PCMA": [pcma_sample(code) for code in range(256)],
}


@cache
def to_pcmu(sample: int) -> int:
    """Return the byte whose sample is nearest; of the two for 0, the one for silence."""
    return min(reversed(range(256)), key=lambda code: abs(SAMPLES["PCMU"][code] - sample))


# What arrives has the codec of the call, and what is sent the codec that the stream was started
# with: they may differ.
TO_PCMU = {codec: bytes(map(to_pcmu, samples)) for codec, samples in SAMPLES.items()}
BEEP = bytes(to_pcmu(round(8_000 * math.sin(index * math.tau / 16))) for index in range(10 * FRAME))


class Parrot:
    """Takes messages, and returns what to send; knows nothing of sockets."""

    def __init__(self) -> None:
        """Begin without a call."""
        self._codec: str | None = None
        self._heard = bytearray()
        self._is_playing = False

    def replies(self, message: models.MediaEvent | dict[str, Any]) -> Iterator[models.MediaCommand]:
        """Yield what to send after a message."""
        match message:
            case models.StartMessage(start=start):
                self._codec = start.media_format.encoding if start.media_format else None
                if self._codec not in SAMPLES:
                    print("cannot hear", self._codec, file=sys.stderr)
                yield from self._play(BEEP)
            case models.MediaMessage(media=chunk) if chunk.track != "outbound":
                yield from self._hear(chunk.payload)
            case models.DtmfMessage():
                yield models.OutboundClear()  # the mark comes back at once
            case models.MarkMessage():
                self._is_playing = False
            case models.ErrorMessage(payload=error):
                print(error.code, error.title, error.detail, file=sys.stderr)
            case _:  # nothing to do, or newer than this program
                pass

    def _hear(self, audio: bytes) -> Iterator[models.MediaCommand]:
        """Collect what the caller says; play it once they pause."""
        if self._is_playing or self._codec not in SAMPLES:
            return
        self._heard += audio.translate(TO_PCMU[self._codec])
        if _is_silent(self._heard[-PAUSE:]):
            if not _is_silent(self._heard):
                yield from self._play(bytes(self._heard))
            elif len(self._heard) > PAUSE:
                del self._heard[:-PAUSE]

    def _play(self, audio: bytes) -> Iterator[models.MediaCommand]:
        """Play PCMU, in messages that are neither too long nor too short."""
        self._heard.clear()
        self._is_playing = True
        audio += SILENCE * (-len(audio) % FRAME)
        for begin in range(0, len(audio), LONGEST):
            payload = audio[begin : begin + LONGEST]
            yield models.OutboundMedia(media=models.OutboundAudio(payload=payload))
        yield models.OutboundMark(mark=models.Mark(name="played"))  # comes back when it has been


def _is_silent(audio: bytes | bytearray) -> bool:
    return all(abs(SAMPLES["PCMU"][code]) < LOUD for code in set(audio))


async def talk(ended: asyncio.Event, socket: ServerConnection) -> None:
    """Serve one connection; Telnyx opens another one where it is lost."""
    parrot = Parrot()
    async for text in socket:
        message = events.stream_media.decode(text)
        for reply in parrot.replies(message):
            await socket.send(events.stream_media.encode(reply))
        if isinstance(message, models.StopMessage):
            ended.set()


def authorize(token: str, socket: ServerConnection, request: Request) -> Response | None:
    """Refuse whoever does not know the token: nothing else says that it is Telnyx."""
    given = parse_qs(urlsplit(request.path).query).get("token", [""])[0]
    known = secrets.compare_digest(given.encode(), token.encode())
    return None if known else socket.respond(HTTPStatus.FORBIDDEN, "")


async def main() -> None:
    """Start one stream, and talk until it ends."""
    parser = ArgumentParser(description="Repeat what the caller of a live call says.")
    parser.add_argument("account_sid", help="the account that the call belongs to")
    parser.add_argument("call_sid", help="the call")
    parser.add_argument("url", help="where Telnyx reaches this program, as wss://HOST/PATH")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve at (8000)")
    arguments = parser.parse_args()

    token, ended = secrets.token_urlsafe(), asyncio.Event()
    async with (
        serve(
            partial(talk, ended),
            port=arguments.port,
            process_request=partial(authorize, token),
        ),
        AsyncTelnyx() as client,
    ):
        calls = client.texml.accounts.calls
        stream = await calls.streams_json(
            arguments.call_sid,
            account_sid=arguments.account_sid,
            url=f"{arguments.url}?token={token}",
            bidirectional_mode="rtp",
            bidirectional_codec="PCMU",
        )
        print("streaming:", stream.sid or stream.raw, flush=True)
        try:
            await ended.wait()
        finally:
            if stream.sid and not ended.is_set():  # Ctrl-C
                with suppress(APIStatusError):  # it has ended already
                    await calls.streams.streaming_sid_json(
                        stream.sid,
                        account_sid=arguments.account_sid,
                        call_sid=arguments.call_sid,
                        status="stopped",
                    )


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
