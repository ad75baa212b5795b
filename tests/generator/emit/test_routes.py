"""Names made of method and path, where a document has no tags and no operationIds of its own."""

from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.emit.naming import name
from tests.generator.lower.documents import lowered

DONE = {"204": {"description": "Done."}}
NAMES = ["account", "id", "reader", "session"]
PARAMETERS = {
    each: {"name": each, "in": "path", "required": True, "schema": {"type": "string"}}
    for each in NAMES
}


def _calls(*operations: str, **fields: object) -> list[str]:
    """Return the calls of operations that are written like ``GET /things/{id}``."""
    paths: dict[str, Any] = {}
    for each in operations:
        method, path, *operation_id = each.split()
        named = {"operationId": operation_id[0]} if operation_id else {}
        parameters = [of for key, of in PARAMETERS.items() if f"{{{key}}}" in path]
        operation = {"parameters": parameters, "responses": DONE, **named, **fields}
        paths.setdefault(path, {})[method.lower()] = operation
    names = name(lowered({"paths": paths}).api, Diagnostics())
    return [method.call.removeprefix("client.") for method in names.methods]


@pytest.mark.parametrize(
    ("operation", "call"),
    [
        ("GET /v1/checkout/sessions", "checkout.sessions.list"),
        ("POST /v1/checkout/sessions", "checkout.sessions.create"),
        ("GET /v1/checkout/sessions/{session}", "checkout.sessions.retrieve"),
        ("POST /v1/checkout/sessions/{session}", "checkout.sessions.update"),
        ("PUT /v1/checkout/sessions/{session}", "checkout.sessions.update"),
        ("PATCH /v1/checkout/sessions/{session}", "checkout.sessions.update"),
        ("DELETE /v1/checkout/sessions/{session}", "checkout.sessions.delete"),
        ("POST /v1/checkout/sessions/{session}/expire", "checkout.sessions.expire"),
        ("POST /files/{id}:copy-to", "files.copy_to"),
        ("GET /accounts/{account}/readers/{reader}", "accounts.readers.retrieve"),
        ("DELETE /api/v2.1/things", "things.delete_all"),
        ("GET /customers/search", "customers.search"),
        ("GET /balance", "balance.retrieve"),
        ("POST /login", "login.create"),
        ("GET /status.json", "status.retrieve"),
        ("GET /", "default.retrieve"),
        ("GET /v1", "v1.retrieve"),
    ],
)
def test_an_operation_is_called_by_its_path_and_method(operation: str, call: str) -> None:
    """The fixed parts of a path are resources; its end and the method decide about the verb."""
    assert _calls(operation) == [call]


@pytest.mark.parametrize(
    "operation_id", ["PostCheckoutSessions", "post_v1_checkout_sessions", "checkout-sessions-post"]
)
def test_an_operation_id_that_repeats_the_path_is_no_name(operation_id: str) -> None:
    """Method and path say the same in better words."""
    assert _calls(f"POST /v1/checkout/sessions {operation_id}") == ["checkout.sessions.create"]


def test_an_operation_id_of_its_own_is_kept() -> None:
    """Without a tag, the resource is that of the path."""
    assert _calls("POST /v1/sessions openSession") == ["sessions.open_session"]


@pytest.mark.parametrize(
    ("operation", "call"),
    [
        ("GET /repos/{id} repos/get", "repos.get"),
        ("GET /repos/{id} reposGet", "repos.repos_get"),
        ("GET /repos/{id} repos_", "repos.repos"),
        ("GET /repos repos.list", "repos.list"),
        ("GET /repos", "repos.list"),
        ("GET /repos/{id}/forks", "repos.list_forks"),
        ("DELETE /repos/{id}/forks/{session}", "repos.delete_fork"),
        ("POST /accounts/{id}/forks", "repos.create_account_fork"),
    ],
)
def test_the_resource_of_a_tag_is_not_repeated(operation: str, call: str) -> None:
    """What a tag says already is no part of the method."""
    assert _calls(operation, tags=["Repos"]) == [call]


def test_names_that_clash_are_told_apart_in_words() -> None:
    """By what is looked for, by the version, and an action by being a resource too."""
    found = _calls(
        "GET /v1/readers/{id}",
        "GET /v1/readers/{account}/{reader}",
        "GET /v2/readers/{id}",
        "PUT /v1/readers/{id}",
        "PATCH /v1/readers/{id}",
        "POST /v1/readers/{id}/lease",
        "GET /v1/readers/{id}/lease",
    )

    assert found == [
        "readers.retrieve",
        "readers.replace",
        "readers.update",
        "readers.retrieve_by_reader",
        "readers.lease.create",
        "readers.lease.retrieve",
        "v2.readers.retrieve",
    ]


def test_another_operation_renames_none() -> None:
    """Wherever it is put, the others keep their names."""
    before = ["GET /v1/sessions", "POST /v1/sessions", "POST /v1/sessions/{session}/expire"]

    for index in range(len(before) + 1):
        after = [*before[:index], "GET /v1/readers/{reader}", *before[index:]]
        assert {*_calls(*before)} <= {*_calls(*after)}
