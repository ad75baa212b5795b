"""A module of operations keeps its own names apart from those that a document gives it."""

import ast
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.views.group import IMPORTED
from tests.generator.cases import ROOT
from tests.generator.conftest import Use
from tests.loopback import LoopbackServer, answer

_TEMPLATE = ROOT / "generator" / "templates" / "resources" / "group.py.jinja"


def _document(*operations: tuple[list[str], str]) -> str:
    """Write a document of operations, each with its group and its name."""
    paths = {
        f"/{number}": {
            "get": {
                "operationId": f"operation{number}",
                "x-sdk-group": group,
                "x-sdk-method": name,
                "responses": {"204": {"description": "Done."}},
            }
        }
        for number, (group, name) in enumerate(operations)
    }
    info = {"title": "Acme", "version": "1"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": paths})


def test_the_names_that_are_left_free_are_those_that_the_template_imports() -> None:
    """What is imported besides is left free too, or is found to be missing here."""
    head = _TEMPLATE.read_text().partition("{% if")[0].replace('{% include "_banner.jinja" %}', "")
    imports = [
        node for node in ast.parse(head).body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    names = {each.asname or each.name for node in imports for each in node.names}

    assert names - {"annotations"} == IMPORTED


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
    ids=lambda operations: ",".join(".".join((*group, name)) for group, name in operations),
)
def test_every_operation_is_called_whatever_its_group_is_called(
    operations: list[tuple[list[str], str]], use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """Names that the modules have for themselves give way to none and take none away."""
    server.respond(lambda _: answer(204, b""))
    (tmp_path / "spec.json").write_text(_document(*operations))
    client = use(tmp_path / "spec.json")

    for group, name in operations:
        found: Any = client
        for step in group:
            found = getattr(found, f"{step}_", None) or getattr(found, step)
        getattr(found, name)()
        getattr(found.with_raw_response, name)()

    expected = [f"/{number}" for number in range(len(operations)) for _ in "ab"]
    assert [request.target for request in server.received] == expected


def test_the_classes_of_a_group_have_a_name_of_their_own(
    package: Callable[[str | Path], ModuleType], tmp_path: Path
) -> None:
    """All classes of a group are named together, after what is free for each of them."""
    spec = _document((["foo"], "list"), (["foo", "async_foo"], "list"), (["v"], "v"))
    (tmp_path / "spec.json").write_text(spec)
    made = package(tmp_path / "spec.json")

    below = import_module(".resources.foo_async_foo", made.__name__)
    classes = [name for name in vars(below) if "Foo" in name]
    assert sorted(classes) == [
        "AsyncAsyncFoo_",
        "AsyncAsyncFoo_WithRawResponse",
        "AsyncFoo_",
        "AsyncFoo_WithRawResponse",
    ]
    assert hasattr(import_module(".resources.v", made.__name__), "V")


def test_names_longer_than_those_of_files_are_cut(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """Modules of what begins alike are told apart; classes and methods keep their names."""
    server.respond(lambda _: answer(body={"size": 1}))
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
