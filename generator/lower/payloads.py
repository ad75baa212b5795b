"""What callbacks and webhooks carry: a body of JSON, a form, or a query."""

from typing import Literal

from attrs import frozen

from ..diagnostics import Diagnostics
from ..ir.types import (
    Array,
    Docs,
    Hint,
    Model,
    ModelRef,
    Property,
    Scalar,
    Type,
    without_null,
)
from .extensions import sdk_name
from .media_types import FORM, essence, is_json
from .node import Node
from .parameters import declared_parameters, parameter_docs
from .resolver import Resolver
from .schemas import Schemas

_ANYTHING = frozenset({"*/*", "application/*"})


@frozen
class Payload:
    """A body or a query."""

    type: Type
    format: Literal["json", "form"]
    lists: tuple[str, ...] = ()
    """The fields of a form that are lists: it cannot tell one item from none."""


class Payloads:
    """Lowers bodies and queries."""

    def __init__(self, resolver: Resolver, schemas: Schemas, diagnostics: Diagnostics) -> None:
        """Begin with what the document shares."""
        self._resolver = resolver
        self._schemas = schemas
        self._diagnostics = diagnostics

    def lower(self, item: Node, operation: Node, title: str) -> Payload | None:
        """Return the body, else the query; None where there is neither, or it cannot be parsed.

        Raises:
            SpecError: It has a type that cannot be generated.
        """
        body = operation.get("requestBody")
        if body is not None and operation.at.last != "get":
            return self._body(self._resolver.follow(body), title)
        declared = declared_parameters(item, operation, self._resolver)
        parameters = [node for node in declared if node.text("in") == "query"]
        if not parameters:
            text = "has neither a body nor a query: there is nothing to parse"
            self._diagnostics.warning(operation.at, text)
            return None
        return self._form(self._of_query(parameters, operation, title))

    def _body(self, body: Node, title: str) -> Payload | None:
        contents = {essence(key): content for key, content in body.members("content")}
        form, hint = contents.get(FORM), Hint((title,))
        for media_type, content in contents.items():
            if is_json(media_type) or media_type in _ANYTHING:
                of = self._content(content, hint)
                # JSON is accepted where forms are.
                return Payload(of, "json") if form is None else self._form(of)
        if form is not None:
            return self._form(self._content(form, hint))
        text = f"{' and '.join(contents) or 'no media type'}: only JSON and forms are parsed"
        self._diagnostics.warning(body.at / "content", text)
        return None

    def _content(self, content: Node, hint: Hint) -> Type:
        schema = content.get("schema")
        return Scalar.ANY if schema is None else self._schemas.type(schema, hint)

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
                    docs=parameter_docs(node, of, self._schemas),
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

    def _form(self, of: Type) -> Payload:
        model = self._schemas.types.get(of.at) if isinstance(of, ModelRef) else None
        properties = model.properties if isinstance(model, Model) else ()
        lists = [each for each in properties if isinstance(without_null(each.type), Array)]
        return Payload(of, "form", tuple(each.wire_name for each in lists))
