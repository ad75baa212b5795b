"""Telling apart the operations that several paths share by a reference."""

import re
from typing import Any

from ..diagnostics import Pointer
from .expansion import copied_size
from .free_names import FreeNames
from .source_map import Source
from .values import is_object


def distinguish_operations(data: dict[str, Any], source: Source, free_names: FreeNames) -> None:
    """Change the operationId of an operation that several paths share, in all but one.

    The path that has the operation keeps the operationId; those that refer to it get another.
    """
    paths = data.get("paths")
    items = [*paths.items()] if is_object(paths) else []
    items.sort(key=lambda item: source.was_moved(Pointer(("paths", item[0]))))
    seen: set[int] = set()
    used: dict[str, None] = {}
    for path, shared in items:
        if not is_object(shared):
            continue
        item = data["paths"][path] = dict(shared)
        for method, operation in item.items():
            name = operation.get("operationId") if is_object(operation) else None
            if not isinstance(name, str):
                continue
            if id(operation) in seen:
                words = re.sub(r"\W+", "_", path).strip("_")
                at = Pointer(("paths", path, method))
                source.expansion.add(copied_size(operation), at)
                name = free_names.find("operationId", f"{name}_{words}", [used])
                item[method] = {**operation, "operationId": name}
            seen.add(id(operation))
            used[name] = None
