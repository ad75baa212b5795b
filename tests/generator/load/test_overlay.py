"""Overlays: what they change, and where what is wrong after them is located."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.diagnostics import Diagnostics, InvalidDocumentError
from generator.load import Source, load
from tests.docs.project import code_blocks
from tests.generator.cases import Done
from tests.generator.diff.documents import diff

BASE = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /cats:
    get:
      tags: [old, cats]
      operationId: cats
      parameters:
        - {name: a, in: query, schema: {type: string}}
        - {name: b, in: query, schema: {type: string}}
        - {name: c, in: query, schema: {type: string}}
      responses: {'204': {description: Done.}}
"""
PARAMETERS = "$.paths['/cats'].get.parameters"


def _overlay(*actions: str, version: str = "1.1.0") -> str:
    listed = "".join(f"- {action}\n" for action in actions)
    return f"overlay: {version}\ninfo: {{title: Ours, version: '1'}}\nactions:\n{listed}"


class _Loaded:
    """A document after overlays, and what was reported."""

    def __init__(self, folder: Path, *overlays: str, base: str = BASE) -> None:
        spec = folder / "spec.yaml"
        spec.write_text(base)
        files = [folder / f"overlay{number}.yaml" for number in range(len(overlays))]
        for file, overlay in zip(files, overlays, strict=True):
            file.write_text(overlay)
        source, diagnostics = Source(spec, overlays=files), Diagnostics()
        self.data: dict[str, Any] = {}
        try:
            self.data = load(source, diagnostics).data
        except InvalidDocumentError:
            assert diagnostics.of("error")
        found = diagnostics.all()
        self.lines = [
            f"{where.file.name}:{where.line}:{where.column}: {each.level}: "
            f"{where.pointer}: {each.message}"
            for each, where in zip(found, source.locate(found), strict=True)
        ]

    @property
    def operation(self) -> dict[str, Any]:
        operation: dict[str, Any] = self.data["paths"]["/cats"]["get"]
        return operation


@pytest.mark.parametrize(
    ("action", "key", "expected"),
    [
        ("{target: $.paths.*.get, update: {summary: S}}", "summary", "S"),
        ("{target: $.paths.*.get.operationId, update: kitties}", "operationId", "kitties"),
        ("{target: $.paths.*.get.tags, update: new}", "tags", ["old", "cats", "new"]),
        ("{target: $.paths.*.get.tags, update: [x, y]}", "tags", ["old", "cats", "x", "y"]),
        ("{target: $.paths.*.get, update: {tags: [x]}}", "tags", ["old", "cats", "x"]),
        ("{target: \"$.paths.*.get.tags[?@=='old']\", remove: true}", "tags", ["cats"]),
        ("{target: $.paths.*.get.tags, remove: true, update: 5}", "tags", None),
        ("{target: $.paths.*.get.tags.*, remove: true}", "tags", []),
        ("{target: '$..get.tags[0]', copy: $.info.title}", "tags", ["Acme", "cats"]),
        ("{target: $.paths.*.get.tags, copy: $.paths.*.get.tags}", "tags", ["old", "cats"] * 2),
    ],
)
def test_an_action_changes_what_it_targets(
    action: str, key: str, expected: object, tmp_path: Path
) -> None:
    """Objects are merged, arrays concatenated, plain values replaced."""
    loaded = _Loaded(tmp_path, _overlay(action))
    assert loaded.lines == []
    assert loaded.operation.get(key) == expected


def test_the_overlay_of_the_page_does_what_the_page_says(tmp_path: Path) -> None:
    """It renames the client, leaves out a parameter and copies a path."""
    overlay, _ = code_blocks("docs/generator.md", "yaml")
    loaded = _Loaded(tmp_path, overlay, base=BASE.replace("name: b", "name: debug"))

    assert loaded.lines == []
    assert loaded.data["info"]["x-sdk-client-name"] == "Cats"
    assert [each["name"] for each in loaded.operation["parameters"]] == ["a", "c"]
    kittens = loaded.data["paths"]["/kittens"]["get"]
    assert kittens == loaded.operation | {"operationId": "list_kittens"}


