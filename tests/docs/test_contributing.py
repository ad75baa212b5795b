"""CONTRIBUTING.md and CHANGELOG.md: what they name exists."""

import re

import generated_client
from tests.docs.project import ROOT, make_targets, table_rows

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_WORKFLOWS = (".github/workflows/ci.yml", ".github/workflows/release.yml")
CODE = re.compile(r"`([^`]+)`")


def test_the_table_names_files_that_exist() -> None:
    """Each file or folder that the table says to edit is there."""
    rows = table_rows("CONTRIBUTING.md", "Where to change what")
    assert rows
    for _, edit, _ in rows:
        for name in CODE.findall(edit):
            assert (ROOT / name).exists(), name


def test_the_table_names_commands_that_exist() -> None:
    """Each command that the table says to run is a make target or a program."""
    for *_, run in table_rows("CONTRIBUTING.md", "Where to change what"):
        commands = CODE.findall(run)
        assert commands
        for command in commands:
            target = command.removeprefix("make ")
            assert target in make_targets() or (ROOT / command).exists(), command


def test_every_make_target_that_is_named_anywhere_exists() -> None:
    """The text, and what runs before a change lands, use targets of the Makefile."""
    for page in ("CONTRIBUTING.md", ".ci/run", *_WORKFLOWS):
        text = (ROOT / page).read_text(encoding="utf-8")
        for command in re.findall(r"(?:^|`|run: )make ([a-z0-9 -]+)", text, re.MULTILINE):
            assert set(command.split()) <= make_targets(), page


def test_the_changelog_tells_of_the_present_version() -> None:
    """The version of the client has its section."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{generated_client.__version__}]" in changelog
