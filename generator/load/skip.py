"""Removing the operations that have errors, so that the others can be generated."""

from typing import Any

from ..diagnostics import Diagnostics, Pointer
from .values import is_object


def skip_invalid(data: dict[str, Any], diagnostics: Diagnostics) -> bool:
    """Remove the operations in which there are errors.

    An error in what the operations of a path share removes all of them.

    Returns:
        Whether that is all: what is wrong elsewhere may be part of any operation.
    """
    paths: dict[str, Any] = dict(data["paths"]) if is_object(data.get("paths")) else {}
    is_all = True
    for error in diagnostics.of("error"):
        match error.at.steps if isinstance(error.at, Pointer) else ():
            case ("paths", str(path), str(method), _, *_) if path in data.get("paths", {}):
                item = paths.get(path, {})
                is_operation = method not in {"parameters", "servers"}
                paths[path] = {
                    key: of for key, of in item.items() if is_operation and key != method
                }
            case ("paths", str(path), *_) if path in data.get("paths", {}):
                paths.pop(path, None)
            case _:
                is_all = False
    data["paths"] = paths
    return is_all
