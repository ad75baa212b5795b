"""What other projects use in their checks: the GitHub action, and the hook of pre-commit.

The commands of both are run as they are written, in a repository with a document and its client.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from tests.docs.project import ROOT, code_blocks
from tests.generator.cases import generate
from tests.generator.diff.documents import OLD

_INSTALL, _CHECK, _COMMENT = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
[_HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
_NEW = OLD.replace("limit", "most")
_PROJECT = '[tool.generator]\nspec = "api.yaml"\noutput = "client"\n'
# A stand-in for GitHub's command: it remembers what it is called with, and lists one comment.
_GH = """\
#!/bin/sh
echo "$@" >> "$FAKES/calls"
case "$*" in
  *--jq*) cat "$FAKES/existing" ;;
  *) exit "$(cat "$FAKES/code")" ;;
esac
"""


class _Repository:
    """A repository of a project that has a client, with its last commit as the base."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "project"
        self.fakes = folder / "fakes"
        self.temp = folder / "temp"
        for each in (self.path, self.fakes, self.temp):
            each.mkdir()
        (self.temp / "generator").symlink_to(sys.prefix)
        (self.fakes / "existing").write_text("")
        (self.fakes / "code").write_text("0")
        (self.fakes / "gh").write_text(_GH)
        (self.fakes / "gh").chmod(0o755)
        (self.path / "pyproject.toml").write_text(_PROJECT)
        self.change(OLD)
        self.git("init", "--quiet")
        self.git("add", ".")
        author = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        self.git(*author, "commit", "--quiet", "--message", "One")

    def change(self, document: str) -> None:
        """Write a document and its client."""
        (self.path / "api.yaml").write_text(document)
        generate(self.path / "api.yaml", self.path / "client")

    def git(self, *arguments: str) -> str:
        """Run git, and return what it prints."""
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["git", *arguments],  # noqa: S607 - that of the machine
            cwd=self.path,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def run(
        self, step: dict[str, Any], expressions: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does, with what its expressions stand for."""
        values = {
            "inputs.working-directory": str(self.path),
            "inputs.strict": "false",
            "inputs.against": "HEAD",
            "inputs.fail-on": "none",
            "inputs.token": "TOKEN",
            "github.event.pull_request.number": "7",
            **expressions,
        }
        variables = {
            key: values[of.removeprefix("${{ ").removesuffix(" }}")]
            for key, of in step.get("env", {}).items()
        }
        return subprocess.run(  # noqa: S603 - commands of our own action
            ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.path,
            env={
                "PATH": f"{self.fakes}{os.pathsep}{os.environ['PATH']}",
                "FAKES": str(self.fakes),
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_REPOSITORY": "acme/app",
                "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
                "GITHUB_WORKSPACE": str(self.path),
                "RUNNER_TEMP": str(self.temp),
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def summary(self) -> str:
        """What is in the summary of the job."""
        return (self.temp / "summary").read_text()

    @property
    def calls(self) -> list[str]:
        """The calls of GitHub's command."""
        file = self.fakes / "calls"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Repository:
    """Return a repository in which client and document are committed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    return _Repository(tmp_path)


def test_no_expression_is_part_of_a_command() -> None:
    """What a pull request says could otherwise run as one: it is passed in variables."""
    for step in (_INSTALL, _CHECK, _COMMENT):
        assert "${{" not in step["run"]


def test_the_workflow_of_the_page_uses_inputs_that_there_are() -> None:
    """And the page names all of them."""
    _, workflow = code_blocks("docs/generator.md", "yaml")
    *_, step = yaml.safe_load(workflow)["jobs"]["client"]["steps"]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    page = (ROOT / "docs/generator.md").read_text()
    assert step["with"].keys() <= inputs.keys()
    for name in inputs.keys() - step["with"].keys():
        assert f"`{name}`" in page


def test_the_generator_is_installed_from_the_checkout_of_the_action(
    repository: _Repository,
) -> None:
    """With its extra, into an environment of its own."""
    (repository.temp / "generator").unlink()
    (repository.fakes / "python3").write_text(
        '#!/bin/sh\nmkdir -p "$3/bin"\nprintf \'%s\\n\' \'echo "$@"\' > "$3/bin/pip"\n'
        'chmod +x "$3/bin/pip"\n'
    )
    (repository.fakes / "python3").chmod(0o755)

    done = repository.run(_INSTALL)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] == ["--editable", f"{ROOT}[generator]"]


def test_a_fresh_client_passes_and_a_stale_one_does_not(repository: _Repository) -> None:
    """The difference is printed; diagnostics are annotations of the document."""
    assert repository.run(_CHECK).returncode == 0

    (repository.path / "api.yaml").write_text(_NEW)
    stale = repository.run(_CHECK)
    assert stale.returncode == 1
    assert "client: stale" in stale.stdout

    doubtful = OLD.replace("operationId", "x-sdk-grup: [a]\n      operationId")
    (repository.path / "api.yaml").write_text(doubtful)
    assert repository.run(_CHECK).stderr.startswith("::warning file=api.yaml,line=7,col=7::")
    assert repository.run(_CHECK, {"inputs.strict": "true"}).returncode == 2


@pytest.mark.parametrize(("fail_on", "code"), [("none", 0), ("breaking", 1)])
def test_a_pull_request_gets_a_comment(fail_on: str, code: int, repository: _Repository) -> None:
    """With what changes for callers, also if the step fails because of that."""
    base = repository.git("rev-parse", "HEAD")
    repository.change(_NEW)

    done = repository.run(_COMMENT, {"inputs.against": base, "inputs.fail-on": fail_on})

    assert done.returncode == code, done.stderr
    assert "`client.things.touch(limit=...)` is gone" in repository.summary
    listing, writing = repository.calls
    assert "repos/acme/app/issues/7/comments" in listing
    comment = repository.temp / "generator-diff.md"
    assert writing == f"api --silent repos/acme/app/issues/7/comments --field body=@{comment}"
    assert comment.read_text() == repository.summary


def test_a_comment_is_written_anew(repository: _Repository) -> None:
    """A second run changes the comment of the first."""
    (repository.fakes / "existing").write_text("123\n")
    assert repository.run(_COMMENT).returncode == 0
    assert "--method PATCH repos/acme/app/issues/comments/123 " in repository.calls[-1]
    assert "**no change**" in repository.summary


def test_a_token_that_may_not_write_does_no_harm(repository: _Repository) -> None:
    """As on pull requests from forks: the summary has the text."""
    (repository.fakes / "code").write_text("1")
    done = repository.run(_COMMENT)
    assert done.returncode == 0
    assert done.stdout.startswith("::warning::The comment cannot be written")
    assert "**no change**" in repository.summary


@pytest.mark.parametrize("missing", ["inputs.token", "github.event.pull_request.number"])
def test_without_a_token_or_a_pull_request_there_is_no_comment(
    missing: str, repository: _Repository
) -> None:
    """The summary has the text."""
    assert repository.run(_COMMENT, {missing: ""}).returncode == 0
    assert repository.calls == []
    assert "**no change**" in repository.summary


def test_a_base_that_was_not_checked_out_is_fetched(repository: _Repository) -> None:
    """A checkout has one commit only."""
    repository.git("branch", "base")
    clone = repository.path.parent / "clone"
    repository.change(_NEW)
    repository.git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qam", "Two")
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(clone))
    repository.path = clone

    done = repository.run(_COMMENT, {"inputs.against": "base"})

    assert done.returncode == 0, done.stderr
    assert "**major**" in repository.summary


def test_a_document_that_cannot_be_read_fails(repository: _Repository) -> None:
    """Without a comment."""
    (repository.path / "api.yaml").write_text("openapi: 3.1.0\n")
    assert repository.run(_COMMENT).returncode == 2
    assert repository.calls == []


def test_the_hook_fails_where_the_client_is_stale(repository: _Repository) -> None:
    """Its command is run where the generator is installed."""
    python, *arguments = shlex.split(_HOOK["entry"])
    assert python == "python"

    def run() -> int:
        return subprocess.run(  # noqa: S603 - the command of our own hook
            [sys.executable, *arguments], cwd=repository.path, capture_output=True, check=False
        ).returncode

    assert run() == 0
    (repository.path / "api.yaml").write_text(_NEW)
    assert run() == 1


def test_pre_commit_can_read_the_hook() -> None:
    """Each key is one that it knows, and no file is passed to the command."""
    subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"],
        check=True,
    )
    assert _HOOK["pass_filenames"] is False
