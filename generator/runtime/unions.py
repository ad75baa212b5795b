# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Converters of values that may have one of several types."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from .decoding import ABSENT, Converter, Mismatch, Reader, is_object
from .unset import UNSET
from .writing import jsonable

_DATE_TIME: Final = re.compile(r"[\d-]{10}T[\d:]{8}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
"""RFC 3339, section 5.6."""


def one_of(*converts: Converter[Any]) -> Converter[Any]:
    """Build the converter of a value that has one of several types.

    The first that it fits in every part decides; for objects the one of which most members are
    there. A string is taken for a date, a UUID or bytes if it is written as those are, and else
    only where no other type fits. Where it fits none in every part, the first that accepts it.
    """

    def as_one_of(value: Any, at: Reader) -> Any:
        strict = at if at.strict else at.strictly()
        fits, mismatches = _tried(converts, value, strict)
        if isinstance(value, str):
            fits = [fit for fit in fits if _is_written_as(value, fit)] or fits
        if not fits and not at.strict:
            fits, mismatches = _tried(converts, value, at)
        if not fits:
            raise _nearest(mismatches, at, value)
        return max(fits, key=_members)

    return as_one_of


def _is_written_as(value: str, found: object) -> bool:
    """Return whether a string has the usual form of what was decoded from it."""
    if isinstance(found, datetime):
        return _DATE_TIME.fullmatch(value) is not None
    return bool(jsonable(found) == value)


def _tried(
    converts: Iterable[Converter[Any]], value: Any, at: Reader
) -> tuple[list[Any], list[Mismatch]]:
    """Return what a value is as each of the types, and why it is none of the others."""
    fits: list[Any] = []
    mismatches: list[Mismatch] = []
    for convert in converts:
        try:
            fits.append(convert(value, at))
        except Mismatch as mismatch:
            mismatches.append(mismatch)
    return fits, mismatches


def _nearest(mismatches: list[Mismatch], at: Reader, value: object) -> Mismatch:
    """Return the mismatch of the type that fits best: the one in which most could be read."""
    here = at.pointer()
    inside = [mismatch for mismatch in mismatches if mismatch.pointer != here]
    if not inside:
        return at.mismatch("one of several types", value)
    # A member that is missing says less against a type than one that is of another.
    return max(inside, key=lambda each: (each.pointer.count("/"), each.problem == ABSENT))


def _members(found: object) -> int:
    """Count the members of a model that are there."""
    fields: tuple[Any, ...] = getattr(found, "__attrs_attrs__", ())
    values = (getattr(found, field.name) for field in fields)
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
