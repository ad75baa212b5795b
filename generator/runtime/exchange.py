"""One call, from its first attempt to its result or its error.

The drivers in `clients` do the I/O and ask here what comes next:

    answer 2xx     result()           the value, or raise APIResponseValidationError
    other answer   after_status()     how long to wait, or raise APIStatusError
    no answer      after_failure()    how long to wait, or raise APIConnectionError
"""

import logging
import warnings
from typing import Generic, TypeVar

import httpx

from . import retries
from .answers import Answer, NotJSONError
from .calls import Call
from .config import Config, Limits
from .credentials import Keys
from .decoding import Mismatch, Reader
from .encoding import checked_headers, header_value
from .errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
)
from .logs import logger, redacted_headers, redacted_request
from .redaction import redacted_answer, redacted_error
from .styles import query_string
from .unset import Unset

T = TypeVar("T")


class Exchange(Generic[T]):
    """The state of one call across its attempts."""

    def __init__(self, call: Call[T], config: Config) -> None:
        """Write the request; whatever is wrong with the arguments is raised here.

        Raises:
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is.
        """
        self.config = config
        self.limits = (
            config.limits
            if isinstance(call.options.timeout, Unset)
            else Limits.of(call.options.timeout)
        )
        self.retries_taken = 0
        self._operation = call.operation
        self._may_have_executed = False
        self._started = config.clock.monotonic()
        keys = config.keys_for(call.operation.security)
        self.url = self._write_url(call, keys)
        self.headers = self._write_headers(call, keys)
        self.content = self._write_content(call)
        for deprecated in call.deprecated():
            # The caller stands behind this function, the client's and the method's.
            warnings.warn(f"{deprecated} is deprecated", DeprecationWarning, stacklevel=4)

    @property
    def method(self) -> str:
        """The method to send."""
        return self._operation.method

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

    def _write_url(self, call: Call[T], keys: Keys) -> httpx.URL:
        operation = self._operation
        path = {name: operation.header_text(name, value) for name, value in call.path.items()}
        extra = {**(call.options.extra_query or {}), **keys.query}
        queries = (query_string(call.query, operation.query), query_string(extra, {}))
        query = "&".join(part for part in queries if part)
        url = self.config.base_url + operation.path.fill(path)
        try:
            return httpx.URL(f"{url}?{query}" if query else url)
        except httpx.InvalidURL as error:
            raise ValueError(f"{operation} cannot be sent: {error}") from None

    def _write_headers(self, call: Call[T], keys: Keys) -> dict[str, str]:
        operation = self._operation
        headers = {"accept": operation.accept, **keys.headers, **self.config.headers}
        for name, value in call.headers.items():
            if value is not None:
                headers[name.lower()] = header_value(name, operation.header_text(name, value))
        cookies = query_string({**call.cookies, **keys.cookies}, {})
        if cookies:
            headers["cookie"] = cookies.replace("&", "; ")
        if call.options.extra_headers:
            headers.update(checked_headers(call.options.extra_headers))
        return headers

    def _write_content(self, call: Call[T]) -> bytes:
        extra, write = call.options.extra_body or {}, self._operation.body
        if write is None and extra:
            raise ValueError(f"{self._operation} takes no body: extra_body cannot be sent")
        encoded = write(call.body, extra) if write else None
        if encoded is None:
            return b""
        content_type, content = encoded
        self.headers.setdefault("content-type", content_type)
        return content

    def result(self, answer: Answer) -> T:
        """Decode the answer of success that ends the call; raises what `decode` raises."""
        try:
            value = self.decode(answer)
        except APIResponseValidationError:
            self.log(f"{answer.status}, but the answer cannot be used", answer.request_id)
            raise
        self.log(str(answer.status), answer.request_id)
        return value

    def decode(self, answer: Answer) -> T:
        """Decode an answer of success.

        Raises:
            APIResponseValidationError: It is not what the spec says.
        """
        problem, cause = answer.problem, None
        if problem is None:
            try:
                return self._operation.decode(answer, self.config.strict)
            except (Mismatch, NotJSONError, RecursionError) as error:
                problem, cause = str(error), error
        message = f"{self._operation} answered {answer.status}, but its body is unusable: {problem}"
        answer = redacted_answer(answer, self.headers, self.config.secret_headers)
        raise APIResponseValidationError(
            message,
            response=self.as_httpx(answer),
            body=_json_or_none(answer),
            request_id=answer.request_id,
        ) from cause

    def after_status(self, answer: Answer) -> float:
        """Decide what follows an answer other than 2xx: give the seconds to wait.

        Raises:
            APIStatusError: The call ends here.
        """
        asked = retries.asked_wait(answer.headers, self.config.clock.now())
        self._may_have_executed |= retries.may_have_executed(answer.status)
        if retries.may_repeat_status(answer.status, repeatable=self._operation.repeatable):
            wait = self._next_wait(asked)
            if wait is not None:
                return wait
        self.log(str(answer.status), answer.request_id)
        answer = redacted_answer(answer, self.headers, self.config.secret_headers)
        body = _json_or_none(answer)
        raise APIStatusError.of_status(answer.status)(
            f"{self._operation} answered {answer.status}",
            response=self.as_httpx(answer),
            may_have_executed=self._may_have_executed,
            body=body,
            parsed=self._parse_error(answer.status, body),
            request_id=answer.request_id,
            retry_after=asked,
        )

    def _parse_error(self, status: int, body: object) -> object:
        convert = self._operation.error_converter(status)
        try:
            return convert(body, Reader(None)) if convert else None
        except (Mismatch, RecursionError):
            return None

    def after_failure(self, error: Exception) -> float:
        """Decide what follows an attempt without an answer: give the seconds to wait.

        Raises:
            APIConnectionError: The call ends here.
        """
        if not retries.never_reached_server(error):
            self._may_have_executed = True
        if retries.may_repeat_failure(error, repeatable=self._operation.repeatable):
            wait = self._next_wait(None)
            if wait is not None:
                return wait
        self.log(type(error).__name__)
        request = self._redacted_request()
        cause = redacted_error(error)
        if isinstance(cause, httpx.RequestError):
            cause.request = request  # the one that it holds has the key in it
        kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
        reason = str(cause) or type(cause).__name__
        raise kind(
            f"{self._operation} got no usable answer: {reason}",
            request=request,
            may_have_executed=self._may_have_executed,
        ) from cause

    def _next_wait(self, asked: float | None) -> float | None:
        """Give the seconds until the next attempt; None where there is to be none."""
        if self.retries_taken >= self.config.max_retries:
            return None
        if asked is None:
            asked = retries.backoff(self.retries_taken, self.config.clock.jitter())
        if asked > retries.LONGEST_WAIT:
            return None
        self.retries_taken += 1
        return asked

    def as_httpx(self, answer: Answer) -> httpx.Response:
        """Give an answer as httpx knows it; its request holds no credentials."""
        return answer.as_httpx(self._redacted_request())

    def _redacted_request(self) -> httpx.Request:
        request = httpx.Request(self.method, self.url, headers=self.headers, content=self.content)
        return redacted_request(request, self.config.secret_headers)

    def log(self, outcome: str, request_id: str | None = None) -> None:
        """Log how the call ended."""
        if logger.isEnabledFor(logging.INFO):
            logger.info(
                "%s: %s in %.0f ms, %d retries, request id %s",
                self._operation,
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
            logger.debug("%s %s %s", self._operation, arrow, shown)


def _json_or_none(answer: Answer) -> object:
    try:
        return answer.json()
    except NotJSONError:
        return None
