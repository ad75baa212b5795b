"""Which models and enums callers pass, which they receive, and which both."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ..ir import walk
from ..ir.api import Api
from ..ir.events import Event, Messages
from ..ir.types import EnumRef, Model, ModelRef, Type
from .client import Client
from .rules import Direction


@frozen
class Usage:
    """The names of the models and enums that callers pass, and of those that they receive."""

    passed: set[str]
    received: set[str]

    def directions(self, name: str) -> list[Direction]:
        """Return the directions in which a model or an enum goes."""
        found: list[Direction] = []
        if name in self.passed:
            found.append("passed")
        if name in self.received:
            found.append("received")
        # What no operation uses is judged strictly.
        return found or ["passed", "received"]


def usage(client: Client) -> Usage:
    """Follow the types of arguments, results and errors to the models and enums in them."""
    passed, received = _passed(client.api), _received(client.api)
    return Usage(_reachable(client, passed), _reachable(client, received))


def _passed(api: Api) -> Iterator[Type]:
    for operation in api.operations:
        yield from (parameter.property.type for parameter in operation.parameters)
        if operation.body is not None:
            yield from (field.type for field in operation.body.fields)
    for event in api.events:
        if isinstance(event, Messages) and event.send is not None:
            yield event.send.type


def _received(api: Api) -> Iterator[Type]:
    for operation in api.operations:
        yield operation.responses.type
        yield from operation.responses.item_types
        yield from operation.responses.error_types.values()
    for event in api.events:
        yield event.received if isinstance(event, Event) else event.receive.type


def _reachable(client: Client, types: Iterable[Type]) -> set[str]:
    """Return the names of the models and enums in types, and in the members of models."""
    found: set[str] = set()
    waiting = list(types)
    while waiting:
        for leaf in walk.leaves(waiting.pop()):
            if isinstance(leaf, ModelRef | EnumRef):
                name = client.names.classes[leaf.at]
                if name not in found:
                    found.add(name)
                    waiting += _members(client.api, leaf)
    return found


def _members(api: Api, of: ModelRef | EnumRef) -> Iterator[Type]:
    """Yield the types of the members of a model."""
    found = api.types[of.at]
    if isinstance(found, Model):
        yield from (each.type for each in found.properties)
        if found.additional is not None:
            yield found.additional
