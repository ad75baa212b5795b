"""Plain data: what JSON can hold, and what is wrong with the rest.

Objects have strings as keys; numbers are finite and of a length that Python reads and writes.
"""

import math
import re
from typing import Any, TypeGuard

from ..diagnostics import Pointer, SpecError

Position = tuple[int, int]
"""Line and column, both counted from 1."""

DEEPEST = 200
TOO_DEEP = f"is nested too deeply: more than {DEEPEST} levels"
_LONGEST_NUMBER = 1_000
_INDEX = re.compile(r"[0-9]{1,9}")


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)


def key_in(node: Any, step: str | int) -> str | int | None:
    """Return the key or index that a step of a JSON pointer means, None if it is not there."""
    if is_object(node):
        return str(step) if str(step) in node else None
    if is_array(node) and _INDEX.fullmatch(str(step)) and int(step) < len(node):
        return int(step)
    return None


class NotJsonError(Exception):
    """JSON cannot hold a value."""


def read_integer(text: str) -> int:
    """Read a decimal or hexadecimal number."""
    if len(text) > _LONGEST_NUMBER:
        what = f"has a number of {len(text):,} digits, more than {_LONGEST_NUMBER:,}"
        raise NotJsonError(f"{what}: write a shorter one")
    return int(text, 0)


def read_float(text: str) -> float:
    """Read a number with a fraction or an exponent."""
    number = float(text)
    if not math.isfinite(number):
        raise NotJsonError(f"has the number {text:.60}, which no double holds: write another")
    return number


def twice(key: str) -> str:
    """Return the message about a key that occurs twice."""
    return f"the key {key!r:.80} occurs twice in one object: remove one"


def error_at(position: Position | None, message: str) -> SpecError:
    """Return an error about the text of a file."""
    return SpecError(Pointer(), message, position)


def unparsable(language: str, reason: str, position: Position | None) -> SpecError:
    """Return the error that a parser has found."""
    return error_at(position, f"cannot be parsed as {language}: {' '.join(reason.split())}")


def end_of(text: str) -> Position:
    """Return where a text ends."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")