def test_actions_and_overlays_are_applied_in_their_order(tmp_path: Path) -> None:
    """Each to the result of the one before: a path is moved, and then changed."""
    move = _overlay(
        "{target: $.paths, update: {/dogs: {}}}",
        "{target: \"$.paths['/dogs']\", copy: \"$.paths['/cats']\"}",
        "{target: \"$.paths['/cats']\", remove: true}",
    )
    rename = _overlay("{target: \"$.paths['/dogs'].get\", update: {operationId: dogs}}")

    loaded = _Loaded(tmp_path, move, rename)

    assert loaded.lines == []
    assert [*loaded.data["paths"]] == ["/dogs"]
    assert loaded.data["paths"]["/dogs"]["get"]["operationId"] == "dogs"


def test_a_copy_is_independent(tmp_path: Path) -> None:
    """Of what it was copied from, and of other copies; aliases of YAML are independent too."""
    overlay = _overlay(
        "{target: \"$.paths['/b','/c']\", copy: \"$.paths['/a']\"}",
        "{target: \"$.paths['/b'].get\", update: {operationId: b}}",
        "{target: \"$.paths['/c'].get\", update: {operationId: c}}",
    )
    item = "{get: {operationId: a, responses: {'204': {description: ''}}}}"
    paths = f"  /a: &a {item}\n  /b: *a\n  /c: {{}}\n"
    base = f"openapi: 3.1.0\ninfo: {{title: Acme, version: '1'}}\npaths:\n{paths}"

    data = _Loaded(tmp_path, overlay, base=base).data

    assert [item["get"]["operationId"] for item in data["paths"].values()] == ["a", "b", "c"]


def test_a_value_can_be_copied_into_itself(tmp_path: Path) -> None:
    """What is copied is the value as it was; the result is finite."""
    overlay = _overlay(
        "{target: $, update: {x-all: {/dogs: {}}}}",
        "{target: \"$['x-all']\", copy: $.paths}",
        "{target: \"$['x-all']['/cats']\", copy: \"$['x-all']\"}",
    )
    data = _Loaded(tmp_path, overlay).data
    assert data["x-all"]["/cats"]["/cats"] == data["paths"]["/cats"]


@pytest.mark.parametrize(
    ("action", "line"),
    [
        ("{target: $.nothing, remove: true}", "target: matches nothing in the document"),
        ("{target: '$.paths./cats', remove: true}", "target: is no JSONPath of RFC 9535: "),
        ("{target: paths, remove: true}", "target: must be a JSONPath, which begins with `$`"),
        ("{target: '', remove: true}", "target: must be a JSONPath, which begins with `$`"),
        ("{target: '$[?none(@.a)]', remove: true}", "target: is no JSONPath of RFC 9535: "),
        ("{target: $, remove: true}", "target: is the whole document"),
        ("{target: $.paths}", "must have one of update, copy and `remove: true`"),
        ("{target: $.paths, remove: yes}", "remove: must be true or false"),
        ("{target: $.paths, updates: {}}", "updates: is no field of an action"),
        ("{update: {}}", "target: must be a JSONPath"),
        ("{target: $.paths, copy: $.info.*}", "copy: must select one value, not 3"),
        ("{target: $.*, update: x}", "target: matches values of several types"),
        (
            "{target: $.info, update: {title: {}}}",
            "update/title: an object cannot be merged into a",
        ),
        ("{target: $.info, update: x}", "update: a plain value cannot be merged into an object,"),
        ("5", "must be an object with a target"),
    ],
)
def test_what_is_wrong_is_located_in_the_overlay(action: str, line: str, tmp_path: Path) -> None:
    """With line and column; a target that matches nothing is a warning."""
    level = "warning" if "matches nothing" in line else "error"
    [found] = _Loaded(tmp_path, _overlay("{target: $.info, update: {x-a: 1}}", action)).lines
    place, _, rest = found.partition(f": {level}: /actions/1")
    assert place.startswith("overlay0.yaml:5:")
    assert rest.lstrip("/").removeprefix(": ").startswith(line)


