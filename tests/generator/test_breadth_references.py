"""References to every kind of component, near and far: `references`."""

import json
import shutil
from pathlib import Path

import pytest

from tests.generator.cases import Done, spec_of
from tests.generator.conftest import Use, models_of
from tests.generator.judge import Judge
from tests.loopback import LoopbackServer, answer


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_X_REMOTE_KEY", "R")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder for documents."""
    (tmp_path / "documents").mkdir()
    return tmp_path / "documents"


def test_every_kind_of_component_is_followed(server: LoopbackServer, use: Use) -> None:
    """Parameters, bodies, answers and schemas are the same, written out or referred to."""
    client = use("references")
    body = {
        "id": "7",
        "part": {"name": "p"},
        "remote": {"again": {"thing": "t"}},
        "whole": {"words": ["w"]},
        "$ref": "no reference",
    }
    server.respond(lambda _: answer(body=body))

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


def test_a_path_may_stand_in_a_neighbour_file(server: LoopbackServer, use: Use) -> None:
    """A path item in another file brings its parameters, and refers to things of its own."""
    client = use("references")
    server.respond(lambda _: answer(body={"again": {"thing": "t"}}))

    remote = client.references.remote("7")

    assert server.received[0].path == "/remote/7"
    assert remote == models_of(client).Remote(again=models_of(client).Remote(thing="t"))


def test_a_reference_may_lead_deep_into_the_document(server: LoopbackServer, use: Use) -> None:
    """What stands within an operation or a schema can be referred to, and is one model."""
    client = use("references")
    server.respond(lambda _: answer(body={"name": "n"}))

    deep, inline = client.references.deep(page=1), client.references.inline(page=1)

    assert [request.target for request in server.received] == ["/deep?page=1", "/inline?page=1"]
    assert deep == inline
    assert deep.name == "n"


def test_an_error_model_may_stand_in_a_neighbour_file(server: LoopbackServer, use: Use) -> None:
    """A response component that is itself a reference gives its model to the error."""
    server.respond(lambda _: answer(404, {"reason": "gone"}))

    with pytest.raises(Exception, match="404") as caught:
        use("references").references.local("7")

    assert vars(caught.value)["parsed"].reason == "gone"


@pytest.mark.parametrize(
    ("file", "edit", "place", "message"),
    [
        (
            "shared/common.yaml",
            (
                "{type: object, description: Why., properties: {reason: {type: string}}}",
                "{type: ouch}",
            ),
            "shared/common.yaml:8:12: error: /",
            "Input should be 'string'",
        ),
        (
            "shared/whole.yaml",
            ("items: {type: string}", "items: {type: ouch}"),
            "shared/whole.yaml:4:32: error: /",
            "Input should be 'string'",
        ),
        (
            "shared/paths.yaml",
            ("operationId: remote", "operationId: local"),
            "shared/paths.yaml:5:5: error: /",
            "'local' is the operationId of /paths/~1local~1{id}/post too",
        ),
        (
            "shared/common.yaml",
            ("again: {$ref: '#/schemas/Remote'}", "again: {$ref: '#/schemas/Nothing'}"),
            "shared/common.yaml:13:15: error: /",
            "'#/schemas/Nothing' leads nowhere",
        ),
        (
            "shared/paths.yaml",
            ("'common.yaml#", "'nothing.yaml#"),
            "shared/paths.yaml:10:47: error: /",
            "'nothing.yaml' cannot be read",
        ),
        (
            "spec.yaml",
            ("whole: {$ref: shared/whole.yaml}", "whole: {$ref: shared/nothing.yaml}"),
            "spec.yaml:65:17: error: /components/schemas/Thing/properties/whole/$ref: ",
            "'shared/nothing.yaml' cannot be read",
        ),
        (
            "shared/whole.yaml",
            ("words: {", "words: {{"),
            "spec.yaml:65:17: error: /components/schemas/Thing/properties/whole/$ref: ",
            "'shared/whole.yaml:5:1' is no YAML",
        ),
    ],
)
def test_a_problem_is_told_with_the_file_that_it_is_in(
    file: str, edit: tuple[str, str], place: str, message: str, tmp_path: Path
) -> None:
    """The report names the neighbour file, and line and column in it."""
    shutil.copytree(spec_of("references").parent, tmp_path / "case")
    text = (tmp_path / "case" / file).read_text()
    assert edit[0] in text
    (tmp_path / "case" / file).write_text(text.replace(*edit))

    done = Done("--spec", tmp_path / "case" / "spec.yaml", "--output", tmp_path / "client")

    lines = [line for line in done.err.splitlines() if f"{tmp_path}/case/{place}" in line]
    assert done.code == 2
    assert len(lines) == 1, done.err
    assert message in lines[0]
    assert not (tmp_path / "client").exists()


def _operation(name: str) -> dict[str, object]:
    return {"operationId": name, "responses": {"204": {"description": "Done."}}}


def test_path_items_may_refer_to_each_other(server: LoopbackServer, use: Use, folder: Path) -> None:
    """A path item may be a component, or lead on to another; what stands beside stays."""
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    (folder / "far" / "common.json").parent.mkdir()
    (folder / "far" / "common.json").write_text(
        json.dumps({"it": {"$ref": "more.json#/it"}, "size": size})
    )
    (folder / "far" / "more.json").write_text(json.dumps({"it": {"put": _operation("far")}}))
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {
            "/near": {"$ref": "#/components/pathItems/Near"},
            "/far": {
                "$ref": "far/common.json#/it",
                "parameters": [{"$ref": "far/common.json#/size"}],
            },
        },
        "components": {"pathItems": {"Near": {"get": _operation("near")}}},
    }
    (folder / "spec.json").write_text(json.dumps(document))
    client = use(folder / "spec.json")
    server.respond(lambda _: answer(204, b""))

    client.default.near()
    client.default.far(size=3)

    assert [request.target for request in server.received] == ["/near", "/far?size=3"]


@pytest.mark.parametrize("ref", ["#/paths/~1near", "#/info/title", "#/components/x"])
def test_a_path_item_that_leads_to_none_is_told(ref: str, folder: Path) -> None:
    """A path item that leads back to itself, or to something else, is an error with its place."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/near": {"$ref": ref}},
    }
    (folder / "spec.json").write_text(json.dumps(document))

    done = Done("--spec", folder / "spec.json", "--output", folder / "client")

    assert done.code == 2
    assert "/paths/~1near" in done.err


def test_methods_keep_the_order_of_the_document(use: Use, folder: Path) -> None:
    """Operations of one path come in the order in which they are written."""
    methods = ["post", "trace", "get", "delete", "put"]
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/things": {method: _operation(f"{method}_it") for method in methods}},
    }
    (folder / "spec.json").write_text(json.dumps(document))

    group = type(use(folder / "spec.json").default)

    assert [name for name in vars(group) if name.endswith("_it")] == [
        f"{method}_it" for method in methods
    ]


def test_a_path_item_of_two_paths_has_two_names(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """The operation keeps its name in the first path; in the next its path is part of it."""
    server.respond(lambda _: answer(204, b""))
    shared = {"$ref": "#/components/pathItems/Near"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/near": shared, "/as/near": dict(shared)},
        "components": {"pathItems": {"Near": {"get": _operation("near")}}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document))
    client = use(tmp_path / "spec.json")

    client.default.near()
    client.default.near_as_near()

    assert [request.target for request in server.received] == ["/near", "/as/near"]
