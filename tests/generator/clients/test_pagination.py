"""Lists that come in pages: `pagination`."""

import asyncio
import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generator.cases import generate, spec_of
from tests.loopback import LoopbackServer, Received, response

Make = Callable[..., Any]
THINGS = [{"id": f"t{number}"} for number in range(5)]


@pytest.fixture
def acme(package: Callable[[str], ModuleType]) -> ModuleType:
    """Import the client."""
    return package("pagination")


@pytest.fixture
def client(acme: ModuleType, server: LoopbackServer) -> Iterator[Any]:
    """Connect a client to the loopback server."""
    with acme.Acme(base_url=f"{server.url}/v1", api_key="KEY-OF-A-CLIENT", max_retries=0) as made:
        yield made


def _sent(server: LoopbackServer) -> list[str]:
    return [each.target for each in server.received]


def _by_cursor(request: Received) -> bytes:
    """Serve two things at a time, the first of them at the index that the cursor is."""
    start = int(dict(request.query).get("cursor", "0"))
    following = str(start + 2) if start + 2 < len(THINGS) else None
    page = {"data": THINGS[start : start + 2], "meta": {"next_cursor": following}}
    return response(200, page)


def test_the_items_of_all_pages_are_yielded_one_by_one(server: LoopbackServer, client: Any) -> None:
    """Each is a model; arguments and options are sent with the request of each page."""
    server.respond(_by_cursor)

    things = client.things.with_pagination.list("s", limit=2, extra_headers={"X-Mine": "1"})

    assert [thing.id for thing in things] == ["t0", "t1", "t2", "t3", "t4"]
    assert _sent(server) == [
        "/v1/shops/s/things?limit=2",
        "/v1/shops/s/things?cursor=2&limit=2",
        "/v1/shops/s/things?cursor=4&limit=2",
    ]
    assert {each.headers["x-mine"] for each in server.received} == {"1"}
    assert {each.headers["authorization"] for each in server.received} == {"Bearer KEY-OF-A-CLIENT"}


def test_an_async_client_does_the_same(server: LoopbackServer, acme: ModuleType) -> None:
    """With ``async for``, over items and over pages."""
    server.respond(_by_cursor)

    async def run() -> tuple[list[str], list[int]]:
        async with acme.AsyncAcme(base_url=server.url, api_key="KEY") as client:
            things = client.things.with_pagination.list("s")
            ids = [thing.id async for thing in things]
            return ids, [len(page.data) async for page in things.pages()]

    assert asyncio.run(run()) == (["t0", "t1", "t2", "t3", "t4"], [2, 2, 1])
    assert len(server.received) == 6


def test_pages_are_requested_when_they_are_needed(server: LoopbackServer, client: Any) -> None:
    """None before the first item, none ahead, and none after the caller has left."""
    server.respond(_by_cursor)

    things = client.things.with_pagination.list("s", cursor="2")
    assert server.received == []

    pages = things.pages()
    assert [thing.id for thing in next(pages).data] == ["t2", "t3"]
    assert len(server.received) == 1
    for thing in things:
        if thing.id == "t4":
            break
    assert len(server.received) == 3
    assert client.things.list("s").meta.next_cursor == "2"


@pytest.mark.parametrize(
    "meta", [{"next_cursor": "x", "has_more": False}, {"next_cursor": ""}, {}, None]
)
def test_a_cursor_is_followed_until_there_is_none(
    meta: object, server: LoopbackServer, client: Any
) -> None:
    """Or until the server says that there is no more, or says nothing at all."""
    server.respond(lambda _: response(200, {"data": THINGS[:1], "meta": meta}))

    assert len(list(client.things.with_pagination.list("s"))) == 1
    assert len(server.received) == 1


def test_a_page_may_be_empty_before_the_last(server: LoopbackServer, client: Any) -> None:
    """A server that filters what it has read may find nothing in a page (AIP-158)."""
    pages = iter([([], "a"), ([], "b"), (THINGS, None)])

    def respond(_: Received) -> bytes:
        data, cursor = next(pages)
        return response(200, {"data": data, "meta": {"next_cursor": cursor}})

    server.respond(respond)

    assert len(list(client.things.with_pagination.list("s"))) == 5


@pytest.mark.parametrize("cursors", ["aa", "aba", "abcabc"])
def test_a_cursor_that_was_sent_before_ends_the_iteration(
    cursors: str, server: LoopbackServer, acme: ModuleType, client: Any
) -> None:
    """What was read until then is yielded; then an error says what the server did."""
    following = iter(cursors)
    server.respond(
        lambda _: response(200, {"data": THINGS[:1], "meta": {"next_cursor": next(following)}})
    )
    found: list[str] = []

    with pytest.raises(acme.APIResponseValidationError, match="read before") as caught:
        found.extend(thing.id for thing in client.things.with_pagination.list("s"))

    pages = len(set(cursors)) + 1
    assert len(server.received) == pages
    assert caught.value.body["meta"] == {"next_cursor": cursors[0]}
    assert found == ["t0"] * pages