@pytest.mark.parametrize(
    ("overlay", "line"),
    [
        ("overlay: 1.2.0\n", "overlay0.yaml:1:1: error: /: is no overlay of version 1.0 or 1.1"),
        ("[]", "overlay0.yaml:1:1: error: /: is no overlay of version 1.0 or 1.1"),
        ("a: {b", "overlay0.yaml:2:1: error: /: cannot be parsed as YAML"),
        ("overlay: 1.0.0\nactions: []\n", "overlay0.yaml:2:1: error: /actions: must be an array"),
        (
            _overlay("{target: $, copy: $.info}", version="1.0.0"),
            "overlay0.yaml:4:15: error: /actions/0/copy: is a field of version 1.1",
        ),
        (
            _overlay("{target: $, update: {}}") + "extends: other.yaml\n",
            "overlay0.yaml:5:1: warning: /extends: is another document",
        ),
    ],
)
def test_a_wrong_overlay_is_reported(overlay: str, line: str, tmp_path: Path) -> None:
    """In the overlay, as a wrong document is in the document."""
    [found] = _Loaded(tmp_path, overlay).lines
    assert found.startswith(line)


@pytest.mark.parametrize("extends", ["spec.yaml", "./spec.yaml", "https://example.com/a.yaml"])
def test_an_overlay_may_name_its_document(extends: str, tmp_path: Path) -> None:
    """A relative reference is one from the folder of the overlay."""
    overlay = _overlay("{target: $, update: {}}") + f"extends: {extends}\n"
    assert _Loaded(tmp_path, overlay).lines == []


def test_all_overlays_are_checked_in_one_run(tmp_path: Path) -> None:
    """An error in one action does not hide those of others."""
    wrong = _overlay("{target: x, remove: true}", "{target: y, remove: true}")
    lines = _Loaded(tmp_path, wrong, wrong).lines
    assert [line.split(":")[:2] for line in lines] == [
        ["overlay0.yaml", "4"],
        ["overlay0.yaml", "5"],
        ["overlay1.yaml", "4"],
        ["overlay1.yaml", "5"],
    ]


def _error_lines(folder: Path, base: str, *overlays: str) -> list[str]:
    lines = _Loaded(folder, *overlays, base=base).lines
    return [line.partition(": error: ")[0] + " " + line.split(": ")[2] for line in lines]


def test_what_an_overlay_did_not_touch_is_located_where_it_was(tmp_path: Path) -> None:
    """Also items of an array whose neighbours were removed, and what is in those items."""
    base = BASE.replace("{name: c, in: query,", "{name: c, in: nowhere,")
    overlay = _overlay(
        f'{{target: "{PARAMETERS}[0].in", update: header}}',
        f"{{target: \"{PARAMETERS}[?@.name=='a']\", remove: true}}",
        f'{{target: "{PARAMETERS}[0]", update: {{x-new: 1}}}}',
        f"{{target: \"{PARAMETERS}[?@.name=='b']\", remove: true}}",
        "{target: $.info, update: {description: More.}}",
    )

    [line] = _error_lines(tmp_path, base, overlay)

    assert line == "spec.yaml:11:21 /paths/~1cats/get/parameters/2/in"


