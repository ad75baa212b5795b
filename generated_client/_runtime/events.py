# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Callbacks and webhooks: requests that the API sends to your server.

    body, headers ── signature ── age ── payload ── model

The signature is verified over the bytes as they arrived, before anything is parsed.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from .decoding import Converter
from .payloads import Parse, convert_payload, decoded_text
from .signatures import Headers, Signature

T = TypeVar("T")


class Event(Generic[T]):
    """A callback or webhook that is not signed: anyone can send one."""

    def __init__(self, parse: Parse, convert: Callable[[], Converter[T]]) -> None:
        """Begin with how the payload is parsed, and converted by what is loaded at first use."""
        self._parse = parse
        self._load = convert

    @cached_property
    def _convert(self) -> Converter[T]:
        return self._load()

    def parse_unverified(self, text: bytes | str) -> T:
        """Parse a body, or the query of a request without one; nothing says who has sent it.

        Raises:
            WebhookPayloadError: It is not what the spec says.
        """
        return convert_payload(self._parse(decoded_text(text)), self._convert)


class SignedEvent(Event[T]):
    """A callback or webhook that is signed."""

    def __init__(
        self, parse: Parse, convert: Callable[[], Converter[T]], signature: Signature
    ) -> None:
        """Begin with how it is parsed, converted and signed."""
        super().__init__(parse, convert)
        self._signature = signature

    def unwrap(
        self, body: bytes, headers: Headers, *, key: str | None = None, now: float | None = None
    ) -> T:
        """Verify a request and parse its body.

        Args:
            body: The body as it arrived. Text that was decoded, or parsed and written again, may
                differ in a byte, and then no longer fits the signature.
            headers: The headers of the request, as any framework has them.
            key: The key that verifies signatures; by default that of the environment.
            now: Unix seconds, instead of the clock's.

        Returns:
            The model of the body. Where several have one address, the dict that it was if it is of
            a type that is newer than the client.

        Raises:
            WebhookVerificationError: The signature is missing or wrong, or the request is too old.
                Respond with 400.
            WebhookPayloadError: The signature is right, but the body is not what the spec says.
            MissingCredentialsError: There is no key. Nothing is ever accepted unverified.
            TypeError: The body is no bytes.
            ValueError: The key cannot be used.
            ImportError: The signature needs the package cryptography, which is not installed.
        """
        self._signature.verify(body, headers, key=key, now=now)
        return self.parse_unverified(body)

    def sign(
        self,
        body: bytes,
        key: str,
        *,
        now: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """Sign a body, for your own tests.

        Args:
            body: The body.
            key: The key that signs, encoded as the one that verifies: the seed of an Ed25519 key,
                or the shared secret.
            now: Unix seconds, instead of the clock's.
            headers: Other headers, if the signature covers any.

        Returns:
            Those headers, with the signature and the time among them.

        Raises:
            TypeError: The body is no bytes.
            ValueError: The key cannot be used, or a header is missing that the signature covers.
            ImportError: The signature needs the package cryptography, which is not installed.
        """
        return self._signature.sign(body, key, now=now, headers=headers or {})
