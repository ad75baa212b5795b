"""A client is put into its folder whole or not at all, and nobody else's files are touched."""

import os
from pathlib import Path

import pytest

from tests.generator.cases import Done, broken, files, generate, spec_of

MINIMAL = spec_of("minimal")
BIGGER = spec_of("models")


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Read a folder: which files there are, whether they were written anew, what they hold."""
    return {
        str(file.relative_to(folder)): (file.stat().st_ino, file.stat().st_mtime_ns, content)
        for file in sorted(folder.rglob("*"))
        for content in [file.read_bytes() if file.is_file() else b""]
    }


def test_nothing_is_left_beside_the_target(target: Path, tmp_path: Path) -> None:
    """After a run that wrote, changed nothing, checked or failed, there is only the client."""
    for arguments in (
        ["--spec", MINIMAL],
        ["--spec", MINIMAL],
        ["--spec", BIGGER],
        ["--spec", MINIMAL, "--check"],
        ["--spec", broken(MINIMAL, tmp_path)],
    ):
        Done(*arguments, "--output", target)
        assert os.listdir(target.parent) == ["client"]  # noqa: PTH208 - hidden files as well


def test_an_identical_client_is_not_touched(target: Path) -> None:
    """Generating the same again leaves every file and folder as it is, down to its inode."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    done = Done("--spec", MINIMAL, "--output", target)

    assert (done.code, "up to date" in done.out) == (0, True)
    assert _state(target.parent) == before


def test_files_that_are_no_longer_generated_disappear(target: Path) -> None:
    """A client that shrinks loses its surplus files, and the report names them."""
    generate(BIGGER, target)

    done = Done("--spec", MINIMAL, "--output", target)

    assert "  - models/tree.py\n" in done.out
    assert "  + models/thing.py\n" in done.out
    assert "  ~ client.py\n" in done.out
    fresh = target.with_name("fresh")
    generate(MINIMAL, fresh)
    assert files(target).keys() == files(fresh).keys()


def test_an_edited_client_is_put_right(target: Path) -> None:
    """What somebody changed in, or deleted from, a client is as generated after the next run."""
    generate(MINIMAL, target)
    before = files(target)
    (target / "client.py").write_bytes(before["client.py"] + b"X = 1\n")
    (target / "models" / "thing.py").unlink()
    (target / "_runtime" / "unset.py").write_text("")

    (target / "resources" / "default.py").write_bytes(before["resources/default.py"] + b"# \xff")

    generate(MINIMAL, target)

    assert files(target) == before
    assert (target / "_runtime" / "unset.py").stat().st_size > 0


@pytest.mark.parametrize(
    "foreign",
    [
        {"notes.txt": "mine"},
        {"__init__.py": "'''mine'''\n"},
        {"__init__.py": ""},
        {"deep/down/module.py": "mine = True\n"},
        {".git/config": "[core]\n"},
        {"py.typed": ""},
        {"_runtime/mine.py": "mine = True\n"},
    ],
    ids=lambda foreign: next(iter(foreign)),
)
def test_a_folder_with_foreign_files_is_refused(foreign: dict[str, str], target: Path) -> None:
    """A folder that is no client of ours is left as it is, with an error that names a file."""
    for path, text in foreign.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text)
    before = _state(target.parent)

    done = Done("--spec", MINIMAL, "--output", target)

    assert done.code == 2
    assert done.err.startswith(f"error: {target} holds files that were not generated")
    assert next(iter(foreign)) in done.err
    assert _state(target.parent) == before


@pytest.mark.parametrize(
    "path", ["resources/mine.py", "_runtime/mine.py", "_runtime/more/calls.py", "calls.py"]
)
def test_a_foreign_file_in_a_client_is_not_lost(path: str, target: Path) -> None:
    """A file that somebody put into a client stops the next run instead of being deleted."""
    generate(MINIMAL, target)
    (target / path).parent.mkdir(exist_ok=True)
    (target / path).write_text("mine = True\n")
    before = _state(target.parent)

    done = Done("--spec", BIGGER, "--output", target)

    assert (done.code, path in done.err) == (2, True)
    assert _state(target.parent) == before


@pytest.mark.parametrize("leads_to", ["nowhere", "around"])
def test_a_link_in_a_client_is_not_lost(leads_to: str, target: Path, tmp_path: Path) -> None:
    """A link that somebody put into a client stops the next run too."""
    generate(MINIMAL, target)
    (target / "mine").symlink_to(tmp_path / leads_to)

    done = Done("--spec", BIGGER, "--output", target)

    assert (done.code, "(mine)" in done.err) == (2, True)
    assert (target / "mine").is_symlink()


def test_an_empty_folder_is_taken(target: Path) -> None:
    """An empty folder may become a client."""
    target.mkdir()

    generate(MINIMAL, target)

    assert (target / "client.py").exists()


