"""The command that compares two documents: what it prints, and how it ends."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import frozen
from typer.testing import CliRunner

from generator.cli import app
from tests.generator.cases import ROOT

OLD = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /things/{id}:
    post:
      tags: [things]
      operationId: touch
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
      responses: {'204': {description: Done.}}
"""
NEW = OLD.replace("limit", "most").replace("responses:", "summary: Touch it.\n      responses:")
PARAMETER = "/paths/~1things~1{id}/post/parameters/1"


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    """Write an old and a new document."""
    return _written(tmp_path, OLD, NEW)


def _written(folder: Path, old: str, new: str) -> tuple[Path, Path]:
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)
    return folder / "old.yaml", folder / "new.yaml"


@frozen
class Run:
    """What a run of the command gave."""

    code: int
    out: str
    err: str


def diff(*arguments: object) -> Run:
    """Run the command in this process."""
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    if not isinstance(result.exception, SystemExit | None):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def test_text_is_grouped_by_what_it_means(documents: tuple[Path, Path]) -> None:
    """The verdict comes first, then what breaks, what is compatible, and documentation."""
    old, new = documents

    assert (
        diff(old, new).out
        == f"""\
major: {old} -> {new}

Breaking (1)
  client.things.touch(limit=...) is gone
      old.yaml#{PARAMETER}, before

Compatible (1)
  client.things.touch(most=...) can be passed
      new.yaml#{PARAMETER}

Documentation only (1)
  the text about client.things.touch() changed
      new.yaml#/paths/~1things~1{{id}}/post
"""
    )


def test_markdown_fits_a_changelog(documents: tuple[Path, Path]) -> None:
    """What the user types is code, sentences are items of lists."""
    old, new = documents

    assert (
        diff(old, new, "--format", "markdown").out
        == f"""\
**major**: `{old}` → `{new}`

### Breaking

- `client.things.touch(limit=...)` is gone.

### Compatible

- `client.things.touch(most=...)` can be passed.

### Documentation only

- The text about `client.things.touch()` changed.
"""
    )


def test_json_has_the_keys_that_are_documented(documents: tuple[Path, Path]) -> None:
    """Programs find verdict, rule, level, place and sentence of each change."""
    old, new = documents

    found = json.loads(diff(old, new, "--format", "json").out)

    _, first, _ = found.pop("changes")
    assert found == {"old": str(old), "new": str(new), "verdict": "major"}
    assert first == {
        "rule": "argument-removed",
        "level": "breaking",
        "what": "client.things.touch(limit=...)",
        "old": "",
        "new": "",
        "file": "old.yaml",
        "pointer": PARAMETER,
        "is_gone": True,
        "message": "client.things.touch(limit=...) is gone",
    }


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        (OLD, NEW, [], 0),
        (OLD, NEW, ["--fail-on", "breaking"], 1),
        (OLD, OLD.replace("'1'", "'2'"), ["--fail-on", "breaking"], 0),
        (OLD, OLD, ["--fail-on", "breaking"], 0),
        (OLD, "openapi: 3.1.0", [], 2),
    ],
)
def test_the_exit_code_tells_what_was_asked(
    old: str, new: str, options: list[str], code: int, tmp_path: Path
) -> None:
    """A breaking change fails where that is asked for; a broken document always."""
    assert diff(*_written(tmp_path, old, new), *options).code == code


def test_nothing_changed(tmp_path: Path) -> None:
    """Where nothing changed, that is the verdict, and all that there is to say."""
    old, new = _written(tmp_path, OLD, OLD)

    assert diff(old, new).out == f"no change: {old} -> {new}\n"
    assert json.loads(diff(old, new, "--format", "json").out)["changes"] == []


def test_what_is_wrong_with_both_is_told(tmp_path: Path) -> None:
    """Problems of either document are reported as generate does, in one run."""
    broken = OLD.replace("in: path", "in: nowhere")
    old, new = _written(tmp_path, broken, broken)

    in_old, in_new, summary = diff(old, new).err.splitlines()

    place = "9:22: error: /paths/~1things~1{id}/post/parameters/0/in: "
    assert in_old.startswith(f"{old}:{place}")
    assert in_new.startswith(f"{new}:{place}")
    assert summary == "2 documents cannot be read"


HOSTILE = "[bold]\\u001b[31m\\u202e</code>`` [x](http://evil)\\n# big"


def test_text_of_documents_stays_inert(tmp_path: Path) -> None:
    """Control characters are escaped, and code in Markdown ends where it should."""
    old, new = _written(tmp_path, OLD, OLD.replace("'1'", f'"{HOSTILE}"'))

    text = diff(old, new).out
    shown = diff(old, new, "--format", "markdown").out
    parsed = json.loads(diff(old, new, "--format", "json").out)

    inert = r"[bold]\x1b[31m\u202e</code>`` [x](http://evil)\n# big"
    assert f"  Acme() has version {inert}, was 1\n" in text
    assert f"- `Acme()` has version ``` {inert} ```, was `1`.\n" in shown
    assert not {"\x1b", "\u202e"} & set(text + shown)
    # Whoever reads the JSON gets the text as it is.
    assert parsed["changes"][0]["new"] == HOSTILE.encode().decode("unicode_escape")


def test_diagnostics_stay_inert(tmp_path: Path) -> None:
    """A pointer holds no control characters either."""
    broken = OLD.replace("/things/{id}", '"/things/\\u001b[31m"')

    told = diff(*_written(tmp_path, OLD, broken)).err

    assert r"error: /paths/~1things~1\x1b[31m/post" in told
    assert "\x1b" not in told


def test_a_terminal_gets_colours(documents: tuple[Path, Path]) -> None:
    """On a terminal what breaks is red, and lines are not wrapped."""
    reader, writer = pty.openpty()
    command = [sys.executable, "-m", "generator", "diff", *map(str, documents)]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "20"}
    environment.pop("NO_COLOR", None)

    with os.fdopen(reader, "rb", buffering=0) as terminal:
        subprocess.run(command, stdout=writer, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own arguments
        os.close(writer)
        shown = terminal.read(65536).decode()

    assert "\x1b[31m  client.things.touch(limit=...) is gone\x1b[0m" in shown
