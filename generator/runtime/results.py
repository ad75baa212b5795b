"""From an answer of success to the value that a call gives."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .answers import Answer
from .decoding import Converter, Reader

T = TypeVar("T")

_LENIENT, _STRICT = Reader(None), Reader(None, strict=True)
"""Above every answer; nothing is read with them, so all share them."""

Decoder = Callable[[Answer, bool], T]
"""Takes an answer and whether decoding is strict."""


def json_answer(convert: Callable[[], Converter[T]]) -> Decoder[T]:
    """Decode a JSON body; the converter is looked up when it is first needed."""

    def decode(answer: Answer, strict: bool) -> T:  # noqa: FBT001 - a Decoder's
        return convert()(answer.json(), _STRICT if strict else _LENIENT)

    return decode


def text_answer(answer: Answer, _: bool) -> str:  # noqa: FBT001 - a Decoder's
    """Give the body as text, in the charset that it says, else UTF-8."""
    return answer.text()


def bytes_answer(answer: Answer, _: bool) -> bytes:  # noqa: FBT001 - a Decoder's
    """Give the body as it is."""
    return answer.body


def no_answer(_: Answer, __: bool) -> None:  # noqa: FBT001 - a Decoder's
    """Give nothing: the status said it all."""


def by_status(decoders: Mapping[str, Decoder[Any]]) -> Decoder[Any]:
    """Choose by the status or its range; one that is not documented is decoded as the first."""

    def decode(answer: Answer, strict: bool) -> Any:  # noqa: FBT001 - a Decoder's
        first = next(iter(decoders.values()))
        in_range = decoders.get(f"{answer.status // 100}XX", first)
        return decoders.get(str(answer.status), in_range)(answer, strict)

    return decode


def by_type(decoders: Mapping[str, Decoder[Any]]) -> Decoder[Any]:
    """Choose by the content type or its range; one not documented is decoded as the first."""

    def decode(answer: Answer, strict: bool) -> Any:  # noqa: FBT001 - a Decoder's
        content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        ranges = (content_type, f"{content_type.partition('/')[0]}/*", "*/*")
        found = (decoders[each] for each in ranges if each in decoders)
        return next(found, next(iter(decoders.values())))(answer, strict)

    return decode
