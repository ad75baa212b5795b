"""Fixtures of the tests of loading."""

from pathlib import Path

import pytest

from tests.generator.load.documents import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return an empty folder for a document."""
    return Folder(tmp_path)
