"""The command line: what it accepts, prints, and returns as exit code."""

import json
from pathlib import Path

import pytest

from tests.generator.cases import Done, broken, generate, spec_of

MINIMAL = spec_of("minimal")
BIGGER = spec_of("models")


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return inode, time and content of everything in a folder."""
    return {
        str(file.relative_to(folder)): (file.stat().st_ino, file.stat().st_mtime_ns, content)
        for file in sorted(folder.rglob("*"))
        for content in [file.read_bytes() if file.is_file() else b""]
    }


def test_the_first_client_is_summed_up(target: Path) -> None:
    """What was read comes first, what was written after it; diagnostics are on standard error."""
    done = Done("--spec", MINIMAL, "--output", target)

    first, second, *files = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert first == f"{MINIMAL}: 1 operation, 1 model, 0 enums"
    assert second == f"{target}: written"
    assert files[0] == "  + __init__.py"


def test_a_long_list_of_files_stops_at_twenty(target: Path) -> None:
    """A line says how many more there are."""
    done = Done("--spec", BIGGER, "--output", target)

    _, _, *shown, last = done.out.splitlines()
    written = sum(path.is_file() for path in target.rglob("*"))
    assert len(shown) == 20
    assert last == f"  and {written - 20} more"


def test_a_client_that_is_up_to_date_is_said_to_be(target: Path) -> None:
    """With and without ``--check``, nothing is written, and the exit code is 0."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    for more in ([], ["--check"]):
        done = Done("--spec", MINIMAL, "--output", target, *more)
        assert (done.code, f"{target}: up to date, " in done.out) == (0, True)
    assert _state(target.parent) == before


def test_changed_files_are_marked(target: Path) -> None:
    """``+`` is a new file, ``~`` a changed one, ``-`` one that is no longer generated."""
    generate(BIGGER, target)

    done = Done("--spec", MINIMAL, "--output", target)

    for line in ("  + models/thing.py", "  ~ client.py", "  - models/tree.py"):
        assert line in done.out.splitlines()


def test_schemas_that_nothing_uses_are_noted(target: Path, tmp_path: Path) -> None:
    """They are neither errors nor warnings: the summary says how many there are, and which."""
    names = [f"Unused{number:02}" for number in range(22)]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/": {"get": {"responses": {"204": {"description": ""}}}}},
        "components": {"schemas": {name: {"type": "string"} for name in names}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document))

    done = Done("--spec", tmp_path / "spec.json", "--output", target)

    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[1] == "  22 schemas not used by any operation:"
    assert lines[2:23] == [*(f"  {name}" for name in names[:20]), "  and 2 more"]


def test_warnings_do_not_keep_a_client_from_being_written(target: Path, tmp_path: Path) -> None:
    """They are printed with their location; the exit code is 0."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(MINIMAL.read_text().replace("post:", "post:\n      x-sdk-grup: [a]"))

    done = Done("--spec", spec, "--output", target)

    assert done.code == 0
    assert done.err.startswith(f"{spec}:")
    assert ": warning: " in done.err
    assert (target / "client.py").exists()


def test_errors_and_warnings_are_counted_apart(target: Path, tmp_path: Path) -> None:
    """The last line of a run that failed says how many there are of each."""
    text = MINIMAL.read_text().replace(
        "post:", "post:\n      x-sdk-grup: [a]\n      x-sdk-group: 1"
    )
    (tmp_path / "spec.yaml").write_text(text)

    done = Done("--spec", tmp_path / "spec.yaml", "--output", target)

    assert done.code == 2
    assert done.err.splitlines()[-1] == f"1 error and 1 warning; {target} is as it was"


def test_a_target_that_cannot_be_written_is_an_error(target: Path) -> None:
    """A file stays a file; the exit code is 2, before the document is read."""
    target.write_text("mine")

    done = Done("--spec", "missing.yaml", "--output", target)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {target} ")
    assert len(done.err.splitlines()) == 1
    assert target.read_text() == "mine"


def test_an_error_leaves_the_old_client_untouched(target: Path, tmp_path: Path) -> None:
    """A document with an error changes no byte of the existing client."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    done = Done("--spec", broken(MINIMAL, tmp_path), "--output", target)

    assert (done.code, f"{target} is as it was" in done.err) == (2, True)
    assert _state(target.parent) == before


def test_a_check_of_a_stale_client_shows_the_diff(target: Path) -> None:
    """``--check`` prints what would change, writes nothing, and returns 1."""
    generate(MINIMAL, target)
    before = _state(target.parent)

    done = Done("--spec", BIGGER, "--output", target, "--check")

    assert done.code == 1
    assert f"{target}: stale" in done.out
    assert "--- a/models/thing.py\n+++ b/models/thing.py\n" in done.out
    assert "\n-class Thing:\n" in done.out
    assert "\n+class Tree:\n" in done.out
    assert _state(target.parent) == before


@pytest.mark.parametrize("name", ["new/folders/client", "with spaces/client", "日本/client"])
def test_a_client_can_be_anywhere(name: str, tmp_path: Path) -> None:
    """Folders above it are created; spaces and other letters in their names do no harm."""
    generate(MINIMAL, tmp_path / name)

    assert (tmp_path / name / "client.py").exists()


@pytest.mark.parametrize("name", ["my client", "my-app", "class"])
def test_a_folder_that_cannot_be_imported_is_an_error(name: str, tmp_path: Path) -> None:
    """The name of the folder must be one of Python, also where the package has another name."""
    target = tmp_path / name

    for more in ([], ["--package", "client"]):
        done = Done("--spec", MINIMAL, "--output", target, *more)
        assert done.code == 2
        assert f"error: {name!r} cannot be imported: pass --output with" in done.err
        assert not target.exists()


def test_a_package_may_have_another_name_than_its_folder(tmp_path: Path) -> None:
    """The name is that of the user agent; one that cannot be imported is an error."""
    target = tmp_path / "client"

    assert Done("--spec", MINIMAL, "--output", target, "--package", "class").code == 2
    assert not target.exists()
    assert Done("--spec", MINIMAL, "--output", target, "--package", "other").code == 0
    assert b'f"other/{__version__}' in (target / "client.py").read_bytes()


def test_the_document_is_not_written_to(tmp_path: Path) -> None:
    """The document is as it was, and so is its folder."""
    spec = tmp_path / "spec.yaml"
    spec.write_bytes(MINIMAL.read_bytes())
    before = _state(tmp_path)

    Done("--spec", spec, "--output", tmp_path / "client", "--check")

    assert _state(tmp_path) == before
