"""The address of an API."""

import pytest

from tests.generator.lower.documents import Json, errors, lowered, operation


def _address(*servers: Json) -> str:
    return lowered({**operation(), "servers": [*servers]}).api.base_url


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ([], ""),
        ([{"url": "https://a.example"}, {"url": "https://b.example"}], "https://a.example"),
        (
            [
                {
                    "url": "https://{host}.example/{version}/{host}",
                    "variables": {"host": {"default": "a"}, "version": {"default": "v{1}"}},
                }
            ],
            "https://a.example/v{1}/a",
        ),
    ],
)
def test_the_first_server_is_the_address(servers: list[Json], expected: str) -> None:
    """Its variables are replaced by their defaults, which are not looked into."""
    assert _address(*servers) == expected


def test_a_variable_without_a_default_is_an_error() -> None:
    """Nothing else says what to send to."""
    [error] = errors({**operation(), "servers": [{"url": "https://{host}.example"}]})

    assert error == "/servers/0/variables: the server's address has {host}: add a default"


def test_a_default_that_is_not_allowed_is_an_error() -> None:
    """It would not be allowed if it was passed."""
    variables = {"host": {"default": "a", "enum": ["b", "c"]}}
    [error] = errors(
        {**operation(), "servers": [{"url": "https://{host}.example", "variables": variables}]}
    )

    assert error == "/servers/0/variables/host/default: 'a' is none of the values in `enum`"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example", None),
        ("https://b.example", "https://b.example"),
        ("/v2", "https://a.example/v2"),
    ],
)
def test_an_operation_has_a_server_of_its_own_where_it_differs(
    url: str, expected: str | None
) -> None:
    """A relative one is relative to that of the API."""
    document = operation(servers=[{"url": url}])

    found = lowered({**document, "servers": [{"url": "https://a.example"}]})

    assert found.operation.server == expected
    assert found.warnings == []
