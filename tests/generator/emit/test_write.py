"""A client is put into its folder whole or not at all, and nobody else's files are touched."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.emit.write import BANNER, RUNTIME_LINE, Target, TargetError

_TEXT = f"{BANNER} from spec.yaml: do not edit.\nA  =  1\n"
_FORMATTED = _TEXT.replace("A  =  1", "A = 1").encode()
_COPY = RUNTIME_LINE.encode() + b"B  =  2\n"
FILES: dict[str, str | bytes] = {
    "__init__.py": _TEXT,
    "py.typed": b"",
    "models/thing.py": _TEXT,
    "_runtime/errors.py": _COPY,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a client, alone in a folder of its own."""
    (tmp_path / "around").mkdir()
    return tmp_path / "around" / "client"


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return inode, time and content of everything in a folder."""
    return {
        str(file.relative_to(folder)): (
            file.lstat().st_ino,
            file.lstat().st_mtime_ns,
            file.read_bytes() if file.is_file() else b"",
        )
        for file in sorted(folder.rglob("*"))
    }


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def _without(path: str) -> Mapping[str, str | bytes]:
    return {each: content for each, content in FILES.items() if each != path}


def test_text_is_formatted_and_copies_are_not(folder: Path) -> None:
    """Rendered text is formatted; bytes are written as they are."""
    change = Target(folder).write(FILES)

    assert _contents(folder) == {
        "__init__.py": _FORMATTED,
        "py.typed": b"",
        "models/thing.py": _FORMATTED,
        "_runtime/errors.py": _COPY,
    }
    assert (change.added, change.unchanged) == (sorted(FILES), 0)


def test_text_that_is_not_python_is_not_written(folder: Path) -> None:
    """Broken code is an error of the generator, and leaves no file."""
    with pytest.raises(RuntimeError, match="not valid"):
        Target(folder).write({"__init__.py": "def broken("})

    assert os.listdir(folder.parent) == []  # noqa: PTH208 - hidden files as well


def test_a_client_that_is_up_to_date_is_not_touched(folder: Path) -> None:
    """Writing the same again leaves every file as it is, down to its inode."""
    Target(folder).write(FILES)
    before = _state(folder.parent)

    change = Target(folder).write(FILES)

    assert (bool(change), change.unchanged, change.diff) == (False, 4, "")
    assert _state(folder.parent) == before


def test_a_change_lists_added_changed_and_removed_files(folder: Path) -> None:
    """A client has exactly the files that are written, and the change says what that meant."""
    Target(folder).write(FILES)
    files = {**_without("models/thing.py"), "__init__.py": _TEXT + "C = 3\n", "new.py": _TEXT}

    change = Target(folder).write(files)

    assert (change.added, change.changed, change.removed, change.unchanged) == (
        ["new.py"],
        ["__init__.py"],
        ["models/thing.py"],
        2,
    )
    assert "--- a/__init__.py\n+++ b/__init__.py\n" in change.diff
    assert "\n+C = 3\n" in change.diff
    assert _contents(folder).keys() == files.keys()


def test_a_check_touches_nothing_beside_the_client(folder: Path) -> None:
    """It works in a temporary folder: the one around the client has the time that it had."""
    Target(folder).write(FILES)
    before = folder.parent.stat().st_mtime_ns, _state(folder.parent)

    change = Target(folder).check(_without("models/thing.py"))

    assert change.removed == ["models/thing.py"]
    assert (folder.parent.stat().st_mtime_ns, _state(folder.parent)) == before


def test_a_check_of_a_client_that_is_not_there_creates_nothing(tmp_path: Path) -> None:
    """Not even the folders above it."""
    assert Target(tmp_path / "new" / "client").check(FILES).added == sorted(FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_module_that_has_left_the_runtime_disappears(folder: Path) -> None:
    """A copy is recognised by its first line, whether or not the runtime has its module still."""
    Target(folder).write({**FILES, "_runtime/gone.py": _COPY})

    change = Target(folder).write(FILES)

    assert change.removed == ["_runtime/gone.py"]


def test_an_edited_copy_is_put_right(folder: Path) -> None:
    """A copy without its first line is ours while the runtime has a module of that name."""
    Target(folder).write(FILES)
    (folder / "_runtime" / "errors.py").write_text("")

    assert Target(folder).write(FILES).changed == ["_runtime/errors.py"]


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
def test_a_folder_with_foreign_files_is_refused(foreign: dict[str, str], folder: Path) -> None:
    """A folder that is not a client of ours is left as it is, with an error that names a file."""
    for path, text in foreign.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    before = _state(folder.parent)

    with pytest.raises(TargetError, match="holds files that were not generated") as caught:
        Target(folder)

    assert next(iter(foreign)) in str(caught.value)
    assert _state(folder.parent) == before


@pytest.mark.parametrize("path", ["models/mine.py", "_runtime/more/calls.py", "calls.py", "mine"])
def test_a_foreign_file_in_a_client_is_not_lost(path: str, folder: Path, tmp_path: Path) -> None:
    """A file or link that somebody put into a client stops the next run."""
    Target(folder).write(FILES)
    (folder / path).parent.mkdir(exist_ok=True)
    if path == "mine":
        (folder / path).symlink_to(tmp_path)
    else:
        (folder / path).write_text("mine = True\n")
    before = _state(folder.parent)

    with pytest.raises(TargetError, match=path):
        Target(folder)

    assert _state(folder.parent) == before


def test_a_link_to_a_generated_file_is_not_ours(folder: Path) -> None:
    """Whatever a link leads to, somebody put it there."""
    Target(folder).write(FILES)
    (folder / "link.py").symlink_to(folder / "__init__.py")

    with pytest.raises(TargetError, match=r"link\.py"):
        Target(folder)


def test_an_empty_folder_and_caches_of_tools_are_accepted(folder: Path) -> None:
    """An empty folder may become a client, and compiled files do not count."""
    folder.mkdir()
    Target(folder).write(FILES)
    for cache in ("__pycache__", "models/__pycache__", ".mypy_cache/3.11"):
        (folder / cache).mkdir(parents=True)
        (folder / cache / "x.bin").write_bytes(b"\0")

    assert not Target(folder).write(FILES)


def test_a_file_as_folder_is_refused(folder: Path) -> None:
    """A target that is a file stays one."""
    folder.write_text("mine")

    with pytest.raises(TargetError, match="is not a folder"):
        Target(folder)

    assert folder.read_text() == "mine"


@pytest.mark.parametrize("name", ["a" * 251, "é" * 126, "a" * 5000, "/".join(["a" * 200] * 30)])
def test_a_name_that_is_too_long_is_an_error(name: str, tmp_path: Path) -> None:
    """Also one that leaves no room for the folders beside it."""
    with pytest.raises(TargetError, match="too long"):
        Target(tmp_path / name)


def test_the_longest_name_is_accepted(tmp_path: Path) -> None:
    """There is room for the folders beside it."""
    folder = tmp_path / ("a" * 250)
    Target(folder).write(FILES)

    assert _contents(folder).keys() == FILES.keys()


def test_a_link_to_a_folder_stays_a_link(folder: Path, tmp_path: Path) -> None:
    """The folder that it leads to is written, and created if it is not there."""
    folder.symlink_to(tmp_path / "real" / "place")

    for files in (FILES, _without("models/thing.py")):
        Target(folder).write(files)
        assert folder.is_symlink()
        assert _contents(tmp_path / "real" / "place").keys() == files.keys()


@pytest.mark.parametrize("suffix", ["new", "old"])
@pytest.mark.parametrize("what", ["link", "broken link", "file", "folder", "package"])
def test_what_is_in_the_way_is_not_deleted(
    suffix: str, what: str, folder: Path, tmp_path: Path
) -> None:
    """A link, a file, or somebody's folder beside the client is an error that names it."""
    Target(folder).write(FILES)
    beside = folder.with_name(f".client.{suffix}")
    match what:
        case "link":
            (tmp_path / "mine").mkdir()
            beside.symlink_to(tmp_path / "mine")
        case "broken link":
            beside.symlink_to(tmp_path / "nowhere")
        case "file":
            beside.write_text("mine")
        case "folder":
            (beside / "deep").mkdir(parents=True)
            (beside / "deep" / "notes.txt").write_text("mine")
        case _:
            beside.mkdir()
            (beside / "__init__.py").write_text("mine = True\n")
    before = _state(folder.parent)

    with pytest.raises(TargetError, match=f"client.{suffix}"):
        Target(folder)

    assert _state(folder.parent) == before


def _write_to(folder: Path, files: Mapping[str, str | bytes]) -> None:
    Target(folder).write(files)


def _while_building(folder: Path, new: Path, old: Path) -> None:
    del folder, old
    (new / "models").mkdir(parents=True)
    (new / "__init__.py").write_bytes(_FORMATTED)
    (new / "models" / "thing.py").write_bytes(b"")


def _between_the_moves(folder: Path, new: Path, old: Path) -> None:
    _write_to(folder.with_name("other"), _without("models/thing.py"))
    folder.rename(old)
    folder.with_name("other").rename(new)


def _after_the_moves(folder: Path, new: Path, old: Path) -> None:
    _between_the_moves(folder, new, old)
    new.rename(folder)


def _while_deleting(folder: Path, new: Path, old: Path) -> None:
    _after_the_moves(folder, new, old)
    (old / "__init__.py").unlink()


@pytest.mark.parametrize(
    "cut_off", [_while_building, _between_the_moves, _after_the_moves, _while_deleting]
)
@pytest.mark.parametrize("files", [FILES, _without("models/thing.py")], ids=["same", "other"])
def test_the_next_run_repairs_what_was_cut_off(
    cut_off: Callable[[Path, Path, Path], None], files: Mapping[str, str | bytes], folder: Path
) -> None:
    """Wherever a run was cut off, the next one gives a whole client and leaves nothing over."""
    _write_to(folder, FILES)
    cut_off(folder, folder.with_name(".client.new"), folder.with_name(".client.old"))

    _write_to(folder, files)

    assert os.listdir(folder.parent) == ["client"]  # noqa: PTH208 - hidden files as well
    assert _contents(folder).keys() == files.keys()


def test_a_client_that_was_moved_aside_is_brought_back(folder: Path) -> None:
    """Whatever comes next: a run that was cut off between the moves lost nothing."""
    _write_to(folder, FILES)
    before = _contents(folder)
    folder.rename(folder.with_name(".client.old"))

    Target(folder)

    assert _contents(folder) == before


def test_a_folder_that_cannot_be_written_is_left_as_it_was(folder: Path) -> None:
    """An error in the middle removes what was built, and the folders that were made for it."""
    files: dict[str, str | bytes] = {**FILES, "py.typed/x": b"", "z": b""}

    with pytest.raises(OSError, match=r"py\.typed"):
        Target(folder.with_name("new") / "client").write(files)

    assert os.listdir(folder.parent) == []  # noqa: PTH208 - hidden files as well
