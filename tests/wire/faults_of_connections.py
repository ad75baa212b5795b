"""Rows: connections that do not come about, break off, or are worth another attempt."""

from generated_client import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    RateLimitError,
)
from tests.loopback import response
from tests.wire.driving import read
from tests.wire.faults import (
    STREAM_JSON,
    chunked,
    closes_without_a_response,
    never_responds,
    never_shakes_hands,
    resets_after_the_body,
    resets_after_the_head,
    resets_before_reading,
    responds,
    sends,
    speaks_no_tls,
    trickles,
    untrusted_certificate,
)
from tests.wire.rows import LENGTH, closes, fine, pads, resets, safe, sized, unknown

ENDLESS = response(200, b" ", content_length="999999999")
HALF = STREAM_JSON[: len(STREAM_JSON) // 2]

CONNECTING = [
    safe("refused", refused=True, raises=APIConnectionError, requests=0, waits=(0.5, 1.0)),
    safe(
        "TLS handshake never completed",
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
        message="CERTIFICATE_VERIFY_FAILED",
    ),
]

BREAKING_OFF = [
    unknown("accepts and never responds", never_responds, timeout=0.5, raises=APITimeoutError),
    unknown(
        "resets before reading",
        resets_before_reading,
        raises=APIConnectionError,
        requests=0,
        started=0,
    ),
    unknown(
        "resets after the head",
        resets_after_the_head,
        raises=APIConnectionError,
        requests=0,
        started=0,
    ),
    unknown("resets after the body", resets_after_the_body, raises=APIConnectionError),
    unknown("closes without a response", closes_without_a_response, raises=APIConnectionError),
    unknown("half a status line", sends(b"HTTP/1.1 20", then=closes), raises=APIConnectionError),
    unknown(
        "half a head",
        sends(b"HTTP/1.1 200 OK\r\ncontent-le", then=closes),
        raises=APIConnectionError,
    ),
    unknown(
        "half a body, then closed",
        sends(sized(200, LENGTH, HALF), then=closes),
        raises=APIConnectionError,
    ),
    unknown(
        "half a body, then reset",
        sends(sized(200, LENGTH, HALF), then=resets),
        raises=APIConnectionError,
    ),
    unknown(
        "half a body, then silence",
        sends(sized(200, LENGTH, HALF), then=pads),
        timeout=0.5,
        raises=APITimeoutError,
    ),
    unknown("not HTTP at all", sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), raises=APIConnectionError),
    unknown(
        "a head without end",
        trickles(b"HTTP/1.1 200 OK\r\n", b"x-padding: " + b"x" * 1000 + b"\r\n"),
        raises=APIConnectionError,
    ),
    unknown(
        "a body that trickles without end",
        trickles(ENDLESS, b" "),
        timeout=0.5,
        max_response_size=10**9,
        raises=APITimeoutError,
    ),
    unknown(
        "broken chunks",
        sends(chunked(HALF, end=b"zz\r\nnonsense\r\n"), then=closes),
        raises=APIConnectionError,
    ),
    fine("a length that is too long", sends(sized(200, LENGTH + 100, STREAM_JSON), then=closes)),
    fine(
        "JSON called text, too short",
        sends(
            response(200, STREAM_JSON, content_length="999", content_type="text/plain"), then=closes
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
    unknown(
        "a length that is too short",
        sends(sized(200, LENGTH - 100, STREAM_JSON)),
        raises=APIResponseValidationError,
    ),
    unknown(
        "two lengths",
        sends(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"),
        raises=APIConnectionError,
    ),
]

REPEATING = [
    fine("429, then a response", responds(429), responds(), requests=2, waits=(0.5,)),
    fine(
        "429 with Retry-After", responds(429, retry_after="7"), responds(), requests=2, waits=(7.0,)
    ),
    safe("429 with a long Retry-After", responds(429, retry_after="61"), raises=RateLimitError),
    unknown(
        "429, then silence",
        responds(429),
        never_responds,
        timeout=0.5,
        raises=APITimeoutError,
        requests=2,
        waits=(0.5,),
    ),
    unknown(
        "429, then a reset, then fine",
        responds(429),
        resets_after_the_body,
        responds(),
        raises=APIConnectionError,
        requests=2,
        waits=(0.5,),
    ),
    safe("no retries allowed", responds(429), max_retries=0, raises=RateLimitError),
    *(
        fine(f"GET: {name}", fault, responds(), act=read, requests=2, started=1, waits=(0.5,))
        for name, fault in [
            ("408", responds(408)),
            ("429", responds(429)),
            ("500", responds(500)),
            ("503", responds(503)),
            ("520", responds(520)),
        ]
    ),
    fine(
        "GET: a reset",
        resets_after_the_body,
        responds(),
        act=read,
        requests=2,
        started=2,
        waits=(0.5,),
    ),
    fine(
        "GET: half a body",
        sends(sized(200, LENGTH, HALF), then=closes),
        responds(),
        act=read,
        requests=2,
        started=2,
        waits=(0.5,),
    ),
    fine(
        "GET: silence",
        never_responds,
        responds(),
        act=read,
        timeout=0.5,
        requests=2,
        started=2,
        waits=(0.5,),
    ),
    unknown(
        "GET: 503 for ever",
        responds(503),
        act=read,
        raises=InternalServerError,
        requests=3,
        started=0,
        waits=(0.5, 1.0),
    ),
    safe("GET: 404", responds(404), act=read, raises=APIStatusError),
]
