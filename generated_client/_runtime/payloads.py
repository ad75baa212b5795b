# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What callbacks, webhooks and messages carry: from text to values."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from .decoding import Converter, Mismatch, Reader, is_object
from .errors import ClientError

T = TypeVar("T")
Parse = Callable[[str], Any]
"""From text to what JSON can hold."""

_MOST_FIELDS = 1_000


class WebhookPayloadError(ClientError):
    """A callback, webhook or message is not what the spec says.

    If it was signed, it is genuine all the same: log it. The message of the error has no part of it
    but the location of what is wrong.
    """

    __module__ = __name__.rpartition("._runtime.")[0]


def _no_number(name: str) -> Any:
    raise ValueError(name)


# Python would accept NaN and Infinity, which are not JSON.
_decode = json.JSONDecoder(parse_constant=_no_number).decode


def decoded_text(text: bytes | str) -> str:
    """Decode UTF-8; raises `WebhookPayloadError` where it is something else."""
    if isinstance(text, str):
        return text
    with suppress(UnicodeDecodeError):
        return text.decode("utf-8-sig")
    raise WebhookPayloadError("it is not UTF-8")  # raised here: the other error has the text


def parse_json(text: str) -> Any:
    """Parse JSON; raises `WebhookPayloadError` where it is none."""
    try:
        return _decode(text)
    except (ValueError, RecursionError):
        problem = "it is not JSON"
    raise WebhookPayloadError(problem)


def parse_form(*lists: str) -> Parse:
    """Build the parser of forms and queries, for which a JSON object is accepted as well.

    A field that is no list and comes twice is ambiguous: it becomes a list, which then does not fit
    its type.

    Args:
        lists: The fields that are lists.
    """

    def parse(text: str) -> Any:
        if text.lstrip().startswith("{"):
            return parse_json(text)
        values: dict[str, list[str]] = {}
        for key, value in _pairs(text.strip().removeprefix("?")):
            values.setdefault(key, []).append(value)
        return {
            key: found if key in lists or len(found) > 1 else found[0]
            for key, found in values.items()
        }

    return parse


def _pairs(text: str) -> list[tuple[str, str]]:
    with suppress(ValueError):
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    raise WebhookPayloadError("it is not a form")


def convert_payload(payload: Any, convert: Converter[T]) -> T:
    """Convert what was parsed; raises `WebhookPayloadError` where it does not fit."""
    try:
        return convert(payload, Reader(payload))
    except Mismatch as mismatch:
        problem = str(mismatch)
    except RecursionError:
        problem = "it is nested too deeply"
    raise WebhookPayloadError(problem)


def by_tag(
    path: tuple[str, ...], cases: Mapping[str, Converter[T]]
) -> Converter[T | dict[str, Any]]:
    """Build the converter of objects whose type is named by one of their members.

    An object with a name that is newer than the client stays the dict that it was.

    Args:
        path: Where the name is, step by step.
        cases: The converter for each name.
    """

    def as_tagged(value: Any, at: Reader) -> T | dict[str, Any]:
        if not is_object(value):
            raise at.mismatch("an object", value)
        name: Any = value
        for step in path:
            name = name.get(step) if is_object(name) else None
        convert = cases.get(name) if isinstance(name, str) else None
        return value if convert is None else convert(value, at)

    return as_tagged
