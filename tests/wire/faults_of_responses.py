"""Rows: bodies and statuses that are not what a client expects."""

import gzip
import json
import zlib

from generated_client import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    InternalServerError,
    RateLimitError,
)
from tests.loopback import STREAM, response
from tests.wire.driving import KEY
from tests.wire.faults import (
    HTML,
    STREAM_GZIP,
    STREAM_JSON,
    chunked,
    responds,
    sends,
    trickles,
)
from tests.wire.rows import closes, fine, pads, resets, safe, sized, unknown

HALF = STREAM_JSON[: len(STREAM_JSON) // 2]
LATIN = json.dumps({**STREAM, "name": "Köln"}, ensure_ascii=False).encode("latin-1")
BOMB = gzip.compress(b" " * 10_000_000 + STREAM_JSON)

BODIES = [
    fine("201", responds(201)),
    fine("202", responds(202)),
    fine("299", responds(299)),
    fine(
        "after 100 and 103",
        sends(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 H\r\n\r\n" + response()),
    ),
    fine("problem+json", responds(content_type="application/problem+json")),
    fine("JSON called text", responds(content_type="text/plain")),
    fine("JSON called HTML", responds(content_type="text/html; charset=utf-8")),
    fine("an unknown charset", responds(content_type="application/json; charset=klingon")),
    fine("not a text charset", responds(content_type="application/json; charset=hex")),
    fine("a BOM", responds(body=b"\xef\xbb\xbf" + STREAM_JSON)),
    fine(
        "latin-1",
        responds(body=LATIN, content_type="application/json; charset=ISO-8859-1"),
    ),
    fine("UTF-8 called latin-1", responds(content_type='application/json; charset="latin-1"')),
    fine("bytes that are not UTF-8", responds(body=LATIN)),
    fine(
        "a number of 5000 digits", responds(body=STREAM_JSON[:-1] + b', "n": ' + b"9" * 5000 + b"}")
    ),
    fine("UTF-16", responds(body=STREAM_JSON.decode().encode("utf-16"))),
    fine("gzip", responds(body=STREAM_GZIP, content_encoding="gzip")),
    fine("GZIP, in capitals", responds(body=STREAM_GZIP, content_encoding="GZIP")),
    fine(
        "gzip in chunks of one byte",
        sends(
            chunked(*(bytes([b]) for b in STREAM_GZIP)).replace(
                b"\r\n", b"\r\ncontent-encoding: gzip\r\n", 1
            )
        ),
    ),
    fine("JSON called gzip", responds(content_encoding="gzip")),
    fine("JSON called utf-8", responds(content_encoding="utf-8")),
    fine(
        "gzip with a wrong checksum",
        responds(body=STREAM_GZIP[:-8] + b"12345678", content_encoding="gzip"),
    ),
    fine("gzip without its checksum", responds(body=STREAM_GZIP[:-8], content_encoding="gzip")),
    unknown(
        "an empty body", responds(body=b""), raises=APIResponseValidationError, message="empty"
    ),
    unknown("204", sends(b"HTTP/1.1 204 No Content\r\n\r\n"), raises=APIResponseValidationError),
    unknown(
        "HTML", responds(body=HTML, content_type="text/html"), raises=APIResponseValidationError
    ),
    unknown("broken JSON", responds(body=HALF), raises=APIResponseValidationError),
    unknown(
        "an array", responds(body=[STREAM]), raises=APIResponseValidationError, message="an object"
    ),
    unknown("a string", responds(body="e9cea0be"), raises=APIResponseValidationError),
    unknown("null", responds(body=None), raises=APIResponseValidationError),
    unknown("nested too deeply", responds(body=b"[" * 9999), raises=APIResponseValidationError),
    unknown(
        "larger than the limit",
        responds(body=b'"' + b"x" * 10_000 + b'"'),
        raises=APIResponseValidationError,
        message="max_response_size",
    ),
    unknown(
        "larger than the limit, without end",
        trickles(response(200, b"", content_length="999999999"), b"x" * 1000),
        raises=APIResponseValidationError,
        message="max_response_size",
    ),
    unknown(
        "truncated gzip",
        responds(body=STREAM_GZIP[:-40], content_encoding="gzip"),
        raises=APIResponseValidationError,
        message="ends early",
    ),
    unknown(
        "a gzip bomb",
        responds(body=BOMB, content_encoding="gzip"),
        max_response_size=100_000,
        raises=APIResponseValidationError,
        message="max_response_size",
    ),
    fine(
        "gzip in two members",
        responds(
            body=gzip.compress(HALF) + gzip.compress(STREAM_JSON[len(HALF) :]),
            content_encoding="gzip",
        ),
    ),
    fine("padded gzip", responds(body=STREAM_GZIP + b"\0" * 9, content_encoding="gzip")),
    fine("deflate", responds(body=zlib.compress(STREAM_JSON), content_encoding="deflate")),
    fine(
        "deflate without a header",
        responds(body=zlib.compress(STREAM_JSON, wbits=-15), content_encoding="deflate"),
    ),
    unknown(
        "bad gzip",
        responds(body=b"\x1f\x8b" + b"\xff" * 100, content_encoding="gzip"),
        raises=APIResponseValidationError,
        message="broken",
    ),
    unknown(
        "encoded twice",
        responds(body=STREAM_GZIP, content_encoding="gzip, gzip"),
        raises=APIResponseValidationError,
        message="not asked for",
    ),
    unknown(
        "an encoding nobody asked for",
        responds(body=b"...", content_encoding="br"),
        raises=APIResponseValidationError,
        message="not asked for",
    ),
]

STATUSES = [
    *(
        unknown(
            f"{status}",
            responds(status, b"", location=f"http://127.0.0.1:1/?key={KEY}"),
            raises=APIStatusError,
            started=0,
            message=f"returned {status}",
        )
        for status in (300, 301, 302, 303, 304, 305, 307, 308, 399)
    ),
    *(
        safe(f"{status}", responds(status), raises=APIStatusError, message=f"returned {status}")
        for status in (400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 425, 451, 499)
    ),
    *(
        unknown(f"{status}", responds(status), raises=InternalServerError, started=0)
        for status in (500, 501, 502, 503, 504, 507, 520, 524, 530, 599, 600, 999)
    ),
    unknown("an HTML 502", responds(502, HTML), raises=InternalServerError, started=0),
    unknown(
        "a 503 with Retry-After",
        responds(503, retry_after="1"),
        raises=InternalServerError,
        started=0,
    ),
    safe("429 for ever", responds(429), raises=RateLimitError, requests=3, waits=(0.5, 1.0)),
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
        responds(401, b"\x1f\x8b\xff", content_encoding="gzip"),
        raises=APIStatusError,
    ),
    safe("a 400 that is too large", responds(400, b"x" * 20_000), raises=APIStatusError),
    unknown(
        "101",
        sends(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n", then=closes),
        raises=APIConnectionError,
    ),
]
