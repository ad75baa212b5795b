# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""From one page to the next: what is requested, and when that ends."""

from typing import Generic, NoReturn, TypeVar
from urllib.parse import unquote_plus

import httpx

from .credentials import Keys
from .errors import APIResponseValidationError
from .exchange import Exchange
from .operations import Call
from .page_rules import Page, Rule
from .parameters import query_string
from .responses import Response
from .settings import Settings

PageT = TypeVar("PageT")
ItemT = TypeVar("ItemT")


class PageExchange(Exchange[PageT]):
    """The exchange for one page."""

    def __init__(self, call: Call[PageT], settings: Settings, link: httpx.URL | None) -> None:
        """Write what is sent.

        Raises:
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is, or the link leads to another host.
        """
        self.call = call
        self._link = link
        super().__init__(call, settings)

    @property
    def identity(self) -> int:
        """The same number where the same is sent."""
        return hash((self._url, self._content, *self._headers.items()))

    def _write_url(self, call: Call[PageT], keys: Keys) -> httpx.URL:
        if self._link is None:
            return super()._write_url(call, keys)
        base, link = self._server, self._link.copy_with(fragment=None)
        if (link.scheme, link.netloc, link.userinfo) != (base.scheme, base.netloc, base.userinfo):
            raise ValueError(
                f"it is at {link.scheme}://{link.host}, not at {base.scheme}://"
                f"{base.netloc.decode('ascii')}, and keys are sent nowhere else"
            )
        # The link is left as it is, but for keys and for what the caller adds to each request.
        pieces = [piece for piece in link.query.decode("ascii").split("&") if piece]
        named = {_name(piece) for piece in pieces}
        extra = {
            name: value
            for name, value in (call.options.extra_query or {}).items()
            if name not in named
        }
        added = query_string({**extra, **keys.query}, {})
        if not added:
            return link
        kept = [piece for piece in pieces if _name(piece) not in keys.query]
        return link.copy_with(query="&".join([*kept, added]).encode())

    def follow(self, reference: str) -> httpx.URL:
        """Resolve a reference in the response (RFC 3986, section 5).

        Raises:
            ValueError: It is no URL.
        """
        try:
            return self._url.join(reference)
        except httpx.InvalidURL as error:
            raise ValueError(f"its link is no URL: {error}") from None

    def refuse(self, response: Response, problem: str) -> NoReturn:
        """Raise that the response does not lead to a next page as it should."""
        redacted, body = response.redacted(self._redactor, self._hidden)
        raise APIResponseValidationError(
            self._redactor.text(
                f"{self.operation} returned {response.status}, but its next page cannot be "
                f"requested: {problem}"
            ),
            response=redacted.as_httpx(self.redacted_request()),
            body=body,
            request_id=redacted.request_id,
        )


def _name(piece: str) -> str:
    return unquote_plus(piece.partition("=")[0])


class Turns(Generic[PageT, ItemT]):
    """One way through the pages; the paginators do the I/O in between."""

    def __init__(self, call: Call[PageT], rule: Rule[PageT, ItemT], settings: Settings) -> None:
        """Begin before the first page."""
        self._call = call
        self._rule = rule
        self._settings = settings
        self._last: tuple[PageExchange[PageT], Response, PageT] | None = None
        self._seen: set[int] = set()

    def next(self) -> PageExchange[PageT] | None:
        """Return the exchange for the next page; None where there is none.

        Raises:
            APIResponseValidationError: What the last page says about it cannot be used.
        """
        if self._last is None:
            found = PageExchange(self._call, self._settings, None)
            self._seen.add(found.identity)
            return found
        exchange, response, value = self._last
        try:
            return self._following(exchange, Page(exchange.call, response.headers, value))
        except (TypeError, ValueError) as error:
            exchange.refuse(response, str(error))

    def _following(
        self, exchange: PageExchange[PageT], page: Page[PageT]
    ) -> PageExchange[PageT] | None:
        following = self._rule.following(page)
        if following is None:
            return None
        if isinstance(following, str):
            link = exchange.follow(following)
            found = PageExchange(exchange.call, self._settings, link)
        else:
            found = PageExchange(following, self._settings, None)
        if found.identity in self._seen:
            raise ValueError("it leads back to a page that was read before, and would without end")
        self._seen.add(found.identity)
        return found

    def read(self, exchange: PageExchange[PageT], response: Response) -> PageT:
        """Decode the response that ends an exchange; raises what `Exchange.result` raises."""
        value = exchange.result(response)
        self._last = exchange, response, value
        return value
