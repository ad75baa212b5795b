"""From the text of a YAML or JSON file to plain data, or a problem with its place."""

import json
import re
import sys
from collections.abc import Hashable
from typing import Any

import yaml

from .positions import Position
from .problems import Pointer, Problem, SpecError
from .runtime.decoding import is_array, is_object

_STRING, _MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"
_DEEPEST = 500
_DIGITS = "-+.0123456789"
_MOST_NODES = 5_000_000


class _Loader(yaml.CSafeLoader):
    """YAML 1.2's core schema, as OpenAPI asks for: dates and ``on`` are strings."""

    # A table of its own, not the one that it would share with the base class.
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - ours

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - as PyYAML has it
        """Build a mapping as JSON has them: keys are strings, and none occurs twice."""
        keys = [str(key.value) for key, _ in node.value]
        if len(set(keys)) != len(keys):
            twice = next(key for key, _ in node.value if keys.count(str(key.value)) > 1)
            raise yaml.MarkedYAMLError(
                problem=f"the key {twice.value!r} occurs twice: remove one",
                problem_mark=twice.start_mark,
            )
        for key, _ in node.value:
            if key.tag != _MERGE:
                key.tag = _STRING
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)", _DIGITS),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?", _DIGITS),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(  # pyright: ignore[reportUnknownMemberType] - PyYAML's stubs
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def read_json(text: str) -> Any:
    """Read JSON; raises `SpecError` where it is none, or has a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_object_without_twins)
    except json.JSONDecodeError as error:
        raise _broken("JSON", error.msg, (error.lineno, error.colno)) from error
    except ValueError as error:
        raise _too_long(text) or _broken("JSON", str(error), None) from error
    except RecursionError as error:
        raise _too_deep() from error


def _object_without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise SpecError.at(Pointer(), f"the key {twice!r} occurs twice in one object: remove one")
    return found


def read_yaml(text: str) -> Any:
    """Read YAML; raises `SpecError` where it is none, has a key twice, or would never end."""
    try:
        _refuse_depth(text)
        data = yaml.load(text, _Loader)  # noqa: S506 - a safe loader: plain data only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = (mark.line + 1, mark.column + 1) if mark else None
        raise _broken("YAML", error.problem or str(error), position) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _too_long(text) or _broken("YAML", str(error), None) from error
    except RecursionError as error:
        raise _too_deep() from error
    if "&" in text and "*" in text:
        _refuse_bomb(data)
    return data


def _refuse_depth(text: str) -> None:
    """Refuse nesting so deep that libyaml would overflow the stack; its events need none."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _too_deep()
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refuse_bomb(data: object) -> None:
    """Refuse aliases (``*name``) that stand for more than memory holds, or for themselves."""
    sizes: dict[int, int] = {}
    within: set[int] = set()
    waiting: list[tuple[Any, bool]] = [(data, False)]
    while waiting:
        node, is_done = waiting.pop()
        children = [*node.values()] if is_object(node) else node
        if not is_array(children) or id(node) in sizes:
            continue
        if is_done:
            within.discard(id(node))
            sizes[id(node)] = 1 + sum(sizes.get(id(child), 1) for child in children)
        elif id(node) in within:
            raise SpecError.at(Pointer(), "has an alias (*) that contains itself: write it out")
        else:
            within.add(id(node))
            waiting += [(node, True), *((child, False) for child in children)]
        if sizes.get(id(node), 0) > _MOST_NODES:
            raise SpecError.at(Pointer(), "has aliases (*) that stand for too much: write them out")


def _too_long(text: str) -> SpecError | None:
    """Tell where a number is that has more digits than Python reads, if there is one."""
    most = sys.get_int_max_str_digits()
    found = re.search(rf"\d{{{most + 1},}}", text) if most else None
    if found is None:
        return None
    before = text[: found.start()]
    position = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"has a number of {len(found[0]):,} digits, more than {most:,}: write a shorter one"
    return SpecError([Problem(Pointer(), message, position=position)])


def _too_deep() -> SpecError:
    return SpecError.at(Pointer(), "is nested too deeply")


def _broken(language: str, reason: str, position: Position | None) -> SpecError:
    message = f"is no {language}: {' '.join(reason.split())}"
    return SpecError([Problem(Pointer(), message, position=position)])
