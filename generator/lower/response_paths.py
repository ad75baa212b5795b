"""JSON pointers into a response: what they lead to, or where they go wrong."""

from collections.abc import Mapping

from attrs import frozen

from ..diagnostics import Pointer, SpecError
from ..ir.pagination import Member
from ..ir.types import Enum, Map, Model, ModelRef, Property, Scalar, Type, without_null
from .node import Node
from .suggestions import suggestion


@frozen
class Found:
    """What a pointer leads to."""

    path: tuple[Member, ...]
    type: Type
    """Without null."""


@frozen
class ResponsePaths:
    """The value that an operation returns, to follow pointers in."""

    types: Mapping[Pointer, Model | Enum]
    """Of the document, by location."""

    returned: Type

    def follow(self, node: Node, start: Type | None = None) -> Found:
        """Return what a pointer leads to.

        Args:
            node: The pointer, as it is in the document.
            start: What it begins in; by default the value that is returned.

        Raises:
            SpecError: It is no JSON pointer, or leads to nothing that the document describes.
        """
        found, path = without_null(self.returned if start is None else start), list[Member]()
        for step in steps(node):
            of = self._model(found, node, step)
            member = self._member(of, node, step)
            path.append(Member(of.at, step))
            found = without_null(member.type)
        return Found(tuple(path), found)

    def _model(self, found: Type, node: Node, step: str) -> Model:
        model = self.types.get(found.at) if isinstance(found, ModelRef) else None
        if isinstance(model, Model):
            return model
        if isinstance(found, Map) or found is Scalar.ANY:
            text = f"leads nowhere: where {step!r} should be, no members are described"
            raise SpecError(node.at, text)
        raise SpecError(node.at, f"leads nowhere: where {step!r} should be, there is no one object")

    @staticmethod
    def _member(of: Model, node: Node, step: str) -> Property:
        known = {each.wire_name: each for each in of.properties}
        if step in known:
            return known[step]
        text = f"leads nowhere: the response has no {step!r} there{suggestion(step, known)}"
        raise SpecError(node.at, text)


def steps(node: Node) -> tuple[str, ...]:
    """Return the steps of a JSON pointer (RFC 6901, section 3).

    Raises:
        SpecError: It is none.
    """
    text: object = node.value
    if not isinstance(text, str) or (text and not text.startswith("/")):
        raise SpecError(node.at, f"must be a JSON pointer such as /data, not {text!r:.60}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])
