"""Names of a document that are no names in Python: `names`."""

import inspect

from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, response


def test_odd_names_reach_the_wire_as_they_are(server: LoopbackServer, use: Use) -> None:
    """Python names are made valid and unique; requests and responses keep those of the document."""
    client = use("names")
    server.respond(lambda _: response(body={}))

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
    server.respond(lambda _: response(body=body))

    record = client.things_names.change_thing_v2("t", class_="c", id="i")

    assert (record.raw, record.to_dict()) == (body, body)
    assert (record.raw_, record.to_dict_, record.from_, record.chosen) == ("1", "2", "3", "9")
    assert (record.user_name, record.user_name_) == ("7", "8")
    assert "4" in repr(record)
    assert type(record).from_dict(body) == record


def test_a_name_without_letter_case_is_a_method(server: LoopbackServer, use: Use) -> None:
    """An operation named in a script without capitals is called by that name."""
    client = use("names")
    server.respond(lambda _: response(body={"2fast": "a", "größe": "b"}))

    record = client.things_names.创建()

    assert (record.field_2fast, record.größe) == ("a", "b")


def test_models_with_one_name_stay_two(use: Use) -> None:
    """Two components whose names become the same are two models with distinct names."""
    models = models_of(use("names"))

    assert models.__all__ == ["ThingRecordV2", "ThingRecordV2_"]
    assert models.ThingRecordV2 is not models.ThingRecordV2_
