"""Callbacks of operations, webhooks of the document, and the messages of sockets."""

from collections.abc import Iterator
from typing import Literal

from attrs import evolve

from ..diagnostics import Diagnostics, Pointer, SpecError
from ..ir.events import Alias, Event, Messages, Signature
from ..ir.types import (
    Array,
    Docs,
    Hint,
    Model,
    ModelRef,
    Property,
    Scalar,
    Type,
    Union,
    union,
    without_null,
)
from .extensions import sdk_name
from .media_types import FORM, essence, is_json
from .node import Node
from .resolver import Resolver
from .schemas import Schemas, is_component
from .signatures import Signatures
from .tags import Tags

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_MESSAGES = "x-sdk-messages"
_ANYTHING = frozenset({"*/*", "application/*"})


class Events:
    """Lowers what the API sends to its users' servers."""

    def __init__(
        self, root: Node, resolver: Resolver, schemas: Schemas, diagnostics: Diagnostics
    ) -> None:
        """Begin with what the document shares."""
        self._root = root
        self._resolver = resolver
        self._schemas = schemas
        self._diagnostics = diagnostics
        self._signatures = Signatures(root, resolver, diagnostics)
        self._tags = Tags(schemas.types)
        self._seen: set[int] = set()

    def lower(self) -> Iterator[Event | Messages]:
        """Yield all callbacks and webhooks, in the order of the document."""
        for path, item in self._root.members("paths"):
            for method in item.value if path.startswith("/") else ():
                if method in _METHODS:
                    title = (item / method).text("operationId") or f"{method} {path}"
                    yield from self._of_operation(item / method, title)
        yield from self._webhooks()

    def _of_operation(self, operation: Node, title: str) -> Iterator[Event | Messages]:
        """Yield the callbacks of an operation; those that have one address also as one event."""
        by_address: dict[str, list[Event]] = {}
        for name, reference in operation.members("callbacks"):
            for address, item in self._items(self._resolver.follow(reference)):
                for found in self._of_item(item, f"{title} {name}"):
                    yield found
                    if isinstance(found, Event) and found.at.last != "get":
                        by_address.setdefault(address, []).append(found)
        for events in by_address.values():
            at = operation.at / "callbacks"
            yield from self._together(events, at, f"{title} callbacks")

    def _webhooks(self) -> Iterator[Event | Messages]:
        """Yield the webhooks, and all of them as one event: they usually have one address."""
        events: list[Event] = []
        for name, item in self._root.members("webhooks"):
            for found in self._of_item(item, name):
                yield found
                if isinstance(found, Event):
                    events.append(found)
        yield from self._together(events, self._root.at / "webhooks", "webhooks")

    @staticmethod
    def _items(callback: Node) -> Iterator[tuple[str, Node]]:
        for address in callback.value:
            if not address.startswith("x-"):
                yield address, callback / address

    def _of_item(self, item: Node, name: str) -> Iterator[Event | Messages]:
        methods = [method for method in item.value if method in _METHODS]
        for method in methods:
            operation = item / method
            if id(operation.value) in self._seen:  # several operations may share a callback
                continue
            self._seen.add(id(operation.value))
            title = operation.text("operationId") or (
                name if len(methods) == 1 else f"{name} {method}"
            )
            found = None
            with self._diagnostics.recording():
                found = self._event(item, operation, title)
            if found is not None:
                yield found

    def _event(self, item: Node, operation: Node, title: str) -> Event | Messages | None:
        try:
            return self._lowered(item, operation, title)
        except RecursionError:
            raise SpecError(operation.at, "is nested too deeply") from None

    def _lowered(self, item: Node, operation: Node, title: str) -> Event | Messages | None:
        if "callbacks" in operation:
            text = "callbacks of callbacks are not generated"
            self._diagnostics.warning(operation.at / "callbacks", text)
        if _MESSAGES in operation:
            return self._messages(operation, title)
        found = self._payload(item, operation, title)
        if found is None:
            return None
        of, form = found
        return Event(
            at=operation.at,
            id=title,
            summary=operation.text("summary"),
            description=operation.text("description"),
            type=of,
            tag=self._tags.of_union(of),
            format=form,
            lists=self._lists(of) if form == "form" else (),
            signature=self._signature(operation),
        )

    def _signature(self, operation: Node) -> Signature | None:
        found = self._signatures.of(operation)
        if found is not None and operation.at.last == "get":
            text = "is not verified: what is signed is a body, and GET has none"
            self._diagnostics.warning(operation.at / "security", text)
            return None
        return found

    def _payload(
        self, item: Node, operation: Node, title: str
    ) -> tuple[Type, Literal["json", "form"]] | None:
        """Return the type of the body, else of the query, and how it is written."""
        body = operation.get("requestBody")
        if body is not None and operation.at.last != "get":
            return self._body(self._resolver.follow(body), title)
        parameters = list(self._query(item, operation))
        if not parameters:
            text = "has neither a body nor a query: there is nothing to parse"
            self._diagnostics.warning(operation.at, text)
            return None
        return self._of_query(parameters, operation, title), "form"

    def _body(self, body: Node, title: str) -> tuple[Type, Literal["json", "form"]] | None:
        contents = {essence(key): content for key, content in body.members("content")}
        form, hint = contents.get(FORM), Hint((title,))
        for media_type, content in contents.items():
            if is_json(media_type) or media_type in _ANYTHING:
                # JSON is accepted where forms are.
                return self._content(content, hint), "form" if form is not None else "json"
        if form is not None:
            return self._content(form, hint), "form"
        text = f"{' and '.join(contents) or 'no media type'}: only JSON and forms are parsed"
        self._diagnostics.warning(body.at / "content", text)
        return None

    def _content(self, content: Node, hint: Hint) -> Type:
        schema = content.get("schema")
        return Scalar.ANY if schema is None else self._schemas.type(schema, hint)

    def _query(self, item: Node, operation: Node) -> Iterator[Node]:
        """Yield the query parameters of the operation and of its path item; its own win."""
        seen: set[str] = set()
        for reference in (*operation.items("parameters"), *item.items("parameters")):
            node = self._resolver.follow(reference)
            if node.text("in") == "query" and node.text("name") not in seen:
                seen.add(node.text("name"))
                yield node

    def _of_query(self, parameters: list[Node], operation: Node, title: str) -> Type:
        """Return a model with the parameters, or the type of the one that holds them all."""
        properties: list[Property] = []
        for node in parameters:
            schema, name = node.get("schema"), node.text("name")
            of = Scalar.ANY if schema is None else self._schemas.type(schema, Hint((title, name)))
            is_exploded = node.text("style") in {"", "form"} and node.value.get("explode", True)
            if len(parameters) == 1 and is_exploded and isinstance(of, ModelRef):
                return of
            properties.append(
                Property(
                    at=node.at,
                    wire_name=name,
                    type=without_null(of),
                    required=node.flag("required"),
                    docs=self._docs(node, of),
                    sdk_name=sdk_name(node),
                    deprecated=node.flag("deprecated"),
                )
            )
        at = operation.at / "parameters"
        docs = Docs(text=operation.text("summary"))
        self._schemas.types[at] = Model(
            at=at, hint=Hint((title, "Query")), docs=docs, properties=tuple(properties)
        )
        return ModelRef(at)

    def _docs(self, parameter: Node, of: Type) -> Docs:
        schema = parameter.get("schema")
        found = Docs() if schema is None else self._schemas.docs(schema, of)
        return evolve(found, text=parameter.text("description") or found.text)

    def _lists(self, of: Type) -> tuple[str, ...]:
        """Return the fields of a form that are lists: it cannot tell one item from none."""
        model = self._schemas.types.get(of.at) if isinstance(of, ModelRef) else None
        properties = model.properties if isinstance(model, Model) else ()
        return tuple(
            each.wire_name for each in properties if isinstance(without_null(each.type), Array)
        )

    def _messages(self, operation: Node, title: str) -> Messages:
        node = operation / _MESSAGES
        if "receive" not in node:
            raise SpecError(node.at, "needs `receive`: the schema of what arrives at the socket")
        for key in node.value:
            if key not in {"receive", "send"}:
                raise SpecError(node.at / key, "is not known; there are receive and send")
        receive, send = node / "receive", node.get("send")
        of = self._schemas.type(receive, Hint((title, "Received")))
        tag = self._tags.of_union(of)
        if tag is None:
            text = "needs `oneOf` with a discriminator: nothing else tells messages apart"
            raise SpecError(receive.at, text)
        return Messages(
            at=operation.at,
            id=title,
            summary=operation.text("summary"),
            description=operation.text("description"),
            receive=self._alias(receive, of, Hint((title, "Received"))),
            tag=tag,
            send=None if send is None else self._sent(send, Hint((title, "Sent"))),
        )

    def _sent(self, node: Node, hint: Hint) -> Alias:
        return self._alias(node, self._schemas.type(node, hint), hint)

    def _alias(self, node: Node, of: Type, hint: Hint) -> Alias:
        schema = self._resolver.follow(node)
        named = Hint((schema.at.last,)) if is_component(schema.at) else hint
        docs = Docs(text=schema.text("description"))
        return Alias(at=schema.at, hint=named, docs=docs, type=of)

    def _together(self, events: list[Event], at: Pointer, title: str) -> Iterator[Event]:
        """Yield several events as one, if they are signed alike and something tells them apart."""
        if len(events) < 2:  # noqa: PLR2004 - one needs no other name
            return
        first = events[0]
        types = [each for event in events for each in _variants(event)]
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
    of = event.received
    return of.variants if isinstance(of, Union) else (of,)
