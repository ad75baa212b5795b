"""A part of a document: the operations that were asked for, and what they need."""

import json
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.load.selection import _matches
from tests.docs.project import code_blocks
from tests.generator.cases import Done
from tests.generator.diff.documents import diff


def _operation(tag: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "tags": [tag],
        "operationId": f"get{schema}",
        "responses": {"200": {"description": "", "content": content}},
    }


_THING = {"type": "object", "properties": {"id": {"type": "string"}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1"},
    "paths": {
        "/v1/cats": {"get": _operation("cats", "Cat"), "post": _operation("admin", "Audit")},
        "/v1/cats/{id}": {"get": _operation("cats", "Kitten")},
        "/v2/dogs": {"get": _operation("dogs", "Dog")},
    },
    "components": {
        "schemas": {
            "Cat": {"type": "object", "properties": {"kin": {"$ref": "#/components/schemas/Kin"}}},
            **dict.fromkeys(("Kin", "Kitten", "Dog", "Audit", "Unused"), _THING),
        }
    },
}
DOCUMENT["paths"]["/v1/cats/{id}"]["parameters"] = [
    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
]


def _written(folder: Path, document: dict[str, Any] = DOCUMENT) -> Path:
    (folder / "spec.json").write_text(json.dumps(document))
    return folder / "spec.json"


def _models(client: Path) -> set[str]:
    return {file.stem for file in (client / "models").glob("[!_]*.py")}


@pytest.mark.parametrize(
    ("options", "models"),
    [
        (["--include-tag", "cats"], {"cat", "kin", "kitten"}),
        (["--include-tag", "dogs", "--include-tag", "admin"], {"dog", "audit"}),
        (["--exclude-tag", "cats"], {"dog", "audit"}),
        (["--include-tag", "cats", "--exclude-tag", "admin"], {"cat", "kin", "kitten"}),
        (["--include-path", "/v1/cats"], {"cat", "kin", "audit"}),
        (["--include-path", "/v1/cats/**"], {"cat", "kin", "kitten", "audit"}),
        (["--include-path", "/*/dogs"], {"dog"}),
        (["--include-path", "/v1/**", "--include-tag", "admin"], {"audit"}),
        (["--include-path", "/v1/cats/{id}", "--include-path", "/v2/*"], {"kitten", "dog"}),
    ],
)
def test_a_part_has_only_what_it_needs(
    options: Sequence[str], models: set[str], tmp_path: Path
) -> None:
    """Operations without a wanted tag or path are not generated, nor models that only they use."""
    done = Done("--spec", _written(tmp_path), "--output", tmp_path / "client", *options)

    assert (done.code, done.err) == (0, "")
    assert _models(tmp_path / "client") == models
    assert "not used by any operation" not in done.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--include-tag", "cat"], "no operation has the tag 'cat' of --include-tag: did you mean"),
        (["--exclude-tag", "DOGS"], "'DOGS' of --exclude-tag: did you mean 'dogs'?"),
        (["--include-tag", "whale"], "no operation has the tag 'whale' of --include-tag"),
        (["--include-path", "/v1/cat"], "'/v1/cat' of --include-path: did you mean '/v1/cats'?"),
        (["--include-path", "dogs/*"], "'dogs/*' of --include-path: did you mean '/v2/dogs'?"),
        (
            ["--include-tag", "cats", "--include-path", "/v2/**"],
            "has no operation that --include-tag, --exclude-tag and --include-path admit",
        ),
    ],
)
def test_a_name_that_matches_nothing_is_an_error(
    options: Sequence[str], message: str, tmp_path: Path
) -> None:
    """With a suggestion where there is one; nothing is written."""
    spec = _written(tmp_path)
    done = Done("--spec", spec, "--output", tmp_path / "client", *options)

    line, _ = done.err.splitlines()
    assert done.code == 2
    assert line.startswith(f"{spec}:1:")
    assert ": error: /paths: " in line
    assert message in line
    assert ("did you mean" in line) == ("did you mean" in message)
    assert not (tmp_path / "client").exists()


def test_errors_in_what_is_left_out_do_not_matter(tmp_path: Path) -> None:
    """Neither those of an operation nor those of a schema that nothing needs."""
    document = json.loads(json.dumps(DOCUMENT))
    document["paths"]["/v2/dogs"]["get"]["responses"] = {"two hundred": 5}
    document["components"]["schemas"]["Dog"] = {"type": 5}
    spec = _written(tmp_path, document)

    assert Done("--spec", spec, "--output", tmp_path / "client").code == 2
    done = Done("--spec", spec, "--output", tmp_path / "client", "--exclude-tag", "dogs")

    assert (done.code, done.err) == (0, "")


