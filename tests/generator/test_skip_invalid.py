"""``generate --skip-invalid``: operations with errors are reported and left out."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.generator.cases import Done

_ANY = {"application/json": {"schema": {"type": "object"}}}
_DONE = {"200": {"description": "Done.", "content": _ANY}}
_GOOD = {"get": {"operationId": "good", "responses": _DONE}}


def _spec(folder: Path, **paths: Any) -> Path:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {f"/{path}": item for path, item in paths.items()},
        "components": {"schemas": {"Node": _NODE, "Bad": _BAD}},
    }
    file = folder / "spec.json"
    file.write_text(json.dumps(document))
    return file


def _returning(schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"get": {"responses": {"200": {"description": "Done.", "content": content}}}}


_REF = {"$ref": "#/components/schemas/Node"}
_BAD: dict[str, Any] = {"allOf": [{"$ref": "#/components/schemas/Bad"}]}
_NODE: dict[str, Any] = {
    "properties": {"bad": {"$ref": "#/components/schemas/Bad"}, "next": _REF},
}


@pytest.mark.parametrize(
    "bad",
    [
        {"get": {"responses": {"two hundred": {"description": "No status."}}}},
        {"get": {"responses": {"200": {"description": 5}}}},
        {"get": {"responses": _DONE, "x-sdk-group": 1}},
        {"get": {"responses": _DONE}, "parameters": [{"name": "id"}]},
        5,
    ],
)
def test_operations_with_errors_are_left_out(bad: object, tmp_path: Path) -> None:
    """The others are written; the errors are printed, and the exit code is 1."""
    spec = _spec(tmp_path, good=_GOOD, bad=bad)

    done = Done("--spec", spec, "--output", tmp_path / "client", "--skip-invalid")

    assert done.code == 1
    assert "/paths/~1bad" in done.err
    assert done.err.splitlines()[-1] == f"1 error; {tmp_path / 'client'} lacks what they are in"
    assert [each.name for each in (tmp_path / "client" / "resources").glob("[!_]*")] == ["good.py"]


def test_operations_with_a_model_that_lacks_a_member_are_left_out(tmp_path: Path) -> None:
    """All of them: not only the first, where the error is met."""
    bodies = {"requestBody": {"content": {"application/json": {"schema": _REF}}}}
    sending = {"post": {"responses": _DONE, **bodies}}
    spec = _spec(tmp_path, good=_GOOD, first=_returning(_REF), more=_returning(_REF), all=sending)

    done = Done("--spec", spec, "--output", tmp_path / "client", "--skip-invalid")

    assert done.code == 1
    assert [each.name for each in (tmp_path / "client" / "resources").glob("[!_]*")] == ["good.py"]


@pytest.mark.parametrize(
    "paths",
    [
        {"bad": {"get": {"responses": {"two hundred": {"description": ""}}}}},
        {"good": _GOOD, "bad": _returning({"$ref": "#/components/schemas/Missing/deeper"})},
    ],
)
def test_what_is_left_must_be_a_client(paths: dict[str, Any], tmp_path: Path) -> None:
    """Without any operation nothing is written; with one, the client is."""
    done = Done(
        "--spec", _spec(tmp_path, **paths), "--output", tmp_path / "client", "--skip-invalid"
    )

    assert (tmp_path / "client").exists() == ("good" in paths)
    assert done.code == (1 if "good" in paths else 2)


def test_a_document_without_errors_is_written_as_ever(tmp_path: Path) -> None:
    """The exit code is 0."""
    spec = _spec(tmp_path, good=_GOOD)

    assert Done("--spec", spec, "--output", tmp_path / "client", "--skip-invalid").code == 0
