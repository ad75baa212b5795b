# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""How an operation asks for a stream of items, and how each item is decoded."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from .decoders import Decoder
from .decoding import Converter, Mismatch, Reader, is_object
from .event_framing import EventFraming, WholeEventFraming
from .framing import Framing, LineFraming, NoFraming, RecordFraming
from .operations import Call
from .redaction import logger
from .responses import NotJSONError, Response
from .unset import UNSET

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_EVENTS = "text/event-stream"
_NO_CONTENT = 204
# What says nothing about a body: then it is what was asked for.
_UNDECIDED = frozenset({"", "text/plain", "application/octet-stream"})
_NO_LINES = frozenset({"text/html", _EVENTS})


class Format(NamedTuple, Generic[T_co]):
    """How the body of one media type is read."""

    framing: Callable[[int], Framing]
    """Makes what finds items, of at most so many bytes each."""

    decode: Decoder[T_co]
    """From a response whose body is the text of an item, to the item."""

    takes: Callable[[str], bool]
    """Whether a content type that is not documented can be read like this."""


def _may_be_events(content_type: str) -> bool:
    return content_type in _UNDECIDED


def _may_be_json(content_type: str) -> bool:
    return content_type not in _NO_LINES


def events(decode: Decoder[T]) -> Format[T]:
    """Read server-sent events, whose data are the items."""
    return Format(EventFraming, decode, _may_be_events)


def whole_events(decode: Decoder[T], *, is_json: bool) -> Format[T]:
    """Read server-sent events that are the items themselves.

    Args:
        decode: Decodes an object with ``event`` and ``data``, and ``id`` and ``retry`` if any.
        is_json: Whether ``data`` is JSON in it; else it is text.
    """
    return Format(partial(WholeEventFraming, is_json=is_json), decode, _may_be_events)


def json_lines(decode: Decoder[T]) -> Format[T]:
    """Read lines of JSON."""
    return Format(LineFraming, decode, _may_be_json)


def json_records(decode: Decoder[T]) -> Format[T]:
    """Read a sequence of JSON texts (RFC 7464)."""
    return Format(RecordFraming, decode, _may_be_json)


def json_item(convert: Converter[T]) -> Decoder[T]:
    """Decode the JSON of an item.

    One that is not what the spec says is logged, and stays as it arrived: as decoded JSON, or as
    text where it is none. When decoding is strict, it fails the stream.
    """

    def decode(response: Response, at: Reader) -> Any:
        try:
            value = response.json()
        except NotJSONError as problem:
            return _kept(text_item(response, at), problem, at)
        try:
            return convert(value, at)
        except Mismatch as mismatch:
            return _kept(value, mismatch, at)

    return decode


def _kept(value: Any, problem: ValueError, at: Reader) -> Any:
    if at.strict:
        raise problem
    logger.warning("an item is not decoded, kept as it arrived: %s", problem)
    return value


def text_item(response: Response, _: Reader) -> str:
    """Return the text of an item, which is UTF-8 whatever the content type says."""
    return response.body.decode(errors="replace")


class EventFormats(NamedTuple, Generic[T_co]):
    """The formats in which an operation streams its items, by media type, the first preferred."""

    by_type: Mapping[str, Format[T_co]]
    switch: tuple[Literal["body", "query"], str] | None = None
    """The field or parameter that asks for a stream by being true."""

    def asked_for(self, call: Call[Any]) -> Call[T_co]:
        """Return a call that asks for a stream."""
        match self.switch:
            case "body", name:
                call = call._replace(body=_switched_on(call.body, name))
            case "query", name:
                call = call._replace(query=_switched_on(call.query, name))
            case _:
                pass
        accept = ", ".join(self.by_type)
        operation = call.operation._replace(accept=accept, decode=self._decode)
        return call._replace(operation=operation)

    def framing(self, response: Response, limit: int) -> Framing:
        """Return what finds the items of a response, of at most ``limit`` bytes each."""
        content_type = response.content_type
        found = self._format(content_type)
        is_known = content_type in self.by_type or found.takes(content_type)
        if not is_known and response.status != _NO_CONTENT:
            return NoFraming(f"it is {content_type}, and no stream of items", limit)
        return found.framing(limit)

    def _decode(self, response: Response, at: Reader) -> T_co:
        return self._format(response.content_type).decode(response, at)

    def _format(self, content_type: str) -> Format[T_co]:
        first = next(iter(self.by_type.values()))
        return self.by_type.get(content_type, first)


def _switched_on(sent: Any, name: str) -> Any:
    if is_object(sent) and (sent.get(name) is None or sent[name] is UNSET):
        return {**sent, name: True}
    return sent


def unless_streamed(decode: Decoder[T]) -> Decoder[T]:
    """Decode a response of an operation that can stream too, which this call did not ask for."""

    def decode_whole(response: Response, at: Reader) -> T:
        if response.content_type == _EVENTS:
            raise ValueError("it is a stream of events: call the operation on with_event_stream")
        return decode(response, at)

    return decode_whole
