"""An answer of the server: status, headers and a body that was read with a limit."""

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

if TYPE_CHECKING:
    from .inflating import Inflater

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_REQUEST_ID_HEADERS = ("x-request-id", "request-id")

_decode = json.JSONDecoder().decode


class NotJSONError(ValueError):
    """A body is no JSON text."""


class Answer(NamedTuple):
    """Status, headers and body of one answer."""

    status: int
    headers: httpx.Headers
    body: bytes
    problem: str | None = None
    """Why the body is not whole; None where it is."""

    unread: httpx.Response | None = None
    """What the body is still to be read from, piece by piece; None where it was read."""

    def __repr__(self) -> str:
        """Show neither headers nor body."""
        return f"<{type(self).__name__} {self.status}>"

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
        if not self.body:
            raise NotJSONError("it is empty")
        try:
            # It is hardly ever anything but UTF-8; json.loads takes a while to see that in bytes.
            return _decode(self.body.decode())
        except RecursionError:
            raise NotJSONError("it is nested too deeply") from None
        except ValueError:
            return self._odd_json()

    def _odd_json(self) -> Any:
        """Decode UTF-16, another charset, what follows a BOM, or a number too long for int()."""
        try:
            with suppress(ValueError):
                return json.loads(self.body)
            text = self._text_in_charset() or self.body.decode(errors="replace")
            return json.loads(text.removeprefix("\ufeff"), parse_int=float)
        except RecursionError:
            raise NotJSONError("it is nested too deeply") from None
        except ValueError as error:
            raise NotJSONError(str(error)) from None

    def text(self) -> str:
        """Decode the body in the charset that it says, else UTF-8; what is neither is replaced."""
        return self._text_in_charset() or self.body.decode(errors="replace")

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
            for name, value in self.headers.raw  # as bytes: they need not be ASCII
            if name.lower() not in {b"content-encoding", b"content-length", b"transfer-encoding"}
        ]
        return httpx.Response(self.status, headers=headers, content=self.body, request=request)


class BrokenOffError(Exception):
    """An answer of success broke off."""

    def __init__(self, answer: Answer, reason: Exception) -> None:
        """Keep what had come of it."""
        super().__init__()
        self.answer = answer
        self.reason = reason


class AnswerReader:
    """Collects a body as it arrives; stops at the limit, also inside compressed data."""

    def __init__(self, response: httpx.Response, limit: int) -> None:
        """Begin with the head of an answer."""
        self._response = response
        self._limit = limit
        self._wire = 0
        self._body = bytearray()
        self._problem: str | None = None
        self._is_full = False
        self._inflater: Inflater | None = None
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if response.is_stream_consumed or encoding in {"", "identity"}:
            return  # what was read before is decoded already
        from . import inflating  # most answers are too short to be compressed

        if encoding in inflating.ENCODINGS:
            self._inflater = inflating.Inflater(encoding)
        else:
            self._problem = f"its content encoding {encoding!r} was not asked for"

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes off the wire; say whether more are wanted."""
        self._wire += len(chunk)
        room = self._limit - len(self._body) + 1
        self._body += self._inflater.feed(chunk, room) if self._inflater else chunk
        if max(self._wire, len(self._body)) > self._limit:
            del self._body[self._limit :]
            self._is_full = True
            self._problem = f"it is larger than {self._limit} bytes (max_response_size)"
        return not self._is_full and not (self._inflater and self._inflater.is_broken)

    def broken_off(self, error: Exception) -> None:
        """Take note that the body ends early; raise where what is missing is needed.

        Of an answer other than 2xx the status says enough, and a JSON text that is all there
        needs nothing after it: neither may be lost over how its transfer ended.
        """
        if self._response.is_success and not self._is_whole_json():
            raise BrokenOffError(self.answer(ended=True), error) from error

    def _is_whole_json(self) -> bool:
        kind = self._response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind and not kind.startswith("text/") and not kind.endswith(("/json", "+json")):
            return False
        try:
            return isinstance(self.answer(ended=True).json(), dict | list)
        except NotJSONError:
            return False

    def answer(self, *, ended: bool = False) -> Answer:
        """Give what was read; whether it is all there is looked up where it is not told."""
        problem = self._problem
        if self._inflater is not None and not self._inflater.has_ended:
            broken = self._inflater.is_broken
            problem = problem or f"its compressed body {'is broken' if broken else 'ends early'}"
        if ended or (problem is not None and not self._is_full and self._is_whole_json()):
            problem = None  # JSON that is all there needs neither an end nor a name
        response = self._response
        return Answer(response.status_code, response.headers, bytes(self._body), problem)
