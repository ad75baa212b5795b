"""Responses: what is read of them, and where reading stops."""

import gzip

import httpx
import pytest

from generated_client._runtime.responses import BodyReader, Response


def test_the_first_request_id_that_there_is_counts() -> None:
    """``x-request-id`` before ``request-id``; an empty one is none."""
    both = httpx.Headers({"request-id": "second", "x-request-id": "first"})
    empty = httpx.Headers({"request-id": "second", "x-request-id": ""})

    assert Response(200, both, b"").request_id == "first"
    assert Response(200, empty, b"").request_id == "second"
    assert Response(200, httpx.Headers(), b"").request_id is None


def test_what_is_read_of_a_compressed_body_is_limited_on_the_wire_too() -> None:
    """Bytes that stand for nothing are not read without end."""
    response = httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"")
    )
    reader = BodyReader(response, limit=1_000)
    nothing = gzip.compress(b"")
    fed = [reader.feed(nothing) for _ in range(100)]

    assert fed[0] is True
    assert fed[-1] is False
    assert "max_response_size" in str(reader.response().problem)


@pytest.mark.parametrize(("size", "is_whole"), [(1_000, True), (1_001, False)])
def test_a_body_may_be_as_large_as_the_limit(size: int, *, is_whole: bool) -> None:
    """And not a byte larger; what is kept is no more than the limit."""
    response = httpx.Response(200, stream=httpx.ByteStream(b""))
    reader = BodyReader(response, limit=1_000)

    assert reader.feed(b"x" * size) is is_whole
    assert len(reader.response().body) == 1_000
    assert (reader.response().problem is None) is is_whole
