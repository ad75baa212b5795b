"""Clients of small documents with models, called: `minimal`, `models`, `presence`."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pytest

from tests.generator.cases import files, generate, spec_of
from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, response


def test_the_smallest_document_has_a_client_that_works(server: LoopbackServer, use: Use) -> None:
    """One operation without tag, server and key is called at ``default`` and is decoded."""
    client = use("minimal")
    server.respond(lambda _: response(body={"id": "a", "newer": 1}))

    thing = client.things.touch_thing("a/b")

    [request] = server.received
    assert (request.method, request.target, request.body) == ("POST", "/things/a%2Fb", b"")
    assert "authorization" not in request.headers
    assert (thing.id, thing.raw) == ("a", {"id": "a", "newer": 1})


def test_a_client_without_a_server_in_its_document_asks_for_one(use: Use) -> None:
    """Where the document names no server, ``base_url`` must be passed, and the error says so."""
    client = use("minimal")

    with pytest.raises(ValueError, match="base_url"):
        type(client)()


def test_nested_and_recursive_models_are_read(server: LoopbackServer, use: Use) -> None:
    """Models in models, in arrays and in maps are read all the way down."""
    client = use("models")
    leaf = {"label": "leaf", "branches": []}
    root = {"label": "root", "branches": [leaf, leaf], "parent": leaf, "by_name": {"x": leaf}}
    server.respond(lambda _: response(body=root))

    tree = client.trees.read_tree(7)

    models = models_of(client)
    small = models.Tree(label="leaf", branches=[])
    assert server.received[0].path == "/trees/7"
    assert (tree.branches, tree.parent, tree.by_name) == ([small, small], small, {"x": small})
    assert tree.to_dict() == root


def test_one_bad_item_does_not_lose_the_others(
    server: LoopbackServer, use: Use, caplog: pytest.LogCaptureFixture
) -> None:
    """It stays the mapping that it was, is logged and written back; strict decoding raises."""
    client = use("models")
    bad, leaf = {"label": None, "id": 7}, {"label": "leaf", "branches": []}
    root = {"label": "root", "branches": [leaf, bad, leaf], "by_name": {"x": bad, "y": leaf}}
    server.respond(lambda _: response(body=root))

    tree = client.trees.read_tree(7)

    models = models_of(client)
    small = models.Tree(label="leaf", branches=[])
    assert tree.branches == [small, bad, small]
    assert tree.branches[1]["id"] == 7
    assert tree.by_name == {"x": bad, "y": small}
    assert tree.to_dict() == root
    assert "/branches/1/label: expected a string, got null" in caplog.text
    assert "/by_name/x/label: expected a string, got null" in caplog.text
    with pytest.raises(Exception, match="/branches/1/label") as caught:
        client.with_options(strict=True).trees.read_tree(7)
    assert type(caught.value).__name__ == "APIResponseValidationError"


def test_a_model_described_in_place_has_a_name_of_its_own(server: LoopbackServer, use: Use) -> None:
    """An object within an object is a model, named after the place that describes it."""
    client = use("models")
    body = {"label": "", "branches": [], "soil": {"depth": 1.5, "layers": [{"kind": "clay"}]}}
    server.respond(lambda _: response(body=body))

    tree = client.trees.read_tree(7)

    models = models_of(client)
    layer = models.TreeSoilLayer(kind="clay")
    assert tree.soil == models.TreeSoil(depth=1.5, layers=[layer])


def test_each_format_has_its_python_type(server: LoopbackServer, use: Use) -> None:
    """Dates, times, UUIDs, base64, arrays of arrays, maps and untyped values are decoded."""
    client = use("models")
    body = {
        "label": "",
        "branches": [],
        "grid": [[1, 2], []],
        "scores": {"a": [0.5, 2]},
        "notes": {"any": ["thing", None]},
        "anything": {"x": [None]},
        "planted": "2020-02-29",
        "seen": "2023-08-11T19:12:11+00:00",
        "tag": "61bf923e-5e4d-4595-a110-56190ea18a1b",
        "photo": "AP8=",
        "alive": False,
        "odd_format": "as it is",
    }
    server.respond(lambda _: response(body=body))

    tree = client.trees.read_tree(7)

    assert tree.grid == [[1, 2], []]
    assert tree.scores == {"a": [0.5, 2]}
    assert tree.notes == {"any": ["thing", None]}
    assert tree.anything == {"x": [None]}
    assert tree.planted == dt.date(2020, 2, 29)
    assert tree.seen == dt.datetime(2023, 8, 11, 19, 12, 11, tzinfo=dt.UTC)
    assert tree.tag == UUID("61bf923e-5e4d-4595-a110-56190ea18a1b")
    assert tree.photo == b"\x00\xff"
    assert tree.alive is False
    assert tree.odd_format == "as it is"
    assert tree.to_dict() == body


def test_an_error_body_is_read_as_the_model_of_its_status(server: LoopbackServer, use: Use) -> None:
    """The error of a documented status has the model that is documented for it."""
    client = use("models")
    server.respond(lambda _: response(404, {"reason": "felled"}))

    with pytest.raises(Exception, match="404") as caught:
        client.trees.read_tree(7)

    assert type(caught.value).__name__ == "NotFoundError"
    assert vars(caught.value)["parsed"] == models_of(client).Missing(reason="felled")


def test_only_what_is_passed_is_sent(server: LoopbackServer, use: Use) -> None:
    """Optional fields are omitted, whatever their default in the document; ``""`` is sent."""
    client = use("presence")
    server.respond(lambda _: response(body={"needed": 1, "needed_or_null": None}))

    client.users.save_user(needed="a", needed_or_null="b")
    client.users.save_user(needed="", needed_or_null="", optional="", optional_or_null="")

    assert [request.form for request in server.received] == [
        [("needed", "a"), ("needed_or_null", "b")],
        [("optional", ""), ("needed", ""), ("optional_or_null", ""), ("needed_or_null", "")],
    ]


def test_null_is_sent_where_it_is_allowed(server: LoopbackServer, use: Use) -> None:
    """``None`` in a form field that may be null is sent, as an empty value."""
    client = use("presence")
    server.respond(lambda _: response(body={"needed": 1, "needed_or_null": None}))

    client.users.save_user(needed="a", needed_or_null=None, optional_or_null=None)

    assert server.received[0].form == [
        ("needed", "a"),
        ("optional_or_null", ""),
        ("needed_or_null", ""),
    ]


def test_required_fields_must_be_passed(server: LoopbackServer, use: Use) -> None:
    """A call without a required field is a ``TypeError`` that names it; nothing is sent."""
    client = use("presence")

    with pytest.raises(TypeError, match="needed_or_null"):
        client.users.save_user(needed="a")

    assert server.received == []


def test_absent_and_null_differ_where_null_is_allowed(server: LoopbackServer, use: Use) -> None:
    """In a response, absent is ``UNSET`` only in a field that may be null; else it is ``None``."""
    client = use("presence")
    bodies: list[dict[str, object]] = [
        {"needed": 1, "needed_or_null": None},
        {"needed": 1, "needed_or_null": 2, "optional": None, "optional_or_null": None},
        {"needed": 1, "needed_or_null": 2, "list_of_nulls": [None, 3]},
    ]
    server.respond(lambda _: response(body=bodies[len(server.received) - 1]))

    absent, null, items = (client.users.save_user(needed="", needed_or_null="") for _ in bodies)

    assert (absent.optional, absent.needed_or_null) == (None, None)
    assert repr(absent.optional_or_null) == "UNSET"
    assert (null.optional, null.needed_or_null, null.optional_or_null) == (None, 2, None)
    assert items.list_of_nulls == [None, 3]
    assert [user.to_dict() for user in (absent, null, items)] == bodies


@pytest.mark.parametrize("missing", ["needed", "needed_or_null"])
def test_a_response_without_a_required_field_is_an_error(
    missing: str, server: LoopbackServer, use: Use
) -> None:
    """A required field that is absent fails the response, and the error says which it is."""
    client = use("presence")
    body = {"needed": 1, "needed_or_null": None}
    server.respond(
        lambda _: response(body={key: value for key, value in body.items() if key != missing})
    )

    with pytest.raises(Exception, match=f"/{missing}: is required and absent") as caught:
        client.users.save_user(needed="", needed_or_null="")

    assert type(caught.value).__name__ == "APIResponseValidationError"


def test_both_forms_of_null_make_the_same_client(tmp_path: Path) -> None:
    """``nullable: true`` of OpenAPI 3.0 means what the type null means in 3.1."""
    newer = spec_of("presence").read_text()
    older = newer.replace("openapi: 3.1.0", "openapi: 3.0.3")
    for name in ("string", "integer"):
        older = older.replace(f"type: [{name}, 'null']", f"type: {name}, nullable: true")
    assert "'null'" not in older
    (tmp_path / "spec.yaml").write_text(older)

    generate(tmp_path / "spec.yaml", tmp_path / "older")
    generate(spec_of("presence"), tmp_path / "newer")

    ours, theirs = files(tmp_path / "older"), files(tmp_path / "newer")
    for path in ("client.py", "async_client.py"):
        ours[path] = ours[path].replace(b"older/", b"newer/")
    assert ours == theirs
