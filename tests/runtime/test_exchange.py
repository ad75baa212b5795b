"""Requests: what httpx itself would make of them, and nothing that goes elsewhere."""

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated_client import Telnyx
from generated_client._runtime.decoders import text_response
from generated_client._runtime.exchange import Exchange
from generated_client._runtime.operations import Call, Operation, Options

BASES = [
    "https://api.example.com",
    "https://api.example.com/",
    "https://api.example.com/v2",
    "https://api.example.com/a/b%20c/ä//",
    "https://api.example.com:443/v2",
    "https://api.example.com:8443/v2",
    "http://[::1]",
    "http://[::1]:8080/v2",
    "http://127.0.0.1:8080",
    "https://bücher.example/v2",
    "https://BÜCHER.example:8443",
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def exchange(
    base_url: str, method: str, template: str, body: Any = None, **parts: Any
) -> Exchange[str]:
    """Begin a call."""
    operation = Operation(
        method=method,
        path=template,
        body=(lambda value, _: ("text/plain", value) if value else None),
        decode=text_response,
    )
    with Telnyx(api_key="KEY", base_url=base_url, allow_http=True) as client:
        return Exchange(Call(operation=operation, body=body, **parts), client._settings)


def assert_same(base_url: str, method: str, body: Any = None, **parts: Any) -> None:
    """Build a request, and compare it with what httpx builds of the same parts."""
    template = "/fixed;a=(b)!|/{id}/x"
    own = exchange(base_url, method, template, body, **parts).own_request()
    names = {"host", "content-length"}
    headers = [pair for pair in own.headers.multi_items() if pair[0] not in names]
    theirs = httpx.Request(method, str(own.url), headers=headers, content=own.content)

    assert own.url == theirs.url
    assert own.headers == theirs.headers
    assert isinstance(own.stream, httpx.ByteStream)
    assert b"".join(own.stream) == theirs.content


@pytest.mark.parametrize("base_url", BASES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("body", [None, b"Url=wss%3A%2F%2Fexample.com"])
def test_a_request_is_what_httpx_would_send(base_url: str, method: str, body: bytes | None) -> None:
    """The same method, host, path, query, headers and body."""
    assert_same(base_url, method, body, path={"id": "v3:a b/ü"}, query={"q": ["1", "2"]})


@settings(max_examples=100, deadline=None)
@given(identifier=TEXT, name=TEXT, value=TEXT, base=st.sampled_from(BASES))
def test_no_value_makes_a_difference(identifier: str, name: str, value: str, base: str) -> None:
    """Whatever is in the path and in the query."""
    if identifier not in {".", ".."}:
        options = Options(extra_query={name: value})
        assert_same(base, "POST", path={"id": identifier}, options=options)


def test_a_url_that_httpx_would_refuse_is_refused_before() -> None:
    """With the longest that it takes, to the character."""
    base_url = "https://api.example.com"
    room = 65_536 - len(base_url) - len("/fixed;a=(b)!%7C//x")
    assert_same(base_url, "GET", path={"id": "a" * room})
    with pytest.raises(ValueError, match="65537 characters"):
        assert_same(base_url, "GET", path={"id": "a" * (room + 1)})


@pytest.mark.parametrize("path", [".evil.test/x", "00:7777/x", "@evil.test/x", "evil.test"])
def test_a_path_without_a_slash_goes_to_no_other_host(path: str) -> None:
    """It is refused before anything is sent, as a wrong argument is."""
    with pytest.raises(ValueError, match=r"URL|another host"):
        exchange("http://127.0.0.1:80", "GET", path)


@pytest.mark.parametrize("path", ["//evil.test/x", "/\\evil.test"])
def test_slashes_at_the_beginning_of_a_path_change_no_host(path: str) -> None:
    """They are a part of the path."""
    url = exchange("https://api.example.com", "GET", path).own_request().url

    assert (url.scheme, url.host) == ("https", "api.example.com")
