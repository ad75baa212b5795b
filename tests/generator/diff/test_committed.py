"""A document is compared with its last commit."""

import subprocess
from pathlib import Path

import pytest

from tests.generator.diff.documents import OLD, diff

SHARED = "{name: limit, in: query, schema: {$ref: './common/types.yaml#/Limit'}}"
SPREAD = OLD.replace("{name: limit, in: query, schema: {type: integer}}", SHARED)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commit a project with a document, and work in it."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec" / "common").mkdir(parents=True)
    (tmp_path / "spec" / "api.yaml").write_text(SPREAD)
    (tmp_path / "spec" / "common" / "types.yaml").write_text("Limit: {type: integer}\n")
    (tmp_path / "pyproject.toml").write_text("[tool.generator]\nspec = 'spec/api.yaml'\n")
    _git("init", "--quiet")
    _commit()
    return tmp_path


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)  # noqa: S603, S607 - our own arguments


def _commit() -> None:
    _git("add", ".")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    _git(*author, "commit", "--quiet", "--message", "One")


@pytest.mark.parametrize("arguments", [[], ["spec/api.yaml"]])
def test_the_last_commit_is_the_old_document(arguments: list[str], repository: Path) -> None:
    """Without NEW, the working file is compared; without any, the configured one."""
    assert diff(*arguments).out == "no change: HEAD:spec/api.yaml -> spec/api.yaml\n"

    (repository / "spec" / "api.yaml").write_text(SPREAD.replace("limit", "most"))

    lines = diff(*arguments).out.splitlines()
    assert lines[0] == "major: HEAD:spec/api.yaml -> spec/api.yaml"
    assert "  client.things.touch(limit=...) is gone" in lines


def test_other_files_are_those_of_the_commit(repository: Path) -> None:
    """A change in a file that the document refers to is a change, located in that file."""
    (repository / "spec" / "common" / "types.yaml").write_text("Limit: {type: string}\n")

    assert "  client.things.touch(limit=...) accepts str, was int" in diff().out.splitlines()


def test_a_file_that_was_deleted_is_read_from_the_commit(repository: Path) -> None:
    """The commit has all files of the document, whatever the working tree has."""
    (repository / "spec" / "common" / "types.yaml").unlink()
    (repository / "spec" / "api.yaml").write_text(OLD)

    assert diff().out == "no change: HEAD:spec/api.yaml -> spec/api.yaml\n"


def test_it_works_from_any_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is found in the commit wherever the command is called."""
    monkeypatch.chdir(repository / "spec" / "common")

    assert diff("../api.yaml").out == "no change: HEAD:spec/api.yaml -> ../api.yaml\n"


def test_errors_in_the_commit_are_located_there(repository: Path) -> None:
    """An error in the committed document does not look like one in the working file."""
    (repository / "spec" / "api.yaml").write_text(OLD.replace("in: path", "in: nowhere"))
    _commit()
    (repository / "spec" / "api.yaml").write_text(OLD)

    failed = diff()

    assert failed.code == 2
    assert failed.err.startswith("HEAD:spec/api.yaml:9:22: error: /paths/")


def test_a_file_that_was_never_committed_is_an_error(repository: Path) -> None:
    """A reference to a file that the commit has not leads nowhere there, though it does here."""
    (repository / "spec" / "more.yaml").write_text("Limit: {type: integer}\n")
    (repository / "spec" / "api.yaml").write_text(SPREAD.replace("common/types", "more"))
    _git("add", "spec/api.yaml")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    _git(*author, "commit", "--quiet", "--message", "Two")

    failed = diff()

    assert failed.code == 2
    assert failed.err.startswith("HEAD:spec/api.yaml:")
    assert "is not in the last commit" in failed.err


def test_a_document_must_have_been_committed(repository: Path) -> None:
    """A new file has no old document, and the message says what to do."""
    (repository / "new.yaml").write_text(OLD)

    failed = diff("new.yaml")

    message = "error: new.yaml is not in the last commit: commit it, or pass OLD and NEW\n"
    assert (failed.code, failed.err) == (2, message)


def test_a_document_must_be_in_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of any repository, two documents have to be named."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "api.yaml").write_text(OLD)

    failed = diff(tmp_path / "api.yaml")

    message = f"error: {tmp_path / 'api.yaml'} is in no git repository: pass OLD and NEW\n"
    assert (failed.code, failed.err) == (2, message)


def test_no_document_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without arguments and settings, the message says what to set."""
    monkeypatch.chdir(tmp_path)

    failed = diff()

    assert failed.code == 2
    assert "set spec in [tool.generator]" in failed.err


def test_another_commit_can_be_compared_with(repository: Path) -> None:
    """A branch, a tag or a hash; options of git are none of these."""
    (repository / "spec" / "api.yaml").write_text(SPREAD.replace("limit", "most"))
    _git("tag", "first")
    _commit()

    assert diff().out.startswith("no change: ")
    assert diff("--against", "first").out.startswith("major: first:spec/api.yaml -> ")
    assert diff("spec/api.yaml", "--against", "HEAD~1").out.startswith("major: HEAD~1:")
    for wrong in ("second", "--all", "HEAD:spec/api.yaml"):
        failed = diff(f"--against={wrong}")
        assert failed.code == 2
        assert failed.err == f"error: {wrong!r} is no commit here: fetch it, or pass another\n"
    two = diff("spec/api.yaml", "spec/api.yaml", "--against", "first")
    assert two.err == "error: --against compares a document with a commit: pass OLD alone\n"
