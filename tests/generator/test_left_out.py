"""Nothing is left out in silence: each thing is told with its place, and the README lists it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.generator.cases import ROOT, Done, import_client
from tests.loopback import LoopbackServer, answer

README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
DONE = {"204": {"description": "Done."}}
THING = {"type": "object", "properties": {"size": {"type": "integer"}}}
JSON_THING = {"application/json": {"schema": THING}}


def _document(operation: dict[str, Any], **more: Any) -> dict[str, Any]:
    described = {"operationId": "touch", "tags": ["things"], "responses": DONE}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/things": {"post": described | operation}},
        **more,
    }


def _generated(document: dict[str, Any], folder: Path) -> Done:
    (folder / "spec.json").write_text(json.dumps(document, indent=1))
    return Done("--spec", folder / "spec.json", "--output", folder / "client")


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Done.", "content": content}}}


CALLS = {"{$request.body#/url}": {"post": {"responses": DONE}}}
LINKS = {"next": {"operationId": "touch"}}
PART = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
PART_HEADERS = {"file": {"headers": {"X-Size": {"schema": {"type": "integer"}}}}}
LEFT_OUT: dict[str, tuple[dict[str, Any], str]] = {
    "callbacks are left out: a client sends calls and receives none": (
        {"callbacks": {"onDone": CALLS}},
        "/callbacks",
    ),
    "only redirects are described: they are not followed, and raised as APIStatusError": (
        {"responses": {"302": {"description": "Found."}, "404": {"description": "Lost."}}},
        "/responses",
    ),
    "image/* is sent as image/png: pass another content-type in extra_headers": (
        {"requestBody": {"content": {"image/*": {}}}},
        "/requestBody/content/image~1*",
    ),
    "links are left out: call what they lead to yourself": (
        {"responses": {"204": {"description": "Done.", "links": LINKS}}},
        "/responses/204/links",
    ),
    "is not used: every call is sent to the client's base_url": (
        {"servers": [{"url": "https://other.example.com"}]},
        "/servers",
    ),
    "OpenAPI ignores a parameter called Accept: the client sets that header": (
        {"parameters": [{"name": "Accept", "in": "header", "schema": {"type": "string"}}]},
        "/parameters/0",
    ),
    "a parameter called Host is left out: the client sets that header": (
        {"parameters": [{"name": "Host", "in": "header", "schema": {"type": "string"}}]},
        "/parameters/0",
    ),
    "JSON is passed as str here: write it with json.dumps": (
        {"parameters": [{"name": "X-Thing", "in": "header", "content": JSON_THING}]},
        "/parameters/0/content",
    ),
    "is left out: parts have no headers besides name and type": (
        {
            "requestBody": {
                "content": {"multipart/form-data": {"schema": PART, "encoding": PART_HEADERS}}
            }
        },
        "/requestBody/content/multipart~1form-data/encoding/file/headers",
    ),
    "is not used: application/xml is passed as a whole": (
        {"requestBody": {"content": {"application/xml": {"schema": THING}}}},
        "/requestBody/content/application~1xml/schema",
    ),
    "is not used: application/xml is given as bytes": (
        {
            "responses": {
                "200": {"description": "Done.", "content": {"application/xml": {"schema": THING}}}
            }
        },
        "/responses/200/content/application~1xml/schema",
    ),
    "members that apply at times are left out: answers have them in .raw": (
        _answer({**THING, "if": {"required": ["size"]}, "then": {"allOf": [THING]}}),
        "/responses/200/content/application~1json/schema/then",
    ),
    "is not followed: any value is taken": (
        _answer({"$dynamicRef": "#node"}),
        "/responses/200/content/application~1json/schema/$dynamicRef",
    ),
}


@pytest.mark.parametrize("message", LEFT_OUT)
def test_what_is_left_out_of_an_operation_is_told(message: str, tmp_path: Path) -> None:
    """One warning says at which place what is left out; the README has its text."""
    operation, place = LEFT_OUT[message]

    done = _generated(_document(operation), tmp_path)

    assert done.code == 0
    _, _, told = done.err.partition("warning: ")
    assert told == f"/paths/~1things/post{place}: {message}\n"
    assert f"`{message}`" in README


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "Connection", "HOST"])
def test_headers_of_the_connection_are_left_out(name: str, tmp_path: Path) -> None:
    """They belong to how a request is sent, in any spelling."""
    header = {"name": name, "in": "header", "schema": {"type": "string"}}

    done = _generated(_document({"parameters": [header]}), tmp_path)

    assert done.code == 0
    assert f"a parameter called {name} is left out: the client sets that header" in done.err


def test_webhooks_are_told_once(tmp_path: Path) -> None:
    """Webhooks are calls that come in; a document may have nothing else."""
    document = _document({}, webhooks={"done": {"post": {"responses": DONE}}})
    del document["paths"]

    done = _generated(document, tmp_path)

    message = "webhooks are left out: a client sends calls and receives none"
    assert done.err == f"{tmp_path}/spec.json:12:2: warning: /webhooks: {message}\n"
    assert f"`{message}`" in README


def test_what_many_operations_share_is_told_once(tmp_path: Path) -> None:
    """A warning about a component comes once, however often that is used."""
    accept = {"name": "Accept", "in": "header", "schema": {"type": "string"}}
    document = _document(
        {"parameters": [{"$ref": "#/components/parameters/A"}]},
        components={"parameters": {"A": accept}},
    )
    document["paths"]["/more"] = {"get": {**document["paths"]["/things"]["post"]}}
    document["paths"]["/more"]["get"]["operationId"] = "more"

    done = _generated(document, tmp_path)

    assert done.err.count("/components/parameters/A: OpenAPI ignores") == 1
    assert len(done.err.splitlines()) == 1


SILENT = {
    **THING,
    "not": {"required": ["weight"]},
    "if": {"required": ["size"]},
    "then": {"required": ["weight"]},
    "patternProperties": {"^x-": {"type": "string"}},
    "propertyNames": {"pattern": "^[a-z]"},
    "unevaluatedProperties": False,
    "dependentRequired": {"size": ["weight"]},
    "xml": {"name": "thing"},
    "externalDocs": {"url": "https://example.com"},
    "examples": [{"size": 1}],
    "minProperties": 1,
}


def test_what_only_checks_values_is_not_told(tmp_path: Path, server: LoopbackServer) -> None:
    """Keywords that describe no value that the client would miss are no reason to warn."""
    headers = {"X-Left": {"schema": {"type": "integer"}}}
    said = {"description": "Done.", "content": {"application/json": {"schema": SILENT}}}
    query = {"name": "q", "in": "query", "allowEmptyValue": True, "allowReserved": True}
    operation = {
        "parameters": [{**query, "schema": {"type": "string"}}],
        "responses": {"200": {**said, "headers": headers}},
    }

    done = _generated(_document(operation), tmp_path)

    assert (done.code, done.err) == (0, "")
    server.respond(lambda _: answer(body={"size": 2, "x-more": "y"}, x_left="7"))
    with import_client(tmp_path / "client").Acme(base_url=server.url) as client:
        thing = client.things.touch(q="")
        assert (thing.size, thing.raw["x-more"]) == (2, "y")
        assert client.things.with_raw_response.touch(q="a/b").headers["x-left"] == "7"
    assert [each.query for each in server.received] == [[("q", "")], [("q", "a/b")]]


@pytest.mark.parametrize("method", ["options", "head", "trace", "patch", "delete"])
def test_every_method_is_called(method: str, tmp_path: Path, server: LoopbackServer) -> None:
    """Operations of the rarer methods are generated and sent like others."""
    document = _document({})
    document["paths"]["/things"] = {method: document["paths"]["/things"].pop("post")}
    server.respond(lambda _: answer(204, b""))

    assert _generated(document, tmp_path).err == ""

    with import_client(tmp_path / "client").Acme(base_url=server.url) as client:
        assert client.things.touch() is None
    assert server.received[0].method == method.upper()


REFUSED: dict[str, dict[str, Any]] = {
    "style 'matrix' is not supported here: use simple": {
        "parameters": [
            {"name": "X-Size", "in": "header", "style": "matrix", "schema": {"type": "string"}}
        ]
    },
    "security of type 'mutualTLS' is not supported": {"security": [{"tls": []}]},
    "'https://example.com/common.yaml' is on another machine: copy it beside the document": _answer(
        {"$ref": "https://example.com/common.yaml#/Thing"}
    ),
    "'#thing' is no JSON pointer: write '#/...', not an anchor": _answer({"$ref": "#thing"}),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_is_unsupported_is_refused(message: str, tmp_path: Path) -> None:
    """What a call cannot do without is an error; the README has its text."""
    schemes = {"securitySchemes": {"tls": {"type": "mutualTLS"}}}

    done = _generated(_document(REFUSED[message], components=schemes), tmp_path)

    assert (done.code, done.err.count(f": {message}\n")) == (2, 1), done.err
    assert f"`{message}`" in README
    assert not (tmp_path / "client").exists()


def test_json_outside_of_the_query_is_what_the_caller_writes(
    tmp_path: Path, server: LoopbackServer
) -> None:
    """Numbers and booleans are the same in JSON as in text; all else arrives as it was written."""
    contents = {"X-Thing": THING, "X-Size": {"type": "integer"}, "X-Good": {"type": "boolean"}}
    parameters = [
        {"name": name, "in": "header", "content": {"application/json": {"schema": schema}}}
        for name, schema in contents.items()
    ]
    server.respond(lambda _: answer(204, b""))
    _generated(_document({"parameters": parameters}), tmp_path)

    with import_client(tmp_path / "client").Acme(base_url=server.url) as client:
        client.things.touch(x_thing=json.dumps({"size": 1}), x_size=2, x_good=True)

    headers = server.received[0].headers
    assert [json.loads(headers[name.lower()]) for name in contents] == [{"size": 1}, 2, True]


def test_extensions_may_stand_everywhere(tmp_path: Path) -> None:
    """What a document says for other tools is neither an operation nor an answer, nor wrong."""
    said: dict[str, Any] = {"x-word": "w", "x-list": [1], "x-thing": {"a": 1}}
    callback: dict[str, Any] = {"{$url}": {"post": {"responses": {**DONE, **said}}}, **said}
    operation = {**said, "responses": {**DONE, **said}, "callbacks": {"onDone": callback}}
    components = {**said, "callbacks": {"onMore": callback}, "schemas": {"x-Thing": THING}}
    document = _document(operation, components=components, **said)
    document["paths"] |= said
    document["paths"]["/things"] |= said

    done = _generated(document, tmp_path)

    assert (done.code, "1 operation" in done.out) == (0, True), done.err
    assert [line.partition("warning: ")[2].partition(":")[0] for line in done.err.splitlines()] == [
        "/paths/~1things/post/callbacks"
    ]


def test_the_caller_says_which_of_a_range_is_sent(tmp_path: Path, server: LoopbackServer) -> None:
    """The commonest format is sent, or the one that the caller names."""
    server.respond(lambda _: answer(204, b""))
    _generated(_document({"requestBody": {"content": {"image/*": {}}}}), tmp_path)

    with import_client(tmp_path / "client").Acme(base_url=server.url) as client:
        client.things.touch(body=b"1")
        client.things.touch(body=b"2", extra_headers={"Content-Type": "image/jpeg"})

    sent = [each.headers["content-type"] for each in server.received]
    assert sent == ["image/png", "image/jpeg"]
