"""Parameters of every place and style, called: `parameters`; openapi-core reads the requests."""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.generator.cases import spec_of
from tests.generator.conftest import Use, models_of
from tests.generator.judge import Judge, Read
from tests.loopback import LoopbackServer, response

NAUGHTY = ["a b", "c,d|e&f=g", "é+%"]
FILTER = {"word": "w", "least": 2}


@pytest.fixture
def search(server: LoopbackServer, use: Use) -> Any:
    """Return the resource of the case, connected to a server that returns no content."""
    server.respond(lambda _: response(204, b""))
    return use("parameters").search


def _read(server: LoopbackServer) -> Read:
    return Judge(spec_of("parameters")).read(server.received[-1])


def test_lists_in_a_query_are_exploded_or_joined(server: LoopbackServer, search: Any) -> None:
    """A list is written once per item, or with commas or bars in between, as its style says."""
    search.in_query(ids=[1, 2], ids_=[3], comma=["x", "y"], pipe=["x", "y"])

    assert _read(server).query == {
        "ids": [1, 2],
        "ids[]": [3],
        "comma": ["x", "y"],
        "pipe": ["x", "y"],
    }


def test_separators_within_an_item_differ_from_those_between_items(
    server: LoopbackServer, search: Any
) -> None:
    """What separates items in one piece is percent-encoded within them; exploded needs none."""
    search.in_query(comma=NAUGHTY, space=["x", "y"], spaces=["x", "y"], pipes=NAUGHTY)

    assert server.received[0].target.partition("?")[2].split("&") == [
        "comma=a%20b,c%2Cd%7Ce%26f%3Dg,%C3%A9%2B%25",
        "space=x%20y",
        "spaces=x",
        "spaces=y",
        "pipes=a%20b",
        "pipes=c%2Cd%7Ce%26f%3Dg",
        "pipes=%C3%A9%2B%25",
    ]


@pytest.mark.parametrize("passed", ["a mapping", "a model"])
def test_objects_in_a_query_are_written_in_their_style(
    passed: str, server: LoopbackServer, search: Any
) -> None:
    """An object goes under brackets, as JSON, exploded or in one piece, as its style says."""
    models = models_of(search._client)
    given = FILTER if passed == "a mapping" else models.Filter(**FILTER)

    search.in_query(flat=given, map={"a": 1, "b c": [2, 3]})
    search.in_query(deep=given, json=given, pairs=given)

    assert _read(server).query == {"deep": FILTER, "json": FILTER, "pairs": FILTER}
    assert server.received[0].query == [
        ("word", "w"),
        ("least", "2"),
        ("map[a]", "1"),
        ("map[b c][0]", "2"),
        ("map[b c][1]", "3"),
    ]


def test_plain_values_in_a_query_are_written_by_their_type(
    server: LoopbackServer, search: Any
) -> None:
    """Dates, times, UUIDs, booleans, numbers and odd text arrive as what they were."""
    moment = dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    given = {
        "day": dt.date(2020, 1, 2),
        "moment": moment,
        "tag": UUID(int=7),
        "alive": False,
        "ratio": 0.5,
        "level": 2,
        "either": "ten",
        "reserved": "a/b?c#d",
        "anything": "x",
    }

    search.in_query(filter_state_eq="on&off", **given)

    assert _read(server).query == {**given, "filter[state][eq]": "on&off"}


def test_what_is_not_passed_is_not_in_the_query(server: LoopbackServer, search: Any) -> None:
    """None omits a parameter, also where its schema allows null; a list may be empty."""
    search.in_query()
    search.in_query(ids=[], reserved=None)
    search.may_be_null(nothing=None)
    search.may_be_null(nothing="")

    assert [request.target for request in server.received] == [
        "/query",
        "/query",
        "/null",
        "/null?nothing=",
    ]


def test_values_stay_in_their_segment_of_the_path(server: LoopbackServer, search: Any) -> None:
    """Lists and objects have a form in a path as well; no value leaves its segment."""
    search.in_path(
        dt.date(2020, 1, 2), plain="a/b?c#d é", list=[1, 2], pairs=FILTER, exploded=FILTER
    )

    assert server.received[0].path.count("/") == 6
    assert _read(server).path == {
        "plain": "a/b?c#d é",
        "list": [1, 2],
        "pairs": FILTER,
        "exploded": FILTER,
        "day": dt.date(2020, 1, 2),
    }


def test_headers_carry_lists_and_objects(server: LoopbackServer, search: Any) -> None:
    """Header parameters are written in the simple style, exploded or not."""
    search.in_header(x_plain="p q", x_list=[1, 2], x_pairs=FILTER, x_exploded=FILTER, x_alive=True)

    found = _read(server).header
    assert {key: value for key, value in found.items() if key.startswith("X-")} == {
        "X-Plain": "p q",
        "X-List": [1, 2],
        "X-Pairs": FILTER,
        "X-Exploded": FILTER,
        "X-Alive": True,
    }


def test_a_header_cannot_be_cut_in_two(server: LoopbackServer, search: Any) -> None:
    """A line break in a header parameter is refused before anything is sent."""
    with pytest.raises(ValueError, match="X-Plain"):
        search.in_header(x_plain="a\r\nx-evil: 1")

    assert server.received == []


def test_cookies_cannot_run_into_each_other(server: LoopbackServer, search: Any) -> None:
    """What separates cookies is encoded within their values."""
    search.in_cookie(session='a; visits=9,"é', visits=2, seen=["a", "b"])

    expected = {"session": 'a; visits=9,"é', "visits": 2, "seen": ["a", "b"]}
    assert _read(server).cookie == expected


def test_names_that_clash_are_kept_apart(server: LoopbackServer, search: Any) -> None:
    """One name in four places is four arguments; call options keep their names."""
    search.clashes(
        3, id="path", id_="query", id__="header", id___="cookie", extra_query_="e", timeout=5
    )

    found = _read(server)
    assert found.path == {"id": "path", "timeout": 3}
    assert found.query == {"id": "query", "extra_query": "e"}
    assert (found.header["ID"], found.cookie) == ("header", {"id": "cookie"})


def test_paths_may_differ_in_query_and_fragment_only(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """A query in a path is sent before other parameters; a fragment is never sent."""
    done = {"200": {"description": "Done."}}
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    operations = {
        "/things?kind=a": {"operationId": "find_a", "parameters": [size], "responses": done},
        "/things?kind=b": {"operationId": "find_b", "responses": done},
        "/things#kind=c": {"operationId": "find_c", "responses": done},
    }
    paths = {path: {"get": operation} for path, operation in operations.items()}
    info = {"title": "Acme", "version": "1"}
    (tmp_path / "spec.json").write_text(
        json.dumps({"openapi": "3.0.3", "info": info, "paths": paths})
    )
    client = use(tmp_path / "spec.json").things

    client.find_a(size=1)
    client.find_b(extra_query={"more": "&"})
    client.find_c()

    assert [request.target for request in server.received] == [
        "/things?kind=a&size=1",
        "/things?kind=b&more=%26",
        "/things",
    ]


def test_reserved_characters_are_sent_as_they_are_where_it_is_allowed(
    server: LoopbackServer, search: Any
) -> None:
    """Those that would end or change the value are encoded all the same."""
    search.in_query(reserved="/a:b?c@d,e=f;$!'()*&+#[]%20 é", alive=True)

    query = server.received[0].target.partition("?")[2]
    assert query == "alive=true&reserved=/a:b?c@d,e=f;$!'()*%26%2B%23%5B%5D%2520%20%C3%A9"
