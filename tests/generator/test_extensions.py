"""Extensions (``x-``) that are not ours mean nothing to the generator, wherever they stand."""

import json
from pathlib import Path
from typing import Any

from tests.generator.cases import generate, import_client
from tests.loopback import LoopbackServer, answer

_ODD: dict[str, Any] = {
    "x-text": "text",
    "x-none": None,
    "x-list": [{"$ref": "#/nowhere"}],
    "x-object": {"$ref": "nowhere.yaml#/a", "get": {}},
}
"""What is no part of OpenAPI, and looks as if it were."""

THING = {"type": "object", "properties": {"x-size": {"type": "integer"}}}


def test_extensions_are_left_alone(server: LoopbackServer, tmp_path: Path) -> None:
    """They are neither paths nor answers; a member may be called so, and a part may stand there."""
    schema = {"$ref": "#/x-shared/Thing"}
    answers = {"200": {"description": "Here.", "content": {"application/json": {"schema": schema}}}}
    read = {"operationId": "read", "tags": ["things"], "responses": answers | _ODD} | _ODD
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"} | _ODD,
        "servers": [{"url": "https://api.example.com"} | _ODD],
        "paths": {"/things": {"get": read} | _ODD} | _ODD,
        "components": {"schemas": {"Other": THING | _ODD}} | _ODD,
        "x-shared": {"Thing": THING},
    }
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(document | _ODD))
    server.respond(lambda _: answer(body={"x-size": 7}))

    generate(spec, tmp_path / "acme")

    with import_client(tmp_path / "acme").Acme(base_url=server.url) as client:
        assert client.things.read().x_size == 7