def test_caches_of_tools_do_not_count_as_foreign(target: Path) -> None:
    """Compiled files and caches inside a client do not stop the next run."""
    generate(MINIMAL, target)
    for cache in ("__pycache__", "models/__pycache__", ".mypy_cache/3.11"):
        (target / cache).mkdir(parents=True)
        (target / cache / "x.bin").write_bytes(b"\0")

    assert "up to date" in Done("--spec", MINIMAL, "--output", target).out


def test_a_file_as_target_is_refused(target: Path) -> None:
    """A target that is a file stays one."""
    target.write_text("mine")

    done = Done("--spec", MINIMAL, "--output", target)

    assert (done.code, done.err) == (2, f"error: {target} is no folder\n")
    assert target.read_text() == "mine"


def test_an_error_leaves_the_old_client_untouched(target: Path, tmp_path: Path) -> None:
    """A document with an error changes no byte of the client that there is."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    done = Done("--spec", broken(MINIMAL, tmp_path), "--output", target)

    assert (done.code, f"{target} is as it was" in done.err) == (2, True)
    assert _state(target.parent) == before


def test_a_check_of_a_stale_client_shows_the_diff(target: Path) -> None:
    """``--check`` exits 1, prints what would change as a diff, and writes nothing."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    done = Done("--spec", BIGGER, "--output", target, "--check")

    assert done.code == 1
    assert f"{target}: stale" in done.out
    assert "--- a/models/thing.py\n+++ b/models/thing.py\n" in done.out
    assert "\n-class Thing:\n" in done.out
    assert "\n+class Tree:\n" in done.out
    assert _state(target.parent) == before


def test_a_check_of_a_fresh_client_passes(target: Path) -> None:
    """``--check`` exits 0 where nothing would change, and writes nothing."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    done = Done("--spec", MINIMAL, "--output", target, "--check")

    assert (done.code, "up to date" in done.out) == (0, True)
    assert _state(target.parent) == before


def test_a_check_of_a_client_that_is_not_there_creates_nothing(tmp_path: Path) -> None:
    """``--check`` exits 1 for a missing client and does not even make its parent folder."""
    done = Done("--spec", MINIMAL, "--output", tmp_path / "new" / "client", "--check")

    assert done.code == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["new/folders/client", "with spaces/client", "日本/client"])
def test_any_place_can_hold_a_client(name: str, tmp_path: Path) -> None:
    """Folders on the way are made; spaces and other letters in a path do no harm."""
    generate(MINIMAL, tmp_path / name)

    assert (tmp_path / name / "client.py").exists()


@pytest.mark.parametrize("name", ["my client", "my-app", "class"])
def test_a_folder_that_is_no_name_is_refused(name: str, tmp_path: Path) -> None:
    """A folder that Python cannot import is refused, also where the package has a name."""
    target = tmp_path / name

    for more in ([], ["--package", "client"]):
        done = Done("--spec", MINIMAL, "--output", target, *more)
        assert done.code == 2
        assert f"error: {name!r} cannot be imported: pass --output with" in done.err
        assert not target.exists()


def test_a_package_may_have_another_name_than_its_folder(tmp_path: Path) -> None:
    """The name is that of the user agent; one that cannot be imported is refused."""
    target = tmp_path / "client"

    assert Done("--spec", MINIMAL, "--output", target, "--package", "class").code == 2
    assert not target.exists()
    assert Done("--spec", MINIMAL, "--output", target, "--package", "other").code == 0
    assert b'f"other/{__version__}' in (target / "client.py").read_bytes()


def test_a_symlinked_target_stays_a_symlink(target: Path, tmp_path: Path) -> None:
    """Where the target is a link to a folder, that folder is written and the link stays."""
    real = tmp_path / "real" / "place"
    generate(MINIMAL, real)
    target.symlink_to(real)

    generate(BIGGER, target)

    assert target.is_symlink()
    assert (real / "models" / "tree.py").exists()
    assert os.listdir(real.parent) == ["place"]  # noqa: PTH208 - hidden files as well


def test_a_link_that_leads_nowhere_is_followed(target: Path, tmp_path: Path) -> None:
    """A target that links to a folder that is not there makes that folder."""
    target.symlink_to(tmp_path / "later")

    generate(MINIMAL, target)

    assert (tmp_path / "later" / "client.py").exists()


def test_the_document_is_not_written_to(tmp_path: Path) -> None:
    """The document that is read is as it was, and so is its folder."""
    spec = tmp_path / "spec.yaml"
    spec.write_bytes(MINIMAL.read_bytes())
    before = _state(tmp_path)

    Done("--spec", spec, "--output", tmp_path / "client", "--check")

    assert _state(tmp_path) == before
