# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""One call, from its first attempt to its result or its error.

The drivers, `sync_client` and `async_client`, do the I/O and ask here what follows:

    a 2xx response       result()            the value, or raise APIResponseValidationError
    another response     after_response()    how long to wait, or raise APIStatusError
    no response          after_error()       how long to wait, or raise APIConnectionError

Whether a request is sent again is decided in `retries`.
"""

import logging
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial
from time import monotonic
from typing import Generic, NoReturn, TypeVar

import httpx

from . import retries
from .credentials import Keys
from .decoding import Reader
from .errors import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
)
from .operations import Call
from .parameters import checked_headers, fill_path, header_name, header_value, query_string
from .redaction import SECRET_HEADERS, Redactor, Secrets, logger, redacted_request, secret_values
from .responses import BrokenOffError, Response
from .retries import Outcome, Progress
from .settings import Limits, Settings
from .unset import Unset

T = TypeVar("T")

_LONGEST_URL = 65_536
"""Characters; httpx accepts no more."""

_LARGEST_PARSED = 2**20  # bytes of an error; of more, a model would take seconds and memory

# Sent without content, these declare its length all the same (RFC 9110, section 8.6).
_MEANT_TO_HAVE_CONTENT = frozenset({"POST", "PUT", "PATCH"})


class Exchange(Generic[T]):
    """The state of one call across its attempts."""

    def __init__(self, call: Call[T], settings: Settings, *, is_streamed: bool = False) -> None:
        """Write what is sent; whatever is wrong with the arguments is raised here.

        Raises:
            TypeError: An argument has no form on the wire.
            ValueError: An argument cannot be sent as it is.
        """
        timeout = call.options.timeout
        self.settings = settings
        self.is_streamed = is_streamed
        self.limits = settings.limits if isinstance(timeout, Unset) else Limits.of(timeout)
        self.operation = call.operation
        self.retries_taken = 0
        self.may_have_executed = False
        self._failure: Callable[[], APIError]
        self._started = settings.clock.monotonic()
        keys = settings.keys
        if call.operation.security is not None:
            keys = settings.service.choose(
                settings.key_values, call.operation.security, settings.auths
            )
        self._server = settings.server(call.operation.server)
        self._url = self._write_url(call, keys)
        self._headers = self._write_headers(call, keys)
        self._content = self._write_content(call)
        self.auth = None if "authorization" in self._headers else keys.auth
        for deprecated in call.deprecated():
            # The caller is behind this function, the client's and the method's.
            warnings.warn(f"{deprecated} is deprecated", DeprecationWarning, stacklevel=4)

    def __repr__(self) -> str:
        """Show no value."""
        return f"<{type(self).__name__} {self.operation}>"

    def _write_url(self, call: Call[T], keys: Keys) -> httpx.URL:
        operation, base_url = self.operation, self._server
        values = {name: operation.header_text(name, value) for name, value in call.path.items()}
        path = fill_path(operation.path, values)
        if call.query or call.options.extra_query or keys.query:
            extra = {**(call.options.extra_query or {}), **keys.query}
            queries = (query_string(call.query, operation.query), query_string(extra, {}))
            query = "&".join(part for part in queries if part)
            # A path of the document's may have a query of its own.
            path = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
        target = base_url.raw_path.rstrip(b"/") + path.encode()
        length = len(f"{base_url.scheme}://") + len(base_url.netloc) + len(target)
        if length > _LONGEST_URL:
            raise ValueError(f"{operation} cannot be sent: its URL has {length} characters")
        try:
            url = base_url.copy_with(raw_path=target)
        except httpx.InvalidURL as error:
            raise ValueError(f"{operation} has no valid URL: {error}") from None
        self._check_origin(url)
        return url

    def _check_origin(self, url: httpx.URL) -> None:
        """Let a request with our keys go nowhere else than to its server."""
        base = self._server
        if (url.scheme, url.netloc, url.userinfo) != (base.scheme, base.netloc, base.userinfo):
            raise ValueError(f"{self.operation} would be sent to another host than base_url")

    def _write_headers(self, call: Call[T], keys: Keys) -> Secrets:
        operation = self.operation
        headers = Secrets({"accept": operation.accept, **keys.header, **self.settings.headers})
        for name, value in call.headers.items():
            if value is not None:
                written = operation.header_text(header_name(name), value)
                headers[name.lower()] = header_value(name, written)
        if call.cookies or keys.cookie:
            cookies = query_string({**call.cookies, **keys.cookie}, operation.cookie)
            if cookies:
                headers["cookie"] = cookies.replace("&", "; ")
        if call.options.extra_headers:
            headers.update(checked_headers(call.options.extra_headers))
        return headers

    def _write_content(self, call: Call[T]) -> bytes:
        extra, write = call.options.extra_body or {}, self.operation.body
        if write is None and extra:
            raise ValueError(f"{self.operation} has no body: extra_body cannot be sent")
        encoded = write(call.body, extra) if write else None
        if encoded is None:
            return b""
        content_type, content = encoded
        self._headers.setdefault("content-type", content_type)
        return content

    def own_request(self) -> httpx.Request:
        """Build the request as httpx would, byte for byte, for a client of our own."""
        content = self._content
        headers = Secrets({"Host": self._url.netloc.decode("ascii"), **self._headers})
        if content or self.operation.method in _MEANT_TO_HAVE_CONTENT:
            headers["Content-Length"] = str(len(content))
        request = httpx.Request(
            self.operation.method,
            self._url,
            headers=headers,
            stream=httpx.ByteStream(content),
            extensions={"timeout": self.limits.phases},
        )
        request.read()
        return request

    def custom_request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """Build the request with what a custom client adds to it."""
        request = client.build_request(
            self.operation.method,
            self._url,
            headers=self._headers,
            content=self._content,
            params=self._url.params if client.params else None,  # else theirs replace ours
        )
        self._check_origin(request.url)
        if self.limits.phases is not None:
            request.extensions["timeout"] = self.limits.phases
        return request

    @property
    def elapsed(self) -> float:
        """Seconds since the call began, all attempts and waits included."""
        return self.settings.clock.monotonic() - self._started

    def check_deadline(self, progress: Progress) -> None:
        """Raise `httpx.ReadTimeout` where an attempt has taken too long."""
        if progress.deadline is not None and monotonic() > progress.deadline:
            raise httpx.ReadTimeout(f"the attempt took longer than {self.limits.total} seconds")

    def result(self, response: Response) -> T:
        """Decode the 2xx response that ends the call; raises what `decode` raises."""
        outcome = str(response.status)
        try:
            return self.decode(response)
        except Exception:
            outcome += ", but the response cannot be used"
            raise
        finally:
            self.log(outcome, response)

    def decode(self, response: Response) -> T:
        """Decode a 2xx response.

        Raises:
            APIResponseValidationError: It is not what the spec says.
        """
        problem, cause = response.problem, None
        if problem is None:
            try:
                return self.operation.decode(response, Reader(None, strict=self.settings.strict))
            except Exception as error:  # noqa: BLE001 - the server has acted: its response must arrive
                problem, cause = str(error) or type(error).__name__, error
        redacted, body = response.redacted(self._redactor, self._hidden)
        raise APIResponseValidationError(
            self._redactor.text(
                f"{self.operation} returned {response.status}, but its body is unusable: {problem}"
            ),
            response=redacted.as_httpx(self.redacted_request()),
            body=body,
            request_id=redacted.request_id,
        ) from cause

    def after_response(self, response: Response) -> float:
        """Decide what follows a response other than 2xx: return the seconds to wait.

        Raises:
            APIStatusError: The call ends here.
        """
        asked = retries.asked_wait(response.headers, self.settings.clock.now())
        self._failure = lambda: self._status_error(response, asked)
        return self._wait(retries.outcome_of_status(response.status), asked)

    def after_error(self, failed: list[Exception], progress: Progress) -> float:
        """Decide what follows an attempt without a response: return the seconds to wait.

        Args:
            failed: The error, which is taken out: no frame shows it, as its text may hold the key.
            progress: How far the attempt came.

        Raises:
            APIConnectionError: The call ends here.
        """
        error, response = failed.pop(), None
        if isinstance(error, BrokenOffError):
            response, error = error.response, error.reason
            progress.stage = "sending"
        self._failure = partial(self.connection_error, error, response)
        outcome = retries.outcome_of_error(error, progress)
        del error, response
        return self._wait(outcome, None)

    def _wait(self, outcome: Outcome, asked: float | None) -> float:
        self.may_have_executed |= outcome.may_have_executed
        wait = asked
        if wait is None:
            wait = retries.backoff(self.retries_taken, self.settings.clock.jitter())
        is_over = self.retries_taken >= self.settings.max_retries or wait > retries.LONGEST_WAIT
        if is_over or not outcome.may_repeat(self.operation.method):
            self.give_up()
        self.retries_taken += 1
        return wait

    def give_up(self) -> NoReturn:
        """Raise what the last attempt came to."""
        error = self._failure()
        raise error from error.__cause__

    def _status_error(self, response: Response, asked: float | None) -> APIStatusError:
        self.log(str(response.status), response)
        redacted, body = response.redacted(self._redactor, self._hidden)
        is_short = len(response.body) <= _LARGEST_PARSED
        return APIStatusError.of_status(response.status)(
            f"{self.operation} returned {response.status}",
            response=redacted.as_httpx(self.redacted_request()),
            may_have_executed=self.may_have_executed,
            body=body,
            parsed=self._parsed(response.status, body) if is_short else None,
            request_id=redacted.request_id,
            retry_after=asked,
        )

    def _parsed(self, status: int, body: object) -> object:
        """Decode the spec's model of an error; None where there is none or it does not fit."""
        try:
            convert = self.operation.error_converter(status)
            return convert(body, Reader(None)) if convert else None
        except Exception:  # noqa: BLE001 - the error itself counts more
            return None

    def connection_error(
        self, error: Exception, response: Response | None = None
    ) -> APIConnectionError:
        """Build the error for a call that got no response, or not all of it."""
        self.log(type(error).__name__)
        cause = self._redacted_cause(error)
        is_timeout = isinstance(error, httpx.TimeoutException)
        failed = (APITimeoutError if is_timeout else APIConnectionError)(
            f"{self.operation} got no usable response: {str(cause) or type(cause).__name__}",
            request=self.redacted_request(),
            may_have_executed=self.may_have_executed,
        )
        if isinstance(cause, httpx.RequestError):
            cause.request = failed.request  # the one that it has holds the keys
        failed.__cause__ = cause
        if response is not None:
            redacted, _ = response.redacted(self._redactor, self._hidden)
            failed.response = redacted.as_httpx(failed.request)
        return failed

    def _redacted_cause(self, error: Exception) -> Exception:
        """Return an error without the frames of httpx, whose locals hold the keys; redacted."""
        texts = [str(link) for link in retries.causes(error)]
        if texts == [self._redactor.text(text) for text in texts]:
            if isinstance(error, httpx.HTTPError):
                for link in retries.causes(error):
                    link.__traceback__ = link.__context__ = None
            return error
        if isinstance(error, httpx.RequestError):
            with suppress(TypeError):  # a custom class may have other arguments
                return type(error)(self._redactor.text(texts[0]))
        return httpx.TransportError(self._redactor.text(texts[0]))

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return SECRET_HEADERS | self.settings.service.header_names()

    @property
    def _redactor(self) -> Redactor:
        # Not kept where a token is fetched: that comes later, and is one secret more.
        if self.auth is None:
            return self._own_redactor
        secrets: list[str] = getattr(self.auth, "secrets", [])
        return Redactor([*self._secrets, *secrets])

    @cached_property
    def _own_redactor(self) -> Redactor:
        return Redactor(self._secrets)

    @property
    def _secrets(self) -> list[str]:
        return [*secret_values(self._headers), *self.settings.key_values.values()]

    def redacted_request(self) -> httpx.Request:
        """Build the request for errors and raw responses, without keys."""
        method = self.operation.method
        request = httpx.Request(method, self._url, headers=self._headers, content=self._content)
        return redacted_request(request)

    def log(self, outcome: str, response: Response | None = None) -> None:
        """Log how the call ended."""
        if logger.isEnabledFor(logging.INFO):
            request_id = response.request_id if response else None
            logger.info(
                "%s: %s in %.0f ms, %d retries, request id %s",
                self.operation,
                outcome,
                self.elapsed * 1000,
                self.retries_taken,
                request_id and self._redactor.text(request_id),
            )

    def log_headers(self, headers: httpx.Headers, *, sent: bool) -> None:
        """Log the headers of one message at DEBUG."""
        if logger.isEnabledFor(logging.DEBUG):
            arrow = ">" if sent else "<"
            logger.debug("%s %s %s", self.operation, arrow, self._redactor.logged_headers(headers))
