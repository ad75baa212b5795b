"""How changes are written: for people, for changelogs, for programs."""

import json

import pytest

from generator.diagnostics import Pointer
from generator.diff.changes import ApiChange, changed, removed
from generator.diff.report import Located, Report, Verdict, as_json, as_markdown, as_text

AT = Pointer(("paths", "/things/{id}", "post"))
CALL = "client.things.touch"
CHANGES = [
    removed("argument-removed", f"{CALL}(limit=...)", AT),
    changed("version-changed", "Acme()", AT, old="1", new="2"),
    changed("argument-added", f"{CALL}(most=...)", AT),
]
HOSTILE = "[bold]\x1b[31m\u202e</code>`` [x](http://evil)\n# big"
INERT = r"[bold]\x1b[31m\u202e</code>`` [x](http://evil)\n# big"


def report(*changes: ApiChange) -> Report:
    """Return a report on two files."""
    return Report(
        "old.yaml", "new.yaml", [Located(each, "a.yaml", str(each.at)) for each in changes]
    )


def test_text_is_grouped_by_what_it_means() -> None:
    """The verdict is first, then what breaks, what is compatible, and documentation."""
    assert (
        as_text(report(*CHANGES))
        == """\
major: old.yaml -> new.yaml

Breaking (1)
  client.things.touch(limit=...) is gone
      a.yaml#/paths/~1things~1{id}/post, before

Compatible (1)
  client.things.touch(most=...) can be passed
      a.yaml#/paths/~1things~1{id}/post

Documentation only (1)
  Acme() has version 2, was 1
      a.yaml#/paths/~1things~1{id}/post"""
    )


def test_markdown_fits_a_changelog() -> None:
    """What the user types is code, and each sentence an item of a list."""
    assert (
        as_markdown(report(*CHANGES))
        == """\
**major**: `old.yaml` → `new.yaml`

### Breaking

- `client.things.touch(limit=...)` is gone.

### Compatible

- `client.things.touch(most=...)` can be passed.

### Documentation only

- `Acme()` has version `2`, was `1`."""
    )


def test_json_has_the_keys_that_are_documented() -> None:
    """Programs find verdict, rule, level, location and sentence of each change."""
    assert json.loads(as_json(report(CHANGES[0]))) == {
        "old": "old.yaml",
        "new": "new.yaml",
        "verdict": "major",
        "changes": [
            {
                "rule": "argument-removed",
                "level": "breaking",
                "what": "client.things.touch(limit=...)",
                "old": "",
                "new": "",
                "file": "a.yaml",
                "pointer": "/paths/~1things~1{id}/post",
                "is_gone": True,
                "message": "client.things.touch(limit=...) is gone",
            }
        ],
    }


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        (CHANGES, "major"),
        (CHANGES[1:], "minor"),
        (CHANGES[1:2], "patch"),
        ([], "no change"),
    ],
)
def test_the_worst_change_decides_about_the_verdict(
    changes: list[ApiChange], verdict: Verdict
) -> None:
    """Documentation alone is a patch, what is compatible a minor, what breaks a major version."""
    assert report(*changes).verdict == verdict
    assert as_text(report(*changes)).startswith(f"{verdict}: ")


def test_text_of_documents_stays_inert() -> None:
    """Control characters are escaped, and code in Markdown ends where it should."""
    hostile = report(changed("version-changed", "Acme()", AT, old="1", new=HOSTILE))

    assert f"  Acme() has version {INERT}, was 1\n" in as_text(hostile)
    assert as_markdown(hostile).endswith(f"- `Acme()` has version ``` {INERT} ```, was `1`.")
    # Programs get the text as it is.
    assert json.loads(as_json(hostile))["changes"][0]["new"] == HOSTILE
