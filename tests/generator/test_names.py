"""Clients whose names and values are odd, called: `names`, `groups`, `value_sets`."""

import inspect
from typing import get_args

import pytest

from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, answer

DONE = {"done": "yes"}


def test_odd_names_reach_the_wire_as_they_are(server: LoopbackServer, use: Use) -> None:
    """Python names are made valid and unique; path, body and answer keep the document's."""
    client = use("names")
    server.respond(lambda _: answer(body={}))

    client.things_names.change_thing_v2(
        "t",
        class_="c",
        id="i",
        id_="body id",
        extra_body_="b",
        import_="im",
        user_name="u1",
        user_name_="u2",
        field_2fast="2",
        größe="g",
        日本="n",
        chosen="w",
    )

    [request] = server.received
    assert request.path == "/things/c/i/t"
    assert request.form == [
        ("id", "body id"),
        ("extra_body", "b"),
        ("import", "im"),
        ("user-name", "u1"),
        ("userName", "u2"),
        ("2fast", "2"),
        ("größe", "g"),
        ("日本", "n"),
        ("WeirdOne", "w"),
    ]


def test_a_name_that_a_call_option_has_gets_an_underscore(use: Use) -> None:
    """Parameters called like a call option leave the option its name."""
    signature = inspect.signature(use("names").things_names.change_thing_v2)

    assert list(signature.parameters)[:4] == ["timeout_", "class_", "id", "id_"]
    assert list(signature.parameters)[-4:] == [
        "extra_headers",
        "extra_query",
        "extra_body",
        "timeout",
    ]


def test_names_of_members_clash_with_nothing(server: LoopbackServer, use: Use) -> None:
    """Members called like something that models have or are made with are read and written."""
    client = use("names")
    body = {
        "raw": "1",
        "toDict": "2",
        "from": "3",
        "self": "4",
        "field": "5",
        "list": ["6"],
        "user-name": "7",
        "userName": "8",
        "WeirdOne": "9",
    }
    server.respond(lambda _: answer(body=body))

    record = client.things_names.change_thing_v2("t", class_="c", id="i")

    assert (record.raw, record.to_dict()) == (body, body)
    assert (record.raw_, record.to_dict_, record.from_, record.chosen) == ("1", "2", "3", "9")
    assert (record.user_name, record.user_name_) == ("7", "8")
    assert "4" in repr(record)
    assert type(record).from_dict(body) == record


def test_a_name_without_letter_case_is_a_method(server: LoopbackServer, use: Use) -> None:
    """An operation named in a script without capitals is called by that name."""
    client = use("names")
    server.respond(lambda _: answer(body={"2fast": "a", "größe": "b"}))

    record = client.things_names.创建()

    assert (record.field_2fast, record.größe) == ("a", "b")


def test_models_with_one_name_stay_two(use: Use) -> None:
    """Two components whose names become the same are two models, told apart the same way."""
    models = models_of(use("names"))

    assert models.__all__ == ["ThingRecordV2", "ThingRecordV2_"]
    assert models.ThingRecordV2 is not models.ThingRecordV2_


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("default.untagged", "/untagged"),
        ("two_words.tagged", "/tagged"),
        ("two_words.post_unnamed_op", "/unnamed/op"),
        ("a.b.c.deep", "/deep"),
        ("a.b.c_", "/middle"),
        ("call.call", "/call"),
        ("call.options.operation", "/options"),
        ("call.async_call.with_raw_response_", "/async"),
        ("close_.bind", "/close"),
        ("acme.acme", "/acme"),
    ],
)
def test_an_operation_is_found_in_its_group(
    path: str, target: str, server: LoopbackServer, use: Use
) -> None:
    """Groups come from tags or the document; a name that is taken gets an underscore."""
    found = use("groups")
    server.respond(lambda _: answer(body=DONE))
    for name in path.split("."):
        found = getattr(found, name)

    assert found() == DONE
    assert server.received[0].path == target


def test_a_client_keeps_its_own_methods(server: LoopbackServer, use: Use) -> None:
    """Groups called like a method of the client or a group do not replace it."""
    client = use("groups")
    server.respond(lambda _: answer(body=DONE))

    raw = client.close_.with_raw_response.bind()
    client.close()

    assert (raw.status_code, raw.parse()) == (200, DONE)
    with pytest.raises(RuntimeError, match="closed"):
        client.acme.acme()


def test_values_arrive_as_they_are(server: LoopbackServer, use: Use) -> None:
    """Every value of a set is sent and read as it stands in the document."""
    client = use("value_sets")
    odd = get_args(models_of(client).Odd)
    assert len(odd) == 15
    server.respond(lambda _: answer(body={"colour": "red", "odd": list(odd), "coats": -1}))

    for value in odd:
        wall = client.colours.paint(colour="green", coats=9007199254740993, odd=value)
        assert (wall.colour, wall.odd, wall.coats) == ("red", list(odd), -1)

    assert [request.form for request in server.received] == [
        [("colour", "green"), ("coats", "9007199254740993"), ("odd", value)] for value in odd
    ]


def test_a_value_that_occurs_twice_is_one(use: Use) -> None:
    """A set lists each value once, in the order of the document."""
    assert get_args(models_of(use("value_sets")).Colour) == ("red", "green")


def test_newer_values_are_read_and_sent(server: LoopbackServer, use: Use) -> None:
    """A value that the document does not know passes in both directions, and null where allowed."""
    client = use("value_sets")
    server.respond(lambda _: answer(body={"colour": "blue", "finish": None, "coats": 12}))

    wall = client.colours.paint(colour="mauve", finish="rough")

    assert (wall.colour, wall.finish, wall.coats) == ("blue", None, 12)
    assert server.received[0].form == [("colour", "mauve"), ("finish", "rough")]
