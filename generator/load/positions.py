"""Line and column of many locations in one file, in one pass.

Positions are looked up only when there is something to report, so parsing does not collect them.
"""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from attrs import Factory, define

from ..diagnostics import Pointer, SpecError
from .expansion import Expansion
from .values import Position, key_in
from .yaml_builder import Marks, parse_yaml

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def positions(text: str, wanted: Iterable[Pointer], *, is_json: bool) -> dict[Pointer, Position]:
    """Find where values are: members at their key, items at themselves.

    What is not there is found at the nearest location above it; in a text that cannot be parsed,
    nothing is found.
    """
    return (_in_json if is_json else _in_yaml)(text, [*dict.fromkeys(wanted)])


def _in_yaml(text: str, wanted: list[Pointer]) -> dict[Pointer, Position]:
    marks: Marks = {}
    try:
        root, start = parse_yaml(text, Expansion(sys.maxsize), marks)
    except SpecError:
        return {}
    found: dict[Pointer, Position] = {}
    for pointer in wanted:
        node: Any = root
        position = start
        for step in pointer.steps:
            key = key_in(node, step)
            if key is None:
                break
            position = marks[id(node)][key]
            node = node[key]
        if position is not None:
            found[pointer] = position
    return found


@define(slots=True, eq=False)
class _Wanted:
    """A location, and those below it; together they are a tree of all that is looked for."""

    below: dict[str, "_Wanted"] = Factory(dict[str, "_Wanted"])
    offset: int | None = None


def _in_json(text: str, wanted: list[Pointer]) -> dict[Pointer, Position]:
    tree = _Wanted()
    for pointer in wanted:
        node = tree
        for step in pointer.steps:
            node = node.below.setdefault(str(step), _Wanted())
    try:
        _scan(text, tree)
    except (ValueError, IndexError, RecursionError):
        return {}
    offsets: dict[Pointer, int] = {}
    for pointer in wanted:
        node, offset = tree, tree.offset or 0
        for step in pointer.steps:
            node = node.below[str(step)]
            offset = offset if node.offset is None else node.offset
        offsets[pointer] = offset
    return _lines(text, offsets)


def _lines(text: str, offsets: dict[Pointer, int]) -> dict[Pointer, Position]:
    found: dict[Pointer, Position] = {}
    line, done = 1, 0
    for pointer, offset in sorted(offsets.items(), key=lambda item: item[1]):
        line += text.count("\n", done, offset)
        done = offset
        found[pointer] = line, offset - text.rfind("\n", 0, offset)
    return found


def _scan(text: str, root: _Wanted) -> None:
    """Set the offsets in a tree; values without anything wanted are skipped by the C parser."""
    root.offset = _skip_space(text, 0)
    _value(text, root.offset, root)


def _value(text: str, here: int, wanted: _Wanted) -> int:
    """Scan the value here, and return where it ends."""
    if not wanted.below or text[here] not in "{[":
        return _DECODER.raw_decode(text, here)[1]
    is_member = text[here] == "{"
    index = 0
    here = _skip_space(text, here + 1)
    while text[here] not in "}]":
        start, key = here, str(index)
        if is_member:
            key, here = _DECODER.raw_decode(text, here)
            here = _skip_space(text, _skip_space(text, here) + 1)
        below = wanted.below.get(key)
        if below is None:
            here = _DECODER.raw_decode(text, here)[1]
        else:
            below.offset = start
            here = _value(text, here, below)
        here = _skip_space(text, here)
        if text[here] == ",":
            here = _skip_space(text, here + 1)
        index += 1
    return here + 1


def _skip_space(text: str, here: int) -> int:
    match = _SPACE.match(text, here)
    return here if match is None else match.end()
