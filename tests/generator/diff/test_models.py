"""Changes of models that the table of rules does not show."""

import pytest

from generator.diff.client import Client
from generator.ir.types import Model, Nullable, Property, Scalar, Type
from tests.generator.diff.apis import (
    changes,
    client,
    in_query,
    member,
    model,
    operation,
    ref,
    returns,
)

NULLABLE = Nullable(Scalar.STRING)


def _received(thing: Model) -> Client:
    return client(operation(responses=returns(ref(thing))), types=[thing])


def _both(thing: Model) -> Client:
    parameter = in_query(member("thing", ref(thing)))
    found = operation(parameters=[parameter], responses=returns(ref(thing)))
    return client(found, types=[thing])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, Scalar.INTEGER, "compatible field-added: {} is new"),
        (Scalar.INTEGER, None, "breaking field-removed: {} is gone"),
        (
            Scalar.INTEGER,
            Scalar.NUMBER,
            "breaking field-wider: {} is Mapping[str, float], was Mapping[str, int]",
        ),
        (
            Scalar.NUMBER,
            Scalar.INTEGER,
            "compatible field-narrower: {} is Mapping[str, int], was Mapping[str, float]",
        ),
    ],
)
def test_additional_members_are_a_field(old: Type | None, new: Type | None, expected: str) -> None:
    """The typed mapping of members without a name of their own is compared like a field."""
    before, after = (model("Thing", member("id"), additional=each) for each in (old, new))

    found = changes(_received(before), _received(after))

    assert found == [expected.format("models.Thing.additional_properties")]


def test_what_additional_members_lead_to_is_received() -> None:
    """A model that only stands in additional members is judged as what it is used for."""
    part = model("Part", member("depth"))
    deeper = model("Part", member("depth", required=True))
    thing = model("Thing", additional=ref(part))

    old = client(operation(responses=returns(ref(thing))), types=[thing, part])
    new = client(operation(responses=returns(ref(thing))), types=[thing, deeper])

    assert changes(old, new) == [
        "compatible field-narrower: models.Part.depth is str, was str | None"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            member("name", NULLABLE),
            member("name", NULLABLE, required=True),
            "compatible field-narrower: {} is str | None, was str | Unset | None",
        ),
        (
            member("name", NULLABLE, required=True),
            member("name"),
            "breaking field-optional: {} may be missing",
        ),
        (
            member("name"),
            member("name", NULLABLE),
            "breaking field-wider: {} is str | Unset | None, was str | None",
        ),
    ],
)
def test_absent_and_null_differ(old: Property, new: Property, expected: str) -> None:
    """UNSET is one more value to handle; None in place of null is not, but it may be absent."""
    before, after = model("Thing", old), model("Thing", new)

    assert changes(_received(before), _received(after)) == [expected.format("models.Thing.name")]


def test_a_model_of_both_directions_is_judged_strictly() -> None:
    """A model that callers pass and receive may neither demand more nor promise less."""
    optional, required = (model("Thing", member("id", required=each)) for each in (False, True))

    assert changes(_both(optional), _both(required)) == [
        "breaking field-narrower: models.Thing.id is str, was str | None"
    ]
    assert changes(_both(required), _both(optional)) == [
        "breaking field-wider: models.Thing.id is str | None, was str"
    ]
