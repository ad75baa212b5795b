"""Types in annotations: open in responses, closed in arguments, and imported where needed."""

import pytest

from generator.emit.annotations import (
    additional_annotation,
    argument_annotation,
    field_annotation,
    response_annotation,
)
from generator.emit.imports import RESOURCE, Scope
from generator.ir.types import (
    Array,
    Constant,
    EnumRef,
    Map,
    ModelRef,
    Nullable,
    Scalar,
    Type,
    Union,
)
from tests.generator.emit.samples import SCHEMAS

KIND = EnumRef(SCHEMAS / "Kind", (Scalar.STRING, Scalar.INTEGER))
THING = ModelRef(SCHEMAS / "Thing")


def _scope() -> Scope:
    return Scope(RESOURCE, {KIND.at: "Kind", THING.at: "Thing"}, dots="..")


@pytest.mark.parametrize(
    ("of", "response", "argument"),
    [
        (Scalar.STRING, "str", "str"),
        (Scalar.NUMBER, "float", "float"),
        (Scalar.DATETIME, "dt.datetime", "dt.datetime"),
        (Scalar.UUID, "uuid.UUID", "uuid.UUID | str"),
        (Scalar.BASE64, "bytes", "bytes"),
        (Scalar.BINARY, "str", "FileContent"),
        (Scalar.NULL, "None", "None"),
        (KIND, "models.Kind | str | int", "models.Kind"),
        (Constant("a", Scalar.STRING), "str", "Literal['a']"),
        (THING, "models.Thing", "models.Thing | Mapping[str, Any]"),
        (Array(THING), "list[models.Thing | Any]", "Sequence[models.Thing | Mapping[str, Any]]"),
        (Map(Scalar.ANY), "dict[str, Any]", "Mapping[str, Any]"),
        (Nullable(KIND), "models.Kind | str | int | None", "models.Kind | None"),
        (Union((KIND, Scalar.STRING)), "models.Kind | str | int", "models.Kind | str"),
        (Nullable(Union((Scalar.INTEGER, Nullable(Scalar.BOOLEAN)))), *["int | bool | None"] * 2),
        (Union((THING, Scalar.ANY)), "Any", "Any"),
    ],
)
def test_a_type_is_annotated(of: Type, response: str, argument: str) -> None:
    """An enum is open in a response and closed in an argument; what is in it twice is once."""
    assert response_annotation(of, _scope()) == response
    assert argument_annotation(of, _scope()) == argument


@pytest.mark.parametrize(
    ("of", "required", "optional"),
    [
        (Scalar.STRING, "str", "str | None"),
        (Nullable(Scalar.STRING), "str | None", "str | Unset | None"),
    ],
)
def test_a_field_is_annotated_with_what_it_is_when_missing(
    of: Type, required: str, optional: str
) -> None:
    """A missing member is None; where null is a value of its own, it is UNSET."""
    assert field_annotation(of, _scope(), required=True) == required
    assert field_annotation(of, _scope(), required=False) == optional


def test_additional_members_are_a_mapping() -> None:
    """Their field is read like any mapping."""
    assert additional_annotation(KIND, _scope()) == "Mapping[str, models.Kind | str | int]"


def test_an_annotation_imports_what_it_names() -> None:
    """Only what is in the annotation is imported: a union with anything needs nothing else."""
    scope = _scope()
    response_annotation(Union((THING, Scalar.DATE, Scalar.ANY)), scope)
    assert scope.imports == ["from typing import Any"]

    argument_annotation(Nullable(Array(Scalar.DATE)), scope)
    assert scope.imports == [
        "from collections.abc import Sequence",
        "import datetime as dt",
        "from typing import Any",
    ]
