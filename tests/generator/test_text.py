"""Names, literals and docstrings made of a document's text."""

import ast
import io
import keyword
import tokenize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import names
from generator.docstrings import Section, described, docstring
from generator.kinds import Doc
from generator.quoting import in_docstring, literal, prose

ANYTHING = st.text() | st.text(alphabet="\"'\\{}%# \n\r\t\x0c\u2028\u0085\u202e\ufeffab.")
HOSTILE = ['"', '""', '"""', '""""', '\\"""', "\\", 'a\\"', "\\\\", "\\N{DIGIT ONE}", "\r", "\x00"]


@pytest.mark.parametrize(
    ("name", "snake", "pascal"),
    [
        ("Url", "url", "Url"),
        ("StatusCallbackMethod", "status_callback_method", "StatusCallbackMethod"),
        ("StatusCallbackURL", "status_callback_url", "StatusCallbackURL"),
        ("HTTPServer2Go", "http_server2_go", "HTTPServer2Go"),
        ("date_updated", "date_updated", "DateUpdated"),
        ("in-progress", "in_progress", "InProgress"),
        ("filter[state][eq]", "filter_state_eq", "FilterStateEq"),
        ("x.y/z w", "x_y_z_w", "XYZW"),
        ("TeXML REST Commands", "te_xml_rest_commands", "TeXMLRESTCommands"),
        ("class", "class_", "Class"),
        ("None", "none", "None_"),
        ("2fast", "field_2fast", "Field2fast"),
        ("", "field", "Field"),
        ("!?", "field", "Field"),
        ("__init__", "init", "Init"),
        ("größe", "größe", "Größe"),
        ("ﬁsh", "fish", "Fish"),
        ("日本", "日本", "日本"),
        ("😀 smile", "smile", "Smile"),
    ],
)
def test_names_are_made_like_this(name: str, snake: str, pascal: str) -> None:
    """Punctuation and humps part words; keywords, digits and nothing at all give names too."""
    assert (names.snake_case(name), names.pascal_case(name)) == (snake, pascal)


@given(ANYTHING)
@example("ª")
@example("İ")
@example("a\u0345")
@example("\u0e33")
def test_any_text_gives_a_valid_name(text: str) -> None:
    """A name made of any text is an identifier, no keyword, and means itself to Python."""
    for name in (names.snake_case(text), names.pascal_case(text)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        node = ast.parse(name, mode="eval").body
        assert isinstance(node, ast.Name)
        assert node.id == name


def test_an_identifier_is_spelled_as_python_reads_it() -> None:
    """Letters that Python reads as others, such as ligatures, are spelled as those."""
    assert names.identifier("\ufb01sh") == "fish"
    assert names.identifier("fish") == "fish"


def test_a_taken_name_gets_underscores_until_it_is_free() -> None:
    """The free name is the same each time, and a free one stays as it is."""
    assert names.free("id", {"id", "id_"}) == "id__"
    assert names.free("id", {"ID"}) == "id"


@given(ANYTHING | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False))
@example("\ud800")
def test_a_literal_is_the_value(value: object) -> None:
    """A literal is one line of source that evaluates to the value it was made of."""
    if value in {float("inf"), float("-inf")}:
        return
    source = literal(value)

    assert source.splitlines() == [source]
    assert ast.literal_eval(source) == value


@given(ANYTHING)
def test_a_literal_shows_nothing_invisible(text: str) -> None:
    """A literal holds printable characters only: none that reorders or hides what follows."""
    assert literal(text).isprintable()


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
    kinds = [token.type for token in tokenize.generate_tokens(io.StringIO(source).readline)]
    assert kinds.count(tokenize.STRING) == 1
    assert kinds.count(tokenize.COMMENT) == 0
    assert kinds.count(tokenize.NAME) == len(["def", "f", "None"])


@given(ANYTHING)
def test_escaped_prose_is_the_prose(text: str) -> None:
    """Between its quotes, escaped text evaluates to the cleaned text, letter for letter."""
    cleaned = prose(text)

    quoted = f'"""{in_docstring(cleaned)}"""'

    assert ast.literal_eval(quoted) == cleaned


@given(ANYTHING)
def test_prose_is_plain(text: str) -> None:
    """Cleaned text has plain line ends and nothing invisible, and cleaning it again is no use."""
    cleaned = prose(text)

    assert not set(cleaned) & set("\r\x00\x0b\x0c\x1b\x85\u2028\u2029\u202e\u2066\ufeff\ud800")
    assert all(line == line.rstrip() for line in cleaned.split("\n"))
    assert prose(cleaned) == cleaned


def test_every_line_end_is_one() -> None:
    """What any reader takes for the end of a line becomes one, and what is invisible is shown."""
    assert prose("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\n") == "a\nb\nc\nd\ne\nf\ng\nh"
    assert prose("a\u202eb\x00\tc  \n") == "a\ufffdb\ufffd    c"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_endings_stay_inside(text: str) -> None:
    """Quotes and backslashes at the very end of a text do not reach the closing quotes."""
    for body in (text, f"a {text}", f"a. {text}", f"a\n\n{text}"):
        tree = ast.parse(_function(docstring(body)))
        assert len(tree.body) == 1


def test_the_first_sentence_is_the_summary() -> None:
    """The first sentence stands alone on its line, and gets a full stop if it has none."""
    assert docstring("One thing. And another one") == "One thing.\n\n    And another one\n    "
    assert docstring("One thing") == "One thing."


def test_a_long_first_sentence_is_cut_and_repeated() -> None:
    """A first sentence that is longer than a line is cut short there, and told in full below."""
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


def test_all_that_is_known_of_a_value_is_told() -> None:
    """Text, values, default and example of a value become sentences, in this order."""
    doc = Doc(text="What it is", values=("a", "b"), default="a", example=False)

    assert described(doc) == (
        "What it is. One of ``a``, ``b``. API default: ``a``. Example: ``False``."
    )
    assert described(Doc()) == ""