def test_references_may_lead_into_what_is_left_out(tmp_path: Path) -> None:
    """What they lead to is needed, and is read from there."""
    document = json.loads(json.dumps(DOCUMENT))
    ref = {"$ref": "#/paths/~1v1~1cats/get/responses/200"}
    document["paths"]["/v2/dogs"]["get"]["responses"]["200"] = ref
    spec, client = _written(tmp_path, document), tmp_path / "client"

    done = Done("--spec", spec, "--output", client, "--include-tag", "dogs")

    assert (done.code, done.err) == (0, "")
    assert _models(client) == {"cat", "kin"}


def test_tags_of_path_items_in_other_files_are_known(tmp_path: Path) -> None:
    """The files are read first; webhooks have tags too."""
    item = {"get": _operation("birds", "Bird")}
    item["get"]["responses"]["200"]["content"]["application/json"]["schema"] = _THING
    (tmp_path / "birds.json").write_text(json.dumps(item))
    more = {"/v3/birds": {"$ref": "birds.json"}}
    body = {"content": {"application/json": {"schema": _THING}}}
    hook = {"post": _operation("cats", "Cat") | {"operationId": "meow", "requestBody": body}}
    document = {**DOCUMENT, "paths": DOCUMENT["paths"] | more, "webhooks": {"meow": hook}}
    spec, client = _written(tmp_path, document), tmp_path / "client"

    assert Done("--spec", spec, "--output", client, "--include-tag", "birds").code == 0
    assert [file.stem for file in (client / "resources").glob("[!_]*")] == ["birds"]
    assert Done("--spec", spec, "--output", client, "--exclude-tag", "birds").code == 0
    assert not (client / "resources" / "birds.py").exists()


def test_the_part_can_be_set_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As keys of the names of the options, which take their place."""
    monkeypatch.chdir(tmp_path)
    _written(tmp_path)
    settings = '[tool.generator]\nspec = "spec.json"\noutput = "client"\ninclude-tag = ["dogs"]\n'
    Path("pyproject.toml").write_text(settings)

    assert Done().code == 0
    assert _models(Path("client")) == {"dog"}
    assert Done("--include-tag", "admin").code == 0
    assert _models(Path("client")) == {"audit"}

    Path("pyproject.toml").write_text(settings.replace('["dogs"]', "5"))
    done = Done()
    assert done.code == 2
    assert "include-tag in [tool.generator] of pyproject.toml is 5: write a list" in done.err


def test_the_commands_of_the_page_generate_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is run as it is."""
    monkeypatch.chdir(tmp_path)
    _written(tmp_path)
    Path("pyproject.toml").write_text('[tool.generator]\nspec = "spec.json"\noutput = "client"\n')
    commands = code_blocks("docs/generator.md", "sh")[2]
    found: list[set[str]] = []
    for command in commands.splitlines():
        assert command.startswith("python -m generator generate ")
        assert Done(*shlex.split(command)[4:]).code == 0
        found.append(_models(Path("client")))
    assert found == [{"cat", "kin", "kitten", "dog"}, {"cat", "kin", "kitten", "audit"}]


def test_diff_compares_the_part_that_is_generated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change elsewhere is none; a tag that only one of the documents has is no error."""
    monkeypatch.chdir(tmp_path)
    _written(tmp_path)
    settings = '[tool.generator]\nspec = "spec.json"\ninclude-tag = ["dogs", "birds"]\n'
    Path("pyproject.toml").write_text(settings)
    git = "git -c user.name=x -c user.email=x@example.com"
    assert os.system(f"git init -q . && git add . && {git} commit -qm x") == 0  # noqa: S605 - our own
    changed = json.loads(json.dumps(DOCUMENT))
    del changed["paths"]["/v1/cats"]
    _written(tmp_path, changed)

    assert diff().out.startswith("no change: ")

    changed["paths"]["/v3/birds"] = {"get": _operation("birds", "Kin")}
    _written(tmp_path, changed)
    assert diff().out.startswith("minor: ")


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("/a/*", "/a/b", True),
        ("/a/*", "/a/b/c", False),
        ("/a/**", "/a", True),
        ("/a/**", "/ab", False),
        ("/a/**/d", "/a/b/c/d", True),
        ("/a/**/d", "/a/d", True),
        ("**", "/a/b", True),
        ("/a/{id}", "/a/{id}", True),
        ("/a/b?", "/a/bc", True),
        ("/a.b", "/axb", False),
    ],
)
def test_patterns_are_those_of_files(pattern: str, path: str, *, is_match: bool) -> None:
    """One star stays in its segment, two do not."""
    assert _matches(pattern, path) == is_match
