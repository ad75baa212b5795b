"""The text of docstrings, in Google's style, from what the document says."""

import textwrap
from collections.abc import Iterable, Sequence

from attrs import frozen

from .kinds import Doc
from .quoting import in_docstring, prose

_LINE_LENGTH = 100
_STEP = "    "
_SENTENCE_ENDS = (".", "!", "?", ":")


@frozen
class Section:
    """``Args:``, ``Raises:`` and the like: names with their text, or text without a name."""

    title: str
    entries: Sequence[tuple[str, str]]


def docstring(text: str, sections: Iterable[Section] = (), *, depth: int = 1) -> str:
    """Lay out a docstring, escaped and indented, without its quotes.

    Args:
        text: What the document says; its first sentence becomes the summary.
        sections: What follows.
        depth: How many steps the docstring is indented.
    """
    indent = _STEP * depth
    width = _LINE_LENGTH - len(indent)
    summary, rest = _split_summary(prose(text), width - len('""""""'))
    blocks = [summary, *(_paragraph(block, width) for block in rest.split("\n\n") if block.strip())]
    blocks += [_section(section, width) for section in sections if section.entries]
    body = in_docstring("\n\n".join(blocks))
    if "\n" not in body:
        return body
    return textwrap.indent(body, indent).removeprefix(indent) + f"\n{indent}"


def _split_summary(text: str, width: int) -> tuple[str, str]:
    """Cut the first sentence off, for a line of its own; one that is too long is cut short."""
    paragraph, _, others = text.partition("\n\n")
    flat = " ".join(paragraph.split())
    end = flat.find(". ") + 1 or len(flat)
    summary, rest = _sentence(flat[:end]), flat[end:].strip()
    if len(summary) > width:
        summary, rest = textwrap.shorten(summary, width, placeholder="…") or "…", flat
    return summary, "\n\n".join(part for part in (rest, others) if part)


def _paragraph(text: str, width: int) -> str:
    """Wrap a paragraph; one that holds a list, a table or code keeps its line ends."""
    lines = text.strip("\n").split("\n")
    if any(line.startswith((" ", "-", "*", "|", "#", "`")) for line in lines):
        return "\n".join(lines)
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


def described(doc: Doc) -> str:
    """Say all that is known about a value: text, values, default, example."""
    parts = [_sentence(prose(doc.text))] if doc.text.strip() else []
    if doc.values:
        parts.append(f"One of {', '.join(map(_shown, doc.values))}.")
    if doc.default is not None:
        parts.append(f"API default: ``{doc.default}``.")
    if doc.example is not None:
        parts.append(f"Example: ``{doc.example}``.")
    return " ".join(parts)


def _shown(value: object) -> str:
    """Show a value as it is; between quotes where one would not see it else."""
    plain = str(value)
    return f"``{plain if plain and plain == plain.strip() else repr(plain)}``"


def _sentence(text: str) -> str:
    return text if text.endswith(_SENTENCE_ENDS) else f"{text}."
