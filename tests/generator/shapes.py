"""Values of every shape: the schema, what a caller passes, and what that is in JSON."""

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import frozen

Json = dict[str, Any]


@frozen
class Shape:
    """A schema and a value that follows it."""

    schema: Json
    passed: Any
    """As a caller passes it; a response returns the same."""

    json: Any
    """As JSON holds it."""

    is_listed: bool = False
    """Whether it is a list of plain values, for which parameters have styles."""


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _listed(items: Json, passed: list[Any], json: list[Any] | None = None) -> Shape:
    return Shape({"type": "array", "items": items}, passed, json or passed, is_listed=True)


_DAY, _TAG = dt.date(2020, 2, 29), UUID(int=7)
_MOMENT = dt.datetime(2020, 2, 29, 3, 4, 5, tzinfo=dt.UTC)
_TREE = {"label": "root", "branches": [{"label": "leaf", "branches": []}], "parent": None}
PLACE = Shape(_ref("Place"), {"city": "Rome", "zip": "1"}, {"city": "Rome", "zip": "1"})

PLAIN = {
    "text": Shape({"type": "string"}, "a b&c=d/e", "a b&c=d/e"),
    "integer": Shape({"type": "integer"}, 7, 7),
    "number": Shape({"type": "number", "format": "double"}, 1.5, 1.5),
    "boolean": Shape({"type": "boolean"}, False, False),  # noqa: FBT003 - a value
    "day": Shape({"type": "string", "format": "date"}, _DAY, "2020-02-29"),
    "moment": Shape({"type": "string", "format": "date-time"}, _MOMENT, _MOMENT.isoformat()),
    "tag": Shape({"type": "string", "format": "uuid"}, _TAG, str(_TAG)),
    "word": Shape(_ref("Word"), "two words", "two words"),
    "level": Shape(_ref("Level"), 2, 2),
}
"""Values without parts."""

LISTS = {
    "texts": _listed({"type": "string"}, ["x", "y z"]),
    "integers": _listed({"type": "integer"}, [1, 2, 3]),
    "days": _listed({"type": "string", "format": "date"}, [_DAY], ["2020-02-29"]),
    "words": _listed(_ref("Word"), ["one", "two words"]),
}
"""Lists of values without parts."""

NESTED = {
    "null": Shape({"type": ["string", "null"]}, None, None),
    "not_null": Shape({"type": ["integer", "null"]}, 3, 3),
    "photo": Shape({"type": "string", "format": "byte"}, b"\x00\xff", "AP8="),
    "place_or_null": Shape({"oneOf": [_ref("Place"), {"type": "null"}]}, None, None),
    "tree": Shape(_ref("Tree"), _TREE, _TREE),
    "map": Shape(
        {"type": "object", "additionalProperties": {"type": "integer"}}, {"a b": 1}, {"a b": 1}
    ),
    "either": Shape({"oneOf": [{"type": "integer"}, {"type": "string"}]}, "x", "x"),
    "pet": Shape(_ref("Pet"), {"kind": "dog", "good": True}, {"kind": "dog", "good": True}),
    "merged": Shape(_ref("Merged"), {"city": "Bari", "floor": 2}, {"city": "Bari", "floor": 2}),
    "anything": Shape({}, [None, {"a": 1}], [None, {"a": 1}]),
    "mixed": Shape({"enum": ["a", 1, True, None]}, 1, 1),
    "constant": Shape({"const": "always"}, "always", "always"),
    "places": Shape({"type": "array", "items": _ref("Place")}, [PLACE.json], [PLACE.json]),
    "grid": Shape(
        {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
        [[0.5], []],
        [[0.5], []],
    ),
    "maps": Shape(
        {"type": "object", "additionalProperties": {"type": "array", "items": _ref("Place")}},
        {"x": [PLACE.json]},
        {"x": [PLACE.json]},
    ),
}  # fmt: skip
"""Values that only JSON can hold."""

SHAPES = {**PLAIN, **LISTS, **NESTED, "place": PLACE}

COMPONENTS: Json = {
    "Word": {"type": "string", "enum": ["one", "two words", ""]},
    "Level": {"type": "integer", "enum": [1, 2, 3]},
    "Place": {
        "type": "object",
        "required": ["city"],
        "properties": {"city": {"type": "string"}, "zip": {"type": "string"}},
    },
    "Merged": {
        "allOf": [
            _ref("Place"),
            {
                "type": "object",
                "required": ["floor"],
                "properties": {"floor": {"type": "integer"}},
            },
        ]
    },
    "Tree": {
        "type": "object",
        "properties": {
            "label": {"type": "string"},
            "branches": {"type": "array", "items": _ref("Tree")},
            "parent": {"anyOf": [_ref("Tree"), {"type": "null"}]},
        },
    },
    "Cat": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
    },
    "Dog": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": "dog"}, "good": {"type": "boolean"}},
    },
    "Pet": {
        "oneOf": [_ref("Cat"), _ref("Dog")],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": _ref("Cat")["$ref"], "dog": _ref("Dog")["$ref"]},
        },
    },
}
