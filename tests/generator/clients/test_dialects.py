"""What OpenAPI 3.1 says in its own way, and what real documents say against the letter of 3.0."""

import datetime as dt
import json
from base64 import b64encode
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, answer

THING = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
REF = {"$ref": "#/components/schemas/Thing"}


class Reading:
    """Gives what a call makes of an answer, by the schema of that."""

    def __init__(self, use: Use, server: LoopbackServer, folder: Path) -> None:
        """Read nothing yet."""
        self._use, self._server, self._folder = use, server, folder
        self.client: Any = None
        """The client that read last."""

    def __call__(self, schema: Any, body: Any, version: Any = "3.1.0", **schemas: Any) -> Any:
        """Generate a client of the schema, and let it read an answer."""
        content = {"application/json": {"schema": schema}}
        responses = {"200": {"description": "Done.", "content": content}}
        document = {
            "openapi": version,
            "info": {"title": "Acme", "version": "1"},
            "paths": {"/things": {"get": {"operationId": "find", "responses": responses}}},
            "components": {"schemas": {"Thing": THING, **schemas}},
        }
        (self._folder / "spec.json").write_text(json.dumps(document))
        self._server.respond(lambda _: answer(body=body))
        self.client = self._use(self._folder / "spec.json")
        return self.client.default.find()


@pytest.fixture
def read(use: Use, server: LoopbackServer, tmp_path: Path) -> Reading:
    """Read answers with clients that are made for them."""
    return Reading(use, server, tmp_path)


def test_a_string_in_base64_is_bytes(read: Reading) -> None:
    """``contentEncoding: base64`` is the ``format: byte`` of OpenAPI 3.1."""
    schema = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}

    assert read(schema, b64encode(b"\x89PNG").decode()) == b"\x89PNG"


@pytest.mark.parametrize("said", [{"contentEncoding": "quoted-printable"}, {"format": "email"}])
def test_what_else_a_string_holds_stays_a_string(said: dict[str, str], read: Reading) -> None:
    """Encodings and formats that have no type in Python are left to the caller."""
    assert read({"type": "string", **said}, "a=20b") == "a=20b"


@pytest.mark.parametrize("rest", [{"items": False}, {"items": {"type": "boolean"}}])
def test_items_with_a_place_of_their_own_are_read_each(rest: dict[str, Any], read: Reading) -> None:
    """``prefixItems`` makes a list of the several types."""
    schema = {"type": "array", "prefixItems": [REF, {"type": "string"}], **rest}

    first, second, *others = read(schema, [{"size": 1}, "x", *([True] if rest["items"] else [])])

    assert (first.size, second, others) == (1, "x", [True] if rest["items"] else [])


def test_values_of_several_types_are_one_value_set(read: Reading) -> None:
    """A list of types beside ``enum`` does not make a value set for each."""
    assert read({"type": ["string", "integer", "null"], "enum": ["a", 1, None]}, 1) == 1

    models = models_of(read.client)
    [name] = set(models.__all__) - {"Thing"}
    assert get_args(getattr(models, name)) == ("a", 1)


def test_an_object_or_a_string_has_its_members(read: Reading) -> None:
    """A type among others keeps what is said about it."""
    schema = {**THING, "type": ["string", "object"]}

    assert read(schema, "plain") == "plain"
    assert read(schema, {"size": 3}).size == 3


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_nullable_beside_a_reference_is_heard(version: str, read: Reading) -> None:
    """OpenAPI 3.0 ignores what stands beside a reference; who writes this means it."""
    member = {**REF, "nullable": True, "description": "Perhaps."}
    schema = {"type": "object", "required": ["part"], "properties": {"part": member}}

    assert read(schema, {"part": None}, version).part is None
    assert read(schema, {"part": {"size": 1}}, version).part.size == 1


def test_members_beside_a_reference_are_joined_with_it(read: Reading) -> None:
    """OpenAPI 3.1 lets keywords stand beside a reference; both hold."""
    schema = {**REF, "properties": {"name": {"type": "string"}}, "required": ["name"]}

    thing = read(schema, {"size": 2, "name": "n"})

    assert (thing.size, thing.name) == (2, "n")


def test_a_broken_keyword_beside_a_reference_is_told(read: Reading) -> None:
    """What stands beside a reference is checked like any schema."""
    with pytest.raises(AssertionError, match="'properties' beside \\$ref"):
        read({**REF, "properties": 7}, {})


