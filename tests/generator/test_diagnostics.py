"""Whatever is wrong with a document is reported with its location and what to do about it."""

import re
import shutil
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics, InvalidDocumentError, Pointer, SpecError
from tests.generator.cases import Done, spec_of

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
# What is replaced in the good document, by what, and the report: position, pointer, message.
BROKEN = {
    "no version": ("openapi: 3.1.0\n", "", "1:1", "/", "is not an OpenAPI document: write"),
    "version 2.0": ("openapi: 3.1.0", "swagger: '2.0'", "1:1", "/", "is OpenAPI 2.0: convert it"),
    "version 4.0": ("3.1.0", "4.0.0", "1:1", "/", "is OpenAPI 4.0.0: convert it"),
    "no info": ("info: {title: Acme, version: '1'}\n", "", "1:1", "/info", "is required"),
    "no title": ("title: Acme, ", "", "2:1", "/info/title", "is required"),
    "a list of paths": ("paths:", "paths: []\nx-paths:", "3:1", "/paths", "not an array"),
    "a YAML slip": (
        "{title: Acme,",
        "{title: [Acme,",
        "2:34",
        "/",
        "cannot be parsed as YAML: did",
    ),
    "a tab": ("  /things", "\t/things", "4:1", "/", "cannot be parsed as YAML: found"),
    "a key twice": ("post:\n", "post:\n      operationId: a\n", "7:7", "/", "occurs twice in one"),
    "a Python object": ("Acme", "!!python/name:os.system", "2:15", "/", "is not supported"),
    "an unknown anchor": ("Acme", "*acme", "2:15", "/", "there is no anchor &acme"),
    "two documents": (
        "components:",
        "---\ncomponents:",
        "13:1",
        "/",
        "holds several YAML documents",
    ),
    "a control character": ("Acme", "A\x01", "2:16", "/", "control characters are not"),
    "a dangling reference": (
        "schemas/Thing",
        "schemas/Thong",
        "12:49",
        f"{POST}/responses/200/content/application~1json/schema/$ref",
        "'#/components/schemas/Thong' leads nowhere: did you mean `Thing`?",
    ),
    "a reference to itself": (
        SCHEMA,
        "{$ref: '#/components/schemas/Thing'}",
        "15:13",
        "/components/schemas/Thing/$ref",
        "is part of itself: remove one of the references",
    ),
    "references in a circle": (
        SCHEMA,
        "{$ref: '#/components/schemas/Other'}\n    Other: {$ref: '#/components/schemas/Thing'}",
        "15:13",
        "/components/schemas/Thing/$ref",
        "is part of itself: remove one of the references",
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
    "a parameter that is nowhere": (
        "in: path",
        "in: nowhere",
        "8:22",
        f"{POST}/parameters/0/in",
        "must be one of 'query', 'path', 'header' or 'cookie', not 'nowhere'",
    ),
    "an unknown type": ("integer", "whole", "15:47", f"{DEEP}/type", "not 'whole'"),
    "a field that is no name": (
        "{type: integer",
        "{x-sdk-name: a b, type: integer",
        "15:47",
        f"{DEEP}/x-sdk-name",
        "'a b' cannot be a public name in Python",
    ),
    "a field that Python reads as another": (
        "{type: integer",
        '{x-sdk-name: "\\uFB01sh", type: integer',
        "15:47",
        f"{DEEP}/x-sdk-name",
        "cannot be a public name in Python",
    ),
    "a method that is no name": (
        "operationId: touch",
        "x-sdk-method: 1st",
        "6:7",
        f"{POST}/x-sdk-method",
        "'1st' cannot be the name of a method",
    ),
    "a resource that is no list": (
        "operationId: touch",
        "x-sdk-group: things",
        "6:7",
        f"{POST}/x-sdk-group",
        "must be a list of Python names in lower case",
    ),
    "a client that is no name": (
        "Acme",
        "Acme, x-sdk-client-name: class",
        "2:21",
        "/info/x-sdk-client-name",
        "'class' cannot be the name of a class",
    ),
    "a file of no name": (
        SCHEMA,
        '{$ref: "\\0#/x"}',
        "15:13",
        "/components/schemas/Thing/$ref",
        "is not the name of a file: write a path",
    ),
    "a number of many digits": (
        "'1'}",
        "'1', x-long: " + "1" * 5000 + "}",
        "2:43",
        "/",
        "has a number of 5,000 digits, more than 1,000",
    ),
    "a header that cannot be sent": (
        "schema: {type: string}}\n",
        "schema: {type: string}}\n        - {name: X Bad, in: header, schema: {type: string}}\n",
        "9:12",
        f"{POST}/parameters/1/name",
        "'X Bad' cannot be sent",
    ),
    "no such scheme": (
        "paths:",
        "security: [{key: []}]\npaths:",
        "3:12",
        "/security/0",
        "'key' is not declared in components/securitySchemes",
    ),
}
_LINE = re.compile(r"(?P<file>.+?):(?P<position>\d+:\d+): error: (?P<pointer>/\S*): .+")


def _report(spec: Path) -> list[str]:
    """Generate, which must fail; return the lines of the report but for the last, the sum."""
    target = spec.with_name("client")
    done = Done("--spec", spec, "--output", target)
    assert (done.code, done.out) == (2, "")
    *lines, last = done.err.splitlines()
    counted = "1 error" if len(lines) == 1 else f"{len(lines)} errors"
    assert last == f"{counted}; {target} is as it was"
    assert not target.exists()
    return lines


def test_a_pointer_is_written_as_in_the_standard() -> None:
    """Slashes and tildes within a step are escaped (RFC 6901, section 3)."""
    assert str(Pointer(("paths", "/a~b", 0))) == "/paths/~1a~0b/0"
    assert str(Pointer()) == "/"
    assert Pointer.of_ref("x.yaml#/paths/~1a~0b%20c") == Pointer(("paths", "/a~b c"))


def test_what_is_found_twice_is_recorded_once() -> None:
    """Several uses of a part report the same; the order is that of the first."""
    diagnostics = Diagnostics()
    for message in ("b", "a", "b"):
        diagnostics.warning(Pointer(), message)
    diagnostics.error(Pointer(), "b")

    found = [(each.level, each.message) for each in diagnostics.all()]

    assert found == [("warning", "b"), ("warning", "a"), ("error", "b")]


def test_only_errors_end_a_run() -> None:
    """Warnings and notes do not."""
    diagnostics = Diagnostics()
    diagnostics.warning(Pointer(), "a")
    diagnostics.note(Pointer(), "b")
    diagnostics.raise_errors()

    with diagnostics.recording():
        raise SpecError(Pointer(), "c")

    with pytest.raises(InvalidDocumentError):
        diagnostics.raise_errors()


def test_the_good_document_is_good(tmp_path: Path) -> None:
    """The document that the others are made from has nothing wrong with it."""
    (tmp_path / "spec.yaml").write_text(GOOD)

    done = Done("--spec", tmp_path / "spec.yaml", "--output", tmp_path / "client")

    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("change", "expected"), [(row[:2], row[2:]) for row in BROKEN.values()], ids=BROKEN.keys()
)
def test_an_error_has_its_location(
    change: tuple[str, str], expected: tuple[str, str, str], tmp_path: Path
) -> None:
    """One line has file, line, column, level, JSON pointer, and what is wrong."""
    (old, new), (position, pointer, message) = change, expected
    assert old in GOOD
    spec = tmp_path / "spec.yaml"
    spec.write_text(GOOD.replace(old, new, 1))

    [line] = _report(spec)

    assert line.startswith(f"{spec}:{position}: error: {pointer}: ")
    assert message in line


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not an OpenAPI document: there is no object at its top"),
        (b"- 1\n", "is not an OpenAPI document: there is no object at its top"),
        (b"word", "is not an OpenAPI document: there is no object at its top"),
        (b"null", "is not an OpenAPI document: there is no object at its top"),
        (b"\xff\xfeo\x00", "is not UTF-8: invalid start byte"),
        (b"openapi: \xe4", "is not UTF-8: unexpected end of data"),
    ],
)
@pytest.mark.parametrize("name", ["spec.yaml", "spec.json"])
def test_what_is_not_a_document_is_refused(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    """Empty files, lists, words and other encodings are errors, as YAML and as JSON."""
    spec = tmp_path / name
    spec.write_bytes(content)

    [line] = _report(spec)

    assert line.startswith(str(spec))
    assert message in line or (name == "spec.json" and "cannot be parsed as JSON" in line)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ('{"openapi": "3.1.0",\n "info": }', "2:10", "cannot be parsed as JSON: Expecting value"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "1:24", "the key 'c' occurs twice in one object"),
        ('{"openapi": "3.1.0", "paths": {}}', "1:1", "is required"),
        ("{'openapi': 1}", "1:2", "cannot be parsed as JSON"),
        (f'{{"a": 1,\n "b": {"1" * 5000}}}', "2:7", "has a number of 5,000 digits"),
        ('{"openapi": NaN}', "1:1", "has the number NaN, which JSON does not know"),
    ],
)
def test_an_error_in_json_has_its_location(
    text: str, position: str, message: str, tmp_path: Path
) -> None:
    """JSON is read strictly, with line and column of what is wrong in it."""
    spec = tmp_path / "spec.json"
    spec.write_text(text)

    [line] = _report(spec)

    assert line.startswith(f"{spec}:{position}: error: /")
    assert message in line


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.yaml", "No such file or directory"), ("", "it is not a regular file")],
)
def test_a_file_that_cannot_be_read_is_an_error(name: str, message: str, tmp_path: Path) -> None:
    """A document that does not exist, or is a folder, is no traceback."""
    assert _report(tmp_path / name) == [f"{tmp_path / name}: error: /: cannot be read: {message}"]


