"""The text of docstrings, in Google's style, from the document's descriptions."""

import re
import textwrap
from collections.abc import Iterable, Sequence

from attrs import frozen

from ..ir.api import Api
from ..ir.types import EnumRef, Property, without_null
from .literals import in_docstring, prose

_LINE_LENGTH = 100
_STEP = "    "
_MOST_VALUES, _LONGEST_TEXT = 50, 10_000
_FENCES = ("```", "~~~")
_SENTENCE_ENDS = (".", "!", "?", ":", *_FENCES)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@frozen
class Section:
    """``Args:``, ``Raises:`` and the like: names with their text, or text without a name."""

    title: str
    entries: Sequence[tuple[str, str]]


def docstring(text: str, sections: Iterable[Section] = (), *, depth: int = 1) -> str:
    """Lay out a docstring, escaped and indented, without its quotes.

    Args:
        text: The description; its first sentence becomes the summary.
        sections: What follows.
        depth: By how many steps the docstring is indented.
    """
    indent = _STEP * depth
    width = _LINE_LENGTH - len(indent)
    summary, rest = _split_summary(prose(text), width - len('""""""'))
    blocks = [summary, *(_paragraph(block, width) for block in _paragraphs(rest))]
    blocks += [_section(section, width) for section in sections if section.entries]
    body = in_docstring("\n\n".join(blocks))
    if "\n" not in body:
        return body
    return textwrap.indent(body, indent).removeprefix(indent) + f"\n{indent}"


def property_text(of: Property, api: Api) -> str:
    """Return all that is known about a property: description, values, default, example."""
    bare = without_null(of.type)
    enum = api.enum(bare.at) if isinstance(bare, EnumRef) else None
    text = cut(of.docs.text or (enum.docs.text if enum else ""))
    described = _sentence(prose(text)) if text.strip() else ""
    parts: list[str] = []
    if enum:
        parts.append(f"One of {_listed(enum.values)}.")
    if of.docs.default is not None:
        parts.append(f"API default: ``{of.docs.default}``.")
    if of.docs.example is not None:
        parts.append(f"Example: ``{of.docs.example}``.")
    # A fence ends with its line.
    between = "\n\n" if described.endswith(_FENCES) else " "
    return cut(between.join(filter(None, (described, " ".join(parts)))))


def cut(text: str) -> str:
    """Shorten a text that many places may repeat, so that a small document stays small."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _split_summary(text: str, width: int) -> tuple[str, str]:
    """Return the first sentence, shortened to a line, and the rest."""
    paragraph, *others = _paragraphs(text) or [""]
    flat = " ".join(paragraph.split())
    end = flat.find(". ") + 1 or len(flat)
    summary, rest = _sentence(flat[:end]), flat[end:].strip()
    if len(summary) > width or _FENCE.match(paragraph):
        summary, rest = textwrap.shorten(summary, width, placeholder="…") or "…", paragraph
    return summary, "\n\n".join(part for part in (rest, *others) if part)


def _paragraphs(text: str) -> list[str]:
    """Split a text at blank lines, and at fences: code between two fences is one paragraph."""
    found: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            found[-1].append(line)
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
                found.append([])
        elif mark:
            fence = mark[1]
            found.append([line])
        elif line.strip():
            found[-1].append(line)
        else:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def _paragraph(text: str, width: int) -> str:
    """Wrap a paragraph, unless it holds a list, a table or code."""
    lines = text.split("\n")
    if _FENCE.match(text) or any(line.startswith((" ", "-", "*", "|", "#", "`")) for line in lines):
        return text
    return _fill(text, width)


def _section(section: Section, width: int) -> str:
    lines = [f"{section.title}:"]
    for name, text in section.entries:
        below = _STEP * 2 if name else _STEP
        lines.append(_fill(f"{name}: {text}" if name else text, width, _STEP, below))
    return "\n".join(lines)


def _fill(text: str, width: int, first: str = "", below: str = "") -> str:
    return textwrap.fill(
        " ".join(prose(text).split()),
        width,
        initial_indent=first,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(values: Sequence[object]) -> str:
    """List values; of very many, which each use of an enum would list again, only the first."""
    shown = [*map(_shown, values[:_MOST_VALUES])]
    if more := len(values) - len(shown):
        shown.append(f"and {more} more")
    return ", ".join(shown)


def _shown(value: object) -> str:
    """Return a value as it is; in quotes if it could not be seen without them."""
    plain = str(value)
    return f"``{plain if plain and plain == plain.strip() else repr(plain)}``"


def _sentence(text: str) -> str:
    return text if text.endswith(_SENTENCE_ENDS) else f"{text}."
