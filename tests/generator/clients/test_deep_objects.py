"""Lists and nested objects in brackets: `deep_objects`."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, response


@pytest.fixture
def sessions(server: LoopbackServer, use: Use) -> Any:
    """Return the resource, connected to a server that returns no content."""
    server.respond(lambda _: response(204, b""))
    return use("deep_objects").sessions


def test_lists_and_objects_in_a_form_are_numbered(server: LoopbackServer, sessions: Any) -> None:
    """Items of a list are told apart by their numbers, members by their names."""
    item = models_of(sessions._client).LineItem(price="p", quantity=2, rates=["x", "y"])

    sessions.create(line_items=[item, {"price": "q"}], metadata={"a b": "c&d"})

    assert server.received[0].form == [
        ("line_items[0][price]", "p"),
        ("line_items[0][quantity]", "2"),
        ("line_items[0][rates][0]", "x"),
        ("line_items[0][rates][1]", "y"),
        ("line_items[1][price]", "q"),
        ("metadata[a b]", "c&d"),
    ]


def test_lists_and_objects_in_a_query_are_numbered(server: LoopbackServer, sessions: Any) -> None:
    """A query is written in the same way; a plain value is itself."""
    sessions.list(expand=["a", "b"], created={"gte": 1, "lt": None})
    sessions.list(created=7)

    assert [request.query for request in server.received] == [
        [("expand[0]", "a"), ("expand[1]", "b"), ("created[gte]", "1")],
        [("created", "7")],
    ]


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"metadata": {"a][b": "c"}}, ValueError, r"metadata has the key 'a\]\[b'"),
        ({"metadata": {"a": object()}}, TypeError, r"metadata\[a\] must be a string, number"),
        (
            {"line_items": [{"price": b"1"}]},
            TypeError,
            r"line_items\[0\]\[price\] must be a",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(
    fields: dict[str, Any],
    error: type[Exception],
    message: str,
    server: LoopbackServer,
    sessions: Any,
) -> None:
    """The error names the path of the value, and nothing is sent."""
    with pytest.raises(error, match=message):
        sessions.create(**fields)

    assert server.received == []


def test_a_value_that_contains_itself_is_refused(server: LoopbackServer, sessions: Any) -> None:
    """It would never end."""
    endless: dict[str, Any] = {"price": "p"}
    endless["next"] = endless

    with pytest.raises(ValueError, match="line_items contains itself"):
        sessions.create(line_items=[endless])

    assert server.received == []


def test_null_in_a_list_is_sent_where_its_type_allows_it(
    server: LoopbackServer, sessions: Any
) -> None:
    """A query and a form have no null: it is written as nothing."""
    sessions.list(words=["a", None])
    sessions.create(words=("a", None))

    assert server.received[0].query == [("words", "a"), ("words", "")]
    assert parse_qsl(server.received[1].body.decode(), keep_blank_values=True) == [
        ("words", "a"),
        ("words", ""),
    ]


def test_null_in_a_list_is_refused_elsewhere(server: LoopbackServer, sessions: Any) -> None:
    """It would be read as an empty string."""
    with pytest.raises(TypeError, match=r"expand\[1\] must be a string"):
        sessions.list(expand=["a", None])

    assert server.received == []
