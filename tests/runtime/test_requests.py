"""Requests for transports: what httpx itself would make of the whole URL, and nothing else."""

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generated_client import Telnyx
from generated_client._runtime.calls import Call, Operation, Options
from generated_client._runtime.exchange import Exchange
from generated_client._runtime.requests import direct_request, whole_request
from generated_client._runtime.results import text_answer

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


def assert_same(base_url: str, method: str, body: Any = None, **parts: Any) -> None:
    """Write a request both ways, and compare all that a transport looks at."""
    operation = Operation(
        method=method,
        path="/fixed;a=(b)!|/{id}/x",
        body=(lambda value, _: ("text/plain", value) if value else None),
        decode=text_answer,
    )
    with Telnyx(api_key="KEY", base_url=base_url, allow_http=True) as client:
        exchange = Exchange(Call(operation=operation, body=body, **parts), client._config)
    direct = direct_request(exchange, exchange.limits.phases)
    whole = whole_request(exchange)

    assert direct.method == whole.method
    assert direct.headers.raw == whole.headers.raw
    assert direct.extensions["target"] == whole.url.raw_path
    assert (direct.url.raw_scheme, direct.url.raw_host, direct.url.port) == (
        whole.url.raw_scheme,
        whole.url.raw_host,
        whole.url.port,
    )
    assert isinstance(direct.stream, httpx.ByteStream)
    assert b"".join(direct.stream) == whole.content
    assert direct.extensions["timeout"] == whole.extensions["timeout"]


@pytest.mark.parametrize("base_url", BASES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("body", [None, b"Url=wss%3A%2F%2Fexample.com"])
def test_a_direct_request_is_what_httpx_would_send(
    base_url: str, method: str, body: bytes | None
) -> None:
    """The same method, host, path, query, headers and body, in the same order."""
    assert_same(base_url, method, body, path={"id": "v3:a b/ü"}, query={"q": ["1", "2"]})


@settings(max_examples=100, deadline=None)
@given(identifier=TEXT, name=TEXT, value=TEXT, base=st.sampled_from(BASES))
def test_no_value_makes_a_difference(identifier: str, name: str, value: str, base: str) -> None:
    """Whatever stands in the path and in the query."""
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
