"""A run may be cut off at any moment: there is a whole client, or the next run makes one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.generator.cases import ROOT, Done, broken, files, generate, spec_of

MINIMAL = spec_of("minimal")
BIGGER = spec_of("models")


def _between_the_moves(target: Path, old: Path, new: Path) -> None:
    generate(BIGGER, target.with_name("bigger"))
    target.rename(old)
    target.with_name("bigger").rename(new)


def _after_the_moves(target: Path, old: Path, new: Path) -> None:
    _between_the_moves(target, old, new)
    new.rename(target)


def _while_deleting_the_old(target: Path, old: Path, new: Path) -> None:
    _after_the_moves(target, old, new)
    (old / "client.py").unlink()
    (old / "__init__.py").unlink()


def _while_building(target: Path, old: Path, new: Path) -> None:
    del target, old
    new.mkdir()
    (new / "client.py").write_text("def broken(")


@pytest.mark.parametrize(
    "cut_off",
    [_while_building, _between_the_moves, _after_the_moves, _while_deleting_the_old],
)
@pytest.mark.parametrize("spec", [MINIMAL, BIGGER], ids=["same", "other"])
def test_the_next_run_repairs_what_was_cut_off(
    cut_off: Callable[[Path, Path, Path], None], spec: Path, target: Path
) -> None:
    """Wherever a run was cut off, the next one gives a whole client and leaves nothing over."""
    generate(MINIMAL, target)
    cut_off(target, target.with_name(".client.old"), target.with_name(".client.new"))

    generate(spec, target)

    assert os.listdir(target.parent) == ["client"]  # noqa: PTH208 - hidden files as well
    fresh = target.with_name("fresh") / "client"
    generate(spec, fresh)
    assert files(target) == files(fresh)


def test_a_client_that_was_moved_aside_is_brought_back_even_if_the_document_is_broken(
    target: Path, tmp_path: Path
) -> None:
    """A run that was cut off between the moves lost nothing, whatever the next run is given."""
    generate(MINIMAL, target)
    before = files(target)
    target.rename(target.with_name(".client.old"))

    done = Done("--spec", broken(MINIMAL, tmp_path), "--output", target)

    assert done.code == 2
    assert files(target) == before


def test_a_killed_run_leaves_the_old_client_or_the_new(target: Path) -> None:
    """Killed while it formats, a run leaves the old client whole."""
    generate(MINIMAL, target)
    before = files(target)
    script = (
        "import os, subprocess\n"
        "subprocess.run = lambda *_, **__: os.kill(os.getpid(), 9)\n"
        "from generator.cli import app\n"
        "app()\n"
    )
    arguments = ["generate", "--spec", str(BIGGER), "--output", str(target)]

    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", script, *arguments], cwd=ROOT, check=False, capture_output=True
    )

    assert done.returncode == -9
    assert files(target) == before
    generate(BIGGER, target)
    assert os.listdir(target.parent) == ["client"]  # noqa: PTH208 - hidden files as well
