# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Signatures of callbacks and webhooks.

The signature is in a header; it covers a text that is put together from the body and from other
headers, mostly the time: ``{timestamp}|{body}``. No error has a key, a signature or a body in it.
"""

import re
from base64 import b64decode, b64encode
from binascii import unhexlify
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from os import environ
from time import time
from typing import Literal, Protocol

from attrs import frozen

from .algorithms import IMPLEMENTATIONS, Algorithm
from .errors import ClientError, MissingCredentialsError

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_UNIX_SECONDS = re.compile(r"[0-9]{1,15}")

_MOST_SIGNATURES = 10  # each takes a while to verify, and anyone can send them

Encoding = Literal["base64", "hex", "text"]


class WebhookVerificationError(ClientError):
    """A request is not signed, its signature is wrong, or it is too old: respond with 400."""

    __module__ = __name__.rpartition("._runtime.")[0]


class Headers(Protocol):
    """Headers of a request, as the frameworks have them; a dict is enough."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return names, in any letter case, and values."""
        ...


@frozen(kw_only=True, slots=False)
class Signature:
    """How requests are signed."""

    algorithm: Algorithm
    header: str
    """The header with the signature, or with several and spaces between them: any one is enough."""

    encoding: Encoding
    """How signatures are written."""

    prefix: str = ""
    """What a signature begins with; others are ignored."""

    timestamp: str | None = None
    """The header with the time, in Unix seconds."""

    tolerance: int = 300
    """Seconds that the time may differ from ours."""

    content: str
    """What is signed: ``{body}``, ``{timestamp}`` and ``{name-of-a-header}`` stand for these."""

    key: str
    """What the key is called."""

    key_variable: str
    """The environment variable that holds it."""

    key_encoding: Encoding
    key_prefix: str = ""
    """What a key may begin with that is no part of it."""

    @cached_property
    def _parts(self) -> list[str]:
        """The content: text at even places, names of headers at odd ones, empty for the body."""
        parts = _PLACEHOLDER.split(self.content)
        parts[1::2] = [self._header_of(name) for name in parts[1::2]]
        return parts

    @cached_property
    def _covered(self) -> set[str]:
        """The headers that must be there, in lower case."""
        found = {self.header.lower(), *self._parts[1::2]} - {""}
        return found | {self.timestamp.lower()} if self.timestamp else found

    def _header_of(self, name: str) -> str:
        if name == "body":
            return ""
        return (self.timestamp or name if name == "timestamp" else name).lower()

    def verify(self, body: bytes, headers: Headers, *, key: str | None, now: float | None) -> None:
        """Raise `WebhookVerificationError` unless the headers have a right and recent signature."""
        _check_bytes(body)
        secret = self._key(environ.get(self.key_variable) if key is None else key)
        values = _single_values(headers, self._covered)
        found = self._signatures(values[self.header.lower()])
        fits = IMPLEMENTATIONS[self.algorithm].verifier(secret)
        content = self._content(body, values)
        if not any(fits(signature, content) for signature in found):
            raise WebhookVerificationError(f"{self.header} does not fit the body")
        if self.timestamp:
            self._check_age(values[self.timestamp.lower()], time() if now is None else now)

    def sign(
        self, body: bytes, key: str, *, now: float | None, headers: Mapping[str, str]
    ) -> dict[str, str]:
        """Return the headers with a signature among them."""
        _check_bytes(body)
        secret = self._key(key)
        signed = dict(headers)
        if self.timestamp:
            signed[self.timestamp] = str(int(time() if now is None else now))
        values = {name.lower(): value for name, value in signed.items()}
        if missing := sorted(self._covered - values.keys() - {self.header.lower()}):
            raise ValueError(f"the signature covers {missing[0]}: pass it in headers")
        signature = IMPLEMENTATIONS[self.algorithm].sign(secret, self._content(body, values))
        written = signature.hex() if self.encoding == "hex" else b64encode(signature).decode()
        return {**signed, self.header: self.prefix + written}

    def _key(self, key: str | None) -> bytes:
        if key is None or not key.strip():
            text = f"no {self.key}: pass key=..., or set {self.key_variable}"
            raise MissingCredentialsError(text)
        found = _bytes(key.strip().removeprefix(self.key_prefix), self.key_encoding)
        length = IMPLEMENTATIONS[self.algorithm].key_length
        if not found or (length and len(found) != length):
            size = f"{length} bytes in " if length else ""
            raise ValueError(f"{self.key} must be {size}{self.key_encoding}")
        return found

    def _signatures(self, value: str) -> list[bytes]:
        found = [
            decoded
            for text in value.split(maxsplit=_MOST_SIGNATURES)[:_MOST_SIGNATURES]
            if text.startswith(self.prefix)
            and (decoded := _bytes(text.removeprefix(self.prefix), self.encoding))
        ]
        if not found:
            raise WebhookVerificationError(f"{self.header} has no signature in {self.encoding}")
        return found

    def _content(self, body: bytes, values: Mapping[str, str]) -> bytes:
        texts = [
            text.encode() if index % 2 == 0 else values[text].encode() if text else body
            for index, text in enumerate(self._parts)
        ]
        return b"".join(texts)

    def _check_age(self, timestamp: str, now: float) -> None:
        if not _UNIX_SECONDS.fullmatch(timestamp):
            raise WebhookVerificationError(f"{self.timestamp} is not a time in Unix seconds")
        if abs(now - int(timestamp)) > self.tolerance:
            text = f"{self.timestamp} is more than {self.tolerance} seconds away from now"
            raise WebhookVerificationError(text)


def _check_bytes(body: object) -> None:
    if not isinstance(body, bytes):
        raise TypeError(
            f"body must be the bytes that arrived, not {type(body).__name__}: what was decoded, or"
            " parsed and written again, no longer fits its signature"
        )


def _single_values(headers: Headers, names: Collection[str]) -> dict[str, str]:
    """Return the values of headers, which must be there, and once."""
    found: dict[str, str] = {}
    for name, value in headers.items():
        lower = name.lower()
        if lower in names:
            if lower in found:
                raise WebhookVerificationError(f"{lower} is there more than once")
            found[lower] = value.strip(" \t")
    for name in names:
        if name not in found:
            raise WebhookVerificationError(f"{name} is missing")
        if not found[name].isascii():
            raise WebhookVerificationError(f"{name} is not ASCII")
    return found


def _bytes(text: str, encoding: Encoding) -> bytes:
    """Decode a key or a signature; nothing where it cannot be."""
    with suppress(ValueError):
        match encoding:
            case "base64":
                return b64decode(text, validate=True)
            case "hex":
                return unhexlify(text)
            case "text":
                return text.encode()
    return b""
