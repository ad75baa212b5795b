"""Files as of a commit, read from git."""

import os
import shutil
import subprocess
from pathlib import Path

from attrs import frozen


class GitError(Exception):
    """There is no such commit, or the document is not in it."""


@frozen
class Commit:
    """A commit of a repository."""

    top: Path
    """The top folder of the working tree."""

    revision: str
    """What git calls the commit."""

    @classmethod
    def of(cls, path: Path, revision: str = "HEAD") -> "Commit":
        """Return a commit of the repository that a document is in.

        Raises:
            GitError: The document is in no repository, or not in that commit.
        """
        top = _git(path.resolve().parent, "rev-parse", "--show-toplevel")
        if top is None:
            raise GitError(f"{path} is in no git repository: pass OLD and NEW")
        commit = cls(Path(os.fsdecode(top).removesuffix("\n")), revision)
        wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if revision != "HEAD" and _git(commit.top, *wanted) is None:
            raise GitError(f"{revision!r} is no commit here: fetch it, or pass another")
        if not commit.has(path):
            raise GitError(f"{path} is not in {commit.shown}: commit it, or pass OLD and NEW")
        return commit

    @property
    def shown(self) -> str:
        """What messages call the commit."""
        return "the last commit" if self.revision == "HEAD" else self.revision

    def has(self, file: Path) -> bool:
        """Return whether a file of the working tree is in the commit."""
        is_inside = file.resolve().is_relative_to(self.top)
        return is_inside and _git(self.top, "cat-file", "-e", self.name(file)) is not None

    def name(self, file: Path) -> str:
        """Return what git calls the committed version of a file."""
        return f"{self.revision}:{file.resolve().relative_to(self.top).as_posix()}"

    def read(self, file: Path) -> bytes:
        """Return the content of a file of the working tree as it was committed.

        Raises:
            FileNotFoundError: The file is not in the commit.
        """
        if not file.resolve().is_relative_to(self.top):
            raise FileNotFoundError(f"{file} is outside of the repository")
        content = _git(self.top, "cat-file", "blob", self.name(file))
        if content is None:
            raise FileNotFoundError(f"{file} is not in {self.shown}")
        return content


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return the output of git; None where it fails."""
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
