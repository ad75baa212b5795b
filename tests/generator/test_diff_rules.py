"""Each kind of change is told, in the words of the caller, and judged for the caller."""

from pathlib import Path

import pytest
import yaml

from generator.build import Spec, read
from generator.diff.compare import compare
from generator.diff.report import Report
from generator.diff.rules import RULES
from generator.document import load

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
components:
  securitySchemes:
    key: {type: http, scheme: bearer, description: The key.}
    other: {type: apiKey, in: header, name: X-Other}
  schemas:
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
LIMIT = "- {name: limit, in: query, schema: {type: integer}}"

ROWS: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("diff_rules.yaml").read_text())


def _spec(folder: Path, name: str, text: str) -> Spec:
    path = folder / name
    path.write_text(text)
    return read(load(path))


def _report(folder: Path, old: str, new: str) -> Report:
    return compare(_spec(folder, "old.yaml", old), _spec(folder, "new.yaml", new), "old", "new")


def _lines(report: Report) -> list[str]:
    changes = [each.change for each in report.changes]
    return [f"{change.level} {change.rule}: {change.sentence()}" for change in changes]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["after"])
def test_a_change_is_told_and_judged(row: dict[str, str], tmp_path: Path) -> None:
    """A change and its undoing are told with the rule, the level and what the user types."""
    changed = BASE.replace(row["before"], row["after"])
    assert changed != BASE

    assert _lines(_report(tmp_path, BASE, changed)) == row["forth"].splitlines()
    assert _lines(_report(tmp_path, changed, BASE)) == row["back"].splitlines()


def test_every_rule_has_a_row() -> None:
    """No rule is without an example."""
    lines = [line for row in ROWS for line in (row["forth"] + "\n" + row["back"]).splitlines()]

    assert {line.split()[1].rstrip(":") for line in lines if line} == set(RULES)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("", "", "no change"),
        ("Change it.", "Change a thing.", "patch"),
        ("[red, green]", "[red, green, blue]", "minor"),
        ("[red, green]", "[red]", "major"),
    ],
)
def test_the_worst_change_gives_the_verdict(
    before: str, after: str, verdict: str, tmp_path: Path
) -> None:
    """Documentation alone is a patch, what is compatible a minor, what breaks a major version."""
    also_documented = BASE.replace(before, after).replace(
        "The key.", "The key." if verdict == "no change" else "A key."
    )

    assert _report(tmp_path, BASE, also_documented).verdict == verdict


def test_what_goes_both_ways_is_judged_strictly(tmp_path: Path) -> None:
    """A model that is passed and received may neither demand more nor promise less."""
    both = BASE.replace("schemas/Part", "schemas/Thing")
    demands = both.replace("required: [name]", "required: [name, size]")

    there = "models.Thing.size is int, was int | None"
    back = "models.Thing.size is int | None, was int"
    assert _lines(_report(tmp_path, both, demands)) == [f"breaking field-narrower: {there}"]
    assert _lines(_report(tmp_path, demands, both)) == [f"breaking field-wider: {back}"]


@pytest.mark.parametrize("at", [0, 1])
def test_a_change_has_its_place(at: int, tmp_path: Path) -> None:
    """A change points into the new document; what is gone points into the old one."""
    changed = BASE.replace(f"        {LIMIT}\n", "")
    documents = (BASE, changed) if at else (changed, BASE)

    [found] = _report(tmp_path, *documents).changes

    pointer = "/paths/~1shops~1{shop}~1things~1{id}/post/parameters/2"
    assert (found.pointer, found.change.is_gone) == (pointer, bool(at))
    assert found.file == ("old.yaml" if at else "new.yaml")
