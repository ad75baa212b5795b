"""Keys of every type, in every place: `security`, `references`."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import ModuleType
from typing import Any

import pytest

from tests.generator.cases import spec_of
from tests.generator.conftest import Use
from tests.generator.judge import Judge, cookies
from tests.loopback import LoopbackServer, Received, response

KEYS = {
    "api_key": "B",
    "username": "user",
    "password": "p:ä",
    "x_api_key": "H",
    "api_key_": "Q&=",
    "timeout_": "C;",
}
BASIC = f"Basic {b64encode('user:p:ä'.encode()).decode()}"


@pytest.fixture
def keys(
    server: LoopbackServer, package: Callable[[str], ModuleType]
) -> Iterator[Callable[..., Any]]:
    """Make clients with certain keys."""
    server.respond(lambda _: response(204, b""))
    made = package("security").Acme
    with ExitStack() as clients:
        yield lambda **passed: clients.enter_context(made(base_url=server.url, **passed)).keys


def _seen(request: Received) -> dict[str, object]:
    """Return all that is a key in a request."""
    found: dict[str, object] = {**dict(request.query), **dict(cookies(request))}
    headers = {name: request.headers.get(name) for name in ("authorization", "x-api-key")}
    return found | {name: value for name, value in headers.items() if value}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("default", {"authorization": "Bearer B"}),
        ("oauth2", {"authorization": "Bearer B"}),
        ("oidc", {"authorization": "Bearer B"}),
        ("basic", {"authorization": BASIC}),
        ("in_header", {"x-api-key": "H"}),
        ("in_query", {"api_key": "Q&="}),
        ("in_cookie", {"timeout": "C;"}),
        ("both", {"x-api-key": "H", "api_key": "Q&="}),
        ("either", {"authorization": BASIC}),
        ("none", {}),
        ("optional", {"x-api-key": "H"}),
    ],
)
def test_each_operation_sends_its_own_key_and_no_other(
    operation: str, expected: object, server: LoopbackServer, keys: Callable[..., Any]
) -> None:
    """A key goes to where its scheme says, with the operations that need it."""
    getattr(keys(**KEYS), operation)()

    [request] = server.received
    assert _seen(request) == expected
    if operation not in {"oauth2", "oidc"}:  # which openapi-core does not check
        Judge(spec_of("security")).read(request)


@pytest.mark.parametrize(
    ("passed", "operation", "expected"),
    [
        ({"x_api_key": "H", "api_key_": "Q"}, "either", {"x-api-key": "H", "api_key": "Q"}),
        ({"username": "u", "password": "p"}, "either", {"authorization": "Basic dTpw"}),
        ({}, "optional", {}),
        ({}, "none", {}),
    ],
)
def test_one_alternative_is_enough(
    passed: dict[str, str],
    operation: str,
    expected: object,
    server: LoopbackServer,
    keys: Callable[..., Any],
) -> None:
    """Of alternatives, the first for which there are keys is sent; none only where it may be."""
    getattr(keys(api_key="B", **passed), operation)()

    assert _seen(server.received[0]) == expected


@pytest.mark.parametrize(
    ("passed", "operation", "message"),
    [
        ({"api_key": "", "x_api_key": "H"}, "default", r"api_key=\.\.\. \(ACME_API_KEY\), as"),
        ({}, "both", r"pass x_api_key=\.\.\. .* and api_key_=\.\.\. \(ACME_API_KEY_"),
        ({"username": "", "password": ""}, "either", "pass username="),
        ({"username": "u"}, "either", r"pass username=.* or x_api_key=.* and api_key_="),
    ],
)
def test_a_missing_key_is_named(
    passed: dict[str, str],
    operation: str,
    message: str,
    server: LoopbackServer,
    keys: Callable[..., Any],
) -> None:
    """Without a key nothing is sent, and the error says which arguments would do."""
    with pytest.raises(Exception, match=message) as caught:
        getattr(keys(**{"api_key": "B", **passed}), operation)()

    assert type(caught.value).__name__ == "MissingCredentialsError"
    assert server.received == []


@pytest.mark.parametrize("sent", ["sk_test:", ":secret"])
def test_a_name_or_a_password_may_be_empty(
    sent: str, server: LoopbackServer, keys: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 7617 allows both; some APIs take a key as a name without a password."""
    username, _, password = sent.partition(":")

    keys(api_key="B", username=username, password=password).basic()
    monkeypatch.setenv("ACME_USERNAME", username)
    monkeypatch.setenv("ACME_PASSWORD", password)
    keys(api_key="B").basic()

    expected = {"authorization": f"Basic {b64encode(sent.encode()).decode()}"}
    assert [_seen(request) for request in server.received] == [expected] * 2


@pytest.mark.parametrize("argument", KEYS)
def test_a_key_holds_no_line_break(argument: str, keys: Callable[..., Any]) -> None:
    """A key with a line break is refused, wherever it would stand; the error does not show it."""
    with pytest.raises(ValueError, match=f"^{argument} has a line break") as caught:
        keys(**{**KEYS, argument: "sec\r\nret"})

    assert "sec" not in str(caught.value)


def test_keys_come_from_the_environment(
    server: LoopbackServer, keys: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each argument for a key has a variable named after it."""
    for argument, value in KEYS.items():
        monkeypatch.setenv(f"ACME_{argument}".upper(), value)

    keys().both()
    keys().basic()

    assert [_seen(request) for request in server.received] == [
        {"x-api-key": "H", "api_key": "Q&="},
        {"authorization": BASIC},
    ]


def test_a_key_stands_beside_the_parameters_of_its_place(
    server: LoopbackServer, keys: Callable[..., Any]
) -> None:
    """A key in the query or in a cookie joins the parameters that are there."""
    keys(**KEYS).in_query(page=2)
    keys(**KEYS).in_cookie(session="s")

    assert server.received[0].query == [("page", "2"), ("api_key", "Q&=")]
    assert cookies(server.received[1]) == [("session", "s"), ("timeout", "C;")]


def test_a_scheme_may_be_in_another_file(
    server: LoopbackServer, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reference to a security scheme is followed like any other."""
    monkeypatch.setenv("ACME_X_REMOTE_KEY", "R")
    server.respond(lambda _: response(body={}))

    use("references").references.inline()

    assert server.received[0].headers["x-remote-key"] == "R"
