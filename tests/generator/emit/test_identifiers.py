"""Python identifiers that are made from a document's names."""

import ast
import keyword

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.emit.identifiers import (
    claim,
    claim_module,
    free,
    identifier,
    is_public,
    pascal_case,
    snake_case,
)

ANYTHING = st.text() | st.text(alphabet="\"'\\{}%# \n\r\t\x0c\u2028\u0085\u202e\ufeffab.")


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
def test_a_name_becomes_snake_case_and_pascal_case(name: str, snake: str, pascal: str) -> None:
    """Punctuation and humps separate words; keywords, digits and nothing at all give names too."""
    assert (snake_case(name), pascal_case(name)) == (snake, pascal)


@given(ANYTHING)
@example("ª")
@example("İ")
@example("a\u0345")
@example("\u0e33")
def test_any_text_gives_a_valid_name(text: str) -> None:
    """A name made from any text is an identifier and no keyword, and Python does not change it."""
    for name in (snake_case(text), pascal_case(text)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        node = ast.parse(name, mode="eval").body
        assert isinstance(node, ast.Name)
        assert node.id == name


def test_an_identifier_is_normalised_as_python_does() -> None:
    """Letters that Python reads as others, such as ligatures, are written as those."""
    assert identifier("\ufb01sh") == "fish"
    assert identifier("fish") == "fish"


def test_private_and_invalid_names_are_not_public() -> None:
    """A name that a document asks for must be usable as it is."""
    assert is_public("sid")
    assert not any(map(is_public, ["_sid", "class", "a-b", "", "\ufb01sh"]))


def test_a_taken_name_gets_underscores_until_it_is_free() -> None:
    """The free name is the same each time, and a free one stays as it is."""
    assert free("id", {"id", "id_"}) == "id__"
    assert free("id", {"ID"}) == "id"


def test_many_equal_names_are_kept_apart_in_little_time() -> None:
    """Behind eight underscores come numbers: 50,000 equal names need no quadratic time."""
    taken: set[str] = set()

    names = [claim("a", taken) for _ in range(50_000)]

    assert names[:3] == ["a", "a_", "a__"]
    assert len(set(names)) == 50_000
    assert max(map(len, names)) < 10


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["thing", "thing"], ["thing", "thing_"]),
        (["straße", "strasse"], ["straße", "strasse_"]),
        (["strasse", "straße"], ["strasse", "straße_"]),
        (["Thing", "thing"], ["Thing", "thing_"]),
        (["aux", "con", "nul", "prn"], ["aux_", "con_", "nul_", "prn_"]),
        (["com1", "lpt9", "com0", "console"], ["com1_", "lpt9_", "com0", "console"]),
    ],
)
def test_modules_are_files_of_their_own_on_every_system(
    wanted: list[str], found: list[str]
) -> None:
    """No two names differ only in their case, and none is that of a device."""
    taken: set[str] = set()
    assert [claim_module(name, taken) for name in wanted] == found


def test_a_module_name_is_short_enough_for_a_file() -> None:
    """Long names are cut, and what begins alike is kept apart by a hash, the same each time."""
    long = "very_" * 80
    names = [claim_module(f"{long}{end}", set()) for end in "xyx"]

    assert names[0] == names[2] != names[1]
    assert all(len(name.encode()) < 200 for name in names)
