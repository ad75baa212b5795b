"""Which members of a path item are operations, and what an operation is called."""

from .node import Node

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


def operation_title(path: str, operation: Node) -> str:
    """Return the operationId, else the method and the path."""
    return operation.text("operationId") or f"{operation.at.last} {path}"
