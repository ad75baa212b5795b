"""What becomes of a call when the server or the way to it fails: one table.

The first half of a row is what is done to the attempts, the second what must come of it. A stream
that is started twice is billed twice, and one whose start is not told is billed unseen: so each
row counts the requests and the streams, and says what the caller learns.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import frozen

from generated_client import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    RateLimitError,
)
from tests.loopback import STREAM, answer
from tests.wire.driving import KEY, KINDS, Kind, Waits, drive, read, start
from tests.wire.faults import (
    HTML,
    STREAM_GZIP,
    STREAM_JSON,
    Fault,
    FaultServer,
    Peer,
    answers,
    chunked,
    closes_without_an_answer,
    never_answers,
    never_shakes_hands,
    resets_after_the_body,
    resets_after_the_head,
    resets_before_reading,
    sends,
    speaks_no_tls,
    trickles,
    untrusted_certificate,
)


@frozen(kw_only=True)
class Case:
    """One row."""

    name: str
    faults: Sequence[Fault]
    act: Callable[[Any], Any] = start
    timeout: float = 30.0
    max_retries: int = 2
    max_response_size: int = 10_000
    scheme: str = "http"
    refused: bool = False

    raises: type[APIError] | None = None
    may_have_executed: bool | None = None
    requests: int = 1
    started: int = 1
    waits: Sequence[float] = ()
    said: str = ""
    aiohttp: type[APIError] | None = None
    """What is raised instead on aiohttp, whose parser sees some answers differently."""


def fine(name: str, *faults: Fault, **expected: Any) -> Case:
    """Make a row in which the stream is started and its id arrives."""
    return Case(name=name, faults=faults, **expected)


def told(name: str, *faults: Fault, raises: type[APIError], **expected: Any) -> Case:
    """Make a row in which the outcome is unknown: not repeated, and the caller is told."""
    return Case(name=name, faults=faults, raises=raises, may_have_executed=True, **expected)


def safe(name: str, *faults: Fault, raises: type[APIError], **expected: Any) -> Case:
    """Make a row in which nothing was started, and the caller can rely on it."""
    settings = {"started": 0, "may_have_executed": False, **expected}
    return Case(name=name, faults=faults, raises=raises, **settings)


def pads(peer: Peer) -> None:
    """Hold the connection open after what was sent."""
    peer.wait()


def closes(peer: Peer) -> None:
    """Close the connection after what was sent."""
    peer.close()


def resets(peer: Peer) -> None:
    """Reset the connection after what was sent."""
    peer.reset()


def sized(status: int, length: int, body: bytes) -> bytes:
    """Write an answer that says how long it is, rightly or not."""
    return answer(status, body, content_length=str(length))


ENDLESS = answer(200, b" ", content_length="999999999")
HALF = STREAM_JSON[: len(STREAM_JSON) // 2]
LENGTH = len(STREAM_JSON)
LATIN = json.dumps({**STREAM, "name": "Köln"}, ensure_ascii=False).encode("latin-1")
BOMB = gzip.compress(b" " * 10_000_000 + STREAM_JSON)

CONNECTING = [
    safe("refused", refused=True, raises=APIConnectionError, requests=0, waits=(0.5, 1.0)),
    safe(
        "TLS handshake never answered",
        never_shakes_hands,
        scheme="https",
        timeout=0.5,
        max_retries=1,
        raises=APITimeoutError,
        requests=0,
        waits=(0.5,),
    ),
    safe(
        "plain text on a TLS port",
        speaks_no_tls,
        scheme="https",
        raises=APIConnectionError,
        requests=0,
        waits=(0.5, 1.0),
    ),
    safe(
        "untrusted certificate",
        untrusted_certificate(),
        scheme="https",
        raises=APIConnectionError,
        requests=0,
        said="CERTIFICATE_VERIFY_FAILED",
    ),
]

BREAKING_OFF = [
    told("accepts and never answers", never_answers, timeout=0.5, raises=APITimeoutError),
    told(
        "resets before reading",
        resets_before_reading,
        raises=APIConnectionError,
        requests=0,
        started=0,
    ),
    told(
        "resets after the head",
        resets_after_the_head,
        raises=APIConnectionError,
        requests=0,
        started=0,
    ),
    told("resets after the body", resets_after_the_body, raises=APIConnectionError),
    told("closes without an answer", closes_without_an_answer, raises=APIConnectionError),
    told("half a status line", sends(b"HTTP/1.1 20", then=closes), raises=APIConnectionError),
    told(
        "half a head",
        sends(b"HTTP/1.1 200 OK\r\ncontent-le", then=closes),
        raises=APIConnectionError,
    ),
    told(
        "half a body, then closed",
        sends(sized(200, LENGTH, HALF), then=closes),
        raises=APIConnectionError,
    ),
    told(
        "half a body, then reset",
        sends(sized(200, LENGTH, HALF), then=resets),
        raises=APIConnectionError,
    ),
    told(
        "half a body, then silence",
        sends(sized(200, LENGTH, HALF), then=pads),
        timeout=0.5,
        raises=APITimeoutError,
    ),
    told("not HTTP at all", sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), raises=APIConnectionError),
    told(
        "a head without end",
        trickles(b"HTTP/1.1 200 OK\r\n", b"x-padding: " + b"x" * 1000 + b"\r\n"),
        raises=APIConnectionError,
    ),
    told(
        "a body that trickles without end",
        trickles(ENDLESS, b" "),
        timeout=0.5,
        max_response_size=10**9,
        raises=APITimeoutError,
    ),
    told(
        "broken chunks",
        sends(chunked(HALF, end=b"zz\r\nnonsense\r\n"), then=closes),
        raises=APIConnectionError,
    ),
    fine("a length that is too long", sends(sized(200, LENGTH + 100, STREAM_JSON), then=closes)),
    told(
        "text that is too short",
        sends(
            answer(200, STREAM_JSON, content_length="999", content_type="text/plain"), then=closes
        ),
        raises=APIConnectionError,
    ),
    fine("chunks without an end", sends(chunked(STREAM_JSON, end=b""), then=closes)),
    fine(
        "all of the body, then silence",
        sends(chunked(STREAM_JSON, end=b""), then=pads),
        timeout=0.5,
    ),
    fine(
        "no length, closed at the end",
        sends(b"HTTP/1.0 200 OK\r\n\r\n" + STREAM_JSON, then=closes),
    ),
    told(
        "a length that is too short",
        sends(sized(200, LENGTH - 100, STREAM_JSON)),
        raises=APIResponseValidationError,
        aiohttp=APIConnectionError,  # it takes the rest for a second answer, which is no HTTP
    ),
    told(
        "two lengths",
        sends(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"),
        raises=APIConnectionError,
    ),
]

BODIES = [
    fine("201", answers(201)),
    fine("202", answers(202)),
    fine("299", answers(299)),
    fine(
        "after 100 and 103",
        sends(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 H\r\n\r\n" + answer()),
    ),
    fine("problem+json", answers(content_type="application/problem+json")),
    fine("JSON called text", answers(content_type="text/plain")),
    fine("JSON called HTML", answers(content_type="text/html; charset=utf-8")),
    fine("an unknown charset", answers(content_type="application/json; charset=klingon")),
    fine("not a text charset", answers(content_type="application/json; charset=hex")),
    fine("a BOM", answers(body=b"\xef\xbb\xbf" + STREAM_JSON)),
    fine(
        "latin-1",
        answers(body=LATIN, content_type="application/json; charset=ISO-8859-1"),
    ),
    fine("UTF-8 called latin-1", answers(content_type='application/json; charset="latin-1"')),
    fine("bytes that are not UTF-8", answers(body=LATIN)),
    fine(
        "a number of 5000 digits", answers(body=STREAM_JSON[:-1] + b', "n": ' + b"9" * 5000 + b"}")
    ),
    fine("UTF-16", answers(body=STREAM_JSON.decode().encode("utf-16"))),
    fine("gzip", answers(body=STREAM_GZIP, content_encoding="gzip")),
    fine("GZIP, in capitals", answers(body=STREAM_GZIP, content_encoding="GZIP")),
    fine(
        "gzip in chunks of one byte",
        sends(
            chunked(*(bytes([b]) for b in STREAM_GZIP)).replace(
                b"\r\n", b"\r\ncontent-encoding: gzip\r\n", 1
            )
        ),
    ),
    fine("JSON called gzip", answers(content_encoding="gzip")),
    fine("gzip without its checksum", answers(body=STREAM_GZIP[:-8], content_encoding="gzip")),
    told("an empty body", answers(body=b""), raises=APIResponseValidationError, said="empty"),
    told("204", sends(b"HTTP/1.1 204 No Content\r\n\r\n"), raises=APIResponseValidationError),
    told("HTML", answers(body=HTML, content_type="text/html"), raises=APIResponseValidationError),
    told("broken JSON", answers(body=HALF), raises=APIResponseValidationError),
    told("an array", answers(body=[STREAM]), raises=APIResponseValidationError, said="an object"),
    told("a string", answers(body="e9cea0be"), raises=APIResponseValidationError),
    told("null", answers(body=None), raises=APIResponseValidationError),
    told("nested too deeply", answers(body=b"[" * 9999), raises=APIResponseValidationError),
    told(
        "larger than the limit",
        answers(body=b'"' + b"x" * 10_000 + b'"'),
        raises=APIResponseValidationError,
        said="max_response_size",
    ),
    told(
        "larger than the limit, without end",
        trickles(answer(200, b"", content_length="999999999"), b"x" * 1000),
        raises=APIResponseValidationError,
        said="max_response_size",
    ),
    told(
        "truncated gzip",
        answers(body=STREAM_GZIP[:-40], content_encoding="gzip"),
        raises=APIResponseValidationError,
        said="ends early",
    ),
    told(
        "a gzip bomb",
        answers(body=BOMB, content_encoding="gzip"),
        max_response_size=100_000,
        raises=APIResponseValidationError,
        said="max_response_size",
    ),
    fine(
        "gzip in two members",
        answers(
            body=gzip.compress(HALF) + gzip.compress(STREAM_JSON[len(HALF) :]),
            content_encoding="gzip",
        ),
    ),
    fine("padded gzip", answers(body=STREAM_GZIP + b"\0" * 9, content_encoding="gzip")),
    fine("deflate", answers(body=zlib.compress(STREAM_JSON), content_encoding="deflate")),
    fine(
        "deflate without a header",
        answers(body=zlib.compress(STREAM_JSON, wbits=-15), content_encoding="deflate"),
    ),
    told(
        "bad gzip",
        answers(body=b"\x1f\x8b" + b"\xff" * 100, content_encoding="gzip"),
        raises=APIResponseValidationError,
        said="broken",
    ),
    told(
        "encoded twice",
        answers(body=STREAM_GZIP, content_encoding="gzip, gzip"),
        raises=APIResponseValidationError,
        said="not asked for",
    ),
    told(
        "an encoding nobody asked for",
        answers(body=b"...", content_encoding="br"),
        raises=APIResponseValidationError,
        said="not asked for",
    ),
]

STATUSES = [
    *(
        told(
            f"{status}",
            answers(status, b"", location=f"http://127.0.0.1:1/?key={KEY}"),
            raises=APIStatusError,
            started=0,
            said=f"answered {status}",
        )
        for status in (300, 301, 302, 303, 304, 305, 307, 308, 399)
    ),
    *(
        safe(f"{status}", answers(status), raises=APIStatusError, said=f"answered {status}")
        for status in (400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 425, 451, 499)
    ),
    *(
        told(f"{status}", answers(status), raises=InternalServerError, started=0)
        for status in (500, 501, 502, 503, 504, 507, 520, 524, 530, 599, 600, 999)
    ),
    told("an HTML 502", answers(502, HTML), raises=InternalServerError, started=0),
    told(
        "a 503 with Retry-After",
        answers(503, retry_after="1"),
        raises=InternalServerError,
        started=0,
    ),
    safe("429 for ever", answers(429), raises=RateLimitError, requests=3, waits=(0.5, 1.0)),
    safe(
        "a 422 whose body breaks off",
        sends(sized(422, 999, b'{"errors"'), starts=False, then=resets),
        raises=APIStatusError,
    ),
    safe(
        "a 404 with a body without end",
        sends(sized(404, 999, b"{"), starts=False, then=pads),
        timeout=0.5,
        raises=APIStatusError,
    ),
    safe(
        "a 401 in bad gzip",
        answers(401, b"\x1f\x8b\xff", content_encoding="gzip"),
        raises=APIStatusError,
    ),
    safe("a 400 that is too large", answers(400, b"x" * 20_000), raises=APIStatusError),
    told(
        "101",
        sends(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n", then=closes),
        raises=APIConnectionError,
        aiohttp=APIStatusError,  # it gives 101 as an answer like any other
    ),
]

REPEATING = [
    fine("429, then an answer", answers(429), answers(), requests=2, waits=(0.5,)),
    fine(
        "429 with Retry-After", answers(429, retry_after="7"), answers(), requests=2, waits=(7.0,)
    ),
    safe("429 with a long Retry-After", answers(429, retry_after="61"), raises=RateLimitError),
    told(
        "429, then silence",
        answers(429),
        never_answers,
        timeout=0.5,
        raises=APITimeoutError,
        requests=2,
        waits=(0.5,),
    ),
    told(
        "429, then a reset, then fine",
        answers(429),
        resets_after_the_body,
        answers(),
        raises=APIConnectionError,
        requests=2,
        waits=(0.5,),
    ),
    safe("no retries allowed", answers(429), max_retries=0, raises=RateLimitError),
    *(
        fine(f"GET: {name}", fault, answers(), act=read, requests=2, started=1, waits=(0.5,))
        for name, fault in [
            ("408", answers(408)),
            ("429", answers(429)),
            ("500", answers(500)),
            ("503", answers(503)),
            ("520", answers(520)),
        ]
    ),
    fine(
        "GET: a reset",
        resets_after_the_body,
        answers(),
        act=read,
        requests=2,
        started=2,
        waits=(0.5,),
    ),
    fine(
        "GET: half a body",
        sends(sized(200, LENGTH, HALF), then=closes),
        answers(),
        act=read,
        requests=2,
        started=2,
        waits=(0.5,),
    ),
    fine(
        "GET: silence",
        never_answers,
        answers(),
        act=read,
        timeout=0.5,
        requests=2,
        started=2,
        waits=(0.5,),
    ),
    told(
        "GET: 503 for ever",
        answers(503),
        act=read,
        raises=InternalServerError,
        requests=3,
        started=0,
        waits=(0.5, 1.0),
    ),
    safe("GET: 404", answers(404), act=read, raises=APIStatusError),
]

TABLE = [*CONNECTING, *BREAKING_OFF, *BODIES, *STATUSES, *REPEATING]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_a_fault_never_starts_a_stream_twice_nor_hides_one(case: Case, kind: Kind) -> None:
    """Requests, streams, waits, and what the caller is told are those of the table."""
    waits = Waits()
    raised: APIError | None = None
    with FaultServer(case.faults) as server:
        url = f"{case.scheme}://127.0.0.1:{server.port}/v2"
        if case.refused:
            server.refuse()
        try:
            result = drive(
                kind,
                url,
                case.act,
                waits=waits,
                timeout=case.timeout,
                max_retries=case.max_retries,
                max_response_size=case.max_response_size,
            )
        except APIError as error:
            raised = error
        else:
            assert result.sid == STREAM["sid"]

    assert (len(server.received), server.started) == (case.requests, case.started)
    assert server.stuck == 0
    assert waits.seconds == list(case.waits)
    if case.raises is None:
        assert raised is None
    else:
        expected = case.aiohttp if kind == "aiohttp" and case.aiohttp else case.raises
        assert isinstance(raised, expected)
        assert raised.may_have_executed is case.may_have_executed
        assert raised.request.headers["authorization"] == "[redacted]"
        assert case.said in str(raised)
        assert KEY not in repr(raised) + str(raised) + repr(raised.__cause__)


def test_text_is_read_in_the_charset_that_it_is_in() -> None:
    """What is not UTF-8 is read in the charset that the answer names."""
    said = answers(body=LATIN, content_type="application/json; charset=ISO-8859-1")
    with FaultServer([said]) as server:
        stream = drive("sync", f"http://127.0.0.1:{server.port}", start)

    assert stream.name == "Köln"
