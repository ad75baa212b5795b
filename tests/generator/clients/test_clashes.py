"""A document may use names that its client uses itself: `clashes`."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.generator.conftest import Use
from tests.loopback import LoopbackServer, response


def test_a_client_does_not_hide_what_its_package_has(package: Callable[[str], ModuleType]) -> None:
    """The client of an API called API leaves `APIError` what it is, and has an error of its own."""
    made = package("clashes")

    assert made.APIClient.__name__ == "APIClient"
    assert made.AsyncAPIClient.__name__ == "AsyncAPIClient"
    assert made.APIError.__mro__[1] is made.APIClientError


def test_names_of_the_client_itself_are_sent_and_read(
    server: LoopbackServer, package: Callable[[str], ModuleType]
) -> None:
    """Parameters, members, schemas and keys called like imports work, some with an underscore."""
    made = package("clashes")
    body = {"Any": [1], "values": "b", "type": 2, "UNSET": None}
    server.respond(lambda _: response(body=body))

    with made.APIClient(base_url=server.url, httpx="K", base_url_="B") as client:
        thing = client.things.change("p", Options_="a", dict=["x", "y"], NULL_=None, str="s")

    [request] = server.received
    assert request.target == "/things/p?Options=a&dict=x&dict=y"
    assert json.loads(request.body) == {"NULL": None, "str": "s"}
    assert (request.headers["httpx"], "base_url" in request.headers) == ("K", False)
    assert (thing.Any_, thing.values, thing.type, thing.UNSET_) == ([1], "b", 2, None)
    assert thing.to_dict() == body


def test_an_error_model_with_such_a_name_is_read(
    server: LoopbackServer, package: Callable[[str], ModuleType]
) -> None:
    """A schema called NULL is a model like any other, under a name with an underscore."""
    made = package("clashes")
    models = import_module(".models", made.__name__)
    server.respond(lambda _: response(400, {"why": None}))

    with (
        made.APIClient(base_url=server.url, base_url_="B") as client,
        pytest.raises(made.BadRequestError) as caught,
    ):
        client.things.change("p")

    assert vars(caught.value)["parsed"] == models.NULL_(why=None)
    assert server.received[0].headers["base_url"] == "B"


@pytest.mark.parametrize("name", ["environ", "os", "httpx"])
def test_a_key_called_like_a_module_is_read_from_the_environment(
    name: str,
    use: Use,
    server: LoopbackServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Its argument hides nothing that the constructor reads it with."""
    scheme = {"type": "apiKey", "in": "header", "name": name}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "security": [{"it": []}],
        "paths": {"/": {"get": {"operationId": "get", "responses": {"204": {"description": ""}}}}},
        "components": {"securitySchemes": {"it": scheme}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document))
    monkeypatch.setenv(f"ACME_{name.upper()}", "K")
    server.respond(lambda _: response(204, b""))

    use(tmp_path / "spec.json").default.get()

    assert server.received[0].headers[name] == "K"
