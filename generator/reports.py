"""Diagnostics as they are written: lines for people, annotations for GitHub, JSON for tools.

The JSON is one object, whose keys stay as they are:

    spec           the file of the document
    errors         how many there are; if any, no client is written, unless --skip-invalid says so
    warnings       how many there are
    diagnostics    a list of
        level      "error", "warning" or "note"
        file       the file, as it is named in messages
        line       from 1, or null where the file could not be read
        column     the same
        pointer    the JSON pointer of the location, in that file
        message    what is wrong and what to do
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import asdict, frozen

from .diagnostics import Diagnostics, Level
from .load.source_map import Source

_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


@frozen
class Located:
    """A diagnostic, and where it is."""

    level: Level
    file: str
    line: int | None
    column: int | None
    pointer: str
    message: str


def located(
    diagnostics: Diagnostics, source: Source, shown: Callable[[Path], object] = str
) -> list[Located]:
    """Find the location of each diagnostic.

    Args:
        diagnostics: What was found.
        source: Where the document was read from.
        shown: Returns how to call a file.
    """
    found = diagnostics.all()
    return [
        Located(
            diagnostic.level,
            str(shown(location.file)),
            location.line,
            location.column,
            str(location.pointer),
            " ".join(diagnostic.message.split()),
        )
        for diagnostic, location in zip(found, source.locate(found), strict=True)
    ]


def as_text(each: Located) -> str:
    """Return a line for people; it is neither wrapped nor markup."""
    place = ":".join(str(part) for part in (each.file, each.line, each.column) if part is not None)
    return printable(f"{place}: {each.level}: {each.pointer}: {each.message}")


def as_annotation(each: Located) -> str:
    """Return a line that GitHub's runners show beside the line of the file."""
    place = {"file": each.file, "line": each.line, "col": each.column}
    properties = ",".join(
        f"{name}={_escaped(str(value), ',:')}" for name, value in place.items() if value is not None
    )
    return f"::{_GITHUB[each.level]} {properties}::{_escaped(f'{each.pointer}: {each.message}')}"


def as_json(spec: Path, found: Iterable[Located]) -> str:
    """Return the object that is described above."""
    rows = list(found)
    levels = [each.level for each in rows]
    report = {
        "spec": str(spec),
        "errors": levels.count("error"),
        "warnings": levels.count("warning"),
        "diagnostics": [asdict(each) for each in rows],
    }
    return json.dumps(report, indent=2) + "\n"


def printable(text: str) -> str:
    """Escape what a terminal does not plainly print.

    That is control characters, line ends, and marks that make text run backwards.
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def _escaped(text: str, more: str = "") -> str:
    """Escape what ends a command of GitHub's runners, or a property of one."""
    return "".join(f"%{ord(char):02X}" if char in f"%\r\n{more}" else char for char in text)
