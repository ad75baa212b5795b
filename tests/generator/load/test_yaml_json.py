"""Text is parsed as YAML 1.2 and JSON say; what JSON cannot hold is an error with its position."""

from typing import Any

import pytest

from generator.diagnostics import SpecError
from generator.load.yaml_json import parse

LONG = "1" * 5000


def _error(text: str, *, is_json: bool = False) -> tuple[tuple[int, int] | None, str]:
    with pytest.raises(SpecError) as caught:
        parse(text, is_json=is_json)
    return caught.value.diagnostic.position, caught.value.diagnostic.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("No", "No"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("2020-01-01", "2020-01-01"),
        ("12:30:45", "12:30:45"),
        ("0x1F", 31),
        ("-0", 0),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", ".inf"),
        ("=", "="),
        ("'1'", "1"),
        ("! 1", "1"),
        ("!!str 1", "1"),
        ("!!int 1", 1),
        ("!!float 1", 1.0),
        ("!!map {a: !!seq [1]}", {"a": [1]}),
        ("9007199254740993", 9007199254740993),
    ],
)
def test_yaml_is_read_as_version_1_2(text: str, value: Any) -> None:
    """Only the scalars of YAML 1.2's core schema are anything else than strings."""
    found = parse(f"key: {text}\n", is_json=False)

    assert found == {"key": value}
    assert type(found["key"]) is type(value)


def test_keys_are_strings() -> None:
    """Keys are what they look like, as in JSON: a status code, ``null`` and ``on`` are strings."""
    found = parse("200: a\nnull: b\non: c\n1.0: d\ntrue: e\n", is_json=False)

    assert [*found] == ["200", "null", "on", "1.0", "true"]


