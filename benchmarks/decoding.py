"""Worker: what it costs to get from the bytes of a response to a model.

``python -m benchmarks.decoding ROUNDS`` prints, as JSON, for each way of writing dates the
rounds: the CPU seconds of decoding one response, for each contender.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import repeat
from time import process_time
from typing import Any

from .contenders import ACCOUNT, KEY, STOCK, call_id
from .server import RFC_2822_DATE, STREAM

TIMES = 2000

Decode = Callable[[], Any]


def decoders(body: bytes) -> Iterator[tuple[str, Decode]]:
    """Return each way of decoding a response; the first is what the others are compared with."""
    yield "json.loads", partial(json.loads, body)
    yield "ours", _ours(body)
    stock = import_module(f"{STOCK}.models").CallStream
    yield "stock", lambda: stock.from_dict(json.loads(body))
    vendor = import_module("telnyx.types.texml.accounts").CallStreamsJsonResponse
    yield "vendor", lambda: vendor.construct(**json.loads(body))


def _ours(body: bytes) -> Decode:
    """Return the decoding of a response as a call does it; it ends with a model."""
    import httpx

    from generated_client import Telnyx

    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, content=body, headers={"content-type": "application/json"})
    )
    client = Telnyx(api_key=KEY, http_client=httpx.Client(transport=transport))
    calls = client.texml.accounts.calls.with_raw_response
    return calls.streams_json(call_id(), account_sid=ACCOUNT).parse


def rounds(body: bytes, number: int) -> list[dict[str, float]]:
    """Measure every contender in every round."""
    able = dict[str, Decode]()
    for name, decode in decoders(body):
        with suppress(ValueError):  # stock code cannot read dates of RFC 2822
            decode()
            able[name] = decode
    return [{name: _time(decode) for name, decode in able.items()} for _ in range(number)]


def _time(decode: Decode) -> float:
    began = process_time()
    for _ in repeat(None, TIMES):
        decode()
    return (process_time() - began) / TIMES


def main(number: str) -> None:
    """Measure, and print what was measured."""
    bodies = {
        "ISO 8601": STREAM,
        "RFC 2822": {**STREAM, "date_updated": RFC_2822_DATE},
    }
    json.dump(
        {name: rounds(json.dumps(body).encode(), int(number)) for name, body in bodies.items()},
        sys.stdout,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
