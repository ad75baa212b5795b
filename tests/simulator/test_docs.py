"""docs/simulator.md: its code runs, its tables are complete."""

import subprocess
import sys
from pathlib import Path

from telnyx_simulator import Fault, Simulator
from tests.docs.project import ROOT, code_blocks
from tests.simulator.bots import Bot, echo
from tests.simulator.conftest import RunBot
from tests.simulator.tables import findings_table, quirks_table

PAGE = "docs/simulator.md"
FIXTURE = """
import pytest

@pytest.fixture
def bot_url():
    return "{}"
"""


def test_the_tables_are_complete() -> None:
    """To write them anew, print what tests/simulator/tables.py returns."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert findings_table() in text
    assert quirks_table() in text


def test_the_test_of_the_page_passes(bot: Bot, tmp_path: Path) -> None:
    """In a folder of its own, with the fixture of a user's bot."""
    (tmp_path / "conftest.py").write_text(FIXTURE.format(bot.url), encoding="utf-8")
    (tmp_path / "test_page.py").write_text(code_blocks(PAGE, "python")[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_programs_of_the_page_run(run_bot: RunBot) -> None:
    """The second one is about the objects of the first."""
    _, program, faults = code_blocks(PAGE, "python")
    bot = run_bot(echo)
    names = {"bot_url": bot.url}
    exec(program, names)  # noqa: S102 - code of our own page
    with Simulator(speed=20) as telnyx:
        stream = telnyx.call().start_stream(bot.url, BidirectionalMode="rtp")
        telnyx.wait(lambda: stream.status == "open")
        exec(faults, {"telnyx": telnyx, "stream": stream, "Fault": Fault})  # noqa: S102 - as above
        telnyx.wait(lambda: stream.connections == 2)