def test_the_cursor_of_the_first_request_counts(
    server: LoopbackServer, acme: ModuleType, client: Any
) -> None:
    """A server that does not know the parameter repeats what the caller passed."""
    server.respond(lambda _: response(200, {"data": [], "meta": {"next_cursor": "x"}}))

    with pytest.raises(acme.APIResponseValidationError, match="read before"):
        list(client.things.with_pagination.list("s", cursor="x"))
    assert len(server.received) == 1


def test_a_cursor_may_be_that_of_the_last_item(server: LoopbackServer, client: Any) -> None:
    """An empty page has none; nor does one without the member."""

    def respond(request: Received) -> bytes:
        after = dict(request.query).get("starting_after")
        found = THINGS[:2] if after is None else THINGS[2:4] if after == "t1" else []
        return response(200, {"data": found})

    server.respond(respond)
    with pytest.warns(DeprecationWarning, match="GET /latest is deprecated") as warned:
        things = client.things.with_pagination.latest()

    assert [thing.id for thing in things] == ["t0", "t1", "t2", "t3"]
    assert [each.filename for each in warned] == [__file__]
    assert _sent(server) == [
        "/v1/latest",
        "/v1/latest?starting_after=t1",
        "/v1/latest?starting_after=t3",
    ]


def test_a_cursor_may_be_sent_in_a_body(server: LoopbackServer, client: Any) -> None:
    """The other fields are sent again; what leads to the items may be missing."""

    def respond(request: Received) -> bytes:
        token = json.loads(request.body).get("token", 0)
        hits: list[object] = [{"found": ["a", "b"]}, {"found": None}, None, {"found": ["c"]}]
        following = token + 1 if token < 4 else None
        result = {"token": following, "hits": hits[token]} if token < 4 else None
        return response(200, {"result": result})

    server.respond(respond)

    assert list(client.things.with_pagination.search(text="x")) == ["a", "b", "c"]
    bodies = [json.loads(each.body) for each in server.received]
    assert bodies == [{"text": "x"}, *({"text": "x", "token": token} for token in range(1, 5))]


def test_a_cursor_of_another_type_is_an_error(
    server: LoopbackServer, acme: ModuleType, client: Any
) -> None:
    """It could be sent in no way that the server reads."""
    meta = {"next_cursor": ["a"]}
    server.respond(lambda _: response(200, {"data": [], "meta": meta}))

    with pytest.raises(acme.APIResponseValidationError, match="its cursor is of the type list"):
        list(client.things.with_pagination.list("s"))


def _rows(many: int, key: str = "offset", most: int = 3) -> Callable[[Received], bytes]:
    """Serve a list of numbers, at most so many at once."""

    def respond(request: Received) -> bytes:
        sent = {**dict(request.query), "X-Offset": request.headers.get("x-offset", "0")}
        start, limit = int(sent.get(key, "0")), min(int(sent.get("limit", "2")), most)
        found = list(range(many))[start : start + limit]
        return response(200, found if key == "offset" else {"names": _texts(found), "total": many})

    return respond


def _texts(numbers: list[int]) -> list[str]:
    """Return numbers as text."""
    return [str(number) for number in numbers]


@pytest.mark.parametrize(
    ("many", "arguments", "requests"),
    [
        (0, {}, [""]),
        (4, {}, ["", "offset=2", "offset=4"]),  # no limit passed: only an empty page is the last
        (5, {"limit": 2}, ["limit=2", "limit=2&offset=2", "limit=2&offset=4"]),
        (4, {"limit": 2}, ["limit=2", "limit=2&offset=2", "limit=2&offset=4"]),
        # The server returns three of the nine: as many as the document says it does at most.
        (7, {"limit": 9}, ["limit=9", "limit=9&offset=3", "limit=9&offset=6"]),
        (
            5,
            {"offset": 3, "limit": 1},
            ["limit=1&offset=3", "limit=1&offset=4", "limit=1&offset=5"],
        ),
    ],
)
def test_an_offset_grows_by_the_items_that_came(
    many: int,
    arguments: dict[str, int],
    requests: list[str],
    server: LoopbackServer,
    client: Any,
) -> None:
    """The last page is empty, or has fewer items than were asked for."""
    server.respond(_rows(many))

    found = list(client.rows.with_pagination.list_rows(**arguments))

    assert found == list(range(arguments.get("offset", 0), many))
    assert [each.partition("?")[2] for each in _sent(server)] == requests


