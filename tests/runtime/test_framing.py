"""Where items begin and end, however what arrives is cut."""

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.optional import event_framing, framing

LIMIT = 100


def read(found: Any, pieces: Iterable[bytes]) -> list[bytes]:
    """Feed pieces and the end of the body; return the items."""
    items: list[bytes] = []
    for piece in pieces:
        items += found.feed(piece)
        if found.is_done:
            return items
    return [*items, *found.end()]


def events(*pieces: bytes, limit: int = LIMIT) -> list[bytes]:
    """Return the data of events."""
    return read(event_framing.EventFraming(limit), pieces)


def event(body: bytes) -> Any:
    """Return the last event of a body."""
    found = event_framing.EventFraming(LIMIT)
    read(found, [body])
    return found.last_event


EVENTS: dict[str, tuple[bytes, list[bytes]]] = {
    "the standard's first example": (
        b": test stream\n\ndata: first\nid: 1\n\ndata:second\nid\n\ndata:  third event\n\n",
        [b"first", b"second", b" third event"],
    ),
    "several lines": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [b"YHOO\n+2\n10"]),
    "empty data": (b"data\n\ndata\ndata\n\ndata:", [b"", b"\n"]),
    "one space only": (b"data:test\n\ndata: test\n\n", [b"test", b"test"]),
    "fields that are no data": (b"event: ping\n\nid: 7\n\nretry: 10\n\n", []),
    "unknown fields and comments": (b": hm\nfoo: bar\nDATA: no\n data: no\ndata: x\n\n", [b"x"]),
    "carriage returns": (b"data: a\rdata: b\r\rdata: c\r\r", [b"a\nb", b"c"]),
    "both": (b"data: a\r\ndata: b\r\n\r\ndata: c\n\r\n", [b"a\nb", b"c"]),
    "a byte order mark": (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", [b"a"]),
    "not ended": (b"data: a\n\ndata: b\n", [b"a"]),
    "done": (b"data: a\n\ndata: [DONE]\n\ndata: b\n\n", [b"a"]),
    "letters of several bytes": ("data: 🙂é\n\n".encode(), ["🙂é".encode()]),
    "a colon in the data": (b"data: a: b\n\n", [b"a: b"]),
    "nothing": (b"", []),
}


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("size", [1, 2, 3, LIMIT])
def test_events_are_read_as_the_standard_says(name: str, size: int) -> None:
    """Whatever the size of the pieces; ``[DONE]`` is the end of all."""
    body, expected = EVENTS[name]

    assert events(*(body[at : at + size] for at in range(0, len(body), size))) == expected


@given(
    st.lists(st.lists(st.text("a:é🙂 ", max_size=5), min_size=1, max_size=3), max_size=4),
    st.sampled_from(["\n", "\r", "\r\n"]),
    st.lists(st.integers(0, 200), max_size=8),
)
def test_events_arrive_whole_wherever_they_are_cut(
    written: list[list[str]], end: str, cuts: list[int]
) -> None:
    """What is written as lines of data arrives, with all three line ends, cut anywhere."""
    lines = ["".join(f"data: {line}{end}" for line in several) for several in written]
    body = "".join(f"{each}{end}" for each in lines).encode()
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]

    found = events(*(body[a:b] for a, b in pairwise(places)), limit=1_000)

    assert found == ["\n".join(several).encode() for several in written]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"data: x\n\n", ("message", "x", "", None)),
        (b"event: add\nid: 7\nretry: 100\ndata: x\n\n", ("add", "x", "7", 100)),
        (b"id: 7\nretry: 100\ndata: x\n\nevent: add\ndata: y\n\n", ("add", "y", "7", 100)),
        (b"event: add\n\ndata: x\n\n", ("message", "x", "", None)),
        (b"event: add\ndata: x\n\ndata: y\n\n", ("message", "y", "", None)),
        (b"id: 7\ndata: x\n\nid\ndata: y\n\n", ("message", "y", "", None)),
        (b"id: 7\n\nid: 8\0\ndata: y\n\n", ("message", "y", "7", None)),
        (b"retry: 1s\ndata: y\n\n", ("message", "y", "", None)),
        (b"retry: -1\ndata: y\n\n", ("message", "y", "", None)),
        (b"data: \xff\n\n", ("message", "\ufffd", "", None)),
    ],
)
def test_an_event_has_its_other_fields(body: bytes, expected: tuple[object, ...]) -> None:
    """The type is the event's own; id and retry hold until there are others."""
    assert event(body) == expected


