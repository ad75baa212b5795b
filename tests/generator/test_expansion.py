"""What a document repeats is counted; one that stands for too much is refused, and says where."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.generator.cases import Done

Json = dict[str, Any]

LONG = "word " * 40_000
TEXT = "word " * 60
MANY = {f"p{number}": {"type": "string", "description": TEXT} for number in range(1_000)}
NUMBERS = range(1_000)


def _ref(to: str) -> Json:
    return {"$ref": f"#/components/{to}"}


def _operation(number: int, **others: object) -> Json:
    responses = {"200": {"description": "Done."}}
    return {"operationId": f"op{number}", "responses": responses, **others}


def _document(paths: Json, **components: Json) -> Json:
    info = {"title": "Acme", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": components}


def _calls(**others: object) -> Json:
    return {f"/{number}": {"get": _operation(number, **others)} for number in NUMBERS}


def _returning(schema: Json, **schemas: Json) -> Json:
    content = {"application/json": {"schema": schema}}
    responses = {"200": {"description": "Done.", "content": content}}
    return _document({"/a": {"get": _operation(0, responses=responses)}}, schemas=schemas)


def _parameter(**schema: object) -> Json:
    described = {"name": "x", "in": "query", **schema}
    return _document(_calls(parameters=[_ref("parameters/X")]), parameters={"X": described})


def _members(schema: Json) -> Json:
    members = {f"m{number}": _ref("schemas/Thing") for number in NUMBERS}
    return _returning({"type": "object", "properties": members}, Thing=schema)


def _composed() -> Json:
    parts = [_ref("schemas/Base"), {"required": ["p1"]}]
    own = {f"S{number}": {"allOf": parts} for number in NUMBERS}
    members = {name: _ref(f"schemas/{name}") for name in own}
    base = {"type": "object", "properties": MANY}
    return _returning({"type": "object", "properties": members}, Base=base, **own)


def _bodies() -> Json:
    content = {"application/json": {"schema": _ref("schemas/Thing")}}
    paths = {
        f"/{number}": {"post": _operation(number, requestBody={"content": content})}
        for number in NUMBERS
    }
    return _document(paths, schemas={"Thing": {"type": "object", "properties": MANY}})


def _shared_paths(**others: object) -> Json:
    shared = {f"/{number}": {"$ref": "#/paths/~1x"} for number in NUMBERS}
    return _document({"/x": {"get": _operation(0, **others)}, **shared})


def _odd_references() -> Json:
    properties = {"$ref": "#/x-many", "more": {"type": "string"}}
    schemas = {f"S{number}": {"properties": properties} for number in NUMBERS}
    return {**_document(_calls(), schemas=schemas), "x-many": MANY}


MAPPING = {f"v{number}": _ref("schemas/A")["$ref"] for number in NUMBERS}
TOO_LARGE = {
    "text of a parameter": (_parameter(description=LONG), "/paths/~1"),
    "default of a parameter": (_parameter(schema={"default": LONG}), "/paths/~1"),
    "example of a parameter": (_parameter(schema={"example": [*range(9_999)]}), "/paths/~1"),
    "text of a schema": (_members({"type": "string", "description": LONG}), "/paths/~1a"),
    "text of a response": (
        _document(
            _calls(responses={"404": _ref("responses/X"), "200": {"description": ""}}),
            responses={"X": {"description": LONG}},
        ),
        "/paths/~1",
    ),
    "compositions": (_composed(), "/components/schemas/S"),
    "bodies": (_bodies(), "/paths/~1"),
    "paths": (_shared_paths(description=LONG), "/paths/~1"),
    "parameters of paths": (
        _shared_paths(
            parameters=[
                {"name": f"x{number}", "in": "query", "description": TEXT} for number in NUMBERS
            ]
        ),
        "/paths/~1",
    ),
    "variants": (
        _members({"oneOf": [{"type": "object", "properties": {name: {}}} for name in MANY]}),
        "/paths/~1a",
    ),
    "mappings": (
        _returning(
            {
                "type": "object",
                "properties": {f"m{number}": _ref("schemas/U") for number in NUMBERS},
            },
            A={"type": "object", "properties": {"k": {"type": "string"}}},
            B={"type": "object", "properties": {"k": {"type": "string"}, "z": {}}},
            U={
                "oneOf": [_ref("schemas/A"), _ref("schemas/B")],
                "discriminator": {"propertyName": "k", "mapping": MAPPING},
            },
        ),
        "/paths/~1a",
    ),
    "odd references": (_odd_references(), "/components/schemas/S"),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_repeats_itself_too_often_is_refused(name: str, tmp_path: Path) -> None:
    """Whatever is shared, there is one error, with the place at which it became too much."""
    document, pointer = TOO_LARGE[name]
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(document))

    done = Done("--spec", spec, "--output", tmp_path / "client")

    (error,) = [line for line in done.err.splitlines() if " error: " in line]
    assert done.code == 2
    assert error.startswith(f"{spec}:1:")
    assert f" error: {pointer}" in error
    assert "values with this, once what it shares is written out: share less" in error


@pytest.mark.parametrize("alias", ["*x", "{*x : 1}"])
def test_long_texts_that_aliases_repeat_are_refused(alias: str, tmp_path: Path) -> None:
    """An alias of a long text stands for all of it, as a value and as a key."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(f"x-text: &x {LONG}\nx-many: [{', '.join([alias] * 1_000)}]\n")

    done = Done("--spec", spec, "--output", tmp_path / "client")

    assert done.code == 2
    assert f"{spec}:2:" in done.err
    assert "once what it shares is written out" in done.err


def test_a_document_that_repeats_little_is_accepted_however_large_it_is(tmp_path: Path) -> None:
    """A hundred operations with a hundred shared parameters are a usual document."""
    parameters = {
        name: {"name": name, "in": "query", "description": "A usual text. " * 4, "schema": of}
        for name, of in [*MANY.items()][:100]
    }
    calls = _calls(parameters=[_ref(f"parameters/{name}") for name in parameters])
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(_document(dict([*calls.items()][:100]), parameters=parameters)))

    done = Done("--spec", spec, "--output", tmp_path / "client")

    assert (done.code, done.err) == (0, "")
