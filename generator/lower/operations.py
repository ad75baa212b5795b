"""Which members of a path item are operations, and what an operation is called."""

from collections.abc import Iterator

from ..ir.api import Operation
from ..ir.route import is_derived, route
from ..ir.types import Type
from .node import Node

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def operation_title(path: str, operation: Node, methods: frozenset[str] = frozenset()) -> str:
    """Return what types are named after that an operation describes in place.

    Args:
        path: The path of the operation.
        operation: The operation.
        methods: All methods of the path.

    Returns:
        The operationId; where there is none, or one that only repeats method and path, what these
        say: ``checkout session create``.
    """
    found, method = operation.text("operationId"), operation.at.last
    if found and not is_derived(found, method, path):
        return found
    guess = route(method, path, methods)
    return f"{guess.noun} {guess.verb}".strip()


def types_of(operation: Operation) -> Iterator[Type]:
    """Yield the types of all that an operation sends and returns."""
    yield from (each.property.type for each in operation.parameters)
    yield from (each.type for each in (operation.body.fields if operation.body else ()))
    yield operation.responses.type
    yield from operation.responses.item_types
    yield from operation.responses.error_types.values()
