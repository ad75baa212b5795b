"""Settings of a client and of a call: checked at once, and never changed afterwards."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from generated_client import APIResponseValidationError, RateLimitError, Telnyx
from generated_client._runtime.settings import Limits
from tests.loopback import LoopbackServer, response


def client(**settings: Any) -> Telnyx:
    """Make a client."""
    return Telnyx(**{"api_key": "KEY", **settings})


def start(made: Telnyx, **options: Any) -> Any:
    """Start a stream."""
    return made.texml.accounts.calls.streams_json("call", account_sid="account", **options)


@pytest.mark.parametrize(
    "url",
    [
        "api.telnyx.com",
        "ftp://api.telnyx.com",
        "https://",
        "https:///v2",
        "https://user:password@api.telnyx.com",
        "https://api.telnyx.com\\@example.com",
        "https://api.telnyx.com/v2?",
        "https://api.telnyx.com/v2?a=b",
        "https://api.telnyx.com/v2#",
        "https://example.com#@api.telnyx.com",
        "https://api.telnyx.com:99999",
        "https://api.telnyx.com:0",
        "https://api.telnyx.com:-1",
        "https://evil\\.h",
        "https://api.telnyx.com%2eevil",
        "https://api.telnyx.com/\n",
        5,
    ],
)
def test_a_base_url_that_is_none_is_refused(url: Any) -> None:
    """By name, and without a password in the text."""
    with pytest.raises(ValueError, match="base_url") as raised:
        client(base_url=url)

    assert "password@" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://localhost:1/", "http://127.1.2.3", "http://[::1]//"])
def test_plain_http_may_stay_on_the_machine(url: str) -> None:
    """The loopback interface is no network; slashes at the end do not count."""
    assert repr(client(base_url=url)) == f"<Telnyx {url.rstrip('/')}>"


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), -float("inf")])
def test_a_timeout_that_is_no_time_is_refused(timeout: float) -> None:
    """For the client and for a call."""
    with pytest.raises(ValueError, match="timeout"):
        client(timeout=timeout)
    with pytest.raises(ValueError, match="timeout"):
        start(client(), timeout=timeout)


@pytest.mark.parametrize("timeout", [True, "5", timedelta(seconds=5)])
def test_a_timeout_of_another_type_is_refused(timeout: Any) -> None:
    """A boolean is no number of seconds."""
    with pytest.raises(TypeError, match="timeout"):
        client(timeout=timeout)


@pytest.mark.parametrize("timeout", [None, float("inf"), 1e300, 10**400])
def test_a_timeout_that_never_ends_is_no_limit(timeout: Any) -> None:
    """Sockets cannot count that far."""
    limits = Limits.of(timeout)

    assert limits.total is None
    assert limits.phases == httpx.Timeout(None).as_dict()


def test_a_number_limits_each_phase_and_the_attempt() -> None:
    """Connecting takes five seconds at most."""
    limits = Limits.of(30)

    assert limits.total == 30
    assert limits.phases == {"connect": 5.0, "read": 30, "write": 30, "pool": 30}
    assert Limits.of(httpx.Timeout(3)).total is None


@pytest.mark.parametrize("name", ["max_retries", "max_response_size"])
def test_counts_are_checked(name: str) -> None:
    """Whole numbers, and not below zero."""
    with pytest.raises(ValueError, match=name):
        client(**{name: -1})
    for value in (True, 1.5, "1"):
        with pytest.raises(TypeError, match=name):
            client(**{name: value})


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"extra_headers": {"x y": "1"}}, ValueError),
        ({"extra_headers": {"": "1"}}, ValueError),
        ({"extra_headers": {"x": 1}}, TypeError),
        ({"extra_headers": {1: "x"}}, TypeError),
        ({"extra_headers": [("x", "1")]}, TypeError),
        ({"extra_query": {"x": object()}}, TypeError),
        ({"extra_query": {"x": b"secret"}}, TypeError),
        ({"extra_query": {"x": "\ud800"}}, ValueError),
        ({"extra_query": {"x": "a" * 70_000}}, ValueError),
        ({"extra_body": {"x": object()}}, TypeError),
        ({"extra_body": {"x": "\udfff"}}, ValueError),
        ({"url": "\ud800"}, ValueError),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(
    server: LoopbackServer, options: dict[str, Any], error: type[Exception]
) -> None:
    """With the builtin error that it is, and without the value."""
    with client(base_url=server.url) as made, pytest.raises(error) as raised:
        start(made, **options)

    assert server.received == []
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("sid", ["", ".", "..", None, b"x", [], "\ud800"])
def test_a_path_value_that_is_no_segment_is_refused(server: LoopbackServer, sid: Any) -> None:
    """It would change the path of the request."""
    with (
        client(base_url=server.url) as made,
        pytest.raises((ValueError, TypeError), match="call_sid"),
    ):
        made.texml.accounts.calls.streams_json(sid, account_sid="account")

    assert server.received == []


def test_a_copy_differs_in_what_is_asked_for(server: LoopbackServer) -> None:
    """And the original stays as it is."""
    server.respond(
        lambda request: (
            response(body={"status": 1}) if request.headers.get("x-a") else response(429, {})
        )
    )
    with client(base_url=server.url, max_retries=0, default_headers={"x-b": "1"}) as made:
        copy = made.with_options(headers={"X-A": "1"}, strict=True, timeout=3, max_retries=1)
        with pytest.raises(RateLimitError):
            start(made)
        with pytest.raises(APIResponseValidationError, match="/status"):
            start(copy)

    assert [request.headers.get("x-a") for request in server.received] == [None, "1"]
    assert [request.headers["x-b"] for request in server.received] == ["1", "1"]
    assert (copy._settings.limits.total, made._settings.limits.total) == (3, 60)
    assert (copy._settings.max_retries, made._settings.max_retries) == (1, 0)


@pytest.mark.parametrize(
    "wrong",
    [{"timeout": 0}, {"max_retries": -1}, {"headers": {"x": "\n"}}, {"headers": {"host": "x"}}],
)
def test_a_copy_is_checked_as_a_client_is(wrong: dict[str, Any]) -> None:
    """The same errors for the same mistakes."""
    with pytest.raises(ValueError, match=r"timeout|max_retries|x has|host"):
        client().with_options(**wrong)