@pytest.mark.parametrize(
    ("file", "edit", "location", "message"),
    [
        (
            "shared/common.yaml",
            (
                "{type: object, description: Why., properties: {reason: {type: string}}}",
                "{type: ouch}",
            ),
            "shared/common.yaml:8:12: error: /",
            "not 'ouch'",
        ),
        (
            "shared/whole.yaml",
            ("items: {type: string}", "items: {type: ouch}"),
            "shared/whole.yaml:4:32: error: /",
            "not 'ouch'",
        ),
        (
            "shared/paths.yaml",
            ("operationId: remote", "operationId: local"),
            "shared/paths.yaml:5:5: error: /",
            "'local' is the operationId of /paths/~1local~1{id}/post too",
        ),
        (
            "shared/common.yaml",
            ("again: {$ref: '#/schemas/Remote'}", "again: {$ref: '#/schemas/Nothing'}"),
            "shared/common.yaml:13:15: error: /",
            "'#/schemas/Nothing' leads nowhere",
        ),
        (
            "shared/paths.yaml",
            ("'common.yaml#", "'nothing.yaml#"),
            "shared/paths.yaml:10:47: error: /",
            "'nothing.yaml' cannot be read",
        ),
        (
            "spec.yaml",
            ("whole: {$ref: shared/whole.yaml}", "whole: {$ref: shared/nothing.yaml}"),
            "spec.yaml:65:17: error: /components/schemas/Thing/properties/whole/$ref: ",
            "'shared/nothing.yaml' cannot be read",
        ),
        (
            "shared/whole.yaml",
            ("words: {", "words: {{"),
            "spec.yaml:65:17: error: /components/schemas/Thing/properties/whole/$ref: ",
            "'shared/whole.yaml:4:11' has a key that is not a string",
        ),
    ],
)
def test_an_error_in_another_file_has_its_location_there(
    file: str, edit: tuple[str, str], location: str, message: str, tmp_path: Path
) -> None:
    """The report names the file, and line and column in it."""
    shutil.copytree(spec_of("references").parent, tmp_path / "case")
    text = (tmp_path / "case" / file).read_text()
    assert edit[0] in text
    (tmp_path / "case" / file).write_text(text.replace(*edit))

    lines = _report(tmp_path / "case" / "spec.yaml")

    [line] = [line for line in lines if line.startswith(f"{tmp_path}/case/{location}")]
    assert message in line


