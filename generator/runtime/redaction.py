# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The client's logger, and what its lines and errors must not show.

One INFO line for each call, DEBUG lines with the headers, a WARNING for each part of a response
that could not be decoded. Bodies are never logged; keys, cookies and query values are neither
logged nor kept in errors, also where the server echoes them.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

import httpx

REDACTED = "[redacted]"
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})
HARMLESS_HEADERS = frozenset(
    {"accept", "accept-encoding", "age", "allow", "cache-control", "connection", "date", "etag"}
    | {"content-encoding", "content-language", "content-length", "content-location", "expires"}
    | {"content-type", "host", "keep-alive", "last-modified", "location", "request-id", "server"}
    | {"retry-after", "retry-after-ms", "transfer-encoding", "user-agent", "vary", "via"}
    | {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-request-id"}
)
"""What is logged at DEBUG; the value of any other header may be a secret."""

_SHORTEST_SECRET = 8  # characters; what is shorter would be found in any text
_PIECE = 12  # characters of a secret that are not shown either, where it comes in parts
_LONGEST_TEXT = 2_000
_WORD = re.compile(r"\S+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# The package this runtime is part of: "generated_client" for generated_client._runtime.redaction.
PACKAGE = __name__.rpartition("._runtime.")[0]
logger = logging.getLogger(PACKAGE)


class Secrets(dict[str, str]):
    """Headers or keys by name, of which only the names are shown."""

    def __repr__(self) -> str:
        """Show the names: locals of a frame may be printed with a traceback."""
        return f"<{type(self).__name__} {list(self)}>"


class Redactor:
    """Replaces the secrets of one call wherever they may be echoed."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Accept whole header values as well as keys: what follows "Bearer" counts by itself."""
        forms = {form for secret in secrets for form in (secret, *secret.split()[1:])}
        long_enough = [form for form in forms if len(form) >= _SHORTEST_SECRET]
        self._secrets = sorted(long_enough, key=len, reverse=True)

    @cached_property
    def _pieces(self) -> frozenset[str]:
        """All pieces of the secrets, of which one is enough to show that a word has a part."""
        words = [secret for secret in self._secrets if " " not in secret]
        return frozenset(piece for word in words for piece in _pieces_of(word))

    def text(self, text: str) -> str:
        """Copy one line for a log or a message: no secret, query or control character."""
        shown = self._plain(text[:_LONGEST_TEXT])
        shown = _WORD.sub(lambda word: self._word(word[0]), shown)
        return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", shown)

    def _word(self, word: str) -> str:
        if self._pieces.isdisjoint(_pieces_of(word)):
            return _without_query(word)
        return REDACTED

    def value(self, value: Any) -> Any:
        """Copy decoded JSON without secrets."""
        if isinstance(value, str):
            return self._plain(value)
        if isinstance(value, list):
            items = cast("Iterable[Any]", value)
            return [self.value(item) for item in items]
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            return {self._plain(key): self.value(item) for key, item in members.items()}
        return value

    def body(self, body: bytes, decoded: Any) -> tuple[bytes, Any]:
        """Copy a body and its decoded JSON without secrets, however they are escaped in it."""
        try:
            shown = self.value(decoded)
            if shown != decoded:
                return json.dumps(shown).encode(), shown
        except RecursionError:  # it was just not too deep to be decoded
            shown = None
        for secret in self._secrets:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                body = body.replace(secret.encode(encoding), REDACTED.encode(encoding))
            escaped = json.dumps(secret)[1:-1].replace("/", "\\/")
            body = body.replace(escaped.encode(), REDACTED.encode())
        return body, shown

    def headers(self, headers: httpx.Headers, hidden: frozenset[str]) -> httpx.Headers:
        """Copy a response's headers without the hidden ones and without what is echoed."""
        shown = [
            (name, REDACTED if name in hidden else self.header(name, value))
            for name, value in headers.multi_items()
        ]
        return httpx.Headers([(name.encode(), value.encode()) for name, value in shown])

    def header(self, name: str, value: str) -> str:
        """Copy a header value; of an address without its query, which may be the request's."""
        is_address = name in {"location", "content-location"}
        return self._plain(_without_query(f"://{value}")[3:] if is_address else value)

    def logged_headers(self, headers: httpx.Headers) -> list[tuple[str, str]]:
        """Copy headers for a log: of those that are not known to be harmless only the names."""
        return [
            (name, self.text(self.header(name, value)) if name in HARMLESS_HEADERS else REDACTED)
            for name, value in headers.multi_items()
        ]

    def _plain(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text


def _pieces_of(word: str) -> Iterator[str]:
    return (word[start : start + _PIECE] for start in range(len(word) - _PIECE + 1))


def _without_query(word: str) -> str:
    """Copy a word without the query of the URL in it."""
    address, mark, _ = word.partition("?")
    return f"{address}?{REDACTED}" if mark and "://" in address else word


def redacted_request(request: httpx.Request) -> httpx.Request:
    """Copy a request without the values of its query and of headers that may be secrets."""
    url = request.url
    if url.query:
        url = url.copy_with(params=[(name, REDACTED) for name, _ in url.params.multi_items()])
    headers = [
        (name, value if name in HARMLESS_HEADERS else REDACTED)
        for name, value in request.headers.multi_items()
    ]
    return httpx.Request(request.method, url, headers=headers, content=request.content)


def secret_values(sent: Mapping[str, str]) -> list[str]:
    """List the header values of a request that may be secrets."""
    return [value for name, value in sent.items() if name not in HARMLESS_HEADERS]
