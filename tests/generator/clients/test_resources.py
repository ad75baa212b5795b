"""Operations are found on their resource, whatever both are called: `resources`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.generator.conftest import Use
from tests.loopback import LoopbackServer, response

DONE = {"done": "yes"}


def _document(*operations: tuple[list[str], str]) -> str:
    """Return a document of operations, each with its resource and its name."""
    paths = {
        f"/{number}": {
            "get": {
                "operationId": f"operation{number}",
                "x-sdk-group": path,
                "x-sdk-method": name,
                "responses": {"204": {"description": "Done."}},
            }
        }
        for number, (path, name) in enumerate(operations)
    }
    info = {"title": "Acme", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths})


@pytest.mark.parametrize(
    "operations",
    [
        [(["v"], "v")],
        [(["s3"], "s3"), (["s3"], "v")],
        [(["cached_property"], "list"), (["default"], "list")],
        [(["a", "cached_property"], "list"), (["a", "b"], "list")],
        [(["str"], "list"), (["httpx"], "list"), (["int"], "list"), (["bool"], "list")],
        [([name], "list") for name in ("sequence", "literal", "file_content", "any", "mapping")],
        [(["streaming_resource"], "list"), (["async_resource"], "list"), (["unset"], "list")],
        [(["foo"], "list"), (["foo", "async_foo"], "list")],
        [(["foo"], "list"), (["foo", "foo_with_raw_response"], "list")],
        [(["foo"], "list"), (["foo", "foo_with_streaming_response"], "list")],
        [(["foo", "bar"], "list"), (["foo", "async_bar"], "list")],
        [(["acme"], "list"), (["async_acme"], "list"), (["acme", "acme"], "get")],
    ],
    ids=lambda operations: ",".join(".".join((*path, name)) for path, name in operations),
)
def test_every_operation_can_be_called_whatever_its_resource_is_called(
    operations: list[tuple[list[str], str]], use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """Names of the document and names that the modules use themselves hide one another never."""
    server.respond(lambda _: response(204, b""))
    (tmp_path / "spec.json").write_text(_document(*operations))
    client = use(tmp_path / "spec.json")

    for path, name in operations:
        found: Any = client
        for step in path:
            found = getattr(found, f"{step}_", None) or getattr(found, step)
        getattr(found, name)()
        getattr(found.with_raw_response, name)()

    expected = [f"/{number}" for number in range(len(operations)) for _ in "ab"]
    assert [request.target for request in server.received] == expected


def test_a_name_may_be_longer_than_that_of_a_file(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """The names of modules are cut and stay distinct; classes and methods keep theirs."""
    server.respond(lambda _: response(body={"size": 1}))
    long = "very_" * 80
    schemas = {f"{long}{end}": {"properties": {"size": {"type": "integer"}}} for end in "xy"}
    document = json.loads(_document(*(([f"{long}{end}"], f"{long}{end}") for end in "xy")))
    for path, name in zip(document["paths"].values(), schemas, strict=True):
        schema = {"$ref": f"#/components/schemas/{name}"}
        content = {"application/json": {"schema": schema}}
        path["get"]["responses"] = {"200": {"description": "Done.", "content": content}}
    document["components"] = {"schemas": schemas}
    (tmp_path / "spec.json").write_text(json.dumps(document))
    client = use(tmp_path / "spec.json")

    for name in schemas:
        thing = getattr(getattr(client, name), name)()
        assert (type(thing).__name__, thing.size) == (f"{'Very' * 80}{name[-1].upper()}", 1)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("untagged.untagged", "/untagged"),
        ("two_words.tagged", "/tagged"),
        ("two_words.op_unnamed", "/unnamed/op"),
        ("a.b.c.deep", "/deep"),
        ("a.b.c_", "/middle"),
        ("call.call", "/call"),
        ("call.options.operation", "/options"),
        ("call.async_call.with_raw_response_", "/async"),
        ("close_.bind", "/close"),
        ("acme.acme", "/acme"),
    ],
)
def test_an_operation_is_found_on_its_resource(
    path: str, target: str, server: LoopbackServer, use: Use
) -> None:
    """Resources come from tags or extensions; a name that is taken gets an underscore."""
    found = use("resources")
    server.respond(lambda _: response(body=DONE))
    for name in path.split("."):
        found = getattr(found, name)

    assert found() == DONE
    assert server.received[0].path == target


def test_a_client_keeps_its_own_methods(server: LoopbackServer, use: Use) -> None:
    """Resources called like a method of the client or a resource do not replace it."""
    client = use("resources")
    server.respond(lambda _: response(body=DONE))

    raw = client.close_.with_raw_response.bind()
    client.close()

    assert (raw.status_code, raw.parse()) == (200, DONE)
    with pytest.raises(RuntimeError, match="closed"):
        client.acme.acme()
