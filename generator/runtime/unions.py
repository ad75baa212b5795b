# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Converters of values that may have one of several types."""

from collections.abc import Mapping
from typing import Any

from .decoding import Converter, Mismatch, Reader, is_object
from .unset import UNSET


def one_of(*converts: Converter[Any]) -> Converter[Any]:
    """Build the converter of a value that has one of several types.

    The first that it fits in every part decides; for objects the one of which most members are
    there. Where it fits none in every part, the first that accepts it at all.
    """

    def as_one_of(value: Any, at: Reader) -> Any:
        strict = at if at.strict else at.strictly()
        found = [fit for convert in converts if (fit := _fit(convert, value, strict))]
        if not found and not at.strict:
            found = [fit for convert in converts if (fit := _fit(convert, value, at))]
        if not found:
            raise at.mismatch("one of several types", value)
        return max(found, key=_members)[0]

    return as_one_of


def _fit(convert: Converter[Any], value: Any, at: Reader) -> tuple[Any] | None:
    try:
        return (convert(value, at),)
    except Mismatch:
        return None


def _members(fit: tuple[Any]) -> int:
    """Count the members of a model that are there."""
    fields: tuple[Any, ...] = getattr(fit[0], "__attrs_attrs__", ())
    values = (getattr(fit[0], field.name) for field in fields)
    return sum(value is not None and value is not UNSET for value in values)


def by_member(key: str, cases: Mapping[str, Converter[Any]]) -> Converter[Any]:
    """Build the converter of an object whose type is named by one of its members.

    A value of that member that is newer than the client is decided as `one_of` does.
    """

    def as_named(value: Any, at: Reader) -> Any:
        named = value.get(key) if is_object(value) else None
        convert = cases.get(named) if isinstance(named, str) else None
        return (convert or one_of(*cases.values()))(value, at)

    return as_named
