"""The one way for a document's text into Python source: as a literal, docstring or comment.

Whatever the text holds, quotes, backslashes, braces, line separators, it stays text.
"""

import re
from collections.abc import Iterable

# What Python, editors or reviewers could read as anything but the text that it is: control
# characters, unusual line separators, halves of surrogate pairs, and the marks that make text
# run backwards, with which code can be made to look like a comment.
_NOT_PRINTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# Quotes that could end a docstring: three in a row, or those before its own.
_QUOTES = re.compile(r'"{3,}|"+\Z')
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What Python reads as the encoding of a file, in a comment on its first lines (PEP 263); what
# follows the text in its comment may begin with a colon.
_ENCODING = re.compile(r"coding(?=[:=]|\Z)")


def literal(value: object) -> str:
    """Return a string, number, boolean, None, or a tuple of them as a Python literal.

    ``repr`` escapes all that is not plainly printed, separators and marks included.
    """
    return repr(value)


def mapping(expressions: Iterable[tuple[str, str]]) -> str:
    """Return a mapping from names to expressions."""
    return f"{{{', '.join(f'{literal(key)}: {value}' for key, value in expressions)}}}"


def prose(text: str) -> str:
    """Clean a document's text for a docstring: plain line ends, nothing invisible."""
    lines = _LINE_ENDS.sub("\n", text).expandtabs(4).split("\n")
    cleaned = [_NOT_PRINTED.sub("\N{REPLACEMENT CHARACTER}", line).rstrip() for line in lines]
    return "\n".join(cleaned).strip()


def in_docstring(text: str) -> str:
    """Escape cleaned text for a place between triple double quotes."""
    return _QUOTES.sub(lambda run: r"\"" * len(run[0]), text.replace("\\", "\\\\"))


def in_comment(text: str) -> str:
    """Clean text for a comment: one line, that cannot be read as the encoding of the file."""
    return _ENCODING.sub("coding ", " ".join(prose(text).split()))
