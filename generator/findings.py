"""Diagnostics as they are printed, and the report of them for tools.

A line for people is ``FILE:LINE:COL: SEVERITY: POINTER: MESSAGE``. In a workflow of GitHub a
diagnostic is a workflow command, which becomes an annotation of that line. The report, a file in
JSON, is one object, whose keys stay as they are:

    version      1; another number if a key changes its meaning or goes
    diagnostics  a list, in the order of what is printed, of
        file      the file that the diagnostic is in, as it is printed
        line      from 1; null where the file could not be read
        column    the same
        pointer   the JSON pointer within that file; null in a template
        severity  "error", "warning" or "note"
        message   what is wrong and what to do, in one line
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from attrs import asdict, frozen

from .diagnostics import Diagnostics, Level
from .load.source_map import Source

Form = Literal["text", "github"]

_VERSION = 1
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


@frozen
class Finding:
    """A diagnostic with its location; the attributes are the keys of the report."""

    file: str
    line: int | None
    column: int | None
    pointer: str | None
    severity: Level
    message: str

    @property
    def place(self) -> str:
        """File, line and column, as far as they are known."""
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)

    @property
    def text(self) -> str:
        """The message, behind the pointer if there is one."""
        return self.message if self.pointer is None else f"{self.pointer}: {self.message}"


def findings(
    diagnostics: Diagnostics, source: Source, shown: Callable[[Path], object] = str
) -> list[Finding]:
    """Locate all diagnostics.

    Args:
        diagnostics: What was found.
        source: Where the document was read from.
        shown: Returns how to call a file.
    """
    found = diagnostics.all()
    return [
        Finding(
            str(shown(location.file)),
            location.line,
            location.column,
            None if location.pointer is None else str(location.pointer),
            diagnostic.level,
            " ".join(diagnostic.message.split()),
        )
        for diagnostic, location in zip(found, source.locate(found), strict=True)
    ]


def as_line(finding: Finding, form: Form) -> str:
    """Return the line that is printed, which may hold characters that a terminal obeys."""
    if form == "text":
        return f"{finding.place}: {finding.severity}: {finding.text}"
    place = {"file": _in_repository(finding.file), "line": finding.line, "col": finding.column}
    properties = [f"{key}={_escaped(str(of))}" for key, of in place.items() if of is not None]
    text = _escaped(f"{finding.place}: {finding.text}", of_message=True)
    return f"::{_COMMANDS[finding.severity]} {','.join(properties)}::{text}"


def default_form() -> Form:
    """Return the format of where the command runs: GitHub sets a variable in workflows."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def as_json(found: Iterable[Finding]) -> str:
    """Return the report that is described above."""
    report = {"version": _VERSION, "diagnostics": [asdict(each) for each in found]}
    return json.dumps(report, indent=2) + "\n"


def _in_repository(file: str) -> str:
    """Return the path of a file from the top of the repository, which GitHub wants."""
    top = os.environ.get("GITHUB_WORKSPACE")
    path = Path(file).resolve()
    if not top or not path.is_relative_to(Path(top).resolve()):
        return file
    return path.relative_to(Path(top).resolve()).as_posix()


def _escaped(text: str, *, of_message: bool = False) -> str:
    """Escape what would end a workflow command, or one of its properties."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text if of_message else text.replace(":", "%3A").replace(",", "%2C")
