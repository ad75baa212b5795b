"""What is wrong with a document is told with its place and what to do; never by a traceback."""

import re
from pathlib import Path

import pytest

from tests.generator.cases import Done

GOOD = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /things/{id}:
    post:
      operationId: touch
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: Done.
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing: {type: object, properties: {size: {type: integer}}}
"""
SCHEMA = "{type: object, properties: {size: {type: integer}}}"

DEEP = "/components/schemas/Thing/properties/size"
POST = "/paths/~1things~1{id}/post"
# What is replaced in the good document, by what, and the report: place, pointer, words.
BROKEN = {
    "no version": ("openapi: 3.1.0\n", "", "1:1", "/", "3.0 or 3.1"),
    "version 2.0": ("openapi: 3.1.0", "swagger: '2.0'", "1:1", "/", "is OpenAPI 2.0"),
    "version 3.2": ("3.1.0", "3.2.0", "1:1", "/", "is OpenAPI 3.2.0"),
    "no info": ("info: {title: Acme, version: '1'}\n", "", "1:1", "/info", "required"),
    "no title": ("title: Acme, ", "", "2:1", "/info/title", "required"),
    "a list of paths": ("paths:", "paths: []\nx-paths:", "3:1", "/paths", "dictionary"),
    "a YAML slip": ("{title: Acme,", "{title: [Acme,", "2:34", "/", "is no YAML"),
    "a tab": ("  /things", "\t/things", "4:1", "/", "is no YAML"),
    "a key twice": ("post:\n", "post:\n      operationId: it\n", "6:7", "/", "occurs twice"),
    "a Python object": ("Acme", "!!python/name:os.system", "2:15", "/", "is no YAML"),
    "an unknown anchor": ("Acme", "*acme", "2:15", "/", "is no YAML"),
    "two documents": ("components:", "---\ncomponents:", "13:1", "/", "is no YAML"),
    "a control character": ("Acme", "A\x01", "", "/", "control characters"),
    "a dangling reference": (
        "schemas/Thing",
        "schemas/Thong",
        "12:49",
        f"{POST}/responses/200/content/application~1json/schema/$ref",
        "'#/components/schemas/Thong'",
    ),
    "a reference to itself": (SCHEMA, "{$ref: '#/components/schemas/Thing'}", "", "", "itself"),
    "references in a circle": (
        SCHEMA,
        "{$ref: '#/components/schemas/Other'}\n    Other: {$ref: '#/components/schemas/Thing'}",
        "",
        "",
        "itself",
    ),
    "no such parameter": (
        "/things/{id}",
        "/things/{id}/{other}",
        "5:5",
        "/paths/~1things~1{id}~1{other}/post",
        "the path has {other}: declare",
    ),
    "no such placeholder": (
        "/things/{id}",
        "/things",
        "8:11",
        "/paths/~1things/post/parameters/0",
        "'id' does not occur in the path",
    ),
    "a parameter of no place": (
        "in: path",
        "in: nowhere",
        "8:22",
        f"{POST}/parameters/0/in",
        "'nowhere'",
    ),
    "a type of no kind": ("integer", "whole", "15:47", f"{DEEP}/type", "'whole'"),
    "a field that is no name": (
        "{type: integer",
        "{x-sdk-name: a b, type: integer",
        "15:47",
        f"{DEEP}/x-sdk-name",
        "'a b' is no public Python name",
    ),
    "a field that Python reads as another": (
        "{type: integer",
        '{x-sdk-name: "\\uFB01sh", type: integer',
        "15:47",
        f"{DEEP}/x-sdk-name",
        "is no public Python name",
    ),
    "a method that is no name": (
        "operationId: touch",
        "x-sdk-method: 1st",
        "6:7",
        f"{POST}/x-sdk-method",
        "'1st' is no Python name",
    ),
    "a group that is no list": (
        "operationId: touch",
        "x-sdk-group: things",
        "6:7",
        f"{POST}/x-sdk-group",
        "must be a list of Python names",
    ),
    "a client that is no name": (
        "Acme",
        "Acme, x-sdk-client-name: class",
        "2:21",
        "/info/x-sdk-client-name",
        "'class' is no Python name",
    ),
    "a file of no name": (
        SCHEMA,
        '{$ref: "\\0#/x"}',
        "15:13",
        "/components/schemas/Thing/$ref",
        "is no name of a file",
    ),
    "a number without end": (
        "'1'}",
        "'1', x-long: " + "1" * 5000 + "}",
        "2:43",
        "/",
        "5,000 digits",
    ),
    "a header that cannot be sent": (
        "schema: {type: string}}\n",
        "schema: {type: string}}\n        - {name: X Bad, in: header, schema: {type: string}}\n",
        "9:12",
        f"{POST}/parameters/1/name",
        "'X Bad' cannot be sent",
    ),
    "no such key": ("paths:", "security: [{key: []}]\npaths:", "3:12", "/security/0", "'key'"),
}
_LINE = re.compile(r"(?P<file>.+?):(?P<place>\d+:\d+): error: (?P<pointer>/\S*): (?P<words>.+)")


def _report(spec: Path, *more: object) -> list[str]:
    """Generate, which must fail; give the lines of the report without the last, the sum."""
    target = spec.with_name("client")
    done = Done("--spec", spec, "--output", target, *more)
    assert (done.code, done.out) == (2, "")
    *lines, last = done.err.splitlines()
    counted = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    assert last == f"{counted}; {target} is as it was"
    assert not target.exists()
    return lines


def test_the_good_document_is_good(tmp_path: Path) -> None:
    """The document that the others are made from has nothing wrong with it."""
    (tmp_path / "spec.yaml").write_text(GOOD)

    done = Done("--spec", tmp_path / "spec.yaml", "--output", tmp_path / "client")

    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("change", "expected"), [(row[:2], row[2:]) for row in BROKEN.values()], ids=BROKEN.keys()
)
def test_a_problem_is_told_with_its_place(
    change: tuple[str, str], expected: tuple[str, str, str], tmp_path: Path
) -> None:
    """One line: file, line, column, level, JSON pointer, and what to do about it."""
    (old, new), (place, pointer, words) = change, expected
    assert old in GOOD
    spec = tmp_path / "spec.yaml"
    spec.write_text(GOOD.replace(old, new, 1))

    [line] = _report(spec)

    assert line.startswith(f"{spec}:{place}:" if place else f"{spec}:")
    assert f" error: {pointer}: " in line if pointer else " error: /" in line
    assert words in line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no object at its top"),
        ("- 1\n", "no object at its top"),
        ("word", "no object at its top"),
        ("null", "no object at its top"),
        (b"\xff\xfeo\x00", "cannot be read: 'utf-8' codec"),
        (b"openapi: \xe4", "cannot be read: 'utf-8' codec"),
    ],
)
@pytest.mark.parametrize("name", ["spec.yaml", "spec.json"])
def test_what_is_no_document_is_told(
    name: str, text: str | bytes, words: str, tmp_path: Path
) -> None:
    """Empty files, lists, words and other encodings are refused, as YAML and as JSON."""
    spec = tmp_path / name
    spec.write_bytes(text if isinstance(text, bytes) else text.encode())

    [line] = _report(spec)

    assert line.startswith(str(spec))
    assert words in line or (name == "spec.json" and "is no JSON" in line)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"openapi": "3.1.0",\n "info": }', ":2:10:", "is no JSON: Expecting value"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', ":", "the key 'c' occurs twice"),
        ('{"openapi": "3.1.0", "paths": {}}', ":1:1:", "/info"),
        ("{'openapi': 1}", ":1:2:", "is no JSON"),
        (f'{{"a": 1,\n "b": {"1" * 5000}}}', ":2:7:", "5,000 digits, more than 4,300: write"),
        ('{"openapi": NaN}', ":", "OpenAPI"),
    ],
)
def test_a_problem_in_json_is_told(text: str, place: str, words: str, tmp_path: Path) -> None:
    """JSON is read strictly, with line and column of what is wrong in it."""
    spec = tmp_path / "spec.json"
    spec.write_text(text)

    [line] = _report(spec)

    assert line.startswith(f"{spec}{place}")
    assert words in line


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A document that is not there, or is a folder, is an error and no traceback."""
    for spec in (tmp_path / "missing.yaml", tmp_path):
        [line] = _report(spec)
        assert line.startswith(f"{spec}:")
        assert " error: /: cannot be read: " in line


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """One run reports every problem, each in a line of its own with its own place."""
    spec = tmp_path / "spec.yaml"
    broken = GOOD.replace("integer", "{type: integer, x-sdk-name: 1}", 0)
    broken = broken.replace("schemas/Thing'", "schemas/Thong'")
    for number in range(3):
        broken = broken.replace(
            "components:",
            f"  /other{number}/{{gone}}: {{post: {{responses: {{}}}}}}\ncomponents:",
        )
    spec.write_text(broken)

    lines = _report(spec)

    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    assert len(found) == len(lines) >= 4
    assert len({match["place"] for match in found}) == len(found)
    assert {match["file"] for match in found} == {str(spec)}


def test_text_of_a_document_stays_in_its_line(tmp_path: Path) -> None:
    """Line breaks, escape sequences and markup in a document cannot disturb the report."""
    spec = tmp_path / "spec.yaml"
    evil = r'"#/components/schemas/\e[31m[bold]\n\r\u2028error: fake"'
    spec.write_text(GOOD.replace("'#/components/schemas/Thing'", evil))

    [line] = _report(spec)

    assert "[bold]" in line
    assert not set("\x1b\r\n\u2028") & set(line)
