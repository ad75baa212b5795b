"""Building plain data from the events of libyaml, in one loop without recursion.

The types are those of YAML 1.2's core schema, as OpenAPI asks for: dates and ``on`` are strings.
Aliases (``*name``) share what they stand for; what the document would be if it were written out is
counted, which guards against exponential expansion.
"""

import re
from collections.abc import Iterable
from typing import Any

import yaml
from attrs import define

from ..diagnostics import SpecError
from .expansion import Expansion, text_size, too_large
from .values import (
    DEEPEST,
    TOO_DEEP,
    NotJsonError,
    Position,
    end_of,
    error_at,
    is_array,
    is_object,
    read_float,
    read_integer,
    twice,
    unparsable,
)

Marks = dict[int, dict[str | int, Position]]
"""The positions of members and items, by the `id` of the object or array that holds them."""

_NOT_A_STRING = "has a key that is not a string: write a string"

_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?")
_TAGGED = {
    "bool": re.compile(r"true|True|TRUE|false|False|FALSE"),
    "null": re.compile(r"~|null|Null|NULL|"),
    "int": _INTEGER,
    "float": re.compile(rf"{_FLOAT.pattern}|[-+]?[0-9]+"),
}
_CONSTANTS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
}
_NUMBER = frozenset("-+.0123456789")


def parse_yaml(
    text: str, expansion: Expansion, marks: Marks | None = None
) -> tuple[Any, Position | None]:
    """Parse YAML.

    Args:
        text: The document.
        expansion: Counts what aliases stand for.
        marks: Is filled with the positions of all members and items.

    Returns:
        The data, and where it begins.

    Raises:
        SpecError: The text is not YAML, or holds what JSON cannot hold.
    """
    try:
        return _Builder(expansion, marks).build(yaml.parse(text, yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = (mark.line + 1, mark.column + 1) if mark else None
        raise unparsable("YAML", error.problem or str(error), position) from error
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        raise unparsable("YAML", error.reason, end_of(before)) from error


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

    def __init__(self, expansion: Expansion, marks: Marks | None) -> None:
        self._expansion = expansion
        self._marks = marks
        self._anchors: dict[str, _Anchored] = {}
        self._open: list[_Open] = []
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
                    raise error_at(_start(event), "holds several YAML documents: keep one")
        return self._root, self._start

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text: str = event.value
        if self._awaits_key():
            self._key(text, _start(event), is_merge=text == "<<" and event.implicit[0])
            if event.anchor is not None:
                self._anchors[event.anchor] = _anchored(_value(event), text)
            return
        value = _value(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _anchored(value, text)
        self._add(value, _start(event))

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        expected = f"{_TAG}map" if is_mapping else f"{_TAG}seq"
        if event.tag is not None and event.tag not in {"!", expected}:
            raise _unsupported_tag(event.tag, _start(event))
        if self._awaits_key():
            raise error_at(_start(event), _NOT_A_STRING)
        if len(self._open) >= DEEPEST:
            raise error_at(_start(event), TOO_DEEP)
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
            raise error_at(at, f"the alias *{name} contains itself: write it out")
        target = self._anchors.get(name)
        if target is None:
            raise error_at(at, f"there is no anchor &{name} before the alias *{name}")
        if not self._expansion.fits(target.size):
            raise error_at(at, too_large(self._expansion.most))
        if self._awaits_key():
            if target.text is None:
                raise error_at(at, _NOT_A_STRING)
            self._key(target.text, at)
            return
        if len(self._open) + target.height > DEEPEST:
            raise error_at(at, TOO_DEEP)
        self._add(target.value, at, target.size, target.height)

    def _awaits_key(self) -> bool:
        return bool(self._open) and is_object(self._open[-1].value) and self._open[-1].key is None

    def _key(self, key: str, at: Position, *, is_merge: bool = False) -> None:
        above = self._open[-1]
        if is_merge and above.merged is None:
            above.key, above.is_merge = key, True
            return
        if is_merge or key in above.value:
            raise error_at(at, twice(key))
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
                raise error_at(at, "<< stands for what is not an object: name an object")
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


def _anchored(value: Any, text: str) -> _Anchored:
    return _Anchored(value, text, 1 + text_size(text))


def _value(event: yaml.ScalarEvent) -> Any:
    """Return the value of a scalar: by its tag, else by its form if it is not quoted."""
    text: str = event.value
    tag = str(event.tag or "!").removeprefix(_TAG)
    if tag == "str" or (tag == "!" and (event.tag or not event.implicit[0])):
        return text
    if tag != "!" and tag not in _TAGGED:
        raise _unsupported_tag(tag, _start(event))
    if tag != "!" and not _TAGGED[tag].fullmatch(text):
        raise error_at(_start(event), f"has the tag !!{tag} on {text!r:.60}: remove the tag")
    if text[:1] not in _NUMBER:
        return _CONSTANTS.get(text, text)
    try:
        if tag != "float" and _INTEGER.fullmatch(text):
            return read_integer(text)
        return read_float(text) if tag == "float" or _FLOAT.fullmatch(text) else text
    except NotJsonError as error:
        raise error_at(_start(event), str(error)) from error


def _unsupported_tag(tag: str, at: Position) -> SpecError:
    name = tag if tag.startswith("!") else f"!!{tag.removeprefix(_TAG)}"
    return error_at(at, f"has the tag {name:.60}, which is not supported: remove it")


def _start(event: yaml.Event) -> Position:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
