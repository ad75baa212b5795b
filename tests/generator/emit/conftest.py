"""What the tests of this room share."""

from pathlib import Path

import pytest

from tests.generator.emit.mine import Mine


@pytest.fixture
def mine(tmp_path: Path, target: Path) -> Mine:
    """Return an empty folder of templates."""
    return Mine(tmp_path / "mine", target)
