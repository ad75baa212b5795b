"""Responses of one item after another: server-sent events, JSON lines, JSON sequences.

What a schema describes, by where it is:

    schema          an item: the JSON in the data of an event, a line; of an array, its items
    itemSchema      an item (OpenAPI 3.2), where it is an object with ``data`` the event itself

A ``schema`` with both ``event`` and ``data``, and nothing that an event does not have, describes
the event itself, too.
"""

from collections.abc import Mapping

from ..ir.api import Framing, ItemContent
from ..ir.types import Constant, EnumRef, Hint, Scalar, Type, without_null
from .compose import Schema
from .media_types import essence, is_json
from .node import Node
from .resolver import Resolver
from .schemas import Schemas

_EVENTS = "text/event-stream"
_LINES = ("jsonl", "x-jsonl", "jsonlines", "x-jsonlines", "ndjson", "x-ndjson")
_FRAMINGS: Mapping[str, Framing] = {
    _EVENTS: Framing.EVENTS,
    **{f"application/{name}": Framing.LINES for name in _LINES},
    "application/json-seq": Framing.RECORDS,
    "application/stream+json": Framing.LINES,
}
_FIELDS = frozenset({"data", "event", "id", "retry"})
_TEXTS = frozenset({Scalar.STRING, Scalar.BINARY, Scalar.BASE64})
_TEXT = ItemContent(Framing.EVENTS, Scalar.STRING)


def framing(media_type: str) -> Framing | None:
    """Return how a media type separates items; None where it has none."""
    found = essence(media_type)
    return Framing.RECORDS if found.endswith("+json-seq") else _FRAMINGS.get(found)


class ItemReader:
    """Lowers what is streamed."""

    def __init__(self, resolver: Resolver, schemas: Schemas) -> None:
        """Begin with what the document shares."""
        self._resolver = resolver
        self._schemas = schemas

    def lower(self, content: Node, hint: Hint) -> ItemContent:
        """Return the items of a media type that has some.

        Args:
            content: The media type.
            hint: What to call the type of an item that has no name of its own.

        Raises:
            SpecError: They cannot be generated.
        """
        found = framing(content.at.last) or Framing.LINES
        node = content.get("itemSchema")
        fields = {"data"} if node is not None else {"data", "event"}
        node = node or self._item(content.get("schema"))
        if found is not Framing.EVENTS:
            return ItemContent(found, Scalar.ANY if node is None else self._type(node, hint))
        if node is None:
            return _TEXT
        described = self._described(node)
        if described is not None:
            return ItemContent(found, self._type(described, hint))
        events = self._events(self._resolver.resolve(node), frozenset(fields))
        if events:
            return self._whole(node, events, hint)
        of = self._type(node, hint)
        return _TEXT if _is_text(of) else ItemContent(found, of)

    def _type(self, node: Node, hint: Hint) -> Type:
        return self._schemas.type(node, hint)

    def _item(self, node: Node | None) -> Node | None:
        """Return the schema of an item, where the schema may be that of all of them."""
        if node is None:
            return None
        schema = self._resolver.resolve(node)
        items = schema.keywords.get("items")
        return items if items is not None and schema.values("type") == ["array"] else node

    def _described(self, node: Node) -> Node | None:
        """Return the schema of the JSON in a string, or in the data of an event."""
        schema = self._resolver.resolve(node)
        if data := schema.properties.get("data"):
            if not schema.properties.keys() <= _FIELDS:
                return None
            schema = self._resolver.resolve(data)
        found = schema.keywords.get("contentSchema")
        media_type = schema.text("contentMediaType")
        return found if not media_type or is_json(media_type) else None

    def _events(self, schema: Schema, fields: frozenset[str]) -> list[Schema]:
        """Return the schemas of events, all of which have certain fields; nothing if one has not.

        Of several, those without data need only be told apart by their type.
        """
        variants = [each.schema for each in self._resolver.variants(schema)]
        if not variants:
            return [schema] if _is_event(schema, fields) else []
        found = [each for each in variants if _is_event(each, frozenset({"event"}))]
        is_all = len(found) == len(variants) and any("data" in each.properties for each in found)
        return found if is_all else []

    def _whole(self, node: Node, events: list[Schema], hint: Hint) -> ItemContent:
        of = self._type(node, hint)
        data = [each.properties["data"] for each in events if "data" in each.properties]
        types = [self._type(each, hint / "data") for each in data]
        is_text = all(map(_is_text, types))
        return ItemContent(Framing.WHOLE_EVENTS if is_text else Framing.WHOLE_JSON_EVENTS, of)


def _is_event(schema: Schema, fields: frozenset[str]) -> bool:
    names = schema.properties.keys()
    return fields <= names <= _FIELDS


def _is_text(of: Type) -> bool:
    match without_null(of):
        case EnumRef(_, scalars):
            return set(scalars) <= _TEXTS
        case Constant(_, scalar):
            return scalar in _TEXTS
        case found:
            return found in _TEXTS
