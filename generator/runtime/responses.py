# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""A response of the server: status, headers and a body that was read with a limit."""

import json
import re
from contextlib import suppress
from typing import Any, NamedTuple

import httpx

from .inflating import Inflater
from .redaction import Redactor

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_REQUEST_ID_HEADERS = ("x-request-id", "request-id")
_HEADERS_OF_TRANSFER = {b"content-encoding", b"content-length", b"transfer-encoding"}

_decode = json.JSONDecoder().decode


class NotJSONError(ValueError):
    """A body is no JSON text."""


class Response(NamedTuple):
    """Status, headers and body of one response."""

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

    @property
    def content_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    def json(self) -> Any:
        """Decode the body, whatever the content type says.

        Raises:
            NotJSONError: It is no JSON text, or nested deeper than Python can follow.
        """
        decoded, problem = self._decoded()
        if problem:
            raise NotJSONError(problem)
        return decoded

    def json_or_none(self) -> Any:
        """Decode the body; None where it is not JSON."""
        try:
            return self.json()
        except NotJSONError:
            return None

    def _decoded(self) -> tuple[Any, str]:
        """Decode the body; return that, or why it cannot be.

        What is raised here holds the body, and a key that it repeats: it is no context of ours.
        """
        if not self.body:
            return None, "it is empty"
        try:
            # It is hardly ever anything but UTF-8; json.loads takes a while to see that in bytes.
            with suppress(ValueError):
                return _decode(self.body.decode()), ""
            # UTF-16, another charset, what follows a BOM, or a number too long for int().
            with suppress(ValueError):
                return json.loads(self.body), ""
            return json.loads(self.text().removeprefix("\ufeff"), parse_int=float), ""
        except RecursionError:
            return None, "it is nested too deeply"
        except ValueError as error:
            return None, str(error)

    def text(self) -> str:
        """Decode the body in the charset it declares, else UTF-8; what is neither is replaced."""
        charset = _CHARSET.search(self.headers.get("content-type", ""))
        if charset is not None and not charset[1].lower().startswith("utf"):
            with suppress(LookupError, UnicodeError):
                return self.body.decode(charset[1])
        return self.body.decode(errors="replace")

    def redacted(self, redactor: Redactor, hidden: frozenset[str]) -> tuple["Response", Any]:
        """Copy the response for an error, without cookies and echoed keys; and its JSON."""
        body, decoded = redactor.body(self.body, self.json_or_none())
        headers = redactor.headers(self.headers, hidden)
        return self._replace(headers=headers, body=body), decoded

    def as_httpx(self, request: httpx.Request) -> httpx.Response:
        """Build the `httpx.Response`, read and with its encoding undone."""
        headers = [
            (name, value)
            for name, value in self.headers.raw  # as bytes: they need not be ASCII
            if name.lower() not in _HEADERS_OF_TRANSFER
        ]
        return httpx.Response(self.status, headers=headers, content=self.body, request=request)


class BrokenOffError(Exception):
    """A 2xx response broke off; ``response`` is what had arrived, ``reason`` why."""

    def __init__(self, response: Response, reason: Exception) -> None:
        super().__init__()
        self.response = response
        self.reason = reason


class BodyReader:
    """Collects a body as it arrives; stops at the limit, also inside compressed data."""

    def __init__(self, response: httpx.Response, limit: int) -> None:
        self._response = response
        self._limit = limit
        self._wire = 0
        self._body = bytearray()
        self._problem: str | None = None
        self._is_full = False
        self._inflater = Inflater.of(response)

    def feed(self, chunk: bytes) -> bool:
        """Add the next bytes; return whether more are wanted."""
        self._wire += len(chunk)
        room = self._limit - len(self._body) + 1
        self._body += self._inflater.feed(chunk, room) if self._inflater else chunk
        if max(self._wire, len(self._body)) > self._limit:
            del self._body[self._limit :]
            self._is_full = True
            self._problem = f"it is larger than {self._limit} bytes (max_response_size)"
        return not self._is_full and not (self._inflater and self._inflater.is_broken)

    def break_off(self, error: Exception) -> None:
        """Note that the body ends early; raise where what is missing is needed.

        Of a response other than 2xx the status says enough, and a JSON text that is complete
        needs nothing after it: neither may be lost over how its transfer ended.
        """
        if self._response.is_success and not self._is_complete_json():
            raise BrokenOffError(self.response(ended=True), error) from error

    def _is_complete_json(self) -> bool:
        response = self.response(ended=True)
        media_type = response.content_type
        is_text = media_type.startswith("text/") or media_type.endswith(("/json", "+json"))
        if media_type and not is_text:
            return False
        return isinstance(response.json_or_none(), dict | list)

    def response(self, *, ended: bool = False) -> Response:
        """Return what was read; where nothing marks its end, look whether it is complete."""
        problem = self._problem or (self._inflater and self._inflater.problem) or None
        if ended or (problem and not self._is_full and self._is_complete_json()):
            problem = None  # JSON that is complete needs neither an end nor a name
        response = self._response
        return Response(response.status_code, response.headers, bytes(self._body), problem)
