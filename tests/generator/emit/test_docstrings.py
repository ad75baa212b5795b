"""The text of docstrings."""

import ast
import io
import tokenize

import pytest
from attrs import evolve
from hypothesis import example, given

from generator.emit.docstrings import Section, docstring, property_text
from generator.ir.types import Docs, EnumRef, Nullable, Scalar
from tests.generator.emit.samples import KIND, api, enum, member
from tests.generator.emit.test_identifiers import ANYTHING

HOSTILE = ['"', '""', '"""', '""""', '\\"""', "\\", 'a\\"', "\\\\", "\\N{DIGIT ONE}", "\r", "\x00"]


def _function(body: str) -> str:
    return f'def f() -> None:\n    """{body}"""\n'


@given(ANYTHING, ANYTHING, ANYTHING)
@example("", "", "")
@example('a"', "b\\", '"""')
@example("x" * 200, "y" * 200, "z " * 200)
@example("One. Two.\n\n- list\n- of\n\n    code", "name", "a\n\nb")
def test_a_docstring_of_any_text_is_a_docstring(text: str, name: str, more: str) -> None:
    """Whatever the text holds, the function has a docstring and nothing else."""
    source = _function(docstring(text, [Section("Args", [(name, more), ("", more)])]))

    [function] = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1
    assert ast.get_docstring(function) is not None
    types = [token.type for token in tokenize.generate_tokens(io.StringIO(source).readline)]
    assert types.count(tokenize.STRING) == 1
    assert types.count(tokenize.COMMENT) == 0
    assert types.count(tokenize.NAME) == len(["def", "f", "None"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_endings_stay_inside(text: str) -> None:
    """Quotes and backslashes at the very end of a text do not reach the closing quotes."""
    for body in (text, f"a {text}", f"a. {text}", f"a\n\n{text}"):
        tree = ast.parse(_function(docstring(body)))
        assert len(tree.body) == 1


def test_the_first_sentence_is_the_summary() -> None:
    """The first sentence is alone on its line, and gets a full stop if it has none."""
    assert docstring("One thing. And another one") == "One thing.\n\n    And another one\n    "
    assert docstring("One thing") == "One thing."


def test_a_long_first_sentence_is_shortened_and_repeated() -> None:
    """A first sentence that is longer than a line is shortened there, and is below in full."""
    text = "word " * 30

    summary, _, rest = docstring(text).partition("\n\n")

    assert summary.endswith("…")
    assert len(f'    """{summary}') <= 100
    assert " ".join(rest.split()) == text.strip()


def test_paragraphs_are_wrapped_and_lists_are_not() -> None:
    """Prose is wrapped at the line length; lists, tables and code keep their lines."""
    text = f"A summary.\n\n{'word ' * 40}\n\n- one\n- two\n\n    code"

    lines = docstring(text).split("\n")

    assert max(map(len, lines)) <= 100
    assert [line.strip() for line in lines[-6:]] == ["", "- one", "- two", "", "code", ""]


def test_sections_are_laid_out_in_googles_style() -> None:
    """Sections follow the text, their entries indented, long ones below their name."""
    made = docstring("Do it.", [Section("Args", [("a", "b " * 60)]), Section("Empty", [])], depth=2)

    lines = made.split("\n")
    assert lines[:3] == ["Do it.", "", "        Args:"]
    assert lines[3].startswith("            a: b b")
    assert lines[4].startswith("                b b")
    assert "Empty" not in made


def test_a_property_has_text_values_default_and_example() -> None:
    """All that is known becomes sentences, in this order; an enum's text stands in."""
    of_kind = member("kind", Nullable(EnumRef(KIND.at, (Scalar.STRING,))))
    of = api(types=[KIND])
    shown = evolve(of_kind, docs=Docs("What it is", default="a", example=False))

    assert property_text(shown, of) == (
        "What it is. One of ``a``, ``b``. API default: ``a``. Example: ``False``."
    )
    assert property_text(of_kind, of) == "Which one. One of ``a``, ``b``."
    assert property_text(member("id"), of) == ""


def test_a_long_enum_is_cut() -> None:
    """Each use of an enum lists its values, of very many only the first fifty."""
    many = enum("Many", *range(52))
    text = property_text(member("many", EnumRef(many.at, (Scalar.INTEGER,))), api(types=[many]))

    assert text.endswith("``48``, ``49``, and 2 more.")


def test_a_text_that_many_places_may_repeat_is_cut() -> None:
    """A description of a megabyte, used a thousand times, is not a gigabyte of docstrings."""
    long = evolve(member("a"), docs=Docs("word " * 200_000))

    assert len(property_text(long, api())) < 30_000
    assert property_text(long, api()).endswith("…")


def test_values_that_cannot_be_seen_are_quoted() -> None:
    """An empty value, or one with space around it, is shown with quotes."""
    odd = enum("Odd", "", " a", True)  # noqa: FBT003 - a value of the enum
    text = property_text(member("odd", EnumRef(odd.at, (Scalar.STRING,))), api(types=[odd]))

    assert text == "One of ``''``, ``' a'``, ``True``."
