"""Responses of one item after another: what an item is, by how it is described."""

from typing import Any

import pytest

from generator.ir.api import Framing, Items, Responses
from generator.ir.types import Map, ModelRef, Scalar, Union
from tests.generator.lower.documents import Json, lowered, operation

SSE = "text/event-stream"
INTEGER = {"type": "integer"}
STRING = {"type": "string"}
STEP = {"type": "object", "properties": {"number": INTEGER}}
IN_JSON = {"type": "string", "contentMediaType": "application/json", "contentSchema": INTEGER}


def _responses(**content: Any) -> Responses:
    response = {"description": "", "content": content}
    return lowered(operation("get", responses={"200": response})).operation.responses


def _items(media_type: str, **described: Any) -> Items:
    found = _responses(**{media_type: described}).items
    assert found is not None
    return found


def _event(**members: Json) -> Json:
    return {"type": "object", "properties": members}


@pytest.mark.parametrize(
    ("media_type", "framing"),
    [
        (SSE, Framing.EVENTS),
        ("Text/Event-Stream; charset=utf-8", Framing.EVENTS),
        ("application/jsonl", Framing.LINES),
        ("application/x-ndjson", Framing.LINES),
        ("application/json-seq", Framing.RECORDS),
        ("application/geo+json-seq", Framing.RECORDS),
    ],
)
def test_a_media_type_says_how_items_are_told_apart(media_type: str, framing: Framing) -> None:
    """Alone it is no choice: the operation returns items."""
    items = _items(media_type, schema=INTEGER)
    [(_, content)] = items.contents

    assert (content.framing, content.type, items.is_choice) == (framing, Scalar.INTEGER, False)


@pytest.mark.parametrize(
    ("described", "framing", "of"),
    [
        ({}, Framing.EVENTS, Scalar.STRING),
        ({"schema": STRING}, Framing.EVENTS, Scalar.STRING),
        ({"schema": {"type": "string", "enum": ["a", "b"]}}, Framing.EVENTS, Scalar.STRING),
        ({"schema": {"const": "a"}}, Framing.EVENTS, Scalar.STRING),
        ({"schema": INTEGER}, Framing.EVENTS, Scalar.INTEGER),
        ({"schema": {}}, Framing.EVENTS, Scalar.ANY),
        ({"schema": {"type": "array", "items": INTEGER}}, Framing.EVENTS, Scalar.INTEGER),
        ({"schema": IN_JSON}, Framing.EVENTS, Scalar.INTEGER),
        ({"itemSchema": _event(data=IN_JSON, event=STRING)}, Framing.EVENTS, Scalar.INTEGER),
        ({"itemSchema": INTEGER}, Framing.EVENTS, Scalar.INTEGER),
    ],
)
def test_the_data_of_an_event_are_text_or_json(described: Json, framing: Framing, of: Any) -> None:
    """Text where a string is described, or nothing; else the JSON that it is."""
    [(_, content)] = _items(SSE, **described).contents

    assert (content.framing, content.type) == (framing, of)


@pytest.mark.parametrize(
    ("described", "framing"),
    [
        ({"itemSchema": _event(data=STRING)}, Framing.WHOLE_EVENTS),
        ({"itemSchema": _event(data=STEP)}, Framing.WHOLE_JSON_EVENTS),
        ({"schema": _event(data=STRING, event=STRING)}, Framing.WHOLE_EVENTS),
        ({"schema": _event(data=STEP, event=STRING)}, Framing.WHOLE_JSON_EVENTS),
        ({"schema": _event(data=STEP)}, Framing.EVENTS),
        ({"schema": _event(event=STRING, id=STRING)}, Framing.EVENTS),
        ({"itemSchema": _event(data=STEP, more=STRING)}, Framing.EVENTS),
    ],
)
def test_an_object_with_the_fields_of_an_event_is_the_event(
    described: Json, framing: Framing
) -> None:
    """In ``schema`` it needs both type and data: many APIs have an envelope called data."""
    [(_, content)] = _items(SSE, **described).contents

    assert content.framing is framing
    assert isinstance(content.type, ModelRef)


@pytest.mark.parametrize("keyword", ["schema", "itemSchema"])
def test_events_may_differ_by_their_type(keyword: str) -> None:
    """Each variant is an event; one of them may have no data."""
    variants = [
        _event(event={"const": "step"}, data=STEP),
        _event(event={"const": "note"}, data=STRING),
        _event(event={"const": "end"}),
    ]

    [(_, content)] = _items(SSE, **{keyword: {"oneOf": variants}}).contents
    [(_, payload)] = _items(SSE, **{keyword: {"oneOf": [*variants, STEP]}}).contents

    assert content.framing is Framing.WHOLE_JSON_EVENTS
    assert isinstance(content.type, Union)
    assert payload.framing is Framing.EVENTS


def test_a_line_is_json_whatever_it_is() -> None:
    """A string is a string in JSON; without a description it is any value."""
    for described, of in (({"schema": STRING}, Scalar.STRING), ({}, Scalar.ANY)):
        [(_, content)] = _items("application/jsonl", **described).contents
        assert (content.framing, content.type) == (Framing.LINES, of)


def test_beside_other_media_types_a_stream_is_a_choice() -> None:
    """What is returned otherwise has the type, and the media types, of the others."""
    found = _responses(**{SSE: {"schema": INTEGER}, "application/json": {"schema": STRING}})

    assert found.items is not None
    assert found.items == Items(((SSE, found.items.contents[0][1]),), is_choice=True)
    assert (found.type, found.accept, found.may_be_large) == (
        Scalar.STRING,
        "application/json",
        True,
    )


def test_beside_another_status_a_stream_is_a_choice() -> None:
    """The statuses of streams are no part of what is returned otherwise; none is no choice."""
    described = {
        "200": {"description": "", "content": {SSE: {}}},
        "202": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}},
        "204": {"description": ""},
    }

    found = lowered(operation("get", responses=described)).operation.responses
    del described["202"]
    alone = lowered(operation("get", responses=described)).operation.responses

    assert [success.status for success in found.successes] == ["202", "204"]
    assert isinstance(found.successes[0].type, Map)
    assert found.items is not None
    assert alone.items is not None
    assert (found.items.is_choice, alone.items.is_choice) == (True, False)
    assert alone.accept == SSE


def test_a_response_to_head_has_no_items() -> None:
    """It has no body."""
    responses = {"200": {"description": "", "content": {SSE: {}}}}

    assert lowered(operation("head", responses=responses)).operation.responses.items is None
