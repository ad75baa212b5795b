"""What can go wrong, as one tree of classes.

    ClientError                           never raised itself
    ├── MissingCredentialsError           no key was passed and none is in the environment
    └── APIError                          a call failed
        ├── APIConnectionError            no usable answer; what httpx raised is the __cause__
        │   └── APITimeoutError
        ├── APIStatusError                an answer with a status other than 2xx
        │   ├── BadRequestError           400
        │   ├── AuthenticationError       401
        │   ├── PermissionDeniedError     403
        │   ├── NotFoundError             404
        │   ├── ConflictError             409
        │   ├── UnprocessableEntityError  422
        │   ├── RateLimitError            429
        │   └── InternalServerError       5xx
        └── APIResponseValidationError    an answer came, and is not what the spec says

Errors pickle. They hold no key: their request is a copy in which credentials, cookies and the
values of the query are replaced. Wrong arguments are `ValueError` or `TypeError`, before
anything is sent, and using a closed client is a `RuntimeError`.
"""

from collections.abc import Mapping
from typing import Any

import httpx
from attrs import frozen

from .decoding import is_array, is_object


@frozen(kw_only=True)
class ErrorDetail:
    """One entry of the ``errors`` list of an answer, a JSON:API error object."""

    code: str | None = None
    """The API's own code, digits in a string; it carries the meaning, the status does not."""

    title: str | None = None
    """What the code stands for."""

    detail: str | None = None
    """What was wrong with this request."""

    pointer: str | None = None
    """Where: ``source.pointer``, or the name in ``source.parameter``."""

    def __str__(self) -> str:
        """Say it in one line: what, then code and place in brackets."""
        said = self.detail or self.title or "no detail"
        place = ", ".join(part for part in (self.code, self.pointer) if part)
        return f"{said} ({place})" if place else said


def error_details(body: object) -> list[ErrorDetail]:
    """Read the ``errors`` list of an answer's JSON body; empty where there is none."""
    entries = body.get("errors") if is_object(body) else None
    if not is_array(entries):
        return []
    return [_error_detail(entry) for entry in entries if is_object(entry)]


def _error_detail(entry: Mapping[str, Any]) -> ErrorDetail:
    source = entry.get("source")
    place = source if is_object(source) else {}
    return ErrorDetail(
        code=_text(entry.get("code")),
        title=_text(entry.get("title")),
        detail=_text(entry.get("detail")),
        pointer=_text(place.get("pointer")) or _text(place.get("parameter")),
    )


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int | float) else None


class ClientError(Exception):
    """The root of the errors of this client; never raised itself."""

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle without calling ``__init__`` again, whatever its parameters."""
        return _restore, (type(self), self.args), self.__dict__


def _restore(cls: type[ClientError], args: tuple[object, ...]) -> ClientError:
    return cls.__new__(cls, *args)


class MissingCredentialsError(ClientError):
    """No key was passed to the client and the environment holds none."""


class APIError(ClientError):
    """A call failed.

    Attributes:
        request: The request as it was sent, without credentials, cookies and query values.
        may_have_executed: Whether the server may have acted on the call. False only when no
            attempt reached it, or it turned every one down.
    """

    request: httpx.Request
    may_have_executed: bool

    def __init__(self, message: str, *, request: httpx.Request, may_have_executed: bool) -> None:
        """Say what happened, and tell whether the server may have acted."""
        outcome = "; it may have been executed" if may_have_executed else "; it was not executed"
        super().__init__(message + outcome)
        self.request = request
        self.may_have_executed = may_have_executed


class APIConnectionError(APIError):
    """No usable answer came; what httpx raised is the ``__cause__``.

    Attributes:
        response: What had come of an answer of success before it broke off: an id may be in it.
            None where there was none.
    """

    response: httpx.Response | None = None


class APITimeoutError(APIConnectionError):
    """Connecting, sending or the answer took longer than the timeout allows."""


class APIStatusError(APIError):
    """The server answered with a status other than 2xx.

    Attributes:
        status_code: The status, whether or not a registry knows it.
        response: The answer, read as far as it came.
        body: Its decoded JSON; None where it is not JSON.
        parsed: The spec's model of this error; None where it has none or the body does not fit.
        errors: The entries of the ``errors`` list in the body.
        request_id: The id the server gave the request, for its support.
        retry_after: How many seconds the server asked to wait.
    """

    status_code: int
    response: httpx.Response
    body: Any
    parsed: Any
    errors: list[ErrorDetail]
    request_id: str | None
    retry_after: float | None

    def __init__(
        self,
        message: str,
        *,
        response: httpx.Response,
        may_have_executed: bool,
        body: object = None,
        parsed: object = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Keep all that the answer said."""
        self.status_code = response.status_code
        self.response = response
        self.body = body
        self.parsed = parsed
        self.errors = error_details(body)
        self.request_id = request_id
        self.retry_after = retry_after
        said = "; ".join(map(str, self.errors))
        super().__init__(
            f"{message}: {said}" if said else message,
            request=response.request,
            may_have_executed=may_have_executed,
        )

    @classmethod
    def of_status(cls, status: int) -> "type[APIStatusError]":
        """Find the class for a status; every status has one."""
        if status >= InternalServerError.FIRST:
            return InternalServerError
        return _BY_STATUS.get(status, APIStatusError)


class BadRequestError(APIStatusError):
    """400: the server could not read the request."""


class AuthenticationError(APIStatusError):
    """401: the key is missing, wrong or revoked."""


class PermissionDeniedError(APIStatusError):
    """403: the key is right and may not do this."""


class NotFoundError(APIStatusError):
    """404: there is no such thing, or not for this key."""


class ConflictError(APIStatusError):
    """409: it does not go together with the present state."""


class UnprocessableEntityError(APIStatusError):
    """422: a value was understood and refused; `errors` says which."""


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` says when to come back."""


class InternalServerError(APIStatusError):
    """5xx: the server failed, and may have acted before it did."""

    FIRST = 500


_BY_STATUS: Mapping[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


class APIResponseValidationError(APIError):
    """An answer of success came, and is not what the spec says.

    Attributes:
        status_code: Its status.
        response: The answer, read as far as it came.
        body: Its decoded JSON; None where it is not JSON.
        request_id: The id the server gave the request, for its support.
    """

    status_code: int
    response: httpx.Response
    body: Any
    request_id: str | None

    def __init__(
        self,
        message: str,
        *,
        response: httpx.Response,
        body: object = None,
        request_id: str | None = None,
    ) -> None:
        """Keep the answer: the server has acted, and it says what came of it."""
        self.status_code = response.status_code
        self.response = response
        self.body = body
        self.request_id = request_id
        super().__init__(message, request=response.request, may_have_executed=True)
