"""Schemas that are composed of others, sent and decoded: `compositions`, `circles`."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import attrs
import pytest

from tests.generator.cases import spec_of
from tests.generator.conftest import Use, models_of
from tests.generator.judge import Judge
from tests.loopback import LoopbackServer, response

ID = UUID(int=7)
CAT = {"id": str(ID), "kind": "cat", "lives": 9}
DOG = {"id": str(ID), "kind": "puppy", "good": None, "born": "2020-01-02"}


@pytest.fixture
def pets(use: Use) -> Any:
    """Return the resource of the case, connected to the server."""
    return use("compositions").pets


@pytest.fixture
def zoo(server: LoopbackServer, pets: Any) -> Callable[[str, object], Any]:
    """Return one member of the big model, decoded; it must be written back as it was."""

    def read(name: str, value: object) -> Any:
        server.respond(lambda _: response(body={name: value}))
        found = pets.read_zoo()
        assert found.to_dict() == {name: value}
        return getattr(found, name)

    return read


def test_a_discriminator_decides_the_model(server: LoopbackServer, pets: Any) -> None:
    """Its mapping says which value stands for which model; parts of allOf are merged."""
    models = models_of(pets._client)
    bodies = [CAT, DOG, {**DOG, "kind": "dog"}]
    server.respond(lambda _: response(body=bodies[len(server.received) - 1]))

    found = [pets.save_pet(pet=body) for body in bodies]

    born = dt.date(2020, 1, 2)
    assert found == [
        models.Cat(id=ID, kind="cat", lives=9),
        models.Dog(id=ID, kind="puppy", good=None, born=born),
        models.Dog(id=ID, kind="dog", good=None, born=born),
    ]


def test_a_model_is_sent_as_it_was_read(server: LoopbackServer, pets: Any) -> None:
    """What one call returns is the argument of the next; openapi-core reads the same from both."""
    server.respond(lambda _: response(body=DOG))

    pets.save_pet(pet=pets.save_pet(pet=CAT))

    judge = Judge(spec_of("compositions"))
    first, second = (judge.read(request).body for request in server.received)
    assert first == {"pet": {**CAT, "id": ID}}
    assert second == {"pet": {**DOG, "id": ID, "born": dt.date(2020, 1, 2)}}


def test_an_unknown_discriminator_value_is_read_as_what_fits(
    server: LoopbackServer, pets: Any
) -> None:
    """A value of the discriminator that is newer than the client does not fail the response."""
    server.respond(lambda _: response(body={**CAT, "kind": "lynx"}))

    found = pets.save_pet(pet=CAT)

    assert (type(found).__name__, found.kind, found.lives) == ("Cat", "lynx", 9)


def test_without_a_discriminator_the_members_decide(zoo: Callable[[str, object], Any]) -> None:
    """The variant is the one whose required members are there."""
    found = [zoo("guessed", {"scales": 1}), zoo("guessed", {"wings": 2, "song": "la"})]
    named = [zoo("in_place", {"name": "n"}), zoo("in_place", {"number": 1})]
    split = [zoo("base_and_one", {"size": 1, "b": "x"}), zoo("base_and_one", {"a": "x"})]
    lists = [zoo("list_or_one", [{"scales": 1}]), zoo("list_or_one", {"scales": 2})]

    assert [type(each).__name__ for each in found] == ["Fish", "Bird"]
    assert [type(each).__name__ for each in named] == ["ZooInPlaceByName", "ZooInPlace2"]
    assert [(split[0].size, split[0].b), split[1].a] == [(1, "x"), "x"]
    assert [lists[0][0].scales, lists[1].scales] == [1, 2]


def test_children_that_have_their_parent_as_a_part_are_its_variants(
    server: LoopbackServer, use: Use
) -> None:
    """Parent and children refer to one another; each child has the members of both."""
    client = use("circles")
    models = models_of(client)
    car = {"kind": "limousine", "owner": "me", "doors": 5}
    bike = {"kind": "Bike", "bell": True}
    server.respond(lambda _: response(body=[car, bike]))

    assert client.vehicles.list_vehicles() == [
        models.Car(kind="limousine", owner="me", doors=5),
        models.Bike(kind="Bike", bell=True),
    ]


def test_a_member_may_be_more_than_the_model_that_it_is_in(
    server: LoopbackServer, use: Use
) -> None:
    """Annotations beside a reference make no new model; another member does, once."""
    client = use("circles")
    models = models_of(client)
    body = {"parent": {"label": "a"}, "best": {"size": 1, "best": {"size": 2}}}
    server.respond(lambda _: response(body=body))

    assert client.trees.read_tree() == models.Tree(
        parent=models.Tree(label="a"),
        best=models.TreeBest(size=1, best=models.TreeBest(size=2)),
    )


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("any_of", 3, 3),
        ("any_of", "2020-01-02T03:04:05+00:00", dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC)),
        ("any_of", "some time", "some time"),
        ("mixed", 1, 1),
        ("mixed", "two", "two"),
        ("mixed", True, True),
        ("mixed", None, None),
        ("mixed", "newer", "newer"),
        ("constant", 7, 7),
        ("yes", True, True),
        ("empty", {"a": [None]}, {"a": [None]}),
        ("maps", {"a": {"b": [0.5]}}, {"a": {"b": [0.5]}}),
        ("untyped", {"a": 1}, {"a": 1}),
        ("anything", ["a"], ["a"]),
        ("several_types", False, False),
        ("several_types", 2, 2),
        ("several_types", None, None),
        ("photo", "AP8=", b"\x00\xff"),
        ("level", 2**62, 2**62),
        ("nullable_ref", None, None),
    ],
)
def test_plain_members_are_decoded_by_their_schema(
    name: str, value: object, expected: object, zoo: Callable[[str, object], Any]
) -> None:
    """Each has its Python value, of the same type, not only equal to it."""
    found = zoo(name, value)

    assert (found, type(found)) == (expected, type(expected))


def test_a_schema_may_contain_itself(zoo: Callable[[str, object], Any]) -> None:
    """A model within itself, in lists, in maps and beside null, is read all the way down."""
    leaf = {"label": "leaf"}
    body = {"branches": [{"branches": [leaf]}], "by_name": {"x": leaf}, "parent": {"parent": None}}

    tree = zoo("tree", body)

    assert tree.branches[0].branches[0].label == tree.by_name["x"].label == "leaf"
    assert tree.parent.parent is None
    assert repr(tree.branches[0].parent) == "UNSET"


def test_one_schema_is_one_model_however_it_is_named(zoo: Callable[[str, object], Any]) -> None:
    """A reference with a description, and a component that is a reference, are the same model."""
    assert type(zoo("only_reference", {"wings": 2})) is type(zoo("guessed", {"wings": 2}))
    assert type(zoo("alias", {"scales": 2})) is type(zoo("guessed", {"scales": 2}))


def test_members_without_a_name_are_typed_and_written_back(
    zoo: Callable[[str, object], Any],
) -> None:
    """Typed ``additionalProperties`` are a mapping, which can be replaced."""
    found = zoo("open", {"known": "k", "other": 1})

    assert (found.known, found.additional_properties) == ("k", {"other": 1})
    changed = attrs.evolve(found, additional_properties={"more": 2})
    assert changed.to_dict() == {"known": "k", "more": 2}


def test_members_that_should_not_be_there_are_kept(zoo: Callable[[str, object], Any]) -> None:
    """They are in ``raw``, and written back."""
    found = zoo("closed", {"known": "k", "other": 1})

    assert (found.known, found.raw["other"]) == ("k", 1)


def test_conditions_on_required_members_are_no_variants(zoo: Callable[[str, object], Any]) -> None:
    """An anyOf that only says which members are needed leaves one model with all of them."""
    assert zoo("either_needed", {"b": "x"}).b == "x"
