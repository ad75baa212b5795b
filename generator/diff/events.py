"""Changes of events: callbacks, webhooks, and the messages of sockets."""

from collections.abc import Iterator
from itertools import zip_longest

from attrs import frozen

from ..ir.events import Event, Messages
from ..ir.types import Map, Scalar, Type, union
from .alignment import Alignment
from .changes import ApiChange, changed, removed
from .client import Client
from .matching import Identities, match


@frozen
class _Named:
    """An event with its names."""

    name: str
    key_variable: str | None
    """The environment variable of its key, if it is signed."""

    aliases: tuple[str, ...]
    """The names of its types that are neither models nor enums."""

    event: Event | Messages

    @property
    def shown(self) -> str:
        """What callers type."""
        return f"events.{self.name}"

    @property
    def received(self) -> Type:
        """What it parses or decodes."""
        if isinstance(self.event, Messages):
            return self.event.receive.type
        of = self.event.received
        return union([of, Map(Scalar.ANY)]) if self.event.tag else of

    @property
    def sent(self) -> Type | None:
        """What it encodes."""
        sent = self.event.send if isinstance(self.event, Messages) else None
        return None if sent is None else sent.type


# What identifies an event: its location, its name in the document, its name in Python.
_IDENTITIES: Identities[_Named] = (
    lambda named: named.event.at,
    lambda named: named.event.id,
    lambda named: named.name,
)


def event_changes(old: Client, new: Client, types: Alignment) -> Iterator[ApiChange]:
    """Compare the events of two clients."""
    matched = match(_events(old), _events(new), _IDENTITIES)
    for each in matched.removed:
        yield removed("event-removed", each.shown, each.event.at)
    for each in matched.added:
        yield changed("event-added", each.shown, each.event.at)
    for before, after in matched.pairs:
        what, at = after.shown, after.event.at
        if before.name != after.name:
            yield changed("event-renamed", what, at, old=before.shown)
        if _texts(before) != _texts(after):
            yield changed("event-doc-changed", what, at)
        yield from _alias_changes(before, after)
        yield from _type_changes(before, after, types)
        yield from _signature_changes(before, after)


def _events(client: Client) -> Iterator[_Named]:
    for each in client.api.events:
        signature = each.signature if isinstance(each, Event) else None
        variable = client.names.variable(signature.key) if signature else None
        own = [alias.at for alias in each.aliases if alias.at not in client.api.types]
        aliases = tuple(f"models.{client.names.classes[at]}" for at in own)
        yield _Named(client.names.events.constants[each.at], variable, aliases, each)


def _texts(named: _Named) -> tuple[str, str]:
    return named.event.summary, named.event.description


def _alias_changes(old: _Named, new: _Named) -> Iterator[ApiChange]:
    for before, after in zip_longest(old.aliases, new.aliases):
        if before is None:
            yield changed("alias-added", after, new.event.at)
        elif after is None:
            yield removed("alias-removed", before, old.event.at)
        elif before != after:
            yield changed("alias-renamed", after, new.event.at, old=before)


def _type_changes(old: _Named, new: _Named, types: Alignment) -> Iterator[ApiChange]:
    what, at = new.shown, new.event.at
    yield from types.type_changes(
        "event", what, at, old.received, new.received, direction="received"
    )
    encode = f"{what}.encode()"
    if old.sent is not None and new.sent is not None:
        # Sent messages are annotated like received ones.
        yield from types.type_changes(
            "message", encode, at, old.sent, new.sent, direction="received"
        )
    elif new.sent is not None:
        yield changed("message-added", encode, at)
    elif old.sent is not None:
        yield changed("message-removed", encode, at)


def _signature_changes(old: _Named, new: _Named) -> Iterator[ApiChange]:
    what, at = f"{new.shown}.unwrap()", new.event.at
    before, after = (
        each.event.signature if isinstance(each.event, Event) else None for each in (old, new)
    )
    if before is None and after is not None:
        yield changed("event-signed", what, at)
    elif before is not None and after is None:
        yield changed("event-not-signed", what, at)
    elif old.key_variable != new.key_variable:
        was, now = old.key_variable or "", new.key_variable or ""
        yield changed("event-key-renamed", what, at, old=was, new=now)
    elif before != after:
        yield changed("event-signed-differently", what, at)
