"""Going through an OpenAPI document, along the table of node types."""

from collections.abc import Iterator
from typing import Any

from attrs import define, field

from ..diagnostics import Pointer
from .node_types import VALUES, below
from .values import is_array, is_object


@define(eq=False)
class DocumentNode:
    """An object of the standard, or a container, in a document."""

    type: str
    value: Any
    """In a document that has not been validated, anything."""

    parent: "DocumentNode | Pointer" = field(repr=False)
    key: str | int = ""

    @property
    def pointer(self) -> Pointer:
        """Where it is; made only when it is asked for."""
        steps: list[str | int] = []
        node = self
        while isinstance(node.parent, DocumentNode):
            steps.append(node.key)
            node = node.parent
        return Pointer((*node.parent.steps, *reversed(steps)))


def walk(
    data: Any,
    node_type: str = "OpenAPI",
    at: Pointer = Pointer(),  # noqa: B008 - immutable
    *,
    containers: bool = False,
) -> Iterator[DocumentNode]:
    """Yield the nodes of a document once, in its order, without following references.

    What several locations share is yielded at the first of them. The caller may change a node:
    what is below it is looked up afterwards.

    Args:
        data: The document, or a part of it.
        node_type: What that is.
        at: Where that is.
        containers: Whether arrays and objects of objects are yielded too.
    """
    seen: set[tuple[int, str]] = set()
    waiting = [DocumentNode(node_type, data, at)]
    while waiting:
        node = waiting.pop()
        if is_object(node.value) or is_array(node.value):
            if (id(node.value), node.type) in seen:
                continue
            seen.add((id(node.value), node.type))
        if containers or node.type[:1] not in {"[", "{"}:
            yield node
        waiting += reversed(
            [
                DocumentNode(type_below, node.value[key], node, key)
                for key, type_below in below(node.type, node.value)
                if type_below not in VALUES
            ]
        )
