"""Builds: whoever builds a commit gets the bytes that anyone else gets."""

import os
import tomllib
from pathlib import Path

from tests.docs.project import ROOT, copy_of_project, run_shell


def _build(folder: Path, command: str, seed: str, *, mtime: float) -> dict[str, bytes]:
    """Return the files that a command builds in a copy of the project of its own."""
    folder.mkdir()
    project = copy_of_project(folder)
    for name in ("generated_client", "telnyx_simulator", "spec"):
        for file in (project / name).rglob("*"):
            os.utime(file, (mtime, mtime))
    built = run_shell(command, project, PYTHONHASHSEED=seed)
    assert built.returncode == 0, built.stdout + built.stderr
    return {file.name: file.read_bytes() for file in (project / "dist").iterdir()}


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    """Folder, file times, hash seed and the way through the sdist leave no trace in the wheel."""
    both = ".venv/bin/python -m build --no-isolation"
    first = _build(tmp_path / "first", both, "1", mtime=1_000_000_000)
    second = _build(tmp_path / "second", both, "2", mtime=1_700_000_000)
    assert sorted(name.rpartition(".")[2] for name in first) == ["gz", "whl"]
    assert first == second
    [wheel] = _build(tmp_path / "third", "make build", "3", mtime=1_600_000_000).items()
    assert wheel in first.items()


def test_what_builds_the_wheel_is_pinned() -> None:
    """An isolated build uses the version that `make build` uses."""
    build_system = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]
    pins = (ROOT / "requirements-dev.txt").read_text().splitlines()
    assert build_system["requires"]
    assert set(build_system["requires"]) <= set(pins)
