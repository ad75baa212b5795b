"""Line and column of places in a file, looked up only when there is something to report.

Reading YAML with positions takes several times as long as reading it without, so it is done once
for all problems of a run. In JSON the way to a place is short: values beside it are skipped by
the parser in C.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import yaml

from .problems import Pointer

Position = tuple[int, int]
Lookup = Callable[[Pointer], Position | None]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def positions(path: Path) -> Lookup:
    """Read a file for its positions; a place that it has not is found at the nearest above it."""
    try:
        # A device or a pipe may never end.
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if path.suffix == ".json":
            return lambda at: _in_json(text, at)
        root = yaml.compose(text, yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return lambda _: None
    return lambda at: _in_yaml(root, at)


def _in_yaml(node: yaml.Node | None, at: Pointer) -> Position | None:
    mark = None if node is None else node.start_mark
    for step in at.steps:
        node, mark = _below(node, step, mark)
    return None if mark is None else (mark.line + 1, mark.column + 1)


def _below(
    node: yaml.Node | None, step: str | int, mark: yaml.Mark | None
) -> tuple[yaml.Node | None, yaml.Mark | None]:
    """Go one step down: the node there, if any, and the place to name for it."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark
    return None, mark


def _in_json(text: str, at: Pointer) -> Position | None:
    found = here = _after_space(text, 0)
    try:
        for step in at.steps:
            place = _member(text, here, step) if text[here] == "{" else _item(text, here, step)
            if place is None:
                break
            found, here = place
    except (ValueError, IndexError, RecursionError):
        return None
    return text.count("\n", 0, found) + 1, found - text.rfind("\n", 0, found)


def _member(text: str, here: int, step: str | int) -> tuple[int, int] | None:
    """Find a member of the object here: where its key begins, and where its value."""
    here = _after_space(text, here + 1)
    while text[here] == '"':
        key, after = _DECODER.raw_decode(text, here)
        value = _after_space(text, _after_space(text, after) + 1)
        if key == step:
            return here, value
        here = _next(text, value)
    return None


def _item(text: str, here: int, step: str | int) -> tuple[int, int] | None:
    """Find an item of the array here."""
    if text[here] != "[" or not isinstance(step, int):
        return None
    here = _after_space(text, here + 1)
    for _ in range(step):
        if text[here] == "]":
            break
        here = _next(text, here)
    return None if text[here] == "]" else (here, here)


def _next(text: str, value: int) -> int:
    """Skip a value and the comma behind it."""
    _, end = _DECODER.raw_decode(text, value)
    end = _after_space(text, end)
    return _after_space(text, end + 1) if text[end] == "," else end


def _after_space(text: str, here: int) -> int:
    match = _SPACE.match(text, here)
    return here if match is None else match.end()