def test_all_errors_are_reported_at_once(tmp_path: Path) -> None:
    """One run reports every error, each in a line of its own with its own location."""
    spec = tmp_path / "spec.yaml"
    others = "".join(f"  /other{n}/{{gone}}: {{post: {{responses: {{}}}}}}\n" for n in range(3))
    broken = GOOD.replace("components:", f"{others}components:")
    spec.write_text(broken.replace("{type: integer", "{x-sdk-name: a b, type: integer"))

    lines = _report(spec)

    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    assert len(found) == len(lines) == 4
    assert len({match["position"] for match in found}) == len(found)
    assert {match["file"] for match in found} == {str(spec)}


def test_text_of_a_document_stays_in_its_line(tmp_path: Path) -> None:
    """Line breaks, escape sequences and markup in a document cannot disturb the report."""
    spec = tmp_path / "spec.yaml"
    evil = r'"#/components/schemas/\e[31m[bold]\n\r\u2028error: fake"'
    spec.write_text(GOOD.replace("'#/components/schemas/Thing'", evil))

    [line] = _report(spec)

    assert "[bold]" in line
    assert not set("\x1b\r\n\u2028") & set(line)


def test_one_run_reports_what_loading_and_lowering_find(tmp_path: Path) -> None:
    """A reference that leads nowhere hides no mistake in an operation."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(
        "openapi: 3.1.0\n"
        "info: {title: Acme, version: '1'}\n"
        "paths:\n"
        "  /gone/{id}: {get: {responses: {}}}\n"
        "components:\n"
        "  schemas: {Thing: {$ref: '#/components/schemas/Thong'}, Other: {type: ouch}}\n"
    )

    done = Done("--spec", spec, "--output", tmp_path / "client")

    assert done.code == 2
    assert [
        line.rpartition("error: ")[2].split(": ")[0] for line in done.err.splitlines()[:-1]
    ] == [
        "/components/schemas/Thing/$ref",
        "/components/schemas/Other/type",
        "/paths/~1gone~1{id}/get",
    ]
