"""Operations as a whole, and what a document says about all of them."""

import pytest

from tests.generator.lower.documents import errors, lowered, operation

BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}


def test_one_run_reports_what_is_wrong_with_server_security_and_operations() -> None:
    """A mistake in one part of the document hides none in another."""
    document = {
        **operation(security=[{"nobody": []}]),
        "servers": [{"url": "https://{host}"}],
    }
    document["paths"]["/things"]["put"] = {"operationId": "x", "x-sdk-group": 7, "responses": {}}

    found = errors(document)

    assert [line.partition(": ")[0] for line in found] == [
        "/servers/0/variables",
        "/paths/~1things/get/security/0",
        "/paths/~1things/put/x-sdk-group",
    ]


@pytest.mark.parametrize("path", [".evil.test/x", "00:7777/x", "things"])
def test_a_path_that_could_name_another_host_is_refused(path: str) -> None:
    """Behind the address of the server, a path without its slash would be part of the host."""
    [error] = errors(operation(path=path))

    assert error.endswith("a path must begin with a slash")


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(("version", "is_sent"), [("3.0.3", False), ("3.1.0", True)])
def test_a_body_on_get_and_head_is_what_the_version_says(
    method: str, version: str, *, is_sent: bool
) -> None:
    """OpenAPI 3.0 ignores such a body, 3.1 sends it; both are warned of."""
    found = lowered({"openapi": version, **operation(method, requestBody=BODY)})

    [warning] = found.warnings
    assert (found.operation.body is not None) == is_sent
    assert warning.startswith(f"/paths/~1things/{method}/requestBody: a body on {method.upper()}")


def test_one_operation_id_names_one_operation() -> None:
    """The second operation with an id is an error that names the first."""
    document = operation(operationId="touch")
    document["paths"]["/others"] = {"get": {"operationId": "touch", "responses": {}}}

    [error] = errors(document)

    assert error == (
        "/paths/~1others/get/operationId: "
        "'touch' is the operationId of /paths/~1things/get too: change one"
    )


def test_schemas_that_no_operation_uses_are_listed() -> None:
    """They are no part of the client; the API says which they are."""
    document = operation()
    document["components"] = {"schemas": {"Used": {}, "Unused": {}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Used"}}}
    document["paths"]["/things"]["get"]["responses"]["200"] = {
        "description": "",
        "content": content,
    }

    api = lowered(document).api

    assert (api.components, api.unused) == (("Used", "Unused"), ("Unused",))


@pytest.mark.parametrize(
    "method", ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
)
def test_every_method_is_an_operation(method: str) -> None:
    """HTTP has them in capitals."""
    assert lowered(operation(method)).operation.method == method.upper()


def test_operations_keep_the_order_of_the_document() -> None:
    """Those of a path come in the order in which they are written."""
    methods = ["post", "trace", "get", "delete", "put"]
    done = {"responses": {"204": {"description": ""}}}

    found = lowered({"paths": {path: dict.fromkeys(methods, done) for path in ("/b", "/a")}})

    assert [(each.path, each.method.lower()) for each in found.api.operations] == [
        (path, method) for path in ("/b", "/a") for method in methods
    ]
