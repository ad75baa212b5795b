"""Callbacks of operations, webhooks of the document, and the messages of sockets."""

from collections.abc import Iterator

from ..diagnostics import Diagnostics, Pointer, SpecError
from ..ir.events import Alias, Event, Messages, Signature
from ..ir.types import Docs, Hint, Type, Union, union
from .node import Node
from .operations import METHODS, operation_title
from .payloads import Payloads
from .resolver import Resolver
from .schemas import Schemas, is_component
from .signatures import Signatures
from .tags import Tags

_MESSAGES = "x-sdk-messages"


class Events:
    """Lowers what the API sends to its users' servers."""

    def __init__(
        self,
        root: Node,
        resolver: Resolver,
        schemas: Schemas,
        signatures: Signatures,
        diagnostics: Diagnostics,
    ) -> None:
        """Begin with what the document shares."""
        self._root = root
        self._resolver = resolver
        self._schemas = schemas
        self._diagnostics = diagnostics
        self._payloads = Payloads(resolver, schemas, diagnostics)
        self._signatures = signatures
        self._tags = Tags(schemas.types)
        self._seen: set[int] = set()

    def lower(self) -> Iterator[Event | Messages]:
        """Yield all callbacks and webhooks, in the order of the document."""
        for path, item in self._root.members("paths"):
            for method in item.value if path.startswith("/") else ():
                if method in METHODS:
                    operation = item / method
                    yield from self._of_operation(operation, operation_title(path, operation))
        yield from self._webhooks()

    def _of_operation(self, operation: Node, title: str) -> Iterator[Event | Messages]:
        """Yield the callbacks of an operation; those that have one address also as one event."""
        by_address: dict[str, list[Event]] = {}
        for name, reference in operation.members("callbacks"):
            for address, item in self._items(self._resolver.follow(reference)):
                for event in self._of_item(item, f"{title} {name}"):
                    yield event
                    if isinstance(event, Event) and event.at.last != "get":
                        by_address.setdefault(address, []).append(event)
        for events in by_address.values():
            at = operation.at / "callbacks"
            yield from self._together(events, at, f"{title} callbacks")

    def _webhooks(self) -> Iterator[Event | Messages]:
        """Yield the webhooks, and all of them as one event: they usually have one address."""
        events: list[Event] = []
        for name, item in self._root.members("webhooks"):
            for event in self._of_item(item, name):
                yield event
                if isinstance(event, Event):
                    events.append(event)
        yield from self._together(events, self._root.at / "webhooks", "webhooks")

    @staticmethod
    def _items(callback: Node) -> Iterator[tuple[str, Node]]:
        for address in callback.value:
            if not address.startswith("x-"):
                yield address, callback / address

    def _of_item(self, item: Node, name: str) -> Iterator[Event | Messages]:
        methods = [method for method in item.value if method in METHODS]
        for method in methods:
            operation = item / method
            if id(operation.value) in self._seen:  # several operations may share a callback
                continue
            self._seen.add(id(operation.value))
            title = operation.text("operationId") or (
                name if len(methods) == 1 else f"{name} {method}"
            )
            event = None
            with self._diagnostics.recording(), operation.limiting_depth():
                event = self._event(item, operation, title)
            if event is not None:
                yield event

    def _event(self, item: Node, operation: Node, title: str) -> Event | Messages | None:
        if "callbacks" in operation:
            text = "callbacks of callbacks are not generated"
            self._diagnostics.warning(operation.at / "callbacks", text)
        if _MESSAGES in operation:
            return self._messages(operation, title)
        payload = self._payloads.lower(item, operation, title)
        if payload is None:
            return None
        return Event(
            at=operation.at,
            id=title,
            summary=operation.text("summary"),
            description=operation.text("description"),
            type=payload.type,
            tag=self._tags.of_union(payload.type),
            format=payload.format,
            lists=payload.lists,
            signature=self._signature(operation),
        )

    def _signature(self, operation: Node) -> Signature | None:
        signature = self._signatures.of_operation(operation)
        if signature is not None and operation.at.last == "get":
            text = "is not verified: what is signed is a body, and GET has none"
            self._diagnostics.warning(operation.at / "security", text)
            return None
        return signature

    def _messages(self, operation: Node, title: str) -> Messages:
        node = operation / _MESSAGES
        if "receive" not in node:
            raise SpecError(node.at, "needs `receive`: the schema of what arrives at the socket")
        for key in node.value:
            if key not in {"receive", "send"}:
                raise SpecError(node.at / key, "is not known; there are receive and send")
        receive, send = node / "receive", node.get("send")
        received = self._schemas.type(receive, Hint((title, "Received")))
        tag = self._tags.of_union(received)
        if tag is None:
            text = "needs `oneOf` with a discriminator: nothing else tells messages apart"
            raise SpecError(receive.at, text)
        return Messages(
            at=operation.at,
            id=title,
            summary=operation.text("summary"),
            description=operation.text("description"),
            receive=self._alias(receive, received, Hint((title, "Received"))),
            tag=tag,
            send=None if send is None else self._sent(send, Hint((title, "Sent"))),
        )

    def _sent(self, node: Node, hint: Hint) -> Alias:
        return self._alias(node, self._schemas.type(node, hint), hint)

    def _alias(self, node: Node, aliased: Type, hint: Hint) -> Alias:
        schema = self._resolver.follow(node)
        named = Hint((schema.at.last,)) if is_component(schema.at) else hint
        docs = Docs(text=schema.text("description"))
        return Alias(at=schema.at, hint=named, docs=docs, type=aliased)

    def _together(self, events: list[Event], at: Pointer, title: str) -> Iterator[Event]:
        """Yield several events as one, if they are signed alike and something tells them apart."""
        if len(events) < 2:  # noqa: PLR2004 - one needs no other name
            return
        first = events[0]
        types = [variant for event in events for variant in _variants(event)]
        alike = all(
            (event.signature, event.format) == (first.signature, first.format) for event in events
        )
        tag = self._tags.among(types) if alike else None
        if tag is None:
            text = "are parsed one by one only: " + (
                "no member tells them apart" if alike else "they are not signed or written alike"
            )
            self._diagnostics.note(at, text)
            return
        text = f"All that arrive at one address, told apart by `{'.'.join(tag.path)}`."
        yield Event(
            at=at,
            id=title,
            summary=text,
            description="",
            type=Alias(at=at, hint=Hint((title,)), docs=Docs(text), type=union(types)),
            tag=tag,
            format=first.format,
            lists=tuple(dict.fromkeys(name for event in events for name in event.lists)),
            signature=first.signature,
        )


def _variants(event: Event) -> tuple[Type, ...]:
    received = event.received
    return received.variants if isinstance(received, Union) else (received,)
