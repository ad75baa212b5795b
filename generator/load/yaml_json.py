"""Parsing YAML and JSON: plain data, or an error with its position."""

import json
import re
from typing import Any

from ..diagnostics import SpecError
from .expansion import Expansion
from .values import (
    DEEPEST,
    TOO_DEEP,
    NotJsonError,
    end_of,
    error_at,
    is_array,
    is_object,
    read_float,
    read_integer,
    twice,
    unparsable,
)
from .yaml_builder import parse_yaml

_SURROGATE = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
# An escape in a JSON string; the group is half of a surrogate pair without the other half.
_ESCAPE = re.compile(rf"{_SURROGATE}|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)


def parse(text: str, expansion: Expansion | None = None, *, is_json: bool) -> Any:
    """Parse a document, and count what its aliases stand for.

    Raises:
        SpecError: It cannot be parsed, or holds what JSON cannot hold.
    """
    return _parse_json(text) if is_json else parse_yaml(text, expansion or Expansion())[0]


def _parse_json(text: str) -> Any:
    _check_surrogates(text)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=read_integer,
            parse_float=read_float,
            parse_constant=_not_a_number,
        )
        _check_depth(data)
    except json.JSONDecodeError as error:
        raise unparsable("JSON", error.msg, (error.lineno, error.colno)) from error
    except NotJsonError as error:
        raise _located(text, str(error)) from error
    except RecursionError as error:
        raise _located(text, TOO_DEEP) from error
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotJsonError(twice(key))
            seen.add(key)
    return found


def _not_a_number(text: str) -> None:
    raise NotJsonError(f"has the number {text}, which JSON does not know: write another value")


def _located(text: str, message: str) -> SpecError:
    """Return an error about JSON, which is YAML too: that parser knows positions."""
    try:
        parse_yaml(text, Expansion())
    except SpecError as error:
        if error.diagnostic.message == message:
            return error
    return error_at(None, message)


def _check_surrogates(text: str) -> None:
    if "\\ud" not in text and "\\uD" not in text:
        return
    for escape in _ESCAPE.finditer(text):
        if escape[1]:
            message = f"has half of a surrogate pair, {escape[1]}: write both halves"
            raise error_at(end_of(text[: escape.start()]), message)


def _check_depth(data: Any) -> None:
    level: list[Any] = [data]
    for _ in range(DEEPEST + 1):
        above, level = level, []
        for node in above:
            if is_object(node):
                level += node.values()
            elif is_array(node):
                level += node
    if level:
        raise NotJsonError(TOO_DEEP)
