"""Responses: what a call returns, and what its errors hold."""

import re
from collections.abc import Iterator, Mapping

from ..diagnostics import Diagnostics, SpecError
from ..ir.api import (
    BytesContent,
    Content,
    ErrorResponse,
    ItemContent,
    Items,
    JsonContent,
    Responses,
    Success,
    TextContent,
)
from ..ir.types import Hint, Scalar, Type, union
from . import unsupported
from .items import ItemReader, framing
from .media_types import JSON, essence, is_json, is_text
from .node import Node
from .resolver import Resolver
from .schemas import Schemas

_REASONS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "422": "Unprocessable",
    "429": "TooManyRequests",
    "4XX": "ClientError",
    "5XX": "ServerError",
    "default": "Error",
}
_STATUS = re.compile(r"[1-5](?:\d\d|XX)|DEFAULT")


class ResponseReader:
    """Lowers the responses of operations."""

    def __init__(self, resolver: Resolver, schemas: Schemas, diagnostics: Diagnostics) -> None:
        """Begin with what the document shares."""
        self._resolver = resolver
        self._schemas = schemas
        self._diagnostics = diagnostics
        self._items = ItemReader(resolver, schemas)

    def lower(self, operation: Node, title: str) -> Responses:
        """Return the responses of an operation.

        Args:
            operation: The operation.
            title: What types that a response describes in place are named after.

        Raises:
            SpecError: A status is none, or a body cannot be generated.
        """
        found: dict[str, Node] = {}
        texts: dict[str, str] = {}
        for key, node in operation.members("responses"):
            if key.startswith("x-"):
                continue
            status = _status(key, node)
            found[status] = self._resolver.follow(node)
            texts[status] = node.text("description") or found[status].text("description")
            unsupported.in_response(found[status], self._diagnostics)
        documented = {status: node for status, node in found.items() if status[0] == "2"}
        if not documented and "default" in found:
            documented = {"2XX": found["default"]}
        if not documented:
            unsupported.redirects(found, operation, self._diagnostics)
        has_body = operation.at.last != "head"
        bodies = {
            status: [content for _, content in node.members("content")]
            for status, node in (documented.items() if has_body else ())
        }
        streamed = [each for nodes in bodies.values() for each in nodes if _is_streamed(each)]
        whole = _without(streamed, bodies)
        return Responses(
            successes=tuple(
                self._success(status, nodes, self._hint(title, status, documented))
                for status, nodes in whole.items()
            )
            or tuple(Success(status) for status in documented or ["2XX"]),
            errors=tuple(self._errors(found, texts, title)),
            accept=", ".join(dict.fromkeys(_media_types(whole))) or JSON,
            text=" ".join(texts.get(status, texts.get("default", "")) for status in documented),
            items=self._streamed(streamed, Hint((title, "Event")), is_choice=whole != bodies),
        )

    def _streamed(self, contents: list[Node], hint: Hint, *, is_choice: bool) -> Items | None:
        """Return what is streamed, by media type, whatever the status."""
        found: dict[str, ItemContent] = {}
        for node in contents:
            content, media_type = self._items.lower(node, hint), essence(node.at.last)
            known = found.setdefault(media_type, content)
            if known.framing is content.framing:
                content = ItemContent(known.framing, union([known.type, content.type]))
                found[media_type] = content
        return Items(tuple(found.items()), is_choice) if found else None

    @staticmethod
    def _hint(title: str, status: str, documented: Mapping[str, Node]) -> Hint:
        return Hint((title, "Response" if len(documented) == 1 else f"Response{status}"))

    def _success(self, status: str, bodies: list[Node], hint: Hint) -> Success:
        contents: dict[str, Content] = {}
        for node in bodies:
            content, media_type = self._content(node, hint), essence(node.at.last)
            known = contents.get(media_type)
            if isinstance(known, JsonContent) and isinstance(content, JsonContent):
                # Parameters of a media type do not tell responses apart.
                content = JsonContent(union([known.type, content.type]))
            contents[media_type] = content
        return Success(status, tuple(contents.items()))

    def _content(self, content: Node, hint: Hint) -> Content:
        text = is_text(content.at.last)
        if _is_streamed(content):
            return TextContent() if text else BytesContent()
        unsupported.item_schema(content, self._diagnostics)
        of = self._json(content, hint)
        if of is not None:
            return JsonContent(of)
        if self._schemas.has_parts(content.get("schema")):
            how = f"returned as {'str' if text else 'bytes'}"
            unsupported.unread_parts(content, how, self._diagnostics)
        return TextContent() if text else BytesContent()

    def _json(self, content: Node, hint: Hint) -> Type | None:
        """Return the type of a body of JSON; None where it is none."""
        media_type, schema = content.at.last, content.get("schema")
        if is_json(media_type):
            return Scalar.ANY if schema is None else self._schemas.type(schema, hint)
        if "*" not in media_type or schema is None:
            return None
        of = self._schemas.type(schema, hint)
        return None if of in (Scalar.STRING, Scalar.BINARY, Scalar.ANY) else of

    def _errors(
        self, found: Mapping[str, Node], texts: Mapping[str, str], title: str
    ) -> list[ErrorResponse]:
        return [
            ErrorResponse(status, texts[status], self._error(node, _error_hint(status, title)))
            for status, node in found.items()
            if status[0] != "2"
        ]

    def _error(self, response: Node, hint: Hint) -> Type | None:
        for _, content in response.members("content"):
            of = self._json(content, hint)
            if of is not None and of != Scalar.ANY:
                return of
        return None


def _is_streamed(content: Node) -> bool:
    return framing(content.at.last) is not None


def _without(streamed: list[Node], bodies: Mapping[str, list[Node]]) -> Mapping[str, list[Node]]:
    """Return the bodies that are not streamed; all of them where there is no other choice."""
    places = {each.at for each in streamed}
    left = {
        status: [each for each in nodes if each.at not in places]
        for status, nodes in bodies.items()
    }
    if not any(left.values()):
        return bodies
    return {status: nodes for status, nodes in left.items() if nodes or not bodies[status]}


def _media_types(bodies: Mapping[str, list[Node]]) -> Iterator[str]:
    for nodes in bodies.values():
        yield from (each.at.last for each in nodes)


def _error_hint(status: str, title: str) -> Hint:
    """Return what the body of an error is called: many operations have the same."""
    return Hint((f"{_REASONS.get(status, f'Status{status}')}Response",), title)


def _status(key: str, node: Node) -> str:
    status = key.upper()
    if not _STATUS.fullmatch(status):
        raise SpecError(node.at, f"{key!r} is not a status: write 200, 2XX or default")
    return status.lower() if status == "DEFAULT" else status
