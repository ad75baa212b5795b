"""Text of a document is data: it cannot become code, whatever it holds and wherever it stands."""

import ast
import json
from pathlib import Path
from typing import Any, get_args

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build import build
from generator.document import Document, load
from generator.render import render
from tests.generator.cases import spec_of
from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, answer

HOSTILE = yaml.safe_load(spec_of("hostile_text").read_text())
KEY = '"": __import__("os").abort() #'
MARKED = "\u2028\u0085\u202e\U0001f600\\"


def test_hostile_values_pass_unchanged(server: LoopbackServer, use: Use) -> None:
    """Keys and values that look like code are sent and read as they stand in the document."""
    client = use("hostile_text")
    values = HOSTILE["components"]["schemas"]["Values"]["enum"]
    body = {"values": values[1], "code": values[0], KEY: values[0], MARKED: MARKED}
    server.respond(lambda _: answer(body=body))

    assert list(get_args(models_of(client).Values)) == values
    for value in values:
        found = client.calls.hostile(value, values=value, import_os_abort=value, marked=MARKED)
        assert (found.values, found.code, found.to_dict()) == (values[1], values[0], body)

    assert [request.form for request in server.received] == [
        [("values", value), (KEY, value), (MARKED, MARKED)] for value in values
    ]


def test_the_path_of_an_operation_is_sent_as_it_is_spelled(
    server: LoopbackServer, use: Use
) -> None:
    """Quotes, backslashes and emoji in a path are percent-encoded; a fragment is never sent."""
    client = use("hostile_text")
    server.respond(lambda _: answer(body={}))

    client.calls.hostile("a")

    assert server.received[0].target == "/%22%22%22%5Ca/'%F0%9F%92%A5/"


def test_docstrings_hold_the_text(use: Use) -> None:
    """What the document says is readable in ``help()``, quotes and backslashes included."""
    method = use("hostile_text").calls.hostile

    assert method.__doc__.startswith('""" + __import__("os").abort() + """ {{ 7*7 }} {% raise %}')
    assert r"'''" in method.__doc__
    assert r"\N{DIGIT ONE}" in method.__doc__
    assert "\u202e" not in method.__doc__


def _document(text: str) -> dict[str, Any]:
    """Write a document that holds a text in every place that is no name."""
    said = {"description": text, "summary": text}
    value = {"type": "string", "title": text, "description": text}
    example = {"default": text, "example": text}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": text, "description": text},
        "servers": [{"url": f"https://api.example.com/{text.translate({123: '', 125: ''})}"}],
        "security": [{"key": []}],
        "paths": {
            "/touch": {
                "post": {
                    **said,
                    "operationId": "touch",
                    "requestBody": {
                        "content": {
                            "application/x-www-form-urlencoded": {
                                "schema": {
                                    "description": text,
                                    "properties": {"value": value | example, "other": value},
                                }
                            }
                        }
                    },
                    "responses": {
                        "200": {
                            "description": text,
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/M"}}
                            },
                        }
                    },
                }
            }
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": text}},
            "schemas": {
                "M": {
                    "type": "object",
                    "description": text,
                    "properties": {
                        "value": value | example,
                        "set": {"enum": [f"a{text}", f"b{text}"], **value},
                    },
                }
            },
        },
    }


def _skeleton(text: str) -> dict[str, str]:
    """Give the code of the client of a document, without the content of its strings."""
    found = {}
    for path, source in render(build(Document(Path("s.yaml"), _document(text)), "acme")).items():
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                node.value = ""
        found[path] = ast.dump(tree)
    return found


PLAIN = _skeleton("plain")


@settings(max_examples=30, deadline=None)
@given(st.text() | st.text(alphabet="\"'\\{}%# \n\r\t\u2028\u0085\u202eab"))
def test_no_text_changes_the_code(text: str) -> None:
    """The code of a client is the same whatever its document says; only strings differ."""
    assert _skeleton(text) == PLAIN


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1))
def test_no_file_name_changes_the_code(name: str) -> None:
    """The document's file name, which the banner of each file shows, stays in the comment."""
    document = Document(Path("folder") / name.replace("/", ""), _document("plain"))

    for source in render(build(document, "acme")).values():
        assert ast.dump(ast.parse(source)) == ast.dump(ast.parse(source.partition("\n")[2]))


def test_a_document_may_hold_any_text_in_json_too(tmp_path: Path) -> None:
    """JSON and YAML of one document mean the same, escapes and odd characters included."""
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(HOSTILE))

    assert load(spec).data == load(spec_of("hostile_text")).data