@pytest.mark.parametrize("ref", ["#/components/schemas/A%20%7Bb%7D~1c", "#/components/schemas/2D"])
def test_a_reference_is_a_uri(ref: str, read: Reading) -> None:
    """Names in references may be percent-encoded; a class that refers to itself finds itself."""
    tree = {"type": "object", "properties": {"next": {"$ref": ref}, "size": {"type": "integer"}}}

    found = read({"$ref": ref}, {"next": {"size": 1}}, **{"A {b}/c": tree, "2D": tree})

    assert found.next.size == 1


def test_what_is_written_only_need_not_be_in_an_answer(read: Reading) -> None:
    """A password that requests must have is no part of the answer to them."""
    properties = {"name": {"type": "string"}, "password": {"type": "string", "writeOnly": True}}
    schema = {"type": "object", "required": ["name", "password"], "properties": properties}

    user = read(schema, {"name": "n"})

    assert (user.name, user.password) == ("n", None)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_nullable_all_of_keeps_what_stands_beside_it(version: str, read: Reading) -> None:
    """Parts, and members beside them, are all there; null is one more value."""
    part = {"allOf": [REF, {"properties": {"colour": {"type": "string"}}}], "nullable": True}
    schema = {"properties": {"part": {**part, "properties": {"name": {"type": "string"}}}}}

    found = read({"type": "object", **schema}, {"part": {"size": 1, "colour": "c", "name": "n"}})
    assert (found.part.size, found.part.colour, found.part.name) == (1, "c", "n")
    assert read({"type": "object", **schema}, {"part": None}, version).part is None


def test_a_discriminator_tells_objects_from_each_other_among_others(read: Reading) -> None:
    """Variants that are no objects do not keep the discriminator from telling those that are."""
    kind = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    refs = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
    schema = {"anyOf": [*refs, {"type": "string"}], "discriminator": {"propertyName": "kind"}}

    dog = read(schema, {"kind": "Dog"}, Cat=kind, Dog=kind)

    assert type(dog).__name__ == "Dog"
    assert read(schema, "plain", Cat=kind, Dog=kind) == "plain"


def test_variants_have_the_type_that_is_said_above_them(read: Reading) -> None:
    """A type beside ``anyOf`` holds for each variant that says none."""
    schema = {"type": "string", "anyOf": [{"format": "date"}, {"enum": ["always"]}]}

    assert read(schema, "always") == "always"
    assert read(schema, "2020-02-29") == dt.date(2020, 2, 29)


def test_versions_of_one_media_type_are_told_apart_by_what_they_hold(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """Servers need not repeat the parameters of a media type; either schema is read."""
    one = {"application/json; version=1": {"schema": THING}}
    two = {"application/json; version=2": {"schema": {"type": "array", "items": THING}}}
    responses = {"200": {"description": "Done.", "content": {**one, **two}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/things": {"get": {"operationId": "find", "responses": responses}}},
    }
    (tmp_path / "spec.json").write_text(json.dumps(document))
    client = use(tmp_path / "spec.json")

    server.respond(lambda _: answer(body={"size": 1}))
    assert client.default.find().size == 1
    server.respond(lambda _: answer(body=[{"size": 2}]))
    assert [thing.size for thing in client.default.find()] == [2]


def _with(name: str) -> dict[str, Any]:
    return {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [_with("a"), _with("b")], "anyOf": [_with("c"), _with("d")]},
        {
            "allOf": [
                {"oneOf": [_with("a"), _with("b")]},
                {"oneOf": [_with("c"), _with("d")]},
                REF,
            ]
        },
    ],
)
def test_two_choices_at_once_are_both_made(schema: dict[str, Any], read: Reading) -> None:
    """Members of a variant of each list are there."""
    sent = {"size": 1, "b": "x", "d": "y"}

    found = read(schema, sent)

    assert (found.b, found.d, found.to_dict()) == ("x", "y", sent)


def test_paths_are_told_apart_by_what_is_no_path(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """A query in a path is sent before others; a fragment never is, as nowhere in HTTP."""
    done = {"200": {"description": "Done."}}
    size = {"name": "size", "in": "query", "schema": {"type": "integer"}}
    operations = {
        "/things?kind=a": {"operationId": "find_a", "parameters": [size], "responses": done},
        "/things?kind=b": {"operationId": "find_b", "responses": done},
        "/things#kind=c": {"operationId": "find_c", "responses": done},
    }
    paths = {path: {"get": operation} for path, operation in operations.items()}
    info = {"title": "Acme", "version": "1"}
    (tmp_path / "spec.json").write_text(
        json.dumps({"openapi": "3.0.3", "info": info, "paths": paths})
    )
    client = use(tmp_path / "spec.json").default

    client.find_a(size=1)
    client.find_b(extra_query={"more": "&"})
    client.find_c()

    assert [request.target for request in server.received] == [
        "/things?kind=a&size=1",
        "/things?kind=b&more=%26",
        "/things",
    ]
