"""Releases: what the workflow runs is run here, up to publishing."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import generated_client
from tests.docs.project import ROOT, copy_of_project, run_shell
from tests.release import problems

_WORKFLOWS = {file.name: file.read_text() for file in ROOT.glob(".github/workflows/*.yml")}
_RELEASE: dict[str, Any] = yaml.safe_load(_WORKFLOWS["release.yml"])
_BUILT = {"telnyx_texml_streams-1.2.0-py3-none-any.whl", "telnyx_texml_streams-1.2.0.tar.gz"}
_LOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n\n- A change.\n"


def test_the_steps_that_build_a_release_pass(tmp_path: Path) -> None:
    """They are run as they are, in a copy of the project, and leave one wheel and one sdist.

    A tag of another version fails at the end, whatever is in it: it is text, and no command.
    """
    project = copy_of_project(tmp_path)
    [step] = [step for step in _RELEASE["jobs"]["build"]["steps"] if "run" in step]
    assert step["env"].keys() == {"TAG"}

    done = run_shell(step["run"], project, TAG="")
    assert done.returncode == 0, done.stdout + done.stderr
    built = sorted(file.suffix for file in (project / "dist").iterdir())
    assert built == [".gz", ".whl"]

    wrong = "v0'; touch mine; \"$(touch mine)"
    done = run_shell(step["run"], project, TAG=wrong)
    assert done.returncode == 2
    version = generated_client.__version__
    assert f"the tag is {wrong}, and the version {version}: tag it v{version}" in done.stderr
    assert not (project / "mine").exists()


@pytest.mark.parametrize(
    ("built", "changelog", "tag", "found"),
    [
        (_BUILT, _LOG, "v1.2.0", []),
        (_BUILT, _LOG, "", []),
        (_BUILT, _LOG, "1.2.0", ["the tag is 1.2.0, and the version 1.2.0: tag it v1.2.0"]),
        (set[str](), _LOG, "", [f"{name} is missing" for name in sorted(_BUILT)]),
        (_BUILT | {"old.whl"}, _LOG, "", ["old.whl does not belong to the release"]),
        (_BUILT, "## [Unreleased]\n", "", ["CHANGELOG.md has no section about 1.2.0"]),
        (_BUILT, _LOG.replace("]\n\n##", "]\n\n- New.\n\n##"), "", []),
        (
            _BUILT,
            _LOG.replace("]\n\n##", "]\n\n- New.\n\n##"),
            "v1.2.0",
            ["CHANGELOG.md has unreleased changes: move them to the section about 1.2.0"],
        ),
    ],
)
def test_what_keeps_a_release_back_is_said(
    built: set[str], changelog: str, tag: str, found: list[str]
) -> None:
    """Files, tag and changelog are those of the version."""
    assert [*problems(built, changelog, "1.2.0", tag)] == found


def test_only_the_job_that_publishes_may_identify_itself() -> None:
    """It runs none of our code; no job has a secret, and the others may only read."""
    publish = _RELEASE["jobs"]["publish"]
    assert publish["permissions"] == {"attestations": "write", "id-token": "write"}
    assert publish["environment"] == {"name": "pypi"}
    assert publish["if"] == "github.ref_type == 'tag'"
    assert not [step for step in publish["steps"] if "run" in step or "checkout" in step["uses"]]
    assert _RELEASE["permissions"] == {}
    assert [job["permissions"] for job in _RELEASE["jobs"].values() if job is not publish] == [
        {"contents": "read"}
    ]
    assert "secrets." not in _WORKFLOWS["release.yml"]


def test_actions_are_pinned_by_commit_the_same_everywhere() -> None:
    """With the version beside the hash, as a tag can be moved."""
    pins: dict[str, set[str]] = {}
    for name, text in _WORKFLOWS.items():
        for used in re.findall(r"uses: (.+)", text):
            pinned = re.fullmatch(r"([\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", used)
            assert pinned, f"{name}: {used}"
            pins.setdefault(pinned[1], set()).add(pinned[2])
    assert {action: versions for action, versions in pins.items() if len(versions) > 1} == {}
