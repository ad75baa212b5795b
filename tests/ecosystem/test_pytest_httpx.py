"""pytest-httpx: a session of its own, for it mocks every test where it is loaded."""

import subprocess
import sys
from pathlib import Path

SESSION = Path(__file__).with_name("session_pytest_httpx.py")


def test_calls_are_mocked_by_url_headers_and_body() -> None:
    """All tests of the session pass."""
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*command, str(SESSION)],
        capture_output=True,
        text=True,
        check=False,
        cwd=SESSION.parents[2],
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed" in done.stdout