def test_the_number_of_all_items_ends_it(server: LoopbackServer, client: Any) -> None:
    """Then no empty page is requested; the offset may be a header."""
    server.respond(_rows(4, "X-Offset"))

    assert list(client.rows.with_pagination.list_columns()) == ["0", "1", "2", "3"]
    assert [each.headers.get("x-offset") for each in server.received] == [None, "2"]


@pytest.mark.parametrize(("first", "numbers"), [(None, "23"), (2, "23")])
def test_the_number_of_pages_ends_it(
    first: int | None, numbers: str, server: LoopbackServer, client: Any
) -> None:
    """Pages are counted from 1, or from the number that was passed; a short one is not the last."""
    names = {"1": "ab", "2": "c", "3": "d"}

    def respond(request: Received) -> bytes:
        number = dict(request.query).get("page[number]", "1")
        return response(200, {"names": [*names[number]], "total": 3})

    server.respond(respond)

    found = list(client.rows.with_pagination.list_cells(limit=2, page_number=first))

    assert found == [*"abcd"[0 if first is None else 2 :]]
    sent = [dict(each.query).get("page[number]") for each in server.received]
    assert sent == ([None] if first is None else []) + [*numbers]


def _linked(links: dict[str, str]) -> Callable[[Received], bytes]:
    """Serve names with the ``Link`` header of their target."""

    def respond(request: Received) -> bytes:
        target = request.target.replace("access=K%26Y&", "").replace("?access=K%26Y", "")
        return response(200, {"names": [target]}, Link=links.get(target, ""))

    return respond


def test_a_link_is_followed_as_it_is(server: LoopbackServer, client: Any) -> None:
    """Resolved against the URL of its page; with the headers of the caller."""
    links = {
        "/v1/events": '<events?c=a%20b+%2f>; rel="prev next", </last>; rel=last',
        "/v1/events?c=a%20b+%2f": '</else?x="1">; title="a, <b>; rel=next"; REL=Next',
        "/else?x=%221%22": f"<{server.url}/v1/events?c=3#f>;rel=next",
        "/v1/events?c=3": '</v1/events>; rel=next; anchor="/other", </v1/x>; rel="nextish"',
    }
    server.respond(_linked(links))

    found = list(client.events.with_pagination.list_events(extra_headers={"X-Mine": "1"}))

    assert found == [*links]
    assert {each.headers.get("x-mine") for each in server.received} == {"1"}


def test_keys_and_what_the_caller_adds_are_part_of_each_link(
    server: LoopbackServer, acme: ModuleType
) -> None:
    """A key in the query is not taken from the link; what the link has stays as it is."""
    server.respond(
        lambda request: response(
            200,
            {"names": ["a"], "next": "?c=1&access=REDACTED&mine=2"}
            if "c=1" not in request.target
            else {},
        )
    )
    with acme.Acme(base_url=server.url, access="K&Y") as client:
        list(client.events.with_pagination.list_logs(extra_query={"mine": "1", "other": "x"}))

    assert _sent(server) == [
        "/logs?mine=1&other=x&access=K%26Y",
        "/logs?c=1&mine=2&other=x&access=K%26Y",
    ]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("http://evil.example/x?secret=1", "it is at http://evil.example, not at http://127.0.0.1"),
        ("//evil.example/x", "it is at http://evil.example"),
        ("{https}/x", "it is at https://127.0.0.1"),
        ("http://user:pass@{host}/x", "it is at http://127.0.0.1"),
        ("http://127.0.0.1:1/x", "it is at http://127.0.0.1"),
        ("file:///etc/passwd", "it is at file://"),
        ("http://127.0.0.1:port/x", "its link is no URL"),
        ("/v1/logs?a=\n", "its link is no URL"),
        ("", None),
        ("/v1/logs", "read before"),
        ("#top", "read before"),
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(
    link: str, message: str | None, server: LoopbackServer, acme: ModuleType, client: Any
) -> None:
    """Keys are sent to the host of ``base_url`` only; the page that has the link is yielded."""
    host = server.url.removeprefix("http://")
    url = link.replace("{https}", f"https://{host}").replace("{host}", host)
    server.respond(lambda _: response(200, {"names": ["a"], "next": url}))
    found: list[str] = []

    def read() -> None:
        found.extend(client.events.with_pagination.list_logs())

    if message is None:
        read()
    else:
        with pytest.raises(acme.APIResponseValidationError, match=message) as caught:
            read()
        assert "secret" not in str(caught.value)
    assert found == ["a"]
    assert _sent(server) == ["/v1/logs"]


