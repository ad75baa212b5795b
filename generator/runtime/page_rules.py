# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What of a page leads to the next one: values and rules, without any I/O.

What a server says goes before what can be concluded: a cursor and a number of pages are followed,
however few items a page has.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, cast

import httpx

from .links import next_link
from .operations import Call
from .unset import Unset

PageT = TypeVar("PageT")
ItemT = TypeVar("ItemT")

Steps = tuple[str, ...]
"""The members that lead to a value, by the names that they have in JSON."""

Input = tuple[str, str]
"""Where a request says which page it is for, and the name there: ``("query", "cursor")``."""


class Page(NamedTuple, Generic[PageT]):
    """A page that was read, and what it was requested with."""

    call: Call[PageT]
    headers: httpx.Headers
    value: PageT

    def at(self, steps: Steps | None) -> Any:
        """Return what the members lead to in the JSON; None where they lead nowhere."""
        return None if steps is None else _at(self.value, steps)


class Rule(Generic[PageT, ItemT]):
    """How the pages of one operation follow each other."""

    def __init__(
        self,
        items: Callable[[PageT], Iterable[ItemT] | Unset | None],
        *,
        has_more: Steps | None = None,
    ) -> None:
        """Keep where things are: the items of a page, and whether there is another one."""
        self._items = items
        self._has_more = has_more

    def items(self, page: PageT) -> list[ItemT]:
        """Return the items of a page."""
        found = self._items(page)
        return [] if found is None or isinstance(found, Unset) else list(found)

    def following(self, page: Page[PageT]) -> Call[PageT] | str | None:
        """Return the call for the page behind this one, or its URL; None where this is the last.

        Raises:
            TypeError: What the response says about the next page is no cursor, or no URL.
        """
        return None if page.at(self._has_more) is False else self._following(page)

    def _following(self, page: Page[PageT]) -> Call[PageT] | str | None:
        raise NotImplementedError


class ByCursor(Rule[PageT, ItemT]):
    """A cursor in the response, or in its last item, is sent with the next request."""

    def __init__(
        self,
        items: Callable[[PageT], Iterable[ItemT] | Unset | None],
        cursor: Input,
        *,
        next: Steps | None = None,  # noqa: A002 - as in the extension
        last: Steps | None = None,
        has_more: Steps | None = None,
    ) -> None:
        """Keep where things are; ``last`` is the way from the last item to the cursor."""
        super().__init__(items, has_more=has_more)
        self._cursor = cursor
        self._next = next
        self._last = last

    def _following(self, page: Page[PageT]) -> Call[PageT] | None:
        cursor = page.at(self._next)
        if self._last is not None:
            items = self.items(page.value)
            cursor = _at(items[-1], self._last) if items else None
        if cursor is None or cursor == "":
            return None
        if isinstance(cursor, bool) or not isinstance(cursor, str | int | float):
            raise TypeError(f"its cursor is of the type {type(cursor).__name__}")
        return _with(page.call, self._cursor, cursor)


class _Counted(Rule[PageT, ItemT]):
    """The next request has a number that the client counts."""

    def __init__(
        self,
        items: Callable[[PageT], Iterable[ItemT] | Unset | None],
        number: Input,
        *,
        first: int,
        limit: Input | None = None,
        default: int | None = None,
        maximum: int | None = None,
        end: Steps | None = None,
        has_more: Steps | None = None,
    ) -> None:
        """Keep where things are.

        Args:
            items: Returns the items of a page.
            number: What the number is sent as.
            first: That of the first page.
            limit: What the number of items in a page is sent as.
            default: That number, where none is passed.
            maximum: The largest such number that the server accepts.
            end: The way to the number of all items, or of the last page.
            has_more: The way to whether there is another page.
        """
        super().__init__(items, has_more=has_more)
        self._number = number
        self._first = first
        self._limit = limit
        self._default = default
        self._maximum = maximum
        self._end = end

    def _following(self, page: Page[PageT]) -> Call[PageT] | None:
        count = len(self.items(page.value))
        if not count:
            return None
        number = _passed(page.call, self._number)
        following = self._step(self._first if number is None else int(number), count)
        end = page.at(self._end)
        if isinstance(end, int) and not isinstance(end, bool):
            is_last = self._is_behind(following, end)
        else:
            is_last = page.at(self._has_more) is not True and self._is_short(page.call, count)
        return None if is_last else _with(page.call, self._number, following)

    def _is_short(self, call: Call[PageT], count: int) -> bool:
        """Return whether a page has fewer items than were asked for."""
        if self._limit is None:
            return False
        passed = _passed(call, self._limit)
        size = self._default if passed is None else int(passed)
        if size is None:
            return False
        return count < (size if self._maximum is None else min(size, self._maximum))

    def _step(self, number: int, count: int) -> int:
        raise NotImplementedError

    def _is_behind(self, number: int, end: int) -> bool:
        raise NotImplementedError


class ByOffset(_Counted[PageT, ItemT]):
    """The next request says how many items came before; ``end`` is the number of all."""

    def _step(self, number: int, count: int) -> int:
        return number + count

    def _is_behind(self, number: int, end: int) -> bool:
        return number >= end


class ByPage(_Counted[PageT, ItemT]):
    """The next request has the next number; ``end`` is how many pages there are."""

    def _step(self, number: int, count: int) -> int:  # noqa: ARG002 - as above
        return number + 1

    def _is_behind(self, number: int, end: int) -> bool:
        return number >= self._first + end


class ByLink(Rule[PageT, ItemT]):
    """The next request is sent to a URL: of the header ``Link``, or in the response."""

    def __init__(
        self,
        items: Callable[[PageT], Iterable[ItemT] | Unset | None],
        next: Steps | None = None,  # noqa: A002 - as in the extension
    ) -> None:
        """Keep where things are; without ``next`` the header has the URL."""
        super().__init__(items)
        self._next = next

    def _following(self, page: Page[PageT]) -> str | None:
        if self._next is None:
            return next_link(page.headers.get("link", ""))
        url = page.at(self._next)
        if url is None or url == "":
            return None
        if not isinstance(url, str):
            raise TypeError(f"its link is of the type {type(url).__name__}")
        return url


def _at(value: object, steps: Steps) -> Any:
    """Return what the members lead to in the JSON of a value."""
    found: Any = getattr(value, "raw", value)
    for step in steps:
        if not isinstance(found, Mapping):
            return None
        found = cast("Mapping[str, Any]", found).get(step)
    return found


def _with(call: Call[PageT], to: Input, value: object) -> Call[PageT]:
    """Return a call with another value for what says which page it is for."""
    place, name = to
    match place:
        case "query":
            return call._replace(query={**call.query, name: value})
        case "headers":
            return call._replace(headers={**call.headers, name: value})
        case "cookies":
            return call._replace(cookies={**call.cookies, name: value})
        case _:
            return call._replace(body={**call.body, name: value})


def _passed(call: Call[Any], to: Input) -> Any:
    """Return what a call has there; None where it has nothing."""
    place, name = to
    found = getattr(call, place).get(name)
    return None if isinstance(found, Unset) else found
