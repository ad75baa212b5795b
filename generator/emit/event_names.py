"""The names in the module of events: constants and signatures."""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from ..diagnostics import Pointer
from ..ir.events import Event, Messages
from . import reserved
from .identifiers import claim, snake_case


@frozen(kw_only=True)
class EventNames:
    """The names of the events of one client."""

    constants: Mapping[Pointer, str] = field(factory=dict[Pointer, str])
    """Of events and of the messages of sockets, by location."""

    signatures: Mapping[str, str] = field(factory=dict[str, str])
    """By the names of security schemes."""


def event_names(events: Iterable[Event | Messages]) -> EventNames:
    """Name events in the order of the document; a name that is taken gets an underscore."""
    taken = set(reserved.EVENT_MODULE)
    constants: dict[Pointer, str] = {}
    signatures: dict[str, str] = {}
    for each in events:
        constants[each.at] = claim(snake_case(each.id), taken)
        signature = each.signature if isinstance(each, Event) else None
        if signature is not None and signature.scheme not in signatures:
            name = f"_{snake_case(signature.scheme).upper()}"
            signatures[signature.scheme] = claim(name, taken)
    return EventNames(constants=constants, signatures=signatures)
