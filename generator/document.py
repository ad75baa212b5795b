"""Reading an OpenAPI document from a YAML or JSON file."""

import json
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, cast

import yaml
from attrs import field, frozen

from .positions import Position
from .problems import Pointer, Problem, SpecError

# The C parser follows nesting without a limit of its own, until the process crashes.
_MAX_DEPTH = 500
_REFERENCE = re.compile(r"""\$ref["']?\s*:\s*["']?([^\s"',}]*)""")
_COMPONENT = re.compile(r"#/components/\w+/[^/]+")
_BRACKETS = re.compile(r"[\[\]{}]")
_INDENTS = re.compile(r"^(?:[ ]|[-?][ ])+", re.MULTILINE)
_DEEPEST = 2_000
_STRING, _MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"


@frozen
class Document:
    """A document as it was read, and where it came from."""

    path: Path
    data: dict[str, Any]
    refers_elsewhere: bool = False
    """Whether a reference in it may lead to anything but a named component of its own."""

    origins: dict[Pointer, tuple["Document", Pointer]] = field(
        factory=dict[Pointer, tuple["Document", Pointer]]
    )
    """Where parts were read from that have been moved here from elsewhere."""

    def source(self, at: Pointer) -> tuple["Document", Pointer]:
        """Find the file, and the place in it, that a place was read from."""
        for length in range(len(at.steps), 0, -1):
            origin = self.origins.get(Pointer(at.steps[:length]))
            if origin is not None:
                document, place = origin
                return document, Pointer((*place.steps, *at.steps[length:]))
        return self, at


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
    ("int", r"[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(  # pyright: ignore[reportUnknownMemberType] - PyYAML's stubs
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def load(path: Path) -> Document:
    """Read a document.

    Raises:
        SpecError: There is no such file, or it holds no YAML or JSON object.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError.at(Pointer(), f"cannot be read: {error}") from error
    data: Any = _parse_json(text) if path.suffix == ".json" else _parse_yaml(text)
    if not isinstance(data, dict):
        raise SpecError.at(Pointer(), "is no OpenAPI document: there is no object at its top")
    references = _REFERENCE.findall(text)
    elsewhere = not all(map(_COMPONENT.fullmatch, references))
    return Document(path, cast("dict[str, Any]", data), elsewhere)


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object_without_twins)
    except json.JSONDecodeError as error:
        raise _broken("JSON", error.msg, (error.lineno, error.colno)) from error
    except RecursionError as error:
        raise SpecError.at(Pointer(), "is nested too deeply") from error


def _object_without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise SpecError.at(Pointer(), f"the key {twice!r} occurs twice in one object: remove one")
    return found


def _refuse_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                mark: Any = event.start_mark
                raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _parse_yaml(text: str) -> Any:
    if _depth(text) > _DEEPEST:
        # libyaml would overflow the stack of the process.
        raise SpecError.at(Pointer(), "is nested too deeply")
    try:
        _refuse_depth(text)
        return yaml.load(text, _Loader)  # noqa: S506 - a safe loader: plain data only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = (mark.line + 1, mark.column + 1) if mark else None
        raise _broken("YAML", error.problem or str(error), position) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _broken("YAML", str(error), None) from error


def _depth(text: str) -> int:
    """Tell how deep a YAML text can be at most: by its brackets, and by how lines begin."""
    deepest = depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest + max(map(len, _INDENTS.findall(text)), default=0)


def _broken(language: str, reason: str, position: Position | None) -> SpecError:
    message = f"is no {language}: {' '.join(reason.split())}"
    return SpecError([Problem(Pointer(), message, position=position)])
