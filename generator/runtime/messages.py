# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Messages over a WebSocket: text in, text out, for any library that opens one."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from .decoding import Converter, Mismatch, Reader, is_object
from .payloads import WebhookPayloadError, decoded_text, parse_json
from .redaction import logger
from .writing import to_json

Received = TypeVar("Received")
Sent = TypeVar("Sent")


class Messages(Generic[Received, Sent]):
    """The messages of a WebSocket; nothing is kept between them."""

    def __init__(self, key: str, receive: Callable[[], Mapping[str, Converter[Received]]]) -> None:
        """Begin with the member that names the type of a message, and a converter for each."""
        self._key = key
        self._receive = receive

    @cached_property
    def _converters(self) -> Mapping[str, Converter[Received]]:
        return self._receive()

    def decode(self, text: str | bytes) -> Received | dict[str, Any]:
        """Decode a message that was received.

        Returns:
            Its model. The dict that it was, if its type is newer than the client, or if it is not
            what the spec says; the latter is logged as a warning.

        Raises:
            WebhookPayloadError: The text is no JSON object.
        """
        message = parse_json(decoded_text(text))
        if not is_object(message):
            raise WebhookPayloadError("it is not a JSON object")
        name = message.get(self._key)
        convert = self._converters.get(name) if isinstance(name, str) else None
        if convert is None:
            return message
        try:
            return convert(message, Reader(message))
        except Mismatch as mismatch:
            logger.warning("a message is returned as a dict: %s", mismatch)
        except RecursionError:
            logger.warning("a message is returned as a dict: it is nested too deeply")
        return message

    def encode(self, message: Sent | dict[str, Any]) -> str:
        """Encode a message to send; raises ValueError where it cannot be written as JSON."""
        return to_json(message)
