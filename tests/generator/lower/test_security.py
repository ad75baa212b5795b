"""Security: which schemes a client has, and which of them an operation needs."""

from typing import Any

import pytest

from tests.generator.lower.documents import Json, errors, lowered, operation

KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}


def _document(default: list[Any], *, scheme: Json, **members: Any) -> Json:
    document = operation(**members)
    return {
        **document,
        "security": default,
        "components": {"securitySchemes": {"one": scheme, "two": KEY, "unused": KEY}},
    }


@pytest.mark.parametrize(
    ("scheme", "expected", "key_name"),
    [
        ({"type": "http", "scheme": "Bearer"}, "bearer", ""),
        ({"type": "http", "scheme": "basic"}, "basic", ""),
        ({"type": "oauth2", "flows": {}}, "bearer", ""),
        ({"type": "openIdConnect", "openIdConnectUrl": "https://a.example"}, "bearer", ""),
        (KEY, "header", "X-Key"),
        ({"type": "apiKey", "in": "query", "name": "key"}, "query", "key"),
        ({"type": "apiKey", "in": "cookie", "name": "key"}, "cookie", "key"),
    ],
)
def test_a_scheme_says_how_a_key_is_sent(scheme: Json, expected: str, key_name: str) -> None:
    """Bearer tokens of every origin are sent alike."""
    [found] = lowered(_document([{"one": []}], scheme=scheme)).api.schemes

    assert (found.name, found.type, found.key_name) == ("one", expected, key_name)


def test_client_credentials_are_fetched_for_the_scopes_that_operations_name() -> None:
    """Other flows need a person; their tokens are passed."""
    flows = {
        "clientCredentials": {"tokenUrl": "/token", "scopes": {"a": "A.", "b": "B.", "c": "C."}}
    }
    document = _document(
        [{"one": ["a"]}], scheme={"type": "oauth2", "flows": flows}, security=[{"one": ["b", "a"]}]
    )

    [scheme] = lowered(document).api.schemes

    assert (scheme.token_url, scheme.scopes) == ("/token", ("a", "b"))


def test_schemes_that_nothing_uses_are_no_arguments() -> None:
    """Those that are used come in the order of their use."""
    api = lowered(_document([{"two": []}, {"one": []}], scheme=KEY)).api

    assert [scheme.name for scheme in api.schemes] == ["two", "one"]
    assert api.security == (("two",), ("one",))


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ([{"two": []}], (("two",),)),
        ([{"one": [], "two": []}, {}], (("one", "two"), ())),
        ([], ()),
        ([{"one": []}], None),
    ],
)
def test_an_operation_may_need_other_keys_than_the_rest(
    security: list[Json], expected: object
) -> None:
    """What is the same as for the whole document is not repeated."""
    found = lowered(_document([{"one": []}], scheme=KEY, security=security)).operation

    assert found.security == expected


@pytest.mark.parametrize(
    ("scheme", "message"),
    [
        ({"type": "mutualTLS"}, "security of type 'mutualTLS' is not supported"),
        ({"type": "http", "scheme": "digest"}, "security of type 'http digest' is not supported"),
        (
            {"type": "apiKey", "in": "header", "name": ""},
            "a key needs the name of its header, query parameter or cookie",
        ),
    ],
)
def test_a_scheme_that_cannot_be_sent_is_an_error(scheme: Json, message: str) -> None:
    """It is located at the scheme, and reported once."""
    document = _document([{"one": []}], scheme=scheme, security=[{"one": []}])

    assert errors(document) == [f"/components/securitySchemes/one: {message}"]


def test_a_scheme_that_is_not_declared_is_an_error() -> None:
    """It is located where it is asked for."""
    assert errors(_document([{"three": []}], scheme=KEY)) == [
        "/security/0: 'three' is not declared in components/securitySchemes"
    ]


@pytest.mark.parametrize("name", ["Host", "Content-Length", "transfer-encoding", "a\nb: c", "x y"])
def test_a_key_in_a_header_that_cannot_be_sent_is_an_error(name: str) -> None:
    """Headers of the connection are not the caller's; a line break would begin another header."""
    [error] = errors(_document([{"one": []}], scheme={**KEY, "name": name}))

    assert error.startswith("/components/securitySchemes/one/name: ")
    assert "name a header" in error or "name another header" in error
