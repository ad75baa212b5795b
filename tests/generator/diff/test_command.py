"""The command ``diff``: what it compares, what it prints, how it ends."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.generator.cases import ROOT
from tests.generator.diff.documents import OLD, diff, written

NEW = OLD.replace("limit", "most")
MORE = OLD.replace(
    "- {name: limit", "- {name: more, in: query, schema: {}}\n        - {name: limit"
)
SAID = OLD.replace("      tags:", "      summary: Touch it.\n      tags:")


def test_two_documents_are_compared(tmp_path: Path) -> None:
    """A report is text, Markdown or JSON; locations are those of the files."""
    old, new = written(tmp_path, OLD, NEW)
    pointer = "/paths/~1things~1{id}/post/parameters/1"

    text = diff(old, new).out
    found = json.loads(diff(old, new, "--format", "json").out)

    assert text.startswith(f"major: {old} -> {new}\n")
    assert f"  client.things.touch(limit=...) is gone\n      old.yaml#{pointer}, before\n" in text
    assert f"  client.things.touch(most=...) can be passed\n      new.yaml#{pointer}\n" in text
    assert diff(old, new, "--format", "markdown").out.startswith(f"**major**: `{old}` → `{new}`\n")
    assert [(each["file"], each["pointer"]) for each in found["changes"]] == [
        ("old.yaml", pointer),
        ("new.yaml", pointer),
    ]


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        (OLD, NEW, [], 0),
        (OLD, NEW, ["--fail-on", "breaking"], 1),
        (OLD, OLD.replace("'1'", "'2'"), ["--fail-on", "breaking"], 0),
        (OLD, OLD, ["--fail-on", "breaking"], 0),
        (OLD, NEW, ["--fail-on", "none"], 0),
        (OLD, NEW, ["--fail-on", "compatible"], 1),
        (OLD, MORE, ["--fail-on", "breaking"], 0),
        (OLD, MORE, ["--fail-on", "compatible"], 1),
        (OLD, SAID, ["--fail-on", "compatible"], 0),
        (OLD, SAID, ["--fail-on", "any"], 1),
        (OLD, OLD, ["--fail-on", "any"], 0),
        (OLD, "openapi: 3.1.0", [], 2),
    ],
)
def test_the_exit_code_is_what_was_asked_for(
    old: str, new: str, options: list[str], code: int, tmp_path: Path
) -> None:
    """A change of the level that is passed, or of one above it; a broken document always does."""
    assert diff(*written(tmp_path, old, new), *options).code == code


def test_the_errors_of_both_documents_are_reported(tmp_path: Path) -> None:
    """One run reports what is wrong with either document, as generate does."""
    broken = OLD.replace("in: path", "in: nowhere")
    old, new = written(tmp_path, broken, broken)

    errors = diff(old, new).err

    for file in (old, new):
        assert f"{file}:9:22: error: /paths/~1things~1{{id}}/post/parameters/0/in: " in errors
    assert errors.endswith("2 documents cannot be read\n")


def test_references_can_be_allowed_to_lead_out_of_the_folder(tmp_path: Path) -> None:
    """Files beside the folder of a document are read only if the caller says so."""
    (tmp_path / "types.yaml").write_text("Limit: {type: integer}\n")
    (tmp_path / "spec").mkdir()
    document = OLD.replace("schema: {type: integer}", "schema: {$ref: ../types.yaml#/Limit}")
    files = written(tmp_path / "spec", document, document)

    assert diff(*files).code == 2
    assert diff(*files, "--allow-outside").out.startswith("no change: ")


def test_a_terminal_gets_colours(tmp_path: Path) -> None:
    """On a terminal what breaks is red, and lines are not wrapped."""
    reader, writer = pty.openpty()
    documents = written(tmp_path, OLD, NEW)
    command = [sys.executable, "-m", "generator", "diff", *map(str, documents)]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "20"}
    environment.pop("NO_COLOR", None)

    with os.fdopen(reader, "rb", buffering=0) as terminal:
        subprocess.run(command, stdout=writer, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own arguments
        os.close(writer)
        shown = terminal.read(65536).decode()

    assert "\x1b[31m  client.things.touch(limit=...) is gone\x1b[0m" in shown
