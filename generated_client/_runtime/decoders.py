# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""From a 2xx response to the value that a call returns."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .decoding import Converter, Reader
from .responses import Response

T = TypeVar("T")

Decoder = Callable[[Response, Reader], T]
"""From a response, and the reader that decides whether decoding is strict, to a value."""


def json_response(convert: Callable[[], Converter[T]]) -> Decoder[T]:
    """Decode a JSON body; the converter is looked up when it is first needed."""

    def decode(response: Response, at: Reader) -> T:
        return convert()(response.json(), at)

    return decode


def text_response(response: Response, _: Reader) -> str:
    """Return the body as text, in the charset that it declares, else UTF-8."""
    return response.text()


def bytes_response(response: Response, _: Reader) -> bytes:
    """Return the body as it is."""
    return response.body


def no_content(_: Response, __: Reader) -> None:
    """Return nothing: the status says it all."""


def by_status(decoders: Mapping[str, Decoder[Any]]) -> Decoder[Any]:
    """Choose by the status or its range; one that is not documented is decoded as the first."""

    def decode(response: Response, at: Reader) -> Any:
        first = next(iter(decoders.values()))
        in_range = decoders.get(f"{response.status // 100}XX", first)
        return decoders.get(str(response.status), in_range)(response, at)

    return decode


def by_type(decoders: Mapping[str, Decoder[Any]]) -> Decoder[Any]:
    """Choose by the content type or its range; one not documented is decoded as the first."""

    def decode(response: Response, at: Reader) -> Any:
        content_type = response.content_type
        ranges = (content_type, f"{content_type.partition('/')[0]}/*", "*/*")
        found = (decoders[each] for each in ranges if each in decoders)
        return next(found, next(iter(decoders.values())))(response, at)

    return decode
