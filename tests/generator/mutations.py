"""Documents that are nearly right: those of the cases, each with a few parts changed at random.

A change is made in the data (a member removed, renamed, replaced, put elsewhere, composed with
others, or made a reference), or in the text (a tag, an anchor, a line twice, a byte that is wrong).
The same seed makes the same document.
"""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

import yaml
from attrs import frozen

from tests.generator.cases import NAMES, spec_of
from tests.generator.specs import CODE

_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1e308, 2**70, "", " ", [], {}, [None], [[]], {"": None}),
    *("null", "object", "string", "é", "x" * 300, "#/", "text/html", "application/json", "2XX"),
    {"type": "null"},
    {"type": ["string", "null", "integer"]},
    {"enum": [1, "1", True, None, 1.5]},
    {"const": {"a": [1]}},
    *CODE,
)
_KEYS = (
    *("type", "items", "properties", "required", "allOf", "oneOf", "anyOf", "not", "enum", "$ref"),
    *("discriminator", "additionalProperties", "default", "example", "format", "nullable", "const"),
    *("schema", "content", "parameters", "responses", "requestBody", "security", "servers", "in"),
    *("name", "tags", "operationId", "callbacks", "links", "x-sdk-name", "<<", "200", "default"),
)
_TEXTS = (
    "!!int ",
    "!!bool ",
    "!local ",
    "&a ",
    "*a ",
    "? ",
    "- ",
    "{",
    "]",
    "'",
    '"',
    "\t",
    "\x00",
)
_LONGEST = 100_000


@frozen
class _Place:
    """A value in a document."""

    holder: Any
    key: Any
    pointer: str

    @property
    def value(self) -> Any:
        return self.holder[self.key]

    def put(self, value: Any) -> None:
        self.holder[self.key] = value


def mutated(seed: int) -> tuple[str, str, str]:
    """Make a document.

    Returns:
        The case that it was, its text, and the suffix of its file.
    """
    random = Random(seed)  # noqa: S311 - no secret
    case = random.choice(NAMES)
    document = {"": copy.deepcopy(_read(case))}
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = list(_places(document))
        random.choice(_MUTATIONS)(random, random.choice(places), places)
    if random.random() < 0.5:
        return case, json.dumps(document[""], default=str), ".json"
    text = yaml.dump(document[""], Dumper=yaml.CSafeDumper, sort_keys=False, width=10_000)
    for _ in range(random.choice((0, 0, 0, 1))):
        text = _with_text(random, text)
    return case, text, ".yaml"


@cache
def _read(case: str) -> Any:
    return yaml.load(spec_of(case).read_text(encoding="utf-8"), yaml.CSafeLoader)


def _places(document: Any) -> Iterator[_Place]:
    waiting: list[tuple[Any, str]] = [(document, "#")]
    while waiting:
        holder, pointer = waiting.pop()
        keys: Any = [*holder] if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            place = _Place(holder, key, f"{pointer}/{escaped}" if key != "" else pointer)
            yield place
            if isinstance(place.value, dict | list):
                waiting.append((place.value, place.pointer))


def _remove(_: Random, place: _Place, __: list[_Place]) -> None:
    if place.key != "":
        del place.holder[place.key]


def _replace(random: Random, place: _Place, _: list[_Place]) -> None:
    place.put(copy.deepcopy(random.choice(_ODD)))


def _graft(random: Random, place: _Place, places: list[_Place]) -> None:
    place.put(copy.deepcopy(random.choice(places).value))


def _refer(random: Random, place: _Place, places: list[_Place]) -> None:
    found = random.choice(places).pointer
    odd = (
        "",
        "#",
        "../x.yaml",
        "/etc/passwd",
        "%2e%2e/x",
        "a%00b",
        "nowhere.yaml#/a",
        f"{found}/x",
    )
    place.put({"$ref": random.choice((found, found, found, *odd))})


def _rename(random: Random, place: _Place, _: list[_Place]) -> None:
    if isinstance(place.holder, dict) and place.key != "":
        value = place.holder.pop(place.key)
        place.holder[random.choice((*_KEYS, *CODE))] = value


def _add(random: Random, place: _Place, places: list[_Place]) -> None:
    if isinstance(place.value, dict):
        value = random.choice((random.choice(_ODD), random.choice(places).value))
        place.value[random.choice(_KEYS)] = copy.deepcopy(value)


def _compose(random: Random, place: _Place, places: list[_Place]) -> None:
    others = [copy.deepcopy(random.choice(places).value) for _ in range(random.randrange(3))]
    keyword = random.choice(("allOf", "oneOf", "anyOf", "items", "additionalProperties"))
    listed = [copy.deepcopy(place.value), *others]
    place.put({keyword: listed if keyword.endswith("Of") else listed[0]})


def _repeat(random: Random, place: _Place, _: list[_Place]) -> None:
    if isinstance(place.holder, dict) and place.key != "":
        for number in range(random.choice((2, 30))):
            mark = random.choice(("_", "-", " ", "é"))
            place.holder[f"{place.key}{mark * number}"] = copy.deepcopy(place.value)


_MUTATIONS: tuple[Callable[[Random, _Place, list[_Place]], None], ...] = (
    *(_remove, _replace, _graft, _refer, _rename, _add, _compose, _repeat),
)


def _with_text(random: Random, text: str) -> str:
    """Change a text without looking at what it means."""
    lines = text[:_LONGEST].split("\n")
    at = random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            lines[at:at] = lines[at : at + random.choice((1, 5))]
        case 1:
            del lines[at]
        case 2:
            return text[: random.randrange(len(text) + 1)]
        case 3:
            other = random.randrange(len(lines))
            lines[at] = lines[at].replace(": ", ": &m ", 1)
            lines[other] = f"{lines[other].partition(': ')[0]}: *m"
        case _:
            key, colon, value = lines[at].partition(": ")
            lines[at] = f"{key}{colon}{random.choice(_TEXTS)}{value}"
    return "\n".join(lines)
