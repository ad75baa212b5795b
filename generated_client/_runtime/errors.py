# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What can go wrong, as one tree of classes.

    ClientError                           never raised itself
    ├── MissingCredentialsError           no key was passed and none is in the environment
    └── APIError                          a call failed
        ├── APIConnectionError            no usable response; what httpx raised is the __cause__
        │   └── APITimeoutError
        ├── APIStatusError                a response with a status other than 2xx
        │   ├── BadRequestError           400
        │   ├── AuthenticationError       401
        │   ├── PermissionDeniedError     403
        │   ├── NotFoundError             404
        │   ├── ConflictError             409
        │   ├── UnprocessableEntityError  422
        │   ├── RateLimitError            429
        │   └── InternalServerError       5xx
        └── APIResponseValidationError    a response came, and is not what the spec says

Errors pickle, and hold no key. Wrong arguments are `ValueError` or `TypeError`, before anything
is sent, and using a closed client is a `RuntimeError`.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import httpx

from .decoding import is_array, is_object
from .redaction import PACKAGE

_MOST_DETAILS = 100
_MOST_SHOWN = 10
_FIRST_SERVER_ERROR = 500


class ErrorDetail(NamedTuple):
    """One entry of the ``errors`` list of a response, a JSON:API error object."""

    code: str | None = None
    """The API's own code, digits in a string; the status does not say as much."""

    title: str | None = None
    """What the code means."""

    detail: str | None = None
    """What was wrong with this request."""

    pointer: str | None = None
    """Where: ``source.pointer``, or the name in ``source.parameter``."""

    def __str__(self) -> str:
        """Write it in one line: what was wrong, then code and place in brackets."""
        text = self.detail or self.title or "no detail"
        place = ", ".join(part for part in (self.code, self.pointer) if part)
        return f"{text} ({place})" if place else text


def error_details(body: object) -> list[ErrorDetail]:
    """Read the ``errors`` list of a response's JSON body, a hundred entries at most."""
    entries = body.get("errors") if is_object(body) else None
    if not is_array(entries):
        return []
    return [_error_detail(entry) for entry in entries[:_MOST_DETAILS] if is_object(entry)]


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
        """Pickle without calling ``__init__`` again, whatever its parameters.

        A part that is nested too deeply to be pickled is None in the copy.
        """
        import pickle  # whoever needs this has loaded it

        pickled: dict[str, bytes] = {}
        for name, value in vars(self).items():
            with suppress(RecursionError):
                pickled[name] = pickle.dumps(value)
        return _restore, (type(self), self.args, pickled)


def _restore(
    cls: type[ClientError], args: tuple[object, ...], pickled: Mapping[str, bytes]
) -> ClientError:
    import pickle

    error = cls.__new__(cls, *args)
    vars(error).update({name: pickle.loads(data) for name, data in pickled.items()})  # noqa: S301 - made by __reduce__, within what is being unpickled
    return error


class MissingCredentialsError(ClientError):
    """No key was passed to the client and the environment holds none."""


class APIError(ClientError):
    """A call failed.

    Attributes:
        request: The request as it was sent, without keys, cookies and query values.
        may_have_executed: Whether the server may have acted on the call. False only when no
            attempt reached it, or it refused each one.
    """

    request: httpx.Request
    may_have_executed: bool

    def __init__(self, message: str, *, request: httpx.Request, may_have_executed: bool) -> None:
        outcome = "; it may have been executed" if may_have_executed else "; it was not executed"
        super().__init__(message + outcome)
        self.request = request
        self.may_have_executed = may_have_executed


class APIConnectionError(APIError):
    """No usable response came; what httpx raised is the ``__cause__``.

    Attributes:
        response: What had arrived of a 2xx response before it broke off: an id may be in it.
            None where there was none.
    """

    response: httpx.Response | None = None


class APITimeoutError(APIConnectionError):
    """Connecting, sending or the response took longer than the timeout allows."""


class APIStatusError(APIError):
    """The server responded with a status other than 2xx.

    Attributes:
        status_code: The status, whether or not a registry knows it.
        response: The response, read as far as it came.
        body: Its decoded JSON; None where it is not JSON.
        parsed: The spec's model of this error; None where it has none, or the body does not fit or
            is larger than 1 MiB.
        errors: The first hundred entries of the ``errors`` list in the body.
        request_id: The id of the request at the server, for its support.
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
        self.status_code = response.status_code
        self.response = response
        self.body = body
        self.parsed = parsed
        self.errors = error_details(body)
        self.request_id = request_id
        self.retry_after = retry_after
        details = "; ".join(f"{each!s:.500}" for each in self.errors[:_MOST_SHOWN])
        super().__init__(
            f"{message}: {details}" if details else message,
            request=response.request,
            may_have_executed=may_have_executed,
        )

    @staticmethod
    def of_status(status: int) -> "type[APIStatusError]":
        """Return the class for a status; every status has one."""
        if status >= _FIRST_SERVER_ERROR:
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
    """409: it is in conflict with the present state."""


class UnprocessableEntityError(APIStatusError):
    """422: a value was understood and refused; `errors` has which."""


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` is when to come back."""


class InternalServerError(APIStatusError):
    """5xx: the server failed, and may have acted before it did."""


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
    """A 2xx response came, and is not what the spec says.

    Attributes:
        status_code: Its status.
        response: The response, read as far as it came.
        body: Its decoded JSON; None where it is not JSON.
        request_id: The id of the request at the server, for its support.
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
        self.status_code = response.status_code
        self.response = response
        self.body = body
        self.request_id = request_id
        super().__init__(message, request=response.request, may_have_executed=True)


for _class in [*vars().values()]:
    if isinstance(_class, type) and _class.__module__ == __name__:
        _class.__module__ = PACKAGE  # what users import, and see in tracebacks
