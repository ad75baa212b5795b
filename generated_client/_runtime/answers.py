"""An answer of the server: status, headers and a body that was read with a limit."""

import json
import re
import zlib
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import httpx
from attrs import frozen

from .decoding import Converter, Reader

T = TypeVar("T")

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
# What is asked for in Accept-Encoding, and can be undone piece by piece with a limit.
_ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_REQUEST_ID_HEADERS = ("x-request-id", "request-id")


class NotJSONError(ValueError):
    """A body is no JSON text."""


@frozen
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: httpx.Headers
    body: bytes
    problem: str | None = None
    """Why the body is not whole; None where it is."""

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - this line is the definition

    @property
    def request_id(self) -> str | None:
        """The id that the server gave the request."""
        found = (self.headers.get(name) for name in _REQUEST_ID_HEADERS)
        return next((str(value) for value in found if value), None)

    def json(self) -> Any:
        """Decode the body, whatever the content type says.

        Raises:
            NotJSONError: It is no JSON text, or nested deeper than Python can follow.
        """
        text = self._text_in_charset() or self.body
        try:
            return json.loads(text)
        except UnicodeDecodeError:
            text = self.body.decode(errors="replace")
        except RecursionError:
            raise NotJSONError("it is nested too deeply") from None
        except ValueError as error:
            if isinstance(error, json.JSONDecodeError):
                raise NotJSONError(str(error)) from None
        try:
            # Bytes that are not UTF-8, or a number with more digits than int() takes.
            return json.loads(text, parse_int=float)
        except (ValueError, RecursionError) as error:
            raise NotJSONError(str(error)) from None

    def _text_in_charset(self) -> str | None:
        """Decode a body whose declared charset is not one that JSON itself is written in."""
        charset = _CHARSET.search(self.headers.get("content-type", ""))
        if charset is None or charset[1].lower().startswith("utf"):
            return None
        try:
            return self.body.decode(charset[1])
        except (LookupError, UnicodeError):
            return None

    def as_httpx(self, request: httpx.Request) -> httpx.Response:
        """Give the answer as httpx knows it, read and with its encoding undone."""
        headers = [
            (name, value)
            for name, value in self.headers.multi_items()
            if name.lower() not in {"content-encoding", "content-length", "transfer-encoding"}
        ]
        return httpx.Response(self.status, headers=headers, content=self.body, request=request)


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class AnswerReader:
    """Collects a body as it arrives; stops at the limit, also inside compressed data."""

    def __init__(self, response: httpx.Response, limit: int) -> None:
        """Begin with the head of an answer."""
        self._response = response
        self._limit = limit
        self._body = bytearray()
        self._problem: str | None = None
        self._decompressor: _Decompressor | None = None
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding in _ENCODINGS:
            self._decompressor = zlib.decompressobj(_GZIP_OR_ZLIB)
        elif encoding not in {"", "identity"}:
            self._problem = f"its content encoding {encoding!r} was not asked for"

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes off the wire; say whether more are wanted."""
        room = self._limit - len(self._body) + 1
        try:
            self._body += self._decompress(chunk, room)
        except zlib.error:
            self._problem = "its compressed body is broken"
        if len(self._body) > self._limit:
            del self._body[self._limit :]
            self._problem = f"it is larger than {self._limit} bytes (max_response_size)"
        return self._problem is None

    def _decompress(self, chunk: bytes, room: int) -> bytes:
        if self._decompressor is None:
            return chunk
        try:
            return self._decompressor.decompress(chunk, room)
        except zlib.error:
            if self._body:
                raise
            # "deflate" stands for two formats; some servers send the one without a header.
            self._decompressor = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._decompressor.decompress(chunk, room)

    def broken_off(self, error: Exception) -> None:
        """Take note that the body ends early; only an answer of success needs all of it."""
        if self._response.is_success:
            raise error
        self._problem = "its body ends early"

    def answer(self) -> Answer:
        """Give what was read."""
        ended = self._decompressor is None or self._decompressor.eof or not self._body
        problem = self._problem or (None if ended else "its compressed body ends early")
        return Answer(
            self._response.status_code, self._response.headers, bytes(self._body), problem
        )


def json_answer(convert: Callable[[], Converter[T]]) -> Callable[[Answer, bool], T]:
    """Decode an answer whose body is JSON; the converter is looked up when it is first needed."""

    def decode(answer: Answer, strict: bool) -> T:  # noqa: FBT001 - called by position, once
        return convert()(answer.json(), Reader(None, strict=strict))

    return decode
