"""The pytest plugin: there when it is asked for, and no burden otherwise."""

import ast
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import telnyx_simulator
from telnyx_simulator import Simulator

ROOT = Path(__file__).parents[2]
USER_TEST = """
def test_mine(telnyx_simulator):
    call = telnyx_simulator.call()
    assert telnyx_simulator.url.startswith("http://127.0.0.1:")
    assert call.findings == []
"""


def test_the_fixture_runs_a_simulator(request: pytest.FixtureRequest) -> None:
    """It is registered by the entry point, without an import of the user's."""
    simulator = request.getfixturevalue("telnyx_simulator")
    assert isinstance(simulator, Simulator)
    assert simulator.call().is_live


def test_a_project_of_its_own_finds_it(tmp_path: Path) -> None:
    """In another folder, with warnings as errors."""
    (tmp_path / "test_mine.py").write_text(USER_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_it_is_inert_unless_it_is_used() -> None:
    """Each run of pytest imports the plugin, so it loads nothing that takes time."""
    [plugin] = entry_points(group="pytest11", name="telnyx_simulator")
    code = "import pytest, sys; old = set(sys.modules); import {}; print(*(set(sys.modules) - old))"
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", code.format(plugin.value)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == {"telnyx_simulator", "telnyx_simulator.pytest_plugin"}


def test_every_public_name_can_be_imported() -> None:
    """They are loaded when they are first used; another name is an error."""
    for name in telnyx_simulator.__all__:
        assert getattr(telnyx_simulator, name) is not None
        assert name in dir(telnyx_simulator)
    with pytest.raises(AttributeError, match="has no attribute 'Simulater'"):
        _ = telnyx_simulator.Simulater  # type: ignore[attr-defined]  # that it is wrong is the test


def test_it_shares_no_code_with_client_and_generator() -> None:
    """A mistake that both made would cancel out."""
    for file in (ROOT / "telnyx_simulator").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            roots = {name.partition(".")[0] for name in names}
            assert not roots & {"generated_client", "generator", "httpx", "tests"}, file
