"""The client of each case has the expected files, and they are sound."""

import subprocess
from collections.abc import Callable, Sequence
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
    import_client,
    modules_of,
)

ClientOf = Callable[[str], Path]


@pytest.mark.parametrize("case", NAMES)
def test_a_case_has_the_expected_files(
    case: str,
    client_of: ClientOf,
    snapshot: SnapshotAssertion,
    request: pytest.FixtureRequest,
) -> None:
    """Each generated file is as expected, and no expected file is missing or superfluous."""
    generated = files(client_of(case))
    kept = snapshot.use_extension(ExpectedFile)
    before = files(expected(case))

    changed = [path for path, content in generated.items() if content != kept(name=path)]
    superfluous = before.keys() - generated.keys()
    if request.config.option.update_snapshots:
        for path in superfluous:
            (expected(case) / path).unlink()
    else:
        diff = _diff([*changed, *superfluous], before, generated)
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
def test_every_module_of_a_case_imports(case: str, client_of: ClientOf) -> None:
    """Each module of a generated client can be imported, and has what its ``__all__`` lists."""
    client = import_client(client_of(case))

    for name in modules_of(client_of(case)):
        module = import_module(name, client.__name__) if name != "." else client
        for export in getattr(module, "__all__", ()):
            assert getattr(module, export) is not None


def test_cases_pass_the_strict_type_checker(client_of: ClientOf) -> None:
    """Mypy --strict reports nothing about any generated client."""
    folders = [str(client_of(case)) for case in NAMES]

    command = [".venv/bin/mypy", "--strict", "--config-file=", "--cache-dir=.mypy_cache/cases"]
    done = _run([*command, "--no-error-summary", *folders])

    assert done.stdout + done.stderr == ""


def test_cases_have_no_undefined_or_unused_names(client_of: ClientOf) -> None:
    """Ruff's F rules report nothing about any generated client."""
    folders = [str(client_of(case)) for case in NAMES]

    done = _run([find_ruff_bin(), "check", "--isolated", "--quiet", "--select=F", *folders])

    assert done.stdout + done.stderr == ""


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
