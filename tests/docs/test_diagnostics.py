"""The reference of diagnostics, which `docs/diagnostics.py` writes from the source code."""

import ast
import re
import runpy
from typing import Any

import pytest

from tests.docs.project import ROOT
from tests.generator.lower.documents import errors, lowered, operation

PAGE: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "diagnostics.py"))
MODULES = [
    file for room in PAGE["ROOMS"] for file in sorted((ROOT / "generator" / room).rglob("*.py"))
]


def _patterns(level: str) -> list[str]:
    rows = [line.split(" | ") for line in PAGE["page"]().splitlines() if line.startswith("| ")]
    messages = [
        ": ".join(part for part in (cause, remedy.removesuffix(" |").strip()) if part)
        for row_level, cause, remedy in rows
        if row_level == f"| {level}"
    ]
    return [re.escape(message).replace("…", ".*") for message in messages]


def test_what_is_reported_is_on_the_page() -> None:
    """An error and a warning of real documents are found there, each with its level."""
    [error] = errors(operation(responses={"9999": {"description": "Odd."}}))
    redirects = {"302": {"description": "Found."}}
    [warning] = lowered(operation("post", responses=redirects)).warnings

    for message, level in ((error, "error"), (warning, "warning")):
        assert any(re.search(f": {pattern}$", message) for pattern in _patterns(level)), message


def test_only_messages_of_others_are_missing() -> None:
    """Those are passed on from a reader, from the validator and from another diagnostic."""
    missing = [
        (file.name, call)
        for file in MODULES
        for call in PAGE["unresolved"](ast.parse(file.read_text(encoding="utf-8")))
    ]
    expected = ["bundle.py", "overlay.py", "validate.py", "values.py"]
    assert [name for name, _ in missing] == expected, missing


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("diagnostics.error(at, 'is wrong: mend it')", "| error | is wrong | mend it |"),
        ("self._diagnostics.note(at, f'{x!r} is new')", "| note | … is new |  |"),
        ("text = 'a|b `c: d`'; raise SpecError(at, text)".replace("; ", "\n    "), None),
        ("diagnostics.warning(at, 'a' if x else 'b')", "| warning | a |  |"),
    ],
)
def test_a_call_becomes_a_row(code: str, row: str | None) -> None:
    """With the level, the message, and what to do after the colon."""
    [first, *_] = PAGE["rows_of"](ast.parse(f"def check(x):\n    {code}\n"))
    assert str(first) == (row or "| error | a\\|b `c: d` |  |")
