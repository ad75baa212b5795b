"""Each sort of change is found, described in the words of the caller, and judged for the caller."""

from pathlib import Path

import pytest
import yaml

from generator import pipeline
from generator.diagnostics import Diagnostics
from generator.diff.client import Client
from generator.diff.compare import compare
from generator.diff.rules import RULES
from generator.load.source_map import Source
from tests.generator.diff.apis import line

BASE = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
servers: [{url: 'https://a.example'}]
security: [{key: []}]
paths:
  /shops/{shop}/things/{id}:
    post:
      tags: [things]
      operationId: change
      summary: Change it.
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string}}
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: must, in: query, required: true, schema: {type: integer}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: ratio, in: query, schema: {type: number}}
        - {name: colour, in: query, schema: {$ref: '#/components/schemas/Colour'}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                note: {type: string}
                part: {$ref: '#/components/schemas/Part'}
      responses:
        '200':
          description: Done.
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
        '404':
          description: None.
          content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}
  /form:
    post:
      operationId: fill
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {days: {type: array, items: {type: string}}}}
      responses:
        '200': {description: Done., content: {application/json: {schema: {type: string}}}}
        '400': {description: No., content: {application/json: {schema: {type: string}}}}
  /listed:
    get:
      tags: [lists]
      operationId: listed
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema: {type: object, properties: {data: {items: {type: string}, type: array}}}
      x-sdk-pagination: {type: link, items: /data}
webhooks:
  done:
    post:
      operationId: gone
      summary: It is done.
      security: [{signed: []}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}
  sort:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sort'}}}}
  socket:
    get:
      x-sdk-messages:
        receive:
          oneOf: [{$ref: '#/components/schemas/Hello'}, {$ref: '#/components/schemas/Bye'}]
          discriminator: {propertyName: type}
        send: {oneOf: [{$ref: '#/components/schemas/Order'}, {$ref: '#/components/schemas/Hello'}]}
components:
  securitySchemes:
    signed:
      type: apiKey
      in: header
      name: X-Signature
      x-sdk-signature: {algorithm: hmac-sha256, encoding: hex, content: '{body}', key: secret}
    key: {type: http, scheme: bearer, description: The key.}
    other: {type: apiKey, in: header, name: X-Other}
  schemas:
    Event: {type: object, properties: {text: {type: string}}}
    Sort: {type: string, enum: [up, down]}
    Hello: {type: object, properties: {type: {const: hello}}}
    Bye: {type: object, properties: {type: {const: bye}}}
    Order: {type: object, properties: {go: {type: boolean}}}
    Colour: {type: string, enum: [red, green]}
    State: {type: string, enum: [idle, busy]}
    Part: {type: object, properties: {depth: {type: integer}}}
    Both: {type: object, properties: {width: {type: integer}}}
    Failure: {type: object, properties: {code: {type: string}}}
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string}
        data: {}
        state: {$ref: '#/components/schemas/State'}
        size: {type: integer}
"""

ROWS: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text())


def _client(folder: Path, text: str) -> Client:
    path = folder / "api.yaml"
    path.write_text(text)
    return Client(*pipeline.read(Source(path), Diagnostics()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["after"])
def test_a_change_is_described_and_judged(row: dict[str, str], tmp_path: Path) -> None:
    """A change and the way back have their rule, level, and what the user types."""
    text = BASE.replace(row["before"], row["after"])
    assert text != BASE
    base, changed = _client(tmp_path, BASE), _client(tmp_path, text)

    assert [*map(line, compare(base, changed))] == row["forth"].splitlines()
    assert [*map(line, compare(changed, base))] == row["back"].splitlines()


def test_every_rule_has_a_row() -> None:
    """No rule is without an example."""
    lines = [each for row in ROWS for each in (row["forth"] + "\n" + row["back"]).splitlines()]

    assert {each.split()[1].rstrip(":") for each in lines if each} == set(RULES)


def test_nothing_changed(tmp_path: Path) -> None:
    """A document has no changes against itself."""
    assert compare(_client(tmp_path, BASE), _client(tmp_path, BASE)) == []
