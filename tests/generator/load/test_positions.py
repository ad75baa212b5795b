"""Every location in a document has a line and a column."""

import json

import pytest

from generator.diagnostics import Pointer
from generator.load.positions import positions

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
merged:
  <<: *x
  own: [*x]
"""
JSON = '\n{"paths": {"/a": [1,\n 2]},\n "quo\\"ted\\\\": {"x": {}},\t"n" : null}'


@pytest.mark.parametrize(
    ("steps", "position"),
    [
        ((), (2, 1)),
        (("openapi",), (2, 1)),
        (("paths", "/a/{b}"), (4, 3)),
        (("paths", "/a/{b}", "get", "tags", 1), (6, 7)),
        (("paths", "/a/{b}", "get", "tags", "1"), (6, 7)),
        (("paths", "/quo~ted", "200", "x"), (8, 11)),
        (("anchors", "deep", "value"), (10, 10)),
        (("again", "deep", "value"), (10, 10)),
        (("merged", "deep", "value"), (10, 10)),
        (("merged", "own", 0, "deep"), (10, 3)),
        (("paths", "/a/{b}", "post", "tags"), (4, 3)),
        (("paths", "/a/{b}", "get", "tags", 7), (5, 11)),
        (("nowhere", "at", "all"), (2, 1)),
    ],
)
def test_a_location_in_yaml_is_found(
    steps: tuple[str | int, ...], position: tuple[int, int]
) -> None:
    """What is not there is found at the nearest location above it."""
    at = Pointer(steps)

    assert positions(YAML, [at], is_json=False) == {at: position}


@pytest.mark.parametrize(
    ("steps", "position"),
    [
        ((), (2, 1)),
        (("paths", "/a", 1), (3, 2)),
        (("paths", "/a", 9), (2, 12)),
        (('quo"ted\\', "x"), (4, 17)),
        (("n", "x"), (4, 27)),
        (("nowhere",), (2, 1)),
    ],
)
def test_a_location_in_json_is_found(
    steps: tuple[str | int, ...], position: tuple[int, int]
) -> None:
    """Members are found at their key, items at themselves."""
    at = Pointer(steps)

    assert positions(JSON, [at], is_json=True) == {at: position}


def test_many_locations_are_found_at_once() -> None:
    """Thousands of locations are found in one pass, each where it is."""
    keys = [f"k{number}" for number in range(8_000)]
    text = json.dumps({key: [0, {"x": key}] for key in keys}, indent=1)
    wanted = [Pointer((key, 1, "x")) for key in keys]

    in_json = positions(text, wanted, is_json=True)

    assert [in_json[at] for at in wanted] == [(5 + 6 * n, 4) for n in range(8_000)]
    assert positions(text, wanted, is_json=False) == in_json


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
@pytest.mark.parametrize("is_json", [True, False])
def test_text_that_cannot_be_parsed_has_no_positions(text: str, *, is_json: bool) -> None:
    """Where a parser fails, its own error says where."""
    found = positions(text, [Pointer(("a",))], is_json=is_json)

    assert found in ({}, {Pointer(("a",)): (1, 1)})
