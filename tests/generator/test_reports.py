"""Diagnostics for people, for GitHub's runners and for other tools; warnings that are errors."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.cli import app
from tests.generator.cases import Done, broken, spec_of


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """Write a document that gives one warning."""
    text = spec_of("minimal").read_text(encoding="utf-8")
    path = tmp_path / "warned, 100%.yaml"
    path.write_text(f"{text}\nx-sdk-grup: calls\n", encoding="utf-8")
    return path


def test_strict_makes_errors_of_warnings(warned: Path, target: Path) -> None:
    """Nothing is written, and the last line says why."""
    assert Done("--spec", warned, "--output", target).code == 0
    done = Done("--spec", warned, "--output", target, "--strict", "--check")
    assert done.code == 2
    assert done.err.splitlines()[-1] == f"1 warning (--strict); {target} is as it was"

    assert Done("--spec", spec_of("minimal"), "--output", target, "--strict").code == 0


def test_strict_and_skip_invalid_exclude_each_other(target: Path) -> None:
    """The one writes less in silence, the other nothing."""
    done = Done("--spec", spec_of("minimal"), "--output", target, "--strict", "--skip-invalid")
    assert (done.code, target.exists()) == (2, False)
    assert "exclude each other" in done.err


def test_the_report_has_every_diagnostic(warned: Path, target: Path, tmp_path: Path) -> None:
    """It is JSON, with locations, and written whether or not there is a client."""
    file = tmp_path / "report.json"
    Done("--spec", warned, "--output", target, "--report", file)
    found = json.loads(file.read_text(encoding="utf-8"))
    lines = warned.read_text(encoding="utf-8").splitlines()
    [row] = found.pop("diagnostics")
    assert found == {"spec": str(warned), "errors": 0, "warnings": 1}
    assert row.pop("message") == "is ignored: did you mean x-sdk-group?"
    assert row == {
        "level": "warning",
        "file": str(warned),
        "line": lines.index("x-sdk-grup: calls") + 1,
        "column": 1,
        "pointer": "/x-sdk-grup",
    }

    done = Done(
        "--spec", broken(spec_of("minimal"), tmp_path), "--output", target, "--report", file
    )
    assert done.code == 2
    assert json.loads(file.read_text(encoding="utf-8"))["errors"] > 0


def test_a_report_that_cannot_be_written(warned: Path, target: Path, tmp_path: Path) -> None:
    """It is an error, as it would be missed."""
    done = Done("--spec", warned, "--output", target, "--report", tmp_path)
    assert (done.code, f"{tmp_path} cannot be written" in done.err) == (2, True)


def test_annotations_on_github(warned: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its runners show them at the line; what would end a property is escaped."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    [line, *_] = Done("--spec", warned, "--output", target).err.splitlines()
    name = str(warned).replace("%", "%25").replace(",", "%2C")
    assert line.startswith(f"::warning file={name},line=")
    assert "col=1::/x-sdk-grup: is ignored: did you" in line


def test_the_version_is_that_of_the_package() -> None:
    """As ``pip`` says it."""
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.stdout.strip()) == (0, version("telnyx-texml-streams"))
