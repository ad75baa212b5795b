"""Errors: what they keep, what they show, and that they travel between processes."""

import pickle
from typing import Any

import httpx
import pytest

from generated_client import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    Telnyx,
    TelnyxError,
    UnprocessableEntityError,
)
from generated_client._runtime.errors import MissingCredentialsError, error_details
from tests.loopback import LoopbackServer, response


def failing(server: LoopbackServer, returned: bytes) -> Any:
    """Call a server that responds so, and give the error."""
    server.respond(lambda _: returned)
    with (
        Telnyx(api_key="KEY", base_url=server.url, max_retries=0) as client,
        pytest.raises(APIError) as raised,
    ):
        client.texml.accounts.calls.streams_json("call", account_sid="account")
    return raised.value


def test_the_tree_is_the_documented_one() -> None:
    """Whoever catches a class catches what belongs to it."""
    assert APIError.__mro__[1] is TelnyxError
    assert MissingCredentialsError.__mro__[1] is TelnyxError
    assert APITimeoutError.__mro__[1] is APIConnectionError
    for kind in (APIConnectionError, APIStatusError, APIResponseValidationError):
        assert kind.__mro__[1] is APIError


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (409, ConflictError),
        (422, UnprocessableEntityError),
        (429, RateLimitError),
        (500, InternalServerError),
        (520, InternalServerError),
        (999, InternalServerError),
        (418, APIStatusError),
        (301, APIStatusError),
    ],
)
def test_each_status_has_its_class(status: int, kind: type[APIStatusError]) -> None:
    """Also one that no registry knows."""
    assert APIStatusError.of_status(status) is kind


def test_an_error_keeps_all_that_the_response_said(server: LoopbackServer) -> None:
    """The list of errors, the model of the body, the id of the request."""
    entry = {
        "code": "10015",
        "title": "Bad Value",
        "detail": "must be a URL",
        "source": {"pointer": "/Url"},
    }
    error = failing(server, response(422, {"errors": [entry]}, x_request_id="r-1"))

    [detail] = error.errors
    assert (detail.code, detail.title) == ("10015", "Bad Value")
    assert (detail.detail, detail.pointer) == ("must be a URL", "/Url")
    assert error.parsed.errors[0].detail == "must be a URL"
    assert error.body == {"errors": [entry]}
    assert (error.status_code, error.request_id) == (422, "r-1")
    assert error.response.json() == error.body
    assert str(error).endswith("must be a URL (10015, /Url); it was not executed")
    assert repr(error).startswith("UnprocessableEntityError('POST /texml/Accounts/")


@pytest.mark.parametrize(
    ("body", "returned"),
    [
        ({"errors": []}, []),
        ({"errors": None}, []),
        ({"errors": {"detail": "x"}}, []),
        ({"errors": ["x", None, []]}, []),
        ({"errors": [{}]}, ["no detail"]),
        ({"errors": [{"code": 10015, "detail": ["x"], "title": "t"}]}, ["t (10015)"]),
        ({"errors": [{"detail": "d", "source": {"parameter": "p"}}]}, ["d (p)"]),
        ({"errors": [{"detail": "d", "source": "p"}]}, ["d"]),
        ([{"errors": []}], []),
        ("x", []),
        (None, []),
    ],
)
def test_a_list_of_errors_of_any_shape_is_read(body: Any, returned: list[str]) -> None:
    """What does not fit is left out."""
    assert [str(detail) for detail in error_details(body)] == returned


RETURNED = {
    "a status": response(401, {"errors": [{"code": "10009"}]}, retry_after="9", set_cookie="a=b"),
    "HTML": response(502, b"<html>"),
    "a header that is not ASCII": response(404, b"", x_place="Köln".encode().decode("latin-1")),
    "no JSON": response(200, b"{"),
    "no HTTP": b"\r\n\r\n",
}


@pytest.mark.parametrize("returned", RETURNED)
def test_an_error_can_be_pickled(server: LoopbackServer, returned: str) -> None:
    """It says and holds the same afterwards."""
    error = failing(server, RETURNED[returned])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - written on the line itself

    assert type(copy) is type(error)
    assert (str(copy), repr(copy)) == (str(error), repr(error))
    assert copy.may_have_executed is error.may_have_executed
    assert copy.request.url == error.request.url
    assert vars(copy).keys() == vars(error).keys()
    if isinstance(error, APIStatusError):
        assert (copy.errors, copy.parsed) == (error.errors, error.parsed)
        assert copy.response.content == error.response.content


def test_an_response_that_does_not_fit_is_attached(server: LoopbackServer) -> None:
    """So that an id in it can still be found."""
    error = failing(server, response(200, [{"sid": "s"}]))

    assert isinstance(error, APIResponseValidationError)
    assert error.body == [{"sid": "s"}]
    assert error.status_code == 200
    assert isinstance(error.response, httpx.Response)
    assert "the whole: expected an object, got an array" in str(error)


def test_a_missing_key_is_told_when_the_client_is_made() -> None:
    """With the names of the argument and the variable."""
    with pytest.raises(MissingCredentialsError, match=r"api_key.*TELNYX_API_KEY"):
        Telnyx()


def test_a_list_of_half_a_million_errors_is_read_in_part(server: LoopbackServer) -> None:
    """A hundred are kept, ten are in the message; the body has all, and no model is made of it."""
    error = failing(server, response(422, {"errors": [{"code": "1"}] * 500_000}))

    assert len(error.errors) == 100
    assert len(str(error)) < 1_000
    assert len(error.body["errors"]) == 500_000
    assert error.parsed is None


@pytest.mark.parametrize("depth", [100, 400, 900])
def test_an_error_with_a_deeply_nested_body_can_be_pickled(
    server: LoopbackServer, depth: int
) -> None:
    """What is nested too deeply for that is in the response all the same."""
    error = failing(server, response(404, b'{"a":' * depth + b"1" + b"}" * depth))
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301 - written on the line itself

    assert (str(twin), twin.response.content) == (str(error), error.response.content)


def test_a_pointer_is_shown_before_a_parameter() -> None:
    """It is the more exact of the two."""
    source = {"pointer": "/Url", "parameter": "url"}
    [detail] = error_details({"errors": [{"source": source}]})

    assert detail.pointer == "/Url"
