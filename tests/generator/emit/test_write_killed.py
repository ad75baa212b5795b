"""A run may be killed at any moment: there is a whole client, or the next run writes one."""

import subprocess
import sys
from pathlib import Path

from tests.generator.cases import ROOT


def test_whenever_a_run_is_killed_the_next_one_writes_the_client(tmp_path: Path) -> None:
    """Killed before each change, it leaves the old client, the new one or none."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "tests.generator.emit.killed", str(tmp_path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    runs = [line.split() for line in done.stdout.splitlines()]
    assert done.stderr == ""
    assert {after for _, after in runs} == {"new"}
    assert {first.rstrip("+") for first, _ in runs} == {"old", "nothing", "new"}
    assert [first for first, _ in runs if first == "nothing++"], "between the two moves"
    assert runs[-1] == ["new", "new"]
