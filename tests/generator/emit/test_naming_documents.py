"""Names of what a document describes in place, and of keys that are called like arguments."""

from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.emit.names import Names
from generator.emit.naming import name
from tests.generator.lower.documents import lowered, operation

DONE = {"204": {"description": "Done."}}


def _names(document: dict[str, Any]) -> Names:
    return name(lowered(document).api, Diagnostics())


def _listing(operation_id: str, *values: str) -> dict[str, Any]:
    sort = {"name": "sort", "in": "query", "schema": {"type": "string", "enum": [*values]}}
    return {"get": {"operationId": operation_id, "parameters": [sort], "responses": DONE}}


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        ({}, ["Sort", "Sort", "ListCSort", "ListDSort"]),
        (
            {"Sort": {"type": "string", "enum": ["z"]}},
            ["ListASort", "ListBSort", "ListCSort", "ListDSort"],
        ),
    ],
)
def test_enums_of_parameters_with_one_name_are_distinguished(
    schemas: dict[str, Any], expected: list[str]
) -> None:
    """Equal values are one enum; others are named after their operation; components go first."""
    paths = {
        "/a": _listing("listA", "up", "down"),
        "/b": _listing("listB", "up", "down"),
        "/c": _listing("listC", "new", "old"),
        "/d": _listing("listD", "big", "small"),
    }

    names = _names({"paths": paths, "components": {"schemas": schemas}})

    assert list(names.classes.values()) == expected


@pytest.mark.parametrize("key", ["self", "super", "base_url", "timeout"])
def test_a_key_hides_nothing_that_the_constructor_uses(key: str) -> None:
    """Its argument has an underscore."""
    scheme = {"type": "apiKey", "in": "header", "name": key}
    document = operation(security=[{"it": []}])

    names = _names({**document, "components": {"securitySchemes": {"it": scheme}}})

    [credential] = names.credentials
    assert credential.arguments == (f"{key}_",)
