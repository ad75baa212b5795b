"""Documents made into clients, and clients made into something to call."""

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex
from typer.testing import CliRunner

from generator.cli import app

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
NAMES = sorted(spec.parent.name for spec in CASES.glob("*/spec.yaml"))
"""One folder for each behaviour."""

_NUMBERS = count()


class Done:
    """The result of a run of the command line."""

    def __init__(self, *arguments: object) -> None:
        """Run ``generate`` in this process."""
        result = CliRunner().invoke(app, ["generate", *map(str, arguments)])
        if not isinstance(result.exception, SystemExit | None):
            raise result.exception
        self.code: int = result.exit_code
        self.out: str = result.stdout
        self.err: str = result.stderr


def generate(spec: Path, folder: Path, package: str | None = None) -> None:
    """Generate a client; fail if there is an error or a warning."""
    done = Done("--spec", spec, "--output", folder, "--package", package or folder.name)
    assert (done.code, done.err) == (0, ""), done.err


def broken(spec: Path, folder: Path) -> Path:
    """Write a document with a reference that leads nowhere."""
    copy = folder / "broken.yaml"
    copy.write_text(spec.read_text().replace("schemas/Thing", "schemas/Thong"))
    return copy


def spec_of(case: str) -> Path:
    """Return the document of a case."""
    return CASES / case / "spec.yaml"


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a client, without those that are copied as they are."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts and not _is_copied(file)
    }


def _is_copied(file: Path) -> bool:
    return file.parent.name == "_runtime" or file.name == "py.typed"


def import_client(folder: Path) -> ModuleType:
    """Import a generated package under a name of its own."""
    name = f"{folder.name}_{next(_NUMBERS)}"
    spec = spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec
    assert spec.loader
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def modules_of(folder: Path) -> Iterator[str]:
    """Yield the name of every module of a package, relative to it."""
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        yield "." + ".".join(part for part in parts if part != "__init__")


class ExpectedFile(SingleFileSnapshotExtension):
    """One file of a client, stored under its own name in the ``expected`` folder of its case."""

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        """Return where the file is stored; the index is its path in the package."""
        item = test_location.item
        assert isinstance(item, pytest.Function)
        return str(expected(str(item.callspec.params["case"])) / str(index))

    @classmethod
    def matches_test_location(cls, **_: object) -> bool:
        """Return True: files are found by their paths, whatever the test is called."""
        return True

    def discover_snapshots(self, **_: object) -> SnapshotCollections:
        """Return nothing: the test itself compares in both directions."""
        return SnapshotCollections()


def expected(case: str) -> Path:
    """Return the folder with the expected client of a case."""
    return CASES / case / "expected"
