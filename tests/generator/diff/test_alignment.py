"""Models and enums are the same ones wherever their schemas are."""

from generator.diagnostics import Pointer
from generator.ir.types import Array, Scalar, Union
from tests.generator.diff.apis import (
    changes,
    client,
    enum,
    in_query,
    member,
    model,
    operation,
    ref,
    returns,
)

ELSEWHERE = Pointer(("paths", "/things", "schema"))


def test_a_schema_can_move() -> None:
    """A model that moves into the components keeps its name: nothing changes."""
    inline, shared = model("Thing", member("id"), at=ELSEWHERE), model("Thing", member("id"))

    old = client(operation(responses=returns(ref(inline))), types=[inline])
    new = client(operation(responses=returns(ref(shared))), types=[shared])

    assert changes(old, new) == []


def test_a_new_name_is_one_change() -> None:
    """What uses a renamed model does not change; sentences about it have the new name."""
    thing, item = model("Thing", member("id")), model("Item", member("id"))

    old = client(operation(responses=returns(ref(thing))), types=[thing])
    new = client(operation(responses=returns(Array(ref(item)))), types=[item])

    call = "client.things.touch()"
    assert changes(old, new) == [
        f"breaking result-type-changed: {call} returns list[models.Item | Any], was models.Item",
        "breaking model-renamed: models.Thing is now models.Item",
    ]


def test_another_model_can_take_a_location() -> None:
    """A reference to a removed model is no reference to the model that has its location now."""
    gone, part = model("Thing", member("id"), at=ELSEWHERE), model("Part", member("depth"))
    moved = model("Part", member("depth"), at=ELSEWHERE)

    old = client(operation(responses=returns(Union((ref(gone), ref(part))))), types=[gone, part])
    new = client(operation(responses=returns(ref(moved))), types=[moved])

    returned = "returns models.Part, was models.Thing | models.Part"
    assert changes(old, new) == [
        f"compatible result-narrower: client.things.touch() {returned}",
        "breaking model-removed: models.Thing is gone",
    ]


def test_equal_enums_are_one() -> None:
    """Enums that share a name are one enum, whichever of their schemas a type refers to."""
    first = enum("Colour", "red", at=Pointer(("first",)))
    second = enum("Colour", "red", at=Pointer(("second",)))
    either = Union((ref(second), Scalar.INTEGER))

    old = client(operation(parameters=[in_query(member("colour", ref(first)))]), types=[first])
    new = client(operation(parameters=[in_query(member("colour", either))]), types=[first, second])

    accepted = "accepts models.Colour | int, was models.Colour"
    assert changes(old, new) == [
        f"compatible argument-wider: client.things.touch(colour=...) {accepted}"
    ]
