"""What is reported in other formats than that for people, and warnings that are errors."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.cli import app
from generator.findings import Finding, as_line
from tests.docs.project import ROOT, table_rows
from tests.generator.cases import Done, spec_of

MINIMAL = spec_of("minimal").read_text()
DOUBTFUL = MINIMAL.replace("post:", "post:\n      x-sdk-grup: [a]")
BROKEN = DOUBTFUL.replace("schemas/Thing", "schemas/Thong")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """Write a document with an error."""
    (tmp_path / "spec.yaml").write_text(BROKEN)
    return tmp_path / "spec.yaml"


def test_the_report_holds_what_is_printed(spec: Path, tmp_path: Path) -> None:
    """Each diagnostic has a location and a severity of its own; the keys are on the page."""
    done = Done(
        "--spec", spec, "--output", tmp_path / "client", "--report", tmp_path / "report.json"
    )
    report = json.loads((tmp_path / "report.json").read_text())

    assert done.code == 2
    assert report["version"] == 1
    assert [
        f"{each['file']}:{each['line']}:{each['column']}: {each['severity']}: {each['pointer']}: "
        f"{each['message']}"
        for each in report["diagnostics"]
    ] == done.err.splitlines()[:-1]
    assert {each["severity"] for each in report["diagnostics"]} == {"error", "warning"}
    documented = [
        key.strip("`") for key, _ in table_rows("docs/generator.md", "A report for tools")
    ]
    assert [*report["diagnostics"][0]] == documented


def test_a_report_without_anything_to_report_is_written_too(tmp_path: Path) -> None:
    """A tool finds an empty list, not the report of the run before."""
    report = tmp_path / "report.json"
    report.write_text("old")

    options = ["--output", tmp_path / "client", "--report", report]
    assert Done("--spec", spec_of("minimal"), *options).code == 0

    assert json.loads(report.read_text()) == {"version": 1, "diagnostics": []}


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """The message names the file."""
    report = tmp_path / "missing" / "report.json"
    options = ["--output", tmp_path / "client", "--report", report]
    done = Done("--spec", spec_of("minimal"), *options)

    assert done.code == 2
    assert f"error: {report}: the report cannot be written: No such file" in done.err


def test_a_file_that_cannot_be_read_has_no_line(tmp_path: Path) -> None:
    """Line and column are null."""
    report = tmp_path / "report.json"
    Done("--spec", tmp_path / "no.yaml", "--output", tmp_path / "client", "--report", report)

    [found] = json.loads(report.read_text())["diagnostics"]
    assert (found["line"], found["column"], found["pointer"]) == (None, None, "/")


@pytest.mark.parametrize("way", ["option", "environment"])
def test_github_gets_annotations(
    way: str, spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its workflows, or where that is asked for; paths begin at the top of the repository."""
    more = ["--format", "github"] if way == "option" else []
    monkeypatch.setenv("GITHUB_ACTIONS", "true" if way == "environment" else "")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    name = f"{tmp_path.name}/spec.yaml"

    done = Done("--spec", spec, "--output", tmp_path / "client", *more)

    line, *_ = done.err.splitlines()
    assert line.startswith(f"::error file={name},line=")
    assert f"::{spec}:" in line
    assert "/paths/~1things" in line


def test_text_of_a_document_cannot_end_an_annotation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What separates the parts of a workflow command is escaped, in the name of the file too."""
    monkeypatch.chdir(tmp_path)
    spec = Path("a,b:100%.yaml")
    spec.write_text(MINIMAL.replace("post:", 'post:\n      x-sdk-group%: "::stop::"'))

    done = Done("--spec", spec, "--output", tmp_path / "client", "--format", "github")

    [line] = done.err.splitlines()
    assert line.startswith("::warning file=a%2Cb%3A100%25.yaml,line=7,col=7::a,b:100%25.yaml:7:7: ")
    assert "x-sdk-group%25" in line


def test_a_note_is_a_notice() -> None:
    """GitHub calls it so; what is not known is not written."""
    finding = Finding("spec.yaml", None, None, "/", "note", "is new")
    assert as_line(finding, "github") == "::notice file=spec.yaml::spec.yaml: /: is new"


@pytest.mark.parametrize("more", [[], ["--check"], ["--skip-invalid"]])
def test_strictly_a_warning_is_an_error(more: list[str], tmp_path: Path, target: Path) -> None:
    """Nothing is written, and the exit code is that of errors."""
    (tmp_path / "spec.yaml").write_text(DOUBTFUL)

    done = Done("--spec", tmp_path / "spec.yaml", "--output", target, "--strict", *more)

    assert done.code == 2
    assert not target.exists()
    last = f"1 warning (--strict: warnings are errors); {target} is as it was"
    assert done.err.splitlines()[-1] == last


def test_strictly_a_document_without_warnings_is_written(target: Path) -> None:
    """As without the option."""
    assert Done("--spec", spec_of("minimal"), "--output", target, "--strict").code == 0
    assert target.exists()


def test_the_version_is_printed() -> None:
    """With the versions of what decides the bytes of a client, which are pinned."""
    done = CliRunner().invoke(app, ["--version"])

    assert done.exit_code == 0
    pins = (ROOT / "requirements-dev.txt").read_text()
    for name in ("openapi-python-client", "ruff"):
        [line] = [line for line in pins.splitlines() if line.startswith(f"{name}==")]
        assert line.replace("==", " ") in done.stdout
