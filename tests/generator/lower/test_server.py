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
