"""A document's text in Python source stays text."""

import ast
import re

from hypothesis import example, given
from hypothesis import strategies as st

from generator.emit.literals import in_comment, in_docstring, literal, mapping, prose
from tests.generator.emit.test_identifiers import ANYTHING

# PEP 263.
ENCODING = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")


@given(ANYTHING | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False))
@example("\ud800")
def test_a_literal_is_the_value(value: object) -> None:
    """A literal is one line of source that evaluates to the value."""
    if value in {float("inf"), float("-inf")}:
        return
    source = literal(value)

    assert source.splitlines() == [source]
    assert ast.literal_eval(source) == value


@given(ANYTHING)
def test_a_literal_shows_nothing_invisible(text: str) -> None:
    """A literal has printable characters only: none that reorders or hides what follows."""
    assert literal(text).isprintable()


def test_a_mapping_has_literal_keys_and_expressions() -> None:
    """Keys are quoted, values are left as they are."""
    assert mapping([("a'", "f(x)"), ("b", "y")]) == """{"a'": f(x), 'b': y}"""
    assert mapping([]) == "{}"


@given(ANYTHING)
def test_escaped_prose_is_the_prose(text: str) -> None:
    """Between its quotes, escaped text evaluates to the cleaned text, letter for letter."""
    cleaned = prose(text)

    quoted = f'"""{in_docstring(cleaned)}"""'

    assert ast.literal_eval(quoted) == cleaned


@given(ANYTHING)
def test_prose_is_plain(text: str) -> None:
    """Cleaned text has plain line ends and nothing invisible, and stays as it is when cleaned."""
    cleaned = prose(text)

    assert not set(cleaned) & set("\r\x00\x0b\x0c\x1b\x85\u2028\u2029\u202e\u2066\ufeff\ud800")
    assert all(line == line.rstrip() for line in cleaned.split("\n"))
    assert prose(cleaned) == cleaned


def test_every_line_end_is_one() -> None:
    """All that readers take for the end of a line becomes one; what is invisible is shown."""
    assert prose("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\n") == "a\nb\nc\nd\ne\nf\ng\nh"
    assert prose("a\u202eb\x00\tc  \n") == "a\ufffdb\ufffd    c"


@given(ANYTHING | st.text(alphabet="coding:= ag"))
@example("coding:utf-7 .yaml")
@example("codcoding:ing:utf-7")
@example("coding=\ncoding:\ncoding")
def test_a_comment_never_decides_about_the_encoding(text: str) -> None:
    """Whatever a comment is made from, it is one line, and Python reads no encoding from it."""
    comment = f"# From {in_comment(text)}: do not edit."

    assert comment.splitlines() == [comment]
    assert not ENCODING.match(comment)
