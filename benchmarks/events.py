"""Worker: what it costs to decode and encode frames of media, and to verify signatures.

``python -m benchmarks.events ROUNDS`` prints, as JSON, for each of the three the rounds: the CPU
seconds of one frame or one signature, for each contender.
"""

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from importlib import import_module
from itertools import repeat
from time import process_time
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generated_client import events, models

from .contenders import BARE, BY_HAND

msgspec: Final = import_module("msgspec")  # where contenders are measured, and nowhere else
TIMES: Final = {"decode": 4000, "encode": 4000, "verify": 300}
AUDIO: Final = b"\xff" * 160  # 20 ms of PCMU
FRAME: Final = json.dumps(
    {
        "event": "media",
        "sequence_number": "2",
        "stream_id": "66666666-7777-4888-8999-aaaaaaaaaaaa",
        "media": {
            "track": "inbound",
            "chunk": "1",
            "timestamp": "20",
            "payload": b64encode(AUDIO).decode(),
        },
    }
)
BODY: Final = (
    b"AccountSid=11111111-2222-4333-8444-555555555555&CallSid=v3%3AexampleCallSid_-0123456789"
    b"&StreamEvent=stream-started&StreamSid=66666666-7777-4888-8999-aaaaaaaaaaaa"
    b"&Timestamp=2026-01-01T00%3A00%3A00.000000Z"
)


def _structs() -> tuple[Any, Any, Any]:
    """Define what msgspec decodes into; two types of messages, so that it tells them apart."""
    text, named = (str | None, None), {"tag_field": "event"}
    optional = [(name, *text) for name in ("track", "chunk", "timestamp")]
    chunk = msgspec.defstruct("Chunk", [("payload", bytes), *optional])
    ids = [(name, *text) for name in ("sequence_number", "stream_id")]
    media = msgspec.defstruct("Media", [("media", chunk), *ids], tag="media", **named)
    return chunk, media, msgspec.defstruct("Start", ids, tag="start", **named)


def decoders() -> dict[str, Callable[[], Any]]:
    """Return each way of decoding a frame."""
    _, media, start = _structs()
    decode = msgspec.json.Decoder(media | start).decode
    return {
        BY_HAND: lambda: b64decode(json.loads(FRAME)["media"]["payload"]),
        "ours": lambda: events.stream_media.decode(FRAME),
        "msgspec": lambda: decode(FRAME),
    }


def encoders() -> dict[str, Callable[[], Any]]:
    """Return each way of encoding a frame."""
    encode, (chunk, media, _) = msgspec.json.Encoder().encode, _structs()

    def by_hand() -> str:
        payload = b64encode(AUDIO).decode()
        return json.dumps({"event": "media", "media": {"payload": payload}})

    def ours() -> str:
        audio = models.OutboundAudio(payload=AUDIO)
        return events.stream_media.encode(models.OutboundMedia(media=audio))

    return {
        BY_HAND: by_hand,
        "ours": ours,
        "msgspec": lambda: encode(media(media=chunk(payload=AUDIO))),
    }


def verifiers() -> dict[str, Callable[[], Any]]:
    """Return each way of verifying a callback; the last one parses it as well."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    key = b64encode(public.public_bytes_raw()).decode()
    headers = events.stream_status.sign(BODY, b64encode(private.private_bytes_raw()).decode())
    signature = b64decode(headers["telnyx-signature-ed25519"])
    content = f"{headers['telnyx-timestamp']}|".encode() + BODY
    now = float(headers["telnyx-timestamp"])
    verify = events.stream_status._signature.verify  # noqa: SLF001 - without parsing
    unwrap = events.stream_status.unwrap
    return {
        BARE: lambda: public.verify(signature, content),
        "ours": lambda: verify(BODY, headers, key=key, now=now),
        "ours, with parsing": lambda: unwrap(BODY, headers, key=key, now=now),
    }


def _time(do: Callable[[], Any], times: int) -> float:
    began = process_time()
    for _ in repeat(None, times):
        do()
    return (process_time() - began) / times


def main(number: str) -> None:
    """Measure, and print what was measured."""
    contenders = {"decode": decoders(), "encode": encoders(), "verify": verifiers()}
    measured = {
        what: [
            {name: _time(do, TIMES[what]) for name, do in able.items()} for _ in range(int(number))
        ]
        for what, able in contenders.items()
    }
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