@pytest.mark.parametrize(
    ("is_json", "body", "expected"),
    [
        (True, b'data: {"a": 1}\n\n', {"event": "message", "data": {"a": 1}}),
        (False, b'data: {"a": 1}\n\n', {"event": "message", "data": '{"a": 1}'}),
        (
            True,
            b"event: e\nid: 7\nretry: 1\ndata: x\n\n",
            {"event": "e", "data": "x", "id": "7", "retry": 1},
        ),
    ],
)
def test_an_event_can_be_an_object(is_json: bool, body: bytes, expected: object) -> None:  # noqa: FBT001 - a row
    """Its data is text, or JSON where it can be."""
    found = event_framing.WholeEventFraming(LIMIT, is_json=is_json)

    assert [json.loads(each) for each in read(found, [body])] == [expected]


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": 1}\n{"b": 2}\n', [b'{"a": 1}', b'{"b": 2}']),
        (b'\xef\xbb\xbf1\r\n\r\n \n"\xc3\xa9"', [b"1\r", b'"\xc3\xa9"']),
        (b"", []),
        (b"\n\n", []),
    ],
)
def test_json_lines_are_items_unless_they_are_blank(
    size: int, body: bytes, expected: list[bytes]
) -> None:
    """The last line needs no end."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]

    assert read(framing.LineFraming(LIMIT), pieces) == expected


def test_records_begin_with_a_separator() -> None:
    """Their JSON may have line ends."""
    body = b'\x1e{"a":\n1}\n\x1e\x1e[2]\n'

    assert read(framing.RecordFraming(LIMIT), [body]) == [b'{"a":\n1}\n', b"[2]\n"]


@pytest.mark.parametrize("name", ["LineFraming", "RecordFraming"])
def test_a_body_that_ends_within_an_item_has_broken_off(name: str) -> None:
    """Half of an item is no item."""
    with pytest.raises(httpx.RemoteProtocolError, match="ended within an item"):
        read(getattr(framing, name)(LIMIT), [b'{"a": 1'])


TOO_LARGE: dict[str, tuple[Any, list[bytes]]] = {
    "a line": (event_framing.EventFraming, [b"data: ", b"x" * LIMIT]),
    "a line that ends": (event_framing.EventFraming, [b"data: " + b"x" * LIMIT + b"\n"]),
    "many lines": (event_framing.EventFraming, [b"data: 12345678\n"] * (LIMIT // 9 + 1)),
    "lines of nothing": (event_framing.EventFraming, [b"data\n"] * (LIMIT + 1)),
    "a comment": (event_framing.EventFraming, [b":" + b" " * LIMIT]),
    "JSON": (framing.LineFraming, [b'"' + b"x" * LIMIT]),
    "a record": (framing.RecordFraming, [b"\x1e[", b"1," * LIMIT]),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_never_ends_is_an_error(name: str) -> None:
    """No more than the limit is kept."""
    make, pieces = TOO_LARGE[name]

    with pytest.raises(framing.ItemError, match=r"larger than 100 bytes"):
        read(make(LIMIT), pieces)


def test_the_limit_holds_for_each_item_by_itself() -> None:
    """A stream may go on for ever."""
    assert len(events(b"data: 1234567890\n\n" * 1_000)) == 1_000
