"""Answers that are read piece by piece: what ``with_streaming_response`` gives.

For answers that are too large for memory, or that go on for long: neither ``max_response_size``
nor the limit of a whole attempt holds for their bodies, only the limit of each wait for a piece.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any, cast

import httpx

from .answers import Answer
from .exchange import Exchange
from .inflating import ENCODINGS, Inflater

_MOST_AT_ONCE = 2**30
"""Bytes that a piece may have when its compression is undone."""


class _Streamed:
    def __init__(self, exchange: Exchange[Any], answer: Answer) -> None:
        """Keep what the body is read from."""
        self._exchange = exchange
        self._response = cast("httpx.Response", answer.unread)
        self._inflater: Inflater | None = None
        self._is_read = False
        self.status_code = answer.status
        self.headers = answer.headers
        self.request_id = answer.request_id
        self.retries_taken = exchange.retries_taken

    def __repr__(self) -> str:
        """Show the status."""
        return f"<{type(self).__name__} {self.status_code}>"

    def _claim(self) -> None:
        if self._is_read:
            raise RuntimeError("the body was read already, or its block has ended")
        self._is_read = True

    def _begin(self) -> None:
        encoding = self.headers.get("content-encoding", "").strip().lower()
        if self._response.is_stream_consumed or encoding in {"", "identity"}:
            return  # what was read before is decoded already
        if encoding not in ENCODINGS:
            raise httpx.DecodingError(f"its content encoding {encoding!r} was not asked for")
        self._inflater = Inflater(encoding)

    def _decoded(self, piece: bytes) -> bytes:
        if self._inflater is None:
            return piece
        if self._inflater.is_broken:
            raise httpx.DecodingError("its compressed body is broken")
        return self._inflater.feed(piece, _MOST_AT_ONCE)

    def _end(self) -> None:
        if self._inflater is not None and not self._inflater.has_ended:
            how = "is broken" if self._inflater.is_broken else "ends early"
            raise httpx.DecodingError(f"its compressed body {how}")


class StreamedResponse(_Streamed):
    """An answer of success to be read piece by piece; other answers raise before there is one.

    Attributes:
        status_code: The status, 200 to 299.
        headers: The headers as they came.
        request_id: The id that the server gave the request, or None.
        retries_taken: How many attempts came before this answer.
    """

    def iter_bytes(self) -> Iterator[bytes]:
        """Give the body as it arrives, its compression undone; once, within the ``with`` block.

        Raises:
            APIConnectionError: It broke off.
            APITimeoutError: The next piece took too long.
        """
        self._claim()
        response = self._response
        stream = cast("httpx.SyncByteStream", response.stream)
        try:
            self._begin()
            for piece in [response.content] if response.is_stream_consumed else stream:
                yield self._decoded(piece)
            self._end()
        except Exception as error:  # noqa: BLE001 - a transport may raise whatever it likes
            failed = self._exchange.broken_off(error)
            raise failed from failed.__cause__

    def close(self) -> None:
        """Hang up, unless all was read; the end of the ``with`` block does."""
        self._is_read = True
        with suppress(Exception):  # how the connection ends is no part of the answer
            self._response.close()


class AsyncStreamedResponse(_Streamed):
    """An answer of success to be read piece by piece; other answers raise before there is one.

    Its attributes are those of `StreamedResponse`.
    """

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Give the body as it arrives; raises what `StreamedResponse.iter_bytes` raises."""
        self._claim()
        response = self._response
        stream = cast("httpx.AsyncByteStream", response.stream)
        try:
            self._begin()
            if response.is_stream_consumed:
                yield response.content
                return
            async for piece in stream:
                yield self._decoded(piece)
            self._end()
        except Exception as error:  # noqa: BLE001 - as above
            failed = self._exchange.broken_off(error)
            raise failed from failed.__cause__

    async def close(self) -> None:
        """Hang up, unless all was read; the end of the ``async with`` block does."""
        self._is_read = True
        with suppress(Exception):  # how the connection ends is no part of the answer
            await self._response.aclose()
