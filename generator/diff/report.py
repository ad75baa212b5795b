"""The changes between two documents, the verdict on them, and how both are written.

Reports are text, Markdown or JSON. The JSON is one object, whose keys stay as they are:

    old, new    what was compared
    verdict     "major", "minor", "patch" or "no change": what the next version is
    changes     a list of
        rule       what sort of change it is: a name in the table of rules
        level      "breaking", "compatible", or "patch" for documentation only
        what       what the user types
        old, new   what it was and is, where that is part of the sentence, else ""
        file       the file of the location, relative to the folder of the document
        pointer    the JSON pointer of the location: in the new document, unless
        is_gone    the thing is in the old one only
        message    the sentence
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import frozen

from ..console import printable
from ..load.source_map import Source
from .changes import ApiChange
from .rules import LEVELS, Level

Verdict = Literal["major", "minor", "patch", "no change"]

_VERDICTS: dict[Level, Verdict] = {"breaking": "major", "compatible": "minor", "patch": "patch"}
_TITLES: dict[Level, str] = {
    "breaking": "Breaking",
    "compatible": "Compatible",
    "patch": "Documentation only",
}
_COLOURS: dict[Level, str] = {"breaking": "red", "compatible": "green", "patch": "dim"}
_BACKTICKS = re.compile("`+")


@frozen
class Located:
    """A change, and the file that it is in."""

    change: ApiChange
    file: str
    """The file, relative to the folder of the document."""

    pointer: str


@frozen
class Report:
    """What changed between two documents."""

    old: str
    new: str
    changes: list[Located]

    @property
    def verdict(self) -> Verdict:
        """What the next version is, by the worst of the changes."""
        for level in LEVELS:
            if self.of(level):
                return _VERDICTS[level]
        return "no change"

    def of(self, level: Level) -> list[Located]:
        """Return the changes of one level."""
        return [each for each in self.changes if each.change.level == level]


def located(changes: Iterable[ApiChange], old: Source, new: Source) -> list[Located]:
    """Find the file of each change."""
    return [_located(each, old if each.is_gone else new) for each in changes]


def _located(change: ApiChange, source: Source) -> Located:
    file, pointer = source.file_of(change.at)
    return Located(
        change, os.path.relpath(file.resolve(), source.path.resolve().parent), str(pointer)
    )


def as_text(report: Report) -> str:
    """Return lines for people."""
    return "\n".join(line for _, line in _lines(report))


def print_coloured(report: Report) -> None:
    """Print lines for people on a terminal; text of the documents is no markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for level, line in _lines(report):
        console.print(Text(line, _COLOURS[level] if level else ""), soft_wrap=True)


def _lines(report: Report) -> Iterator[tuple[Level | None, str]]:
    """Yield lines, each with the level that decides about its colour."""
    yield None, f"{report.verdict}: {printable(report.old)} -> {printable(report.new)}"
    for level in LEVELS:
        found = report.of(level)
        if found:
            yield None, ""
            yield level, f"{_TITLES[level]} ({len(found)})"
        for each in found:
            yield level, f"  {each.change.sentence(printable)}"
            before = ", before" if each.change.is_gone else ""
            yield None, f"      {printable(each.file)}#{printable(each.pointer)}{before}"


def as_markdown(report: Report) -> str:
    """Return a section for a changelog or a pull request."""
    lines = [f"**{report.verdict}**: {_code(report.old)} → {_code(report.new)}"]
    for level in LEVELS:
        found = report.of(level)
        if found:
            lines += ["", f"### {_TITLES[level]}", ""]
        lines += [f"- {_capitalised(each.change.sentence(_code))}." for each in found]
    return "\n".join(lines)


def _code(text: str) -> str:
    """Return text as code in Markdown, whatever is in it."""
    text = printable(text)
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    # Markdown strips one blank from each side of the code.
    inner = f" {text} " if longest or not text.strip() else text
    return f"{fence}{inner}{fence}"


def _capitalised(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def as_json(report: Report) -> str:
    """Return the object that is described above."""
    changes = [
        {
            "rule": each.change.rule,
            "level": each.change.level,
            "what": each.change.what,
            "old": each.change.old,
            "new": each.change.new,
            "file": each.file,
            "pointer": each.pointer,
            "is_gone": each.change.is_gone,
            "message": each.change.sentence(),
        }
        for each in report.changes
    ]
    found = {"old": report.old, "new": report.new, "verdict": report.verdict, "changes": changes}
    return json.dumps(found, indent=2)
