"""One call, from its first attempt to its result or its error.

The drivers, `sync_client` and `async_client`, do the I/O and ask here what comes next:

    answer 2xx     result()           the value, or raise APIResponseValidationError
    other answer   after_status()     how long to wait, or raise APIStatusError
    no answer      after_failure()    how long to wait, or raise APIConnectionError
"""

import logging
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

import httpx

from .answers import Answer, NotJSONError
from .calls import Call
from .config import Config, Limits
from .credentials import Keys
from .decoding import Mismatch
from .encoding import checked_headers, fill_path, header_name, header_value
from .logs import logger, redacted_headers, redacted_request
from .styles import query_string
from .unset import Unset

if TYPE_CHECKING:
    from .errors import APIConnectionError

T = TypeVar("T")

_LONGEST_URL = 65_536
"""Characters; httpx takes no more."""


class Exchange(Generic[T]):
    """The state of one call across its attempts."""

    def __init__(self, call: Call[T], config: Config, *, is_streamed: bool = False) -> None:
        """Write the request; whatever is wrong with the arguments is raised here.

        Args:
            call: What to send.
            config: How.
            is_streamed: Whether an answer of success is left unread.

        Raises:
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is.
        """
        self.config = config
        self.is_streamed = is_streamed
        self.limits = (
            config.limits
            if isinstance(call.options.timeout, Unset)
            else Limits.of(call.options.timeout)
        )
        self.retries_taken = 0
        self.may_have_executed = False
        self.operation = call.operation
        self._started = config.clock.monotonic()
        keys = config.keys_for(call.operation.security)
        self._path = self._write_path(call, keys)
        self.headers = self._write_headers(call, keys)
        self.content = self._write_content(call)
        for deprecated in call.deprecated():
            # The caller stands behind this function, the client's and the method's.
            warnings.warn(f"{deprecated} is deprecated", DeprecationWarning, stacklevel=4)

    @property
    def method(self) -> str:
        """The method to send."""
        return self.operation.method

    @property
    def target(self) -> bytes:
        """What is asked of the host: the path and the query, percent-encoded."""
        return self.config.parsed_base_url.raw_path.rstrip(b"/") + self._path.encode()

    @property
    def url(self) -> httpx.URL:
        """The whole URL; parsed anew each time, which takes a while."""
        return httpx.URL(self.config.base_url + self._path)

    @property
    def phases_under_total(self) -> Mapping[str, float | None] | None:
        """The phases that need a limit of their own where something watches the total.

        Nothing does while an answer is streamed.
        """
        return self.limits.phases if self.is_streamed else self.limits.phases_under_total

    @property
    def elapsed(self) -> float:
        """Seconds since the call began, all attempts and waits included."""
        return self.config.clock.monotonic() - self._started

    def deadline(self) -> float | None:
        """When the attempt that begins now must be over, by the monotonic clock."""
        total = self.limits.total
        return None if total is None else self.config.clock.monotonic() + total

    def check(self, deadline: float | None) -> None:
        """Raise `httpx.ReadTimeout` where the deadline has passed."""
        if deadline is not None and self.config.clock.monotonic() > deadline:
            message = f"the answer took longer than {self.limits.total} seconds"
            raise httpx.ReadTimeout(message)

    def _write_path(self, call: Call[T], keys: Keys) -> str:
        operation = self.operation
        values = {name: operation.header_text(name, value) for name, value in call.path.items()}
        path = fill_path(operation.path, values)
        if call.query or call.options.extra_query or keys.query:
            extra = {**(call.options.extra_query or {}), **keys.query}
            queries = (query_string(call.query, operation.query), query_string(extra, {}))
            query = "&".join(part for part in queries if part)
            # A path of the document's may have a query of its own.
            path = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
        length = len(self.config.base_url) + len(path)
        if length > _LONGEST_URL:
            raise ValueError(f"{operation} cannot be sent: its URL has {length} characters")
        return path

    def _write_headers(self, call: Call[T], keys: Keys) -> dict[str, str]:
        operation = self.operation
        headers = {"accept": operation.accept, **keys.headers, **self.config.headers}
        for name, value in call.headers.items():
            if value is not None:
                written = operation.header_text(header_name(name), value)
                headers[name.lower()] = header_value(name, written)
        if call.cookies or keys.cookies:
            cookies = query_string({**call.cookies, **keys.cookies}, operation.cookie)
            if cookies:
                headers["cookie"] = cookies.replace("&", "; ")
        if call.options.extra_headers:
            headers.update(checked_headers(call.options.extra_headers))
        return headers

    def _write_content(self, call: Call[T]) -> bytes:
        extra, write = call.options.extra_body or {}, self.operation.body
        if write is None and extra:
            raise ValueError(f"{self.operation} takes no body: extra_body cannot be sent")
        encoded = write(call.body, extra) if write else None
        if encoded is None:
            return b""
        content_type, content = encoded
        self.headers.setdefault("content-type", content_type)
        return content

    def result(self, answer: Answer) -> T:
        """Decode the answer of success that ends the call; raises what `decode` raises."""
        outcome = str(answer.status)
        try:
            return self.decode(answer)
        except Exception:
            outcome += ", but the answer cannot be used"
            raise
        finally:
            if logger.isEnabledFor(logging.INFO):  # looking up the request id takes a while
                self.log(outcome, answer.request_id)

    def decode(self, answer: Answer) -> T:
        """Decode an answer of success.

        Raises:
            APIResponseValidationError: It is not what the spec says.
        """
        problem, cause = answer.problem, None
        if problem is None:
            try:
                return self.operation.decode(answer, self.config.strict)
            except (Mismatch, NotJSONError, RecursionError) as error:
                problem, cause = str(error), error
        from .failures import unusable

        raise unusable(self, answer, problem) from cause

    def after_status(self, answer: Answer) -> float:
        """Decide what follows an answer other than 2xx: give the seconds to wait.

        Raises:
            APIStatusError: The call ends here.
        """
        from .failures import after_status

        return after_status(self, answer)

    def broken_off(self, error: Exception) -> "APIConnectionError":
        """Make the error for an answer of success that breaks off while it is streamed."""
        from .failures import no_answer

        self.may_have_executed = True
        return no_answer(self, error)

    def after_failure(self, error: Exception) -> float:
        """Decide what follows an attempt without an answer: give the seconds to wait.

        Raises:
            APIConnectionError: The call ends here.
        """
        from .failures import after_failure

        return after_failure(self, error)

    def as_httpx(self, answer: Answer) -> httpx.Response:
        """Give an answer as httpx knows it; its request holds no credentials."""
        return answer.as_httpx(self.redacted_request())

    def redacted_request(self) -> httpx.Request:
        """Give the request as httpx knows it, without credentials."""
        request = httpx.Request(self.method, self.url, headers=self.headers, content=self.content)
        return redacted_request(request, self.config.secret_headers)

    def log(self, outcome: str, request_id: str | None = None) -> None:
        """Log how the call ended."""
        if logger.isEnabledFor(logging.INFO):
            logger.info(
                "%s: %s in %.0f ms, %d retries, request id %s",
                self.operation,
                outcome,
                self.elapsed * 1000,
                self.retries_taken,
                request_id,
            )

    def log_headers(self, headers: httpx.Headers, *, sent: bool) -> None:
        """Log the headers of one message at DEBUG, secret values redacted."""
        if logger.isEnabledFor(logging.DEBUG):
            arrow = ">" if sent else "<"
            shown = redacted_headers(headers, self.config.secret_headers)
            logger.debug("%s %s %s", self.operation, arrow, shown)
