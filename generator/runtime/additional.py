"""Members of an object that are not known by name, but have a type."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any, TypeVar

from .decoding import Converter, Mismatch, Reader

T = TypeVar("T")


def additional(read: Reader, known: Collection[str], convert: Converter[T]) -> dict[str, T]:
    """Read the members of an object that are not known by name.

    Each is optional: one that does not fit is logged and stays in ``.raw``, or raises `Mismatch`
    where decoding is strict. Null counts as absent where it is not allowed.

    Args:
        read: The reader of the object.
        known: The members that are known by name.
        convert: What each of the others is read with.
    """
    found: dict[str, T] = {}

    def keep(value: Any, at: Reader) -> bool:
        found[str(at.key)] = convert(value, at)
        return True

    for key, value in read.data.items():
        if key in known:
            continue
        if value is None:
            read.key = key
            with suppress(Mismatch):
                keep(value, read)
        else:
            read.optional(key, keep)
    return found
