"""How a report is written: as text, as Markdown, as JSON.

The JSON is one object. Its keys stay as they are:

    old, new    what was compared
    verdict     "major", "minor", "patch" or "no change": what the next version is
    changes     a list of
        rule       which kind of change: a name in the table of rules
        level      "breaking", "compatible", or "patch" for documentation only
        what       what the user types
        old, new   what it was and is, where that is part of the sentence, else ""
        file       the file of the place, relative to the folder of the document
        pointer    the JSON pointer of the place: in the new document, unless
        is_gone    the thing is in the old one only
        message    the sentence
"""

import json
import re
from collections.abc import Iterator

from ..console import printable
from .report import Located, Report
from .rules import LEVELS, Level

_BACKTICKS = re.compile("`+")
_TITLES: dict[Level, str] = {
    "breaking": "Breaking",
    "compatible": "Compatible",
    "patch": "Documentation only",
}
_COLOURS: dict[Level, str] = {"breaking": "red", "compatible": "green", "patch": "dim"}


def text(report: Report) -> str:
    """Write lines for people."""
    return "\n".join(line for _, line in _lines(report))


def coloured(report: Report) -> None:
    """Print lines for people on a terminal; what comes from documents is no markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for level, line in _lines(report):
        console.print(Text(line, _COLOURS[level] if level else ""), soft_wrap=True)


def _lines(report: Report) -> Iterator[tuple[Level | None, str]]:
    """Give lines, each with the level that it belongs to, if any."""
    yield None, f"{report.verdict}: {printable(report.old)} -> {printable(report.new)}"
    for level in LEVELS:
        found = report.of(level)
        if found:
            yield None, ""
            yield level, f"{_TITLES[level]} ({len(found)})"
        for each in found:
            yield level, f"  {each.change.sentence(printable)}"
            yield None, f"      {_place(each)}"


def _place(each: Located) -> str:
    was = ", before" if each.change.is_gone else ""
    return f"{printable(each.file)}#{printable(each.pointer)}{was}"


def markdown(report: Report) -> str:
    """Write a section for a changelog or a pull request."""
    lines = [f"**{report.verdict}**: {_code(report.old)} → {_code(report.new)}"]
    for level in LEVELS:
        found = report.of(level)
        if found:
            lines += ["", f"### {_TITLES[level]}", ""]
        lines += [f"- {_capital(each.change.sentence(_code))}" for each in found]
    return "\n".join(lines)


def _code(text: str) -> str:
    """Write text as code in Markdown, whatever it holds."""
    text = printable(text)
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    # One blank on each side is no part of the code.
    inner = f" {text} " if longest or not text.strip() else text
    return f"{fence}{inner}{fence}"


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}."


def as_json(report: Report) -> str:
    """Write the object that is described above."""
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
    shown = {
        "old": report.old,
        "new": report.new,
        "verdict": report.verdict,
        "changes": changes,
    }
    return json.dumps(shown, indent=2)
