"""Rows: connections that do not come about, break off, or are worth another attempt."""

from generated_client import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    RateLimitError,
)
from tests.loopback import answer
from tests.wire.driving import read
from tests.wire.faults import (
    STREAM_JSON,
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
from tests.wire.rows import LENGTH, closes, fine, pads, resets, safe, sized, told

ENDLESS = answer(200, b" ", content_length="999999999")
HALF = STREAM_JSON[: len(STREAM_JSON) // 2]

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
    fine(
        "JSON called text, too short",
        sends(
            answer(200, STREAM_JSON, content_length="999", content_type="text/plain"), then=closes
        ),
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
    ),
    told(
        "two lengths",
        sends(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"),
        raises=APIConnectionError,
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
