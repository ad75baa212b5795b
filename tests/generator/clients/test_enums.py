"""Enums whose values are odd, sent and received: `enums`."""

from typing import get_args

from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, response


def test_values_arrive_as_they_are(server: LoopbackServer, use: Use) -> None:
    """Every value of an enum is sent and read as it is in the document."""
    client = use("enums")
    odd = get_args(models_of(client).Odd)
    assert len(odd) == 15
    server.respond(lambda _: response(body={"colour": "red", "odd": list(odd), "coats": -1}))

    for value in odd:
        wall = client.colours.paint(colour="green", coats=9007199254740993, odd=value)
        assert (wall.colour, wall.odd, wall.coats) == ("red", list(odd), -1)

    assert [request.form for request in server.received] == [
        [("colour", "green"), ("coats", "9007199254740993"), ("odd", value)] for value in odd
    ]


def test_a_value_that_occurs_twice_is_one(use: Use) -> None:
    """An enum lists each value once, in the order of the document."""
    assert get_args(models_of(use("enums")).Colour) == ("red", "green")


def test_newer_values_are_read_and_sent(server: LoopbackServer, use: Use) -> None:
    """A value that the document does not list passes in both directions, and null where allowed."""
    client = use("enums")
    server.respond(lambda _: response(body={"colour": "blue", "finish": None, "coats": 12}))

    wall = client.colours.paint(colour="mauve", finish="rough")

    assert (wall.colour, wall.finish, wall.coats) == ("blue", None, 12)
    assert server.received[0].form == [("colour", "mauve"), ("finish", "rough")]
