"""What follows an attempt that gave no usable answer: another one, after a wait, or an error.

    another status    after_status()     how long to wait, or raise APIStatusError
    no answer         after_failure()    how long to wait, or raise APIConnectionError
    an unusable 2xx   unusable()         APIResponseValidationError, to be raised

Loaded when an attempt fails: what only failures need does not delay the first call.
"""

from typing import Any

import httpx

from . import retries
from .answers import Answer, BrokenOffError, NotJSONError
from .decoding import Mismatch, Reader
from .errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
)
from .exchange import Exchange
from .redaction import redacted_answer, redacted_error


def after_status(exchange: Exchange[Any], answer: Answer) -> float:
    """Decide what follows an answer other than 2xx: give the seconds to wait.

    Raises:
        APIStatusError: The call ends here.
    """
    config = exchange.config
    asked = retries.asked_wait(answer.headers, config.clock.now())
    exchange.may_have_executed |= retries.may_have_executed(answer.status)
    if retries.may_repeat_status(answer.status, repeatable=exchange.operation.repeatable):
        wait = _next_wait(exchange, asked)
        if wait is not None:
            return wait
    exchange.log(str(answer.status), answer.request_id)
    answer = redacted_answer(answer, exchange.headers, config)
    body = _json_or_none(answer)
    raise APIStatusError.of_status(answer.status)(
        f"{exchange.operation} answered {answer.status}",
        response=exchange.as_httpx(answer),
        may_have_executed=exchange.may_have_executed,
        body=body,
        parsed=_parsed(exchange, answer.status, body),
        request_id=answer.request_id,
        retry_after=asked,
    )


def after_failure(exchange: Exchange[Any], error: Exception) -> float:
    """Decide what follows an attempt without an answer: give the seconds to wait.

    Raises:
        APIConnectionError: The call ends here.
    """
    partial = None
    if isinstance(error, BrokenOffError):
        partial, error = error.answer, error.reason
    if not retries.never_reached_server(error):
        exchange.may_have_executed = True
    if retries.may_repeat_failure(error, repeatable=exchange.operation.repeatable):
        wait = _next_wait(exchange, None)
        if wait is not None:
            return wait
    raise no_answer(exchange, error, partial)


def no_answer(
    exchange: Exchange[Any], error: Exception, partial: Answer | None = None
) -> APIConnectionError:
    """Make the error for a call that got no answer, or not all of it."""
    exchange.log(type(error).__name__)
    request = exchange.redacted_request()
    cause = redacted_error(error)
    if isinstance(cause, httpx.RequestError):
        cause.request = request  # the one that it holds has the key in it
    kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
    reason = str(cause) or type(cause).__name__
    failed = kind(
        f"{exchange.operation} got no usable answer: {reason}",
        request=request,
        may_have_executed=exchange.may_have_executed,
    )
    failed.__cause__ = cause
    if partial is not None:
        partial = redacted_answer(partial, exchange.headers, exchange.config)
        failed.response = exchange.as_httpx(partial)
    return failed


def unusable(exchange: Exchange[Any], answer: Answer, problem: str) -> APIResponseValidationError:
    """Make the error for an answer of success that is not what the spec says."""
    said = f"{exchange.operation} answered {answer.status}, but its body is unusable: {problem}"
    answer = redacted_answer(answer, exchange.headers, exchange.config)
    return APIResponseValidationError(
        said,
        response=exchange.as_httpx(answer),
        body=_json_or_none(answer),
        request_id=answer.request_id,
    )


def _next_wait(exchange: Exchange[Any], asked: float | None) -> float | None:
    """Give the seconds until the next attempt; None where there is to be none."""
    if exchange.retries_taken >= exchange.config.max_retries:
        return None
    if asked is None:
        asked = retries.backoff(exchange.retries_taken, exchange.config.clock.jitter())
    if asked > retries.LONGEST_WAIT:
        return None
    exchange.retries_taken += 1
    return asked


def _parsed(exchange: Exchange[Any], status: int, body: object) -> object:
    """Read the spec's model of an error; None where it has none or the body does not fit."""
    convert = exchange.operation.error_converter(status)
    try:
        return convert(body, Reader(None)) if convert else None
    except (Mismatch, RecursionError):
        return None


def _json_or_none(answer: Answer) -> object:
    try:
        return answer.json()
    except NotJSONError:
        return None