def test_each_page_is_retried_as_any_call(server: LoopbackServer, acme: ModuleType) -> None:
    """What was yielded is not yielded again; a page that fails for good raises as a call does."""
    failures = iter([429, None, 503, 503, None, 404])

    def respond(request: Received) -> bytes:
        status = next(failures)
        if status is not None:
            return response(status, {}, retry_after_ms="1")
        return _by_cursor(request)

    server.respond(respond)
    found: list[str] = []
    with (
        acme.Acme(base_url=server.url, api_key="KEY") as client,
        pytest.raises(acme.NotFoundError),
    ):
        found.extend(each.id for each in client.things.with_pagination.list("s"))

    assert found == ["t0", "t1", "t2", "t3"]
    assert len(server.received) == 6


def test_a_page_that_is_not_as_described_raises(
    server: LoopbackServer, acme: ModuleType, client: Any
) -> None:
    """As it does for a single call."""
    server.respond(lambda _: response(200, {"data": None}))

    with pytest.raises(acme.APIResponseValidationError, match="data"):
        list(client.things.with_pagination.list("s"))


def test_a_timeout_holds_for_each_page(server: LoopbackServer, client: Any) -> None:
    """A bad one is an error when the first page is requested; a closed client is one too."""
    server.respond(_by_cursor)
    things = client.things.with_pagination.list("s", timeout=-1)
    with pytest.raises(ValueError, match="greater than zero"):
        next(iter(things))

    pages = client.things.with_pagination.list("s").pages()
    next(pages)
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        next(pages)


def test_nothing_of_a_key_is_shown(
    server: LoopbackServer, acme: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither by the paginator, nor where a server repeats it in a link."""
    link = "https://evil.example/KEY-OF-A-CLIENT"
    server.respond(lambda _: response(200, {"names": [], "next": link}))

    with acme.Acme(base_url=server.url, access="KEY-OF-A-CLIENT") as client:
        logs = client.events.with_pagination.list_logs()
        with (
            caplog.at_level(logging.DEBUG),
            pytest.raises(acme.APIResponseValidationError) as caught,
        ):
            list(logs)

    assert repr(logs) == "<Paginator GET /logs>"
    # httpx logs URLs on its own account.
    logged = [each.getMessage() for each in caplog.records if each.name == acme.__name__]
    assert logged
    assert "KEY-OF-A-CLIENT" not in f"{logged}{caught.value}{vars(caught.value)}"


def test_only_operations_with_pages_can_be_iterated(acme: ModuleType, client: Any) -> None:
    """And only clients with such operations have what iterates."""
    assert not hasattr(client.things.with_pagination, "create")
    assert {"Paginator", "AsyncPaginator"} <= {*dir(acme)}
    with warnings.catch_warnings(action="error"):
        assert "one page" in client.things.with_pagination.list.__doc__


_USE = """
from collections.abc import AsyncIterator, Iterator
from typing import Any, assert_type

from acme import Acme, AsyncAcme, AsyncPaginator, Paginator
from acme.models import NamePage, SearchResponse, Thing, ThingPage


def use(client: Acme) -> None:
    things = client.things.with_pagination.list("shop", limit=5)
    assert_type(things, Paginator[ThingPage, Thing | Any])
    for thing in things:
        assert_type(thing, Thing | Any)
    assert_type(things.pages(), Iterator[ThingPage])
    assert_type(client.things.with_pagination.search(text="x"), Paginator[SearchResponse, str])
    assert_type(client.rows.with_pagination.list_rows(), Paginator[list[int], int])
    assert_type(client.things.list("shop"), ThingPage)
    client.things.with_pagination.list("shop", limit="5")  # line 18
    client.things.with_pagination.create("shop")  # line 19


async def use_async(client: AsyncAcme) -> None:
    names = client.events.with_pagination.list_logs()
    assert_type(names, AsyncPaginator[NamePage, str])
    async for name in names:
        assert_type(name, str)
    assert_type(names.pages(), AsyncIterator[NamePage])
    async for thing in client.things.with_pagination.list("shop"):
        assert_type(thing, Thing | Any)
"""


@pytest.mark.parametrize(
    "checker",
    [["mypy", "--strict", "--config-file="], ["pyright", "--pythonpath", sys.executable]],
)
def test_type_checkers_know_pages_and_items(checker: list[str], tmp_path: Path) -> None:
    """And refuse arguments of another type, and operations without pages."""
    generate(spec_of("pagination"), tmp_path / "acme")
    (tmp_path / "use.py").write_text(_USE)
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')

    done = subprocess.run(  # noqa: S603 - our own arguments
        [Path(sys.executable).with_name(checker[0]), *checker[1:], "use.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    reported = {line.split(":")[1] for line in done.stdout.splitlines() if " error: " in line}
    assert reported == {"18", "19"}, done.stdout
