"""Parsing YAML 1.2 and JSON: plain data, or an error with its position.

Data is what JSON can hold: objects with strings as keys, arrays, strings, finite numbers, booleans
and null. YAML is built from the events of libyaml, in one loop without recursion. Aliases
(``*name``) share what they stand for, so a limit on what the document would be if it were written
out guards against exponential expansion.
"""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, TypeGuard

import yaml
from attrs import define

from ..diagnostics import Pointer, SpecError

Position = tuple[int, int]
"""Line and column, both counted from 1."""

Marks = dict[int, dict[str | int, Position]]
"""The positions of members and items, by the `id` of the object or array that holds them."""

_DEEPEST = 200
_MOST_ALIASED = 200_000
_LONGEST_NUMBER = 1_000

_TAG = "tag:yaml.org,2002:"
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_NULL = re.compile(r"~|null|Null|NULL|")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?")
_INDEX = re.compile(r"[0-9]{1,9}")
_FIRST = frozenset("~nNtTfF-+.0123456789")
_NUMBER = frozenset("-+.0123456789")

# An escape in a JSON string; the group is half of a surrogate pair without the other half.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F])|.)", re.DOTALL
)
_TOO_DEEP = f"is nested too deeply: more than {_DEEPEST} levels"


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)


def key_in(node: Any, step: str | int) -> str | int | None:
    """Return the key or index that a step of a JSON pointer means, None if it is not there."""
    if is_object(node):
        return str(step) if str(step) in node else None
    if is_array(node) and _INDEX.fullmatch(str(step)) and int(step) < len(node):
        return int(step)
    return None


def parse(text: str, *, is_json: bool) -> Any:
    """Parse a document.

    Raises:
        SpecError: It cannot be parsed, or holds what JSON cannot hold.
    """
    return _parse_json(text) if is_json else parse_yaml(text)[0]


