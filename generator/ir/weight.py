"""How large a part of an API is, as a measure of what its code takes."""

import sys
from collections.abc import Callable
from typing import cast

import attrs

from ..diagnostics import Pointer


def weight(part: object, text_size: Callable[[str], int], most: int = sys.maxsize) -> int:
    """Return how many values a part is made of; absent ones do not count.

    What several places share counts at each of them: it is written at each of them.

    Args:
        part: An operation, a model, an event; or anything in one.
        text_size: Returns how many values a text counts as, besides itself.
        most: Behind which number not to count on.
    """
    found = 0
    waiting = [part]
    while waiting and found <= most:
        value = waiting.pop()
        if not value or isinstance(value, Pointer):
            continue
        found += 1
        if isinstance(value, str):
            found += text_size(value)
        elif isinstance(value, dict):
            waiting += cast("dict[object, object]", value).keys()
            waiting += cast("dict[object, object]", value).values()
        elif isinstance(value, tuple | list):
            waiting += cast("list[object]", value)
        else:
            waiting += _members(value)
    return found


def _members(value: object) -> list[object]:
    of = type(value)
    return [getattr(value, each.name) for each in attrs.fields(of)] if attrs.has(of) else []