def test_what_an_overlay_added_is_located_in_it(tmp_path: Path) -> None:
    """New members, replaced values and items behind those of the document, also moved ones."""
    added = f'{{target: "{PARAMETERS}", update: [{{name: d, in: query, schema: {{type: 5}}}}]}}'
    overlay = _overlay(added, "{target: $.paths.*.get.tags, update: {}}")
    remove = _overlay(f'{{target: "{PARAMETERS}[1]", remove: true}}')
    changed = _overlay(f"{{target: \"{PARAMETERS}[?@.name=='a'].in\", update: nowhere}}")

    assert sorted(_error_lines(tmp_path, BASE, overlay, remove, changed)) == [
        "overlay0.yaml:4:86 /actions/0/update/0/schema/type",
        "overlay0.yaml:5:32 /actions/1/update",
        "overlay2.yaml:4:64 /actions/0/update",
    ]


def test_what_an_action_copied_is_located_at_the_action(tmp_path: Path) -> None:
    """That is what has to be changed: the original may be right where it is."""
    parameter = "{name: d, in: query, schema: {type: 5}}"
    base = BASE.replace("paths:\n", f"x-parameters: {{d: {parameter}}}\npaths:\n")
    overlay = _overlay(f'{{target: "{PARAMETERS}", copy: "$[\'x-parameters\'].d"}}')
    assert _error_lines(tmp_path, base, overlay) == ["overlay0.yaml:4:47 /actions/0/copy"]


def test_references_of_an_overlay_are_those_of_the_document(tmp_path: Path) -> None:
    """They lead to files beside the document; a wrong one is located in the overlay."""
    (tmp_path / "types.yaml").write_text("Id: {type: integer}\n")
    right = _overlay(f'{{target: "{PARAMETERS}[0].schema", update: {{x-a: 1}}}}')
    swap = _overlay(
        f'{{target: "{PARAMETERS}[0].schema", remove: true}}',
        f'{{target: "{PARAMETERS}[0]", update: {{schema: {{$ref: types.yaml#/Id}}}}}}',
    )

    loaded = _Loaded(tmp_path, right, swap)
    assert loaded.lines == []
    assert loaded.data["components"]["schemas"] == {"Id": {"type": "integer"}}

    [line] = _error_lines(tmp_path, BASE, swap.replace("#/Id", "#/Ids"))
    assert line.startswith("overlay0.yaml:5:")
    assert line.endswith(" /actions/1/update/schema/$ref")


def test_overlays_are_passed_or_set_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client is that of the document after them; JSON and YAML go together."""
    monkeypatch.chdir(tmp_path)
    Path("spec.json").write_text(json.dumps(yaml.safe_load(BASE)))
    Path("ours.yaml").write_text(_overlay("{target: $.info, update: {title: Ours}}"))
    project = '[tool.generator]\nspec = "spec.json"\noutput = "client"\n'

    options = ["--spec", "spec.json", "--output", "client"]
    assert Done(*options, "--overlay", "ours.yaml").code == 0
    assert "class Ours" in Path("client/client.py").read_text()
    Path("pyproject.toml").write_text(f'{project}overlay = "ours.yaml"\n')
    assert Done("--check").code == 0
    Path("pyproject.toml").write_text(project)
    assert Done("--check").code == 1


def test_diff_compares_documents_after_their_overlays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The committed overlay belongs to the committed document; a new one is a change."""
    monkeypatch.chdir(tmp_path)
    Path("spec.yaml").write_text(BASE)
    Path("pyproject.toml").write_text('[tool.generator]\nspec = "spec.yaml"\noverlay = "o.yaml"\n')
    commands = ["git init -q .", "git add .", "git -c user.name=x -c user.email=x@y commit -qm x"]
    for command in commands:
        subprocess.run(command.split(), check=True)  # noqa: S603 - our own arguments
    Path("o.yaml").write_text(_overlay(f'{{target: "{PARAMETERS}[2]", remove: true}}'))

    found = diff()
    assert found.out.startswith("major: ")
    assert "client.old.cats(c=...) is gone" in found.out

    for command in commands[1:]:
        subprocess.run(command.split(), check=True)  # noqa: S603 - our own arguments
    assert diff().out.startswith("no change: ")
