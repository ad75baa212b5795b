# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Lists that come in pages: what ``with_pagination`` returns.

Nothing is requested before it is needed: the next page when the items of the one before have been
taken. Each page is a call of its own, with the retries and the timeout of one.
"""

# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false
# (a resource is a part of its client)

import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from typing import Concatenate, Generic, ParamSpec, TypeVar

from .async_client import AsyncClient
from .operations import Call
from .page_exchange import Turns
from .page_rules import Rule
from .redaction import PACKAGE
from .resources import AsyncResource, Resource, described
from .sync_client import SyncClient

P = ParamSpec("P")
PageT = TypeVar("PageT")
ItemT = TypeVar("ItemT")


class _Paginator(Generic[PageT, ItemT]):
    def __init__(self, call: Call[PageT], rule: Rule[PageT, ItemT]) -> None:
        for deprecated in call.deprecated():
            # The caller is behind this function, that of the subclass, and the method.
            warnings.warn(f"{deprecated} is deprecated", DeprecationWarning, stacklevel=4)
        operation = call.operation._replace(deprecated=False, deprecated_parameters=())
        self._call = call._replace(operation=operation)  # once is enough
        self._rule = rule

    def __repr__(self) -> str:
        """Show the operation, and no value."""
        return f"<{type(self).__name__} {self._call.operation}>"


class Paginator(_Paginator[PageT, ItemT]):
    """The items of a list that comes in pages: iterating requests one page after the other.

    Each iteration begins with the first page.
    """

    __module__ = PACKAGE

    def __init__(self, client: SyncClient, call: Call[PageT], rule: Rule[PageT, ItemT]) -> None:
        super().__init__(call, rule)
        self._client = client

    def __iter__(self) -> Iterator[ItemT]:
        """Yield the items of all pages; raises what `pages` raises."""
        for page in self.pages():
            yield from self._rule.items(page)

    def pages(self) -> Iterator[PageT]:
        """Yield the pages.

        Raises:
            APIError: A request failed.
            APIResponseValidationError: A response is not what the spec says; or the next page is
                at another host, or one that was read before.
            RuntimeError: The client is closed.
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is.
        """
        turns = Turns(self._call, self._rule, self._client._settings)
        while (exchange := turns.next()) is not None:
            yield turns.read(exchange, self._client._complete(exchange))


class AsyncPaginator(_Paginator[PageT, ItemT]):
    """The items of a list that comes in pages, for ``async for``.

    Each iteration begins with the first page.
    """

    __module__ = PACKAGE

    def __init__(self, client: AsyncClient, call: Call[PageT], rule: Rule[PageT, ItemT]) -> None:
        super().__init__(call, rule)
        self._client = client

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        """Yield the items of all pages; raises what `Paginator.pages` raises."""
        async with aclosing(self._pages()) as pages:
            async for page in pages:
                for item in self._rule.items(page):
                    yield item

    def pages(self) -> AsyncIterator[PageT]:
        """Yield the pages; raises what `Paginator.pages` raises."""
        return self._pages()

    async def _pages(self) -> AsyncGenerator[PageT]:
        turns = Turns(self._call, self._rule, self._client._settings)
        while (exchange := turns.next()) is not None:
            yield turns.read(exchange, await self._client._complete(exchange))


def paginated_method(
    build: Callable[P, Call[PageT]], rule: Rule[PageT, ItemT]
) -> Callable[Concatenate[Resource, P], Paginator[PageT, ItemT]]:
    """Make a method that sends nothing, and returns what iterates."""

    def method(self: Resource, /, *args: P.args, **kwargs: P.kwargs) -> Paginator[PageT, ItemT]:
        return Paginator(self._client, build(*args, **kwargs), rule)

    return described(method, build, "Paginator[{}, Any]", Paginator)


def async_paginated_method(
    build: Callable[P, Call[PageT]], rule: Rule[PageT, ItemT]
) -> Callable[Concatenate[AsyncResource, P], AsyncPaginator[PageT, ItemT]]:
    """Make a method that sends nothing, and returns what iterates with ``async for``."""

    def method(
        self: AsyncResource, /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncPaginator[PageT, ItemT]:
        return AsyncPaginator(self._client, build(*args, **kwargs), rule)

    return described(method, build, "AsyncPaginator[{}, Any]", AsyncPaginator)