def test_an_alias_can_be_a_key() -> None:
    """An alias of a scalar stands for its text, as a key too."""
    assert parse("a: &x on\nb: {*x : 1}\n", is_json=False) == {"a": "on", "b": {"on": 1}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{<<: {a: 1}, b: 2}", {"a": 1, "b": 2}),
        ("{a: 1, <<: {a: 2, b: 3}}", {"a": 1, "b": 3}),
        ("{<<: [{a: 1}, {a: 2, b: 3}]}", {"a": 1, "b": 3}),
        ("{'<<': 1}", {"<<": 1}),
    ],
)
def test_own_members_win_over_merged_ones(text: str, value: Any) -> None:
    """What ``<<`` names is added where an object has no such member, the first object first."""
    assert parse(text, is_json=False) == value


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("a: [1\nb: 2\n", (2, 2), "cannot be parsed as YAML: did not find expected ',' or ']'"),
        ("a:\n\t- 1\n", (2, 1), "cannot be parsed as YAML"),
        ("a: \x01\n", (1, 4), "control characters are not allowed"),
        ("a: 1\n---\nb: 2\n", (2, 1), "several YAML documents"),
        ("a: 1\n'a': 2\n", (2, 1), "the key 'a' occurs twice"),
        ("200: 1\n'200': 2\n", (2, 1), "the key '200' occurs twice"),
        ("a: {<<: {b: 1}, <<: {c: 1}}\n", (1, 17), "the key '<<' occurs twice"),
        ("a: {<<: 1}\n", (1, 9), "<< stands for what is not an object"),
        ("? [a]\n: 1\n", (1, 3), "a key that is not a string"),
        ("a: &x [1]\nb: {*x : 1}\n", (2, 5), "a key that is not a string"),
        ("a: *x\n", (1, 4), "there is no anchor &x"),
        ("a: &x [*x]\n", (1, 8), "the alias *x contains itself"),
        ("a: &x {<<: *x}\n", (1, 12), "the alias *x contains itself"),
        ("a: !!bool nope\n", (1, 4), "has the tag !!bool on 'nope'"),
        ("a: !!int ''\n", (1, 4), "has the tag !!int on ''"),
        ("a: !!null x\n", (1, 4), "has the tag !!null on 'x'"),
        ("a: !!timestamp someday\n", (1, 4), "has the tag !!timestamp, which is not supported"),
        ("a: !!set {x, y}\n", (1, 4), "has the tag !!set, which is not supported"),
        ("a: !!python/name:os.system\n", (1, 4), "has the tag !!python/name:os.system"),
        ("a: !Ref x\n", (1, 4), "has the tag !Ref"),
        (f"a: {LONG}\n", (1, 4), "a number of 5,000 digits"),
        (f"a: 0x{LONG}\n", (1, 4), "a number of 5,002 digits"),
        ("a: 1e999\n", (1, 4), "the number 1e999"),
        (f"a: {'[' * 100_000}", (1, 203), "is nested too deeply"),
        (f"a:\n  {'- ' * 100_000}1", (2, 401), "is nested too deeply"),
    ],
)
def test_what_is_wrong_in_yaml_has_a_position(
    text: str, position: tuple[int, int], words: str
) -> None:
    """Whatever the text is, there is one error with line and column."""
    found, message = _error(text)

    assert found == position
    assert words in message


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ('{"a": 1,\n "b": }', (2, 7), "cannot be parsed as JSON: Expecting value"),
        ("{'a': 1}", (1, 2), "cannot be parsed as JSON"),
        ('{"a": 1, "b": {"c": 1,\n "c": 2}}', (2, 2), "the key 'c' occurs twice"),
        (f'{{"a": 1,\n "b": {LONG}}}', (2, 7), "a number of 5,000 digits"),
        ('{"a": 1e999}', (1, 7), "the number 1e999"),
        ('{"a": NaN}', None, "the number NaN"),
        ('{"\\ud800": 1}', (1, 3), r"half of a surrogate pair, \ud800"),
        ('["\\ud83d\\ude00",\n "\\udc00"]', (2, 3), r"half of a surrogate pair, \udc00"),
        ("[" * 100_000, (1, 201), "is nested too deeply"),
        ("[" * 300 + "]" * 300, (1, 201), "is nested too deeply"),
    ],
)
def test_what_is_wrong_in_json_has_a_position(
    text: str, position: tuple[int, int] | None, words: str
) -> None:
    """JSON is read strictly: as RFC 8259 says, and without what would be lost."""
    found, message = _error(text, is_json=True)

    assert found == position
    assert words in message


def test_escapes_in_json_are_read() -> None:
    """A surrogate pair is one character; an escaped backslash begins no escape."""
    assert parse(r'["\ud83d\ude00", "\\ud800", "\/"]', is_json=True) == ["😀", r"\ud800", "/"]


def _bomb(line: str) -> str:
    return "".join(f"x{n + 1}: &x{n + 1} {line.replace('*', f'*x{n}')}\n" for n in range(30))


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("[1]", "[*, *, *]"),
        ("{a: 1}", "{a: *, b: *}"),
        ("{a: 1}", "{<<: [*, *, *]}"),
    ],
)
def test_aliases_do_not_expand_without_limit(start: str, line: str) -> None:
    """A kilobyte that stands for millions of values is refused."""
    assert "stands for more than 500,000 values" in _error(f"x0: &x0 {start}\n{_bomb(line)}")[1]


def test_aliases_do_not_nest_without_limit() -> None:
    """Aliases of aliases count as the nesting that they are."""
    text = "".join(f"x{n + 1}: &x{n + 1} [*x{n}]\n" for n in range(300))

    assert "is nested too deeply" in _error(f"x0: &x0 [1]\n{text}")[1]


def test_many_keys_are_compared_once() -> None:
    """One key of 100,000 that occurs twice is found in one pass."""
    keys = ", ".join(f'"{number}": 0' for number in range(100_000))

    assert _error(f'{{{keys},\n"7": 1}}', is_json=True) == (
        (2, 1),
        "the key '7' occurs twice in one object: remove one",
    )
