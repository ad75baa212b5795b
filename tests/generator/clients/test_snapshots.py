"""Each case gives the client that is expected of it, and that client is sound."""

import subprocess
from collections.abc import Sequence
from difflib import unified_diff
from importlib import import_module
from pathlib import Path

import pytest
from ruff import find_ruff_bin
from syrupy.assertion import SnapshotAssertion

from tests.generator.cases import (
    NAMES,
    ROOT,
    ExpectedFile,
    expected,
    files,
    generate,
    import_client,
    modules_of,
    spec_of,
)


@pytest.mark.parametrize("case", NAMES)
def test_a_case_gives_the_expected_files(
    case: str, tmp_path: Path, snapshot: SnapshotAssertion, request: pytest.FixtureRequest
) -> None:
    """Each generated file is as expected, and no expected file is missing or left over."""
    generate(spec_of(case), tmp_path / "client")
    generated = files(tmp_path / "client")
    kept = snapshot.use_extension(ExpectedFile)
    before = files(expected(case))

    changed = [path for path, content in generated.items() if content != kept(name=path)]
    left_over = before.keys() - generated.keys()
    if request.config.option.update_snapshots:
        for path in left_over:
            (expected(case) / path).unlink()
    else:
        diff = _diff([*changed, *left_over], before, generated)
        assert not diff, f"{expected(case)} is stale; `make snapshots` rewrites it:\n{diff}"


def _diff(paths: Sequence[str], before: dict[str, bytes], after: dict[str, bytes]) -> str:
    lines = [
        line
        for path in sorted(paths)
        for line in unified_diff(
            before.get(path, b"").decode().split("\n"),
            after.get(path, b"").decode().split("\n"),
            f"expected/{path}",
            f"generated/{path}",
            lineterm="",
        )
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("case", NAMES)
def test_every_module_of_a_case_imports(case: str, tmp_path: Path) -> None:
    """Each module of a generated client can be imported, and exports what it says it does."""
    generate(spec_of(case), tmp_path / "client")
    client = import_client(tmp_path / "client")

    for name in modules_of(tmp_path / "client"):
        module = import_module(name, client.__name__) if name != "." else client
        for export in getattr(module, "__all__", ()):
            assert getattr(module, export) is not None


def test_cases_pass_the_strict_type_checker(tmp_path: Path) -> None:
    """Mypy --strict has nothing to say about any generated client."""
    for case in NAMES:
        generate(spec_of(case), tmp_path / case)

    command = [".venv/bin/mypy", "--strict", "--config-file=", "--cache-dir=.mypy_cache/cases"]
    done = _run([*command, "--no-error-summary", str(tmp_path)])

    assert done.stdout + done.stderr == ""


def test_cases_have_no_undefined_or_unused_names(tmp_path: Path) -> None:
    """Ruff's F rules have nothing to say about any generated client."""
    for case in NAMES:
        generate(spec_of(case), tmp_path / case)

    done = _run([find_ruff_bin(), "check", "--isolated", "--quiet", "--select=F", str(tmp_path)])

    assert done.stdout + done.stderr == ""


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
