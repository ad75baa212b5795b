"""The converters that models are read with: one for each kind of value."""

import re
from binascii import a2b_base64
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

from .decoding import Converter, Mismatch, Reader, is_array, is_object
from .unset import UNSET

if TYPE_CHECKING:
    from uuid import UUID

T = TypeVar("T")

# How forms write numbers, and some servers in JSON too.
_DIGITS = re.compile(r"-?[0-9]{1,400}")

_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}


def as_any(value: Any, at: Reader) -> Any:
    """Take the value as it came."""
    del at
    return value


def as_str(value: Any, at: Reader) -> str:
    """Take a string."""
    if isinstance(value, str):
        return value
    raise at.mismatch("a string", value)


def as_bool(value: Any, at: Reader) -> bool:
    """Take a boolean."""
    if isinstance(value, bool):
        return value
    raise at.mismatch("a boolean", value)


def as_int(value: Any, at: Reader) -> int:
    """Take a whole number, also one with a zero fraction; unless strict, also its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and not at.strict and _DIGITS.fullmatch(value):
        return int(value)
    raise at.mismatch("a whole number", value)


def as_float(value: Any, at: Reader) -> float:
    """Take a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise at.mismatch("a number", value)


def as_datetime(value: Any, at: Reader) -> datetime:
    """Read ISO 8601 (RFC 3339), else RFC 2822: the vendor's documents show both.

    Without an offset the time is UTC.
    """
    if not isinstance(value, str):
        raise at.mismatch("a date and time", value)
    try:
        moment = datetime.fromisoformat(value if value[:1].isdigit() else _in_iso_8601(value))
    except (ValueError, LookupError):
        moment = _odd_datetime(value, at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _in_iso_8601(value: str) -> str:
    """Rewrite ``Fri, 11 Aug 2023 19:12:11 +0000``: much faster than what reads every variant."""
    return f"{value[12:16]}-{_MONTHS[value[8:11]]}-{value[5:7]}T{value[17:25]}{value[26:]}"


def _odd_datetime(value: str, at: Reader) -> datetime:
    """Read what is rarely written: RFC 3339 with a small t and z, other forms of RFC 2822."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, LookupError, OverflowError):
            return parse(value.upper())
    raise at.mismatch("a date and time", value)


def as_date(value: Any, at: Reader) -> date:
    """Read an ISO 8601 date."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise at.mismatch("a date", value)


def as_uuid(value: Any, at: Reader) -> "UUID":
    """Read a UUID, in either letter case."""
    from uuid import UUID  # most answers need none, and importing it takes time

    if isinstance(value, str):
        try:
            return UUID(value)
        except ValueError:
            pass
    raise at.mismatch("a UUID", value)


def as_bytes(value: Any, at: Reader) -> bytes:
    """Read base64."""
    if isinstance(value, str):
        try:
            return a2b_base64(value, strict_mode=True)
        except ValueError:
            pass
    raise at.mismatch("base64", value)


def list_of(convert: Converter[T]) -> Converter[list[T]]:
    """Make the converter of an array; one item that does not fit fails it."""

    def as_list(value: Any, at: Reader) -> list[T]:
        if is_array(value):
            return Reader(value, at).items(convert)
        raise at.mismatch("an array", value)

    return as_list


def map_of(convert: Converter[T]) -> Converter[dict[str, T]]:
    """Make the converter of an object that is used as a map."""

    def as_map(value: Any, at: Reader) -> dict[str, T]:
        return Reader.of_object(value, at).values(convert)

    return as_map


def null_or(convert: Converter[T]) -> Converter[T | None]:
    """Make the converter of a value that may be null."""

    def as_nullable(value: Any, at: Reader) -> T | None:
        return None if value is None else convert(value, at)

    return as_nullable


def as_none(value: Any, at: Reader) -> None:
    """Take null."""
    if value is not None:
        raise at.mismatch("null", value)


def one_of(*converts: Converter[Any]) -> Converter[Any]:
    """Make the converter of a value that is one of several kinds.

    The first that it fits in every part decides; for objects the one of which most members are
    there. Where it fits none in every part, the first that can take it at all.
    """

    def as_one_of(value: Any, at: Reader) -> Any:
        strict = at if at.strict else at.strictly()
        found = [fit for convert in converts if (fit := _fit(convert, value, strict))]
        if not found and not at.strict:
            found = [fit for convert in converts if (fit := _fit(convert, value, at))]
        if not found:
            raise at.mismatch("one of several kinds", value)
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
    """Make the converter of an object whose kind one of its members tells.

    A value of that member that is newer than the client is decided as `one_of` does.
    """

    def as_told(value: Any, at: Reader) -> Any:
        told = value.get(key) if is_object(value) else None
        convert = cases.get(told) if isinstance(told, str) else None
        return (convert or one_of(*cases.values()))(value, at)

    return as_told
