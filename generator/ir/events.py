"""Events: the requests that an API sends to servers of its users, and the sockets that it opens.

Event ───── type, tag         what the body or the query is
 └───────── signature         how it is verified
Messages ── receive, send     what goes over a WebSocket
"""

from typing import Literal

from attrs import frozen

from ..diagnostics import Pointer
from .types import Docs, Hint, Type

Algorithm = Literal["ed25519", "hmac-sha256"]
SignatureEncoding = Literal["base64", "hex"]
KeyEncoding = Literal["base64", "hex", "text"]


@frozen(kw_only=True)
class Signature:
    """How requests are signed (``x-sdk-signature``)."""

    scheme: str
    """The name of the security scheme."""

    algorithm: Algorithm
    header: str
    encoding: SignatureEncoding
    prefix: str
    """What each signature in the header begins with."""

    timestamp: str | None
    """The header with the time, in Unix seconds."""

    tolerance: int
    """How many seconds old a request may be."""

    content: str
    """The text that is signed, with ``{body}``, ``{timestamp}`` and ``{name-of-a-header}``."""

    key: str
    """What the key is called."""

    key_encoding: KeyEncoding
    key_prefix: str


@frozen(kw_only=True)
class Alias:
    """A type with a name of its own."""

    at: Pointer
    hint: Hint
    docs: Docs
    type: Type


@frozen
class Tag:
    """Which member decides about the type of an event, and which value stands for which."""

    path: tuple[str, ...]
    """Where the member is, step by step."""

    mapping: tuple[tuple[str, Type], ...]


@frozen(kw_only=True)
class Event:
    """A callback or a webhook; or all those that arrive at one address."""

    at: Pointer
    id: str
    """What it is called in the document."""

    summary: str
    description: str
    type: Type | Alias
    tag: Tag | None
    """What tells several types apart, if there are several and anything does."""

    format: Literal["json", "form"]
    lists: tuple[str, ...] = ()
    """The fields of a form that are lists."""

    signature: Signature | None

    @property
    def received(self) -> Type:
        """The type, whether or not it has a name of its own."""
        return self.type.type if isinstance(self.type, Alias) else self.type

    @property
    def aliases(self) -> list[Alias]:
        """The types that have a name of their own."""
        return [self.type] if isinstance(self.type, Alias) else []


@frozen(kw_only=True)
class Messages:
    """The messages of a WebSocket that the API opens (``x-sdk-messages``)."""

    at: Pointer
    id: str
    summary: str
    description: str
    receive: Alias
    tag: Tag
    """What tells the messages apart that are received."""

    send: Alias | None

    @property
    def aliases(self) -> list[Alias]:
        """The types that have a name of their own."""
        return [self.receive] if self.send is None else [self.receive, self.send]
