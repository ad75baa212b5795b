"""Pagination: where a response has its items, and what of it leads to the next page.

Pagination ── items ── Items ── Member, by member down to the list
└──────────── rule ─── CursorRule | OffsetRule | PageRule | LinkRule
"""

from typing import Literal

from attrs import frozen

from ..diagnostics import Pointer
from .types import Type

Steps = tuple[str, ...]
"""The steps of a JSON pointer into a response, or into one of its items."""


@frozen
class Member:
    """A member of a model."""

    model: Pointer
    wire_name: str


@frozen
class Items:
    """The list in a response that holds the items."""

    path: tuple[Member, ...]
    """From the response to the list; nothing where the response is the list."""

    type: Type
    """The type of an item."""


@frozen
class Input:
    """What a request says about its page: a parameter, or a field of its body."""

    place: Literal["query", "header", "cookie", "body"]
    wire_name: str


@frozen
class Limit:
    """How many items a page may have."""

    input: Input
    default: int | None
    """Where none is passed, as far as the document says."""

    maximum: int | None
    """What the document allows at most."""


@frozen(kw_only=True)
class CursorRule:
    """The next request has a cursor that is in the response, or in its last item."""

    cursor: Input
    next: Steps | None
    last: Steps | None
    """Within the last item; one of the two is None."""

    has_more: Steps | None = None


@frozen(kw_only=True)
class OffsetRule:
    """The next request says how many items are before its page."""

    offset: Input
    first: int
    limit: Limit | None = None
    total: Steps | None = None
    """The number of all items."""

    has_more: Steps | None = None


@frozen(kw_only=True)
class PageRule:
    """The next request has the next number."""

    page: Input
    first: int
    limit: Limit | None = None
    pages: Steps | None = None
    """The number of all pages."""

    has_more: Steps | None = None


@frozen(kw_only=True)
class LinkRule:
    """The next request is sent to a URL: of the ``Link`` header, or in the response."""

    next: Steps | None
    """In the response; None for the header."""


Rule = CursorRule | OffsetRule | PageRule | LinkRule


@frozen(kw_only=True)
class Pagination:
    """How an operation divides a list into pages."""

    at: Pointer
    items: Items
    rule: Rule
