"""The project's pages, their code, and copies of the project in which to run it."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import IO

import pytest

from telnyx_simulator import Simulator
from tests.loopback import LoopbackServer

ROOT = Path(__file__).parents[2]
KEY = "KEY0123456789"


def code_blocks(page: str, language: str) -> list[str]:
    """Cut the code blocks in a language out of a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def table_rows(page: str, heading: str) -> list[list[str]]:
    """Read the first table below a heading of a page: the cells of each row but the first."""
    text = (ROOT / page).read_text(encoding="utf-8").partition(f"# {heading}\n")[2]
    found = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    lines = found[0].splitlines()[2:] if found else []
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def make_targets() -> set[str]:
    """Read which targets the Makefile lists."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+):.*## ", text, re.MULTILINE))


def run_program(file: Path, server: LoopbackServer, *arguments: str) -> int:
    """Run a Python file as it is, its client sending to the server; give the exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TELNYX_API_KEY", KEY)
        patch.setenv("TELNYX_BASE_URL", f"{server.url}/v2")
        patch.setattr(sys, "argv", [str(file), *arguments])
        try:
            runpy.run_path(str(file), run_name="__main__")
        except SystemExit as end:
            return int(end.code or 0)
    return 0


def copy_of_project(folder: Path) -> Path:
    """Copy the project as a fresh clone has it, after ``make install``."""
    project = folder / "project"
    copytree(ROOT, project, ignore=ignore_patterns(".*", "__pycache__", "build", "dist", "site"))
    environment = project / ".venv"
    environment.mkdir()
    for part in Path(sys.prefix).iterdir():
        (environment / part.name).symlink_to(part)
    (environment / "ready").unlink(missing_ok=True)
    (environment / "ready").touch()
    return project


def run_shell(commands: str, project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run shell commands as they are, in a copy of the project."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "MAKE", "MFLAGS", "COV"))
    }
    return subprocess.run(  # noqa: S603 - commands of our own pages
        ["/bin/sh", "-e", "-c", commands],
        cwd=project,
        env=inherited | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def begin_program(
    name: str,
    server: LoopbackServer | Simulator,
    *arguments: str,
    stdout: int | IO[str] = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Begin to run an example as a process of its own, with a bar as on a terminal."""
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [sys.executable, ROOT / "examples" / name, *arguments],
        env={
            "PYTHONPATH": str(ROOT),
            "TELNYX_API_KEY": KEY,
            "TELNYX_BASE_URL": f"{server.url.removesuffix('/v2')}/v2",
            "FORCE_COLOR": "1",  # the bar must not swallow the outcomes
        },
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )
