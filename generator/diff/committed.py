"""A document as it was in the last commit."""

import os
import shutil
import subprocess
from pathlib import Path

from ..neighbours import neighbours


class GitError(Exception):
    """There is no last commit, or the document is not in it."""


def write_committed(path: Path, folder: Path) -> Path:
    """Write a document, and the files that it refers to, as they were in the last commit.

    Args:
        path: The document, in a working tree.
        folder: Where to write; files keep their places, relative to the top of the repository.

    Returns:
        The place of the document in the folder.

    Raises:
        GitError: The file is in no repository, or not in its last commit.
    """
    top = Path(_top(path.resolve().parent, path))
    document = path.resolve().relative_to(top)
    written: set[Path] = set()
    waiting = [document]
    while waiting:
        file = waiting.pop()
        if file in written or file.is_absolute() or file.parts[0] == os.pardir:
            continue
        written.add(file)
        content = _git(top, "cat-file", "blob", f"HEAD:{file.as_posix()}")
        if content is None:
            # A reference that leads nowhere is reported by who reads the document.
            continue
        place = folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        waiting += neighbours(file, content.decode(errors="replace"))
    if not (folder / document).exists():
        raise GitError(f"{path} is not in the last commit: commit it, or pass OLD and NEW")
    return folder / document


def _top(folder: Path, path: Path) -> str:
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found is None:
        raise GitError(f"{path} is in no git repository: pass OLD and NEW")
    return os.fsdecode(found).removesuffix("\n")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Ask git; None where it fails."""
    git = shutil.which("git")
    if git is None:
        raise GitError("there is no git on this machine: pass OLD and NEW")
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [git, *arguments], cwd=folder, capture_output=True, check=False
        )
    except OSError:
        return None
    return None if done.returncode else done.stdout
