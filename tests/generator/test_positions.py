"""Documents are read as YAML 1.2 and JSON say, and every place in them can be found again."""

from pathlib import Path

import pytest

from generator.document import Document, load
from generator.positions import positions
from generator.problems import Pointer, SpecError

YAML = """\
# a comment
openapi: 3.1.0
paths:
  /a/{b}:
    get: {tags: [one,
      two]}
  "/quo~ted":
    200: {x: 1}
anchors: &x
  deep: {value: 1}
again: *x
"""


def _read(tmp_path: Path, text: str, name: str = "spec.yaml") -> Document:
    (tmp_path / name).write_text(text)
    return load(tmp_path / name)


@pytest.mark.parametrize(
    ("steps", "position"),
    [
        ((), (2, 1)),
        (("openapi",), (2, 1)),
        (("paths", "/a/{b}"), (4, 3)),
        (("paths", "/a/{b}", "get", "tags", 1), (6, 7)),
        (("paths", "/quo~ted", "200", "x"), (8, 11)),
        (("anchors", "deep", "value"), (10, 10)),
        (("again", "deep", "value"), (10, 10)),
        (("paths", "/a/{b}", "post", "tags"), (4, 3)),
        (("paths", "/a/{b}", "get", "tags", 7), (5, 11)),
        (("nowhere", "at", "all"), (2, 1)),
    ],
)
def test_a_place_is_found(
    steps: tuple[str | int, ...], position: tuple[int, int], tmp_path: Path
) -> None:
    """Each place has line and column; for one that is not there it is that of what is above."""
    document = _read(tmp_path, YAML)

    assert positions(document.path)(Pointer(steps)) == position


@pytest.mark.parametrize(
    ("steps", "position"),
    [
        ((), (2, 1)),
        (("paths", "/a", 1), (3, 2)),
        (("paths", "/a", 9), (2, 12)),
        (('quo"ted\\', "x"), (4, 17)),
        (("nowhere",), (2, 1)),
    ],
)
def test_a_place_in_json_is_found(
    steps: tuple[str | int, ...], position: tuple[int, int], tmp_path: Path
) -> None:
    """JSON documents have lines and columns too: those of the value or item."""
    text = '\n{"paths": {"/a": [1,\n 2]},\n "quo\\"ted\\\\": {"x": {}}}'
    document = _read(tmp_path, text, "spec.json")

    assert positions(document.path)(Pointer(steps)) == position


@pytest.mark.parametrize("name", ["gone.yaml", "gone.json"])
def test_a_file_that_went_away_has_no_positions(name: str, tmp_path: Path) -> None:
    """Without the file a problem is told without a position."""
    assert positions(tmp_path / name)(Pointer(("paths",))) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("No", "No"),
        ("true", True),
        ("~", None),
        ("", None),
        ("2020-01-01", "2020-01-01"),
        ("12:30:45", "12:30:45"),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("=", "="),
        ("'1'", "1"),
        ("9007199254740993", 9007199254740993),
        ("{<<: {a: 1}, b: 2}", {"a": 1, "b": 2}),
    ],
)
def test_yaml_is_read_as_version_1_2(text: str, value: object, tmp_path: Path) -> None:
    """Only the scalars of YAML 1.2's core schema are anything else than strings."""
    assert _read(tmp_path, f"key: {text}\n").data == {"key": value}


def test_keys_are_strings(tmp_path: Path) -> None:
    """Keys are what they look like, as in JSON: a status code, ``null`` and ``on`` are strings."""
    document = _read(tmp_path, "200: a\nnull: b\non: c\n1.0: d\ntrue: e\n")

    assert list(document.data) == ["200", "null", "on", "1.0", "true"]


@pytest.mark.parametrize("text", ["a: 1\n'a': 2\n", "200: 1\n'200': 2\n", "x: {b: 1, b: 1}\n"])
def test_a_key_occurs_once(text: str, tmp_path: Path) -> None:
    """The first of two equal keys is not dropped in silence."""
    with pytest.raises(SpecError, match="occurs twice"):
        _read(tmp_path, text)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        (Pointer(), "/"),
        (Pointer(("paths", "/a~b/{c}", "get", 0)), "/paths/~1a~0b~1{c}/get/0"),
    ],
)
def test_pointers_are_spelled_as_rfc_6901_says(pointer: Pointer, text: str) -> None:
    """Slashes and tildes in a step are escaped, and read back the same."""
    assert str(pointer) == text
    assert Pointer.of_ref(f"#{text}") == Pointer(tuple(map(str, pointer.steps))) or text == "/"
