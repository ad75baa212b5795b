"""References to components of every section, near and far: `references`."""

import pytest

from tests.generator.cases import spec_of
from tests.generator.conftest import Use, models_of
from tests.generator.judge import Judge
from tests.loopback import LoopbackServer, response


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_X_REMOTE_KEY", "R")


def test_components_of_every_section_are_followed(server: LoopbackServer, use: Use) -> None:
    """Parameters, bodies, responses and schemas are the same, in place or referred to."""
    client = use("references")
    body = {
        "id": "7",
        "part": {"name": "p"},
        "remote": {"again": {"thing": "t"}},
        "whole": {"words": ["w"]},
        "$ref": "no reference",
    }
    server.respond(lambda _: response(body=body))

    thing = client.references.local(
        "a/b",
        page=2,
        id_="7",
        part={"name": "p"},
        remote={"again": {"thing": "t"}},
        whole={"words": ["w"]},
        ref="no reference",
    )

    found = Judge(spec_of("references")).read(server.received[0])
    assert (found.path, found.query, found.body) == ({"id": "a/b"}, {"page": 2}, body)
    assert (thing.remote.again.thing, thing.whole.words, thing.ref) == ("t", ["w"], "no reference")
    assert thing.to_dict() == body


def test_a_path_item_may_be_in_another_file(server: LoopbackServer, use: Use) -> None:
    """A path item in another file brings its parameters, and refers to things of its own."""
    client = use("references")
    server.respond(lambda _: response(body={"again": {"thing": "t"}}))

    remote = client.references.remote("7")

    assert server.received[0].path == "/remote/7"
    assert remote == models_of(client).Remote(again=models_of(client).Remote(thing="t"))


def test_a_reference_may_lead_deep_into_the_document(server: LoopbackServer, use: Use) -> None:
    """A part of an operation or of a schema can be referred to, and is one model."""
    client = use("references")
    server.respond(lambda _: response(body={"name": "n"}))

    deep, inline = client.references.deep(page=1), client.references.inline(page=1)

    assert [request.target for request in server.received] == ["/deep?page=1", "/inline?page=1"]
    assert deep == inline
    assert deep.name == "n"


def test_an_error_model_may_be_in_another_file(server: LoopbackServer, use: Use) -> None:
    """A response component that is itself a reference has its model."""
    server.respond(lambda _: response(404, {"reason": "gone"}))

    with pytest.raises(Exception, match="404") as caught:
        use("references").references.local("7")

    assert vars(caught.value)["parsed"].reason == "gone"
