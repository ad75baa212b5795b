# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The converters that models are read with: one for each type."""

import re
from binascii import a2b_base64
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

from .decoding import Converter, Reader, is_array

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
    """Return the value as it came."""
    del at
    return value


def as_str(value: Any, at: Reader) -> str:
    """Read a string."""
    if isinstance(value, str):
        return value
    raise at.mismatch("a string", value)


def as_bool(value: Any, at: Reader) -> bool:
    """Read a boolean."""
    if isinstance(value, bool):
        return value
    raise at.mismatch("a boolean", value)


def as_int(value: Any, at: Reader) -> int:
    """Read a whole number, also one with a zero fraction; unless strict, also its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and not at.strict and _DIGITS.fullmatch(value):
        return int(value)
    raise at.mismatch("a whole number", value)


def as_float(value: Any, at: Reader) -> float:
    """Read a number."""
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
    _, day, month, year, time, zone = value.split(" ")
    return f"{year}-{_MONTHS[month]}-{day}T{time}{zone}"


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
    from uuid import UUID  # most clients need none, and importing it takes time

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
    """Build the converter of an array; unless strict, an odd item stays as it arrived."""

    def as_list(value: Any, at: Reader) -> list[T]:
        if is_array(value):
            return Reader(value, at).items(convert)
        raise at.mismatch("an array", value)

    return as_list


def map_of(convert: Converter[T]) -> Converter[dict[str, T]]:
    """Build the converter of a map; unless strict, an odd member stays as it arrived."""

    def as_map(value: Any, at: Reader) -> dict[str, T]:
        return Reader.of_object(value, at).values(convert)

    return as_map


def null_or(convert: Converter[T]) -> Converter[T | None]:
    """Build the converter of a value that may be null."""

    def as_nullable(value: Any, at: Reader) -> T | None:
        return None if value is None else convert(value, at)

    return as_nullable


def as_none(value: Any, at: Reader) -> None:
    """Read null."""
    if value is not None:
        raise at.mismatch("null", value)