def parse_yaml(text: str, marks: Marks | None = None) -> tuple[Any, Position | None]:
    """Parse YAML 1.2 with the types of its core schema: dates and ``on`` are strings.

    Args:
        text: The document.
        marks: Is filled with the positions of all members and items.

    Returns:
        The data, and where it begins.

    Raises:
        SpecError: The text is not YAML, or holds what JSON cannot hold.
    """
    try:
        return _Builder(marks).build(yaml.parse(text, yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = (mark.line + 1, mark.column + 1) if mark else None
        raise _unparsable("YAML", error.problem or str(error), position) from error
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        raise _unparsable("YAML", error.reason, _end_of(before)) from error


@define(slots=True, eq=False)
class _Open:
    """An object or array that is being read."""

    value: Any
    anchor: str | None
    at: Position
    key: str | None = None
    """The key whose value comes next; None where a key comes next."""

    is_merge: bool = False
    merged: list[Any] | None = None
    """The value of ``<<``."""

    size: int = 1
    height: int = 1


@define(slots=True, eq=False)
class _Anchored:
    """What an alias stands for."""

    value: Any
    text: str | None
    """The text of a scalar, which can be a key."""

    size: int = 1
    height: int = 0


class _Builder:
    """Builds plain data from the events of one document."""

    def __init__(self, marks: Marks | None) -> None:
        self._marks = marks
        self._anchors: dict[str, _Anchored] = {}
        self._open: list[_Open] = []
        self._aliased = 0
        self._root: Any = None
        self._start: Position | None = None

    def build(self, events: Iterable[yaml.Event]) -> tuple[Any, Position | None]:
        documents = 0
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _error("holds several YAML documents: keep one", _start(event))
        return self._root, self._start

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        if self._awaits_key():
            self._key(text, _start(event), is_merge=text == "<<" and event.implicit[0])
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(_value(event), text)
            return
        value = _value(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, text)
        self._add(value, _start(event))

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        expected = f"{_TAG}map" if is_mapping else f"{_TAG}seq"
        if event.tag is not None and event.tag not in {"!", expected}:
            raise _unsupported_tag(event.tag, _start(event))
        if self._awaits_key():
            raise _error("has a key that is not a string: write a string", _start(event))
        if len(self._open) >= _DEEPEST:
            raise _error(_TOO_DEEP, _start(event))
        value: Any = {} if is_mapping else []
        if self._marks is not None:
            self._marks[id(value)] = {}
        self._open.append(_Open(value, event.anchor, _start(event)))

    def _end(self) -> None:
        done = self._open.pop()
        if done.merged is not None:
            self._merge(done)
        if done.anchor is not None:
            self._anchors[done.anchor] = _Anchored(done.value, None, done.size, done.height)
        self._add(done.value, done.at, done.size, done.height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name, at = str(event.anchor), _start(event)
        if any(each.anchor == name for each in self._open):
            raise _error(f"the alias *{name} contains itself: write it out", at)
        target = self._anchors.get(name)
        if target is None:
            raise _error(f"there is no anchor &{name} before the alias *{name}", at)
        if self._awaits_key():
            if target.text is None:
                raise _error("has a key that is not a string: write a string", at)
            self._key(target.text, at)
            return
        self._aliased += target.size
        if self._aliased > _MOST_ALIASED:
            text = f"has aliases (*) that stand for more than {_MOST_ALIASED:,} values"
            raise _error(f"{text}: use references or write them out", at)
        if len(self._open) + target.height > _DEEPEST:
            raise _error(_TOO_DEEP, at)
        self._add(target.value, at, target.size, target.height)

    def _awaits_key(self) -> bool:
        return bool(self._open) and is_object(self._open[-1].value) and self._open[-1].key is None

    def _key(self, key: str, at: Position, *, is_merge: bool = False) -> None:
        above = self._open[-1]
        if is_merge and above.merged is None:
            above.key, above.is_merge = key, True
            return
        if is_merge or key in above.value:
            raise _error(f"the key {key!r:.80} occurs twice in one object: remove one", at)
        above.key = key
        above.value[key] = None
        self._mark(above.value, key, at)

    def _add(self, value: Any, at: Position, size: int = 1, height: int = 0) -> None:
        if not self._open:
            self._root, self._start = value, at
            return
        above = self._open[-1]
        above.size += size
        above.height = max(above.height, height + 1)
        if above.key is None:
            self._mark(above.value, len(above.value), at)
            above.value.append(value)
        elif above.is_merge:
            above.merged = value if is_array(value) else [value]
            above.key, above.is_merge = None, False
            if not all(map(is_object, above.merged)):
                raise _error("<< stands for what is not an object: name an object", at)
        else:
            above.value[above.key] = value
            above.key = None

    def _merge(self, done: _Open) -> None:
        """Merge what ``<<`` stands for into an object, whose own members win."""
        own = dict(done.value)
        done.value.clear()
        for part in reversed(done.merged or []):
            done.value.update(part)
        done.value.update(own)
        if self._marks is not None:
            for part in reversed(done.merged or []):
                self._marks[id(done.value)] = self._marks[id(part)] | self._marks[id(done.value)]

    def _mark(self, holder: Any, key: str | int, at: Position) -> None:
        if self._marks is not None:
            self._marks[id(holder)][key] = at


def _value(event: yaml.ScalarEvent) -> Any:
    """Return the value of a scalar: by its tag, else by its form if it is not quoted."""
    text: str = event.value
    if event.tag is None or event.tag == "!":
        is_plain = event.tag is None and event.implicit[0]
        if not is_plain or (text and text[0] not in _FIRST):
            return text
        return _plain(text, _start(event))
    name = event.tag.removeprefix(_TAG)
    patterns = {"bool": _BOOLEAN, "null": _NULL, "int": _INTEGER, "float": _FLOAT}
    if name == "str":
        return text
    if name == "float" and _INTEGER.fullmatch(text):
        return float(_plain(text, _start(event)))
    if name not in patterns:
        raise _unsupported_tag(event.tag, _start(event))
    if not patterns[name].fullmatch(text):
        raise _error(f"has the tag !!{name} on {text!r:.60}: remove the tag", _start(event))
    return _plain(text, _start(event))


def _plain(text: str, at: Position) -> Any:
    if text and text[0] in _NUMBER:
        try:
            if _INTEGER.fullmatch(text):
                return _integer(text)
            return _float(text) if _FLOAT.fullmatch(text) else text
        except _NotJsonError as error:
            raise _error(str(error), at) from error
    if _BOOLEAN.fullmatch(text):
        return text[0] in "tT"
    return None if _NULL.fullmatch(text) else text


class _NotJsonError(Exception):
    """JSON cannot hold a value, or ours cannot."""


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        what = f"has a number of {len(text):,} digits, more than {_LONGEST_NUMBER:,}"
        raise _NotJsonError(f"{what}: write a shorter one")
    return int(text, 0)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotJsonError(f"has the number {text:.60}, which no double holds: write another")
    return number


def _not_a_number(text: str) -> None:
    raise _NotJsonError(f"has the number {text}, which JSON does not know: write another value")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _NotJsonError(f"the key {key!r:.80} occurs twice in one object: remove one")
        found[key] = value
    return found


def _parse_json(text: str) -> Any:
    _check_surrogates(text)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_not_a_number,
        )
        _check_depth(data)
    except json.JSONDecodeError as error:
        raise _unparsable("JSON", error.msg, (error.lineno, error.colno)) from error
    except _NotJsonError as error:
        raise _placed(text, str(error)) from error
    except RecursionError as error:
        raise _placed(text, _TOO_DEEP) from error
    return data


def _placed(text: str, message: str) -> SpecError:
    """Return an error about JSON, which is YAML too: that parser knows positions."""
    try:
        parse_yaml(text)
    except SpecError as error:
        if error.diagnostic.message == message:
            return error
    return SpecError(Pointer(), message)


def _check_surrogates(text: str) -> None:
    if not re.search(r"\\u[dD][89a-fA-F]", text):
        return
    for escape in _ESCAPE.finditer(text):
        if escape[1]:
            message = (
                rf"has half of a surrogate pair, \{text[escape.start(1) :][:5]}: write both halves"
            )
            raise SpecError(Pointer(), message, _end_of(text[: escape.start()]))


def _check_depth(data: Any) -> None:
    level: list[Any] = [data]
    for _ in range(_DEEPEST + 1):
        above, level = level, []
        for node in above:
            if is_object(node):
                level += node.values()
            elif is_array(node):
                level += node
    if level:
        raise _NotJsonError(_TOO_DEEP)


def _start(event: yaml.Event) -> Position:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _end_of(text: str) -> Position:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _error(message: str, at: Position) -> SpecError:
    return SpecError(Pointer(), message, at)


def _unsupported_tag(tag: str, at: Position) -> SpecError:
    name = tag.replace(_TAG, "!!")
    return _error(f"has the tag {name:.60}, which is not supported: remove it", at)


def _unparsable(language: str, reason: str, position: Position | None) -> SpecError:
    message = f"cannot be parsed as {language}: {' '.join(reason.split())}"
    return SpecError(Pointer(), message, position)
