"""Callbacks, webhooks and messages: what the API sends to the servers of its users."""

from typing import Any

import pytest

from generator.ir.events import Alias, Event, Messages, Tag
from generator.ir.types import Model, ModelRef, Scalar, Union
from tests.generator.lower.documents import Json, Lowered, errors, lowered, operation

DONE = {"204": {"description": "Done."}}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
URL = "{$request.body#/url}"


def _thing(kind: str | None = None) -> Json:
    tag = {"kind": {"const": kind}} if kind else {}
    return {"type": "object", "properties": {**tag, "size": {"type": "integer"}}}


def _receives(schema: Json, media_type: str = JSON, **members: object) -> Json:
    body = {"content": {media_type: {"schema": schema}}}
    return {"requestBody": body, "responses": DONE, **members}


def _callback(received: Json, method: str = "post") -> Json:
    return operation("post", callbacks={"done": {URL: {method: received}}})


def _webhooks(**received: Json) -> Json:
    return {"webhooks": {name: {"post": each} for name, each in received.items()}}


def _event(document: Json) -> Event:
    [found] = lowered(document).api.events
    assert isinstance(found, Event)
    return found


def _model(found: Lowered, of: object) -> Model:
    assert isinstance(of, ModelRef)
    return found.api.model(of.at)


def test_a_callback_is_an_event() -> None:
    """It is called as its operationId says, and has the type of its body."""
    received = _receives(_thing(), operationId="ThingDone", summary="Done.", description="So.")

    found = _event(_callback(received))

    assert (found.id, found.summary, found.description) == ("ThingDone", "Done.", "So.")
    assert isinstance(found.type, ModelRef)
    assert (found.format, found.lists, found.signature, found.tag) == ("json", (), None, None)
    assert str(found.at) == f"/paths/~1things/post/callbacks/done/{URL.replace('/', '~1')}/post"


def test_a_webhook_is_an_event() -> None:
    """Without an operationId it is called as its key."""
    assert _event(_webhooks(thingDone=_receives({"type": "string"}))).id == "thingDone"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_callbacks_without_an_id_are_called_after_their_operation(version: str) -> None:
    """OpenAPI 3.0 has callbacks too."""
    item = {"post": _receives(_thing()), "put": _receives(_thing())}
    document = operation("post", operationId="go", callbacks={"done": {URL: item}})

    found = lowered({**document, "openapi": version}).api.events

    assert [event.id for event in found] == ["go done post", "go done put"]


def test_a_callback_that_operations_share_is_one_event() -> None:
    """It is a component, or a path item that several webhooks refer to."""
    reference = {"done": {"$ref": "#/components/callbacks/Done"}}
    document = operation("post", callbacks=reference)
    document["paths"]["/others"] = document["paths"]["/things"]
    components = {
        "callbacks": {"Done": {URL: {"post": _receives(_thing(), operationId="done")}}},
        "pathItems": {"Ping": {"post": _receives(_thing(), operationId="ping")}},
    }
    item = {"$ref": "#/components/pathItems/Ping"}

    found = lowered({**document, "components": components, "webhooks": {"a": item, "b": item}})

    assert [event.id for event in found.api.events] == ["done", "ping"]


def test_a_form_says_which_of_its_fields_are_lists() -> None:
    """Its text does not."""
    tags = {"type": "array", "items": {"type": "string"}}
    schema = {"type": "object", "properties": {"tags": tags, "size": {"type": "integer"}}}

    found = _event(_callback(_receives(schema, f"{FORM}; charset=utf-8")))

    assert (found.format, found.lists) == ("form", ("tags",))


def test_a_body_that_may_be_json_or_a_form_is_parsed_as_either() -> None:
    """The parser of forms accepts JSON."""
    received = _receives(_thing())
    received["requestBody"]["content"][FORM] = {"schema": _thing()}

    assert _event(_callback(received)).format == "form"


def test_a_query_is_a_model_of_its_parameters() -> None:
    """GET has no body; header parameters are no part of it."""
    parameters = [
        {"name": "id", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "X-Key", "in": "header", "schema": {"type": "string"}},
        {"name": "n", "in": "query", "x-sdk-name": "size", "schema": {"type": "integer"}},
    ]
    received = {"operationId": "seen", "parameters": parameters, "responses": DONE}
    found = lowered(_callback(received, "get"))
    [event] = found.api.events

    assert isinstance(event, Event)
    model = _model(found, event.type)
    assert event.format == "form"
    assert [(each.wire_name, each.required) for each in model.properties] == [
        ("id", True),
        ("n", False),
    ]
    assert model.properties[1].sdk_name == "size"


def test_an_object_that_is_exploded_into_the_query_is_the_type_of_the_query() -> None:
    """Its members are the pairs."""
    whole = {"name": "all", "in": "query", "schema": {"$ref": "#/components/schemas/Thing"}}
    document = _callback({"parameters": [whole], "responses": DONE}, "get")

    found = _event({**document, "components": {"schemas": {"Thing": _thing()}}})

    assert isinstance(found.type, ModelRef)
    assert found.type.at.last == "Thing"


@pytest.mark.parametrize(
    ("received", "message"),
    [
        ({"responses": DONE}, "has neither a body nor a query: there is nothing to parse"),
        (
            _receives({"type": "string"}, "text/xml"),
            "text/xml: only JSON and forms are parsed",
        ),
    ],
)
def test_what_cannot_be_parsed_is_warned_of(received: Json, message: str) -> None:
    """The rest of the client is generated."""
    found = lowered(_callback(received))

    assert found.api.events == ()
    [warning] = found.warnings
    assert warning.endswith(f": {message}")


def test_callbacks_of_callbacks_are_warned_of() -> None:
    """Nobody could say where they arrive."""
    received = _receives(_thing(), callbacks={"more": {URL: {"post": _receives(_thing())}}})

    [warning] = lowered(_callback(received)).warnings

    assert warning.endswith("/callbacks: callbacks of callbacks are not generated")


def test_extensions_beside_callbacks_are_no_callbacks() -> None:
    """Neither are those beside the operations of one."""
    item = {"post": _receives(_thing(), operationId="done"), "x-a": {"post": 1}}
    document = operation("post", callbacks={"done": {URL: item, "x-b": {"post": 1}}})

    assert [event.id for event in lowered(document).api.events] == ["done"]


def test_webhooks_that_a_member_tells_apart_are_one_event_too() -> None:
    """They usually have one address."""
    found = lowered(_webhooks(a=_receives(_thing("a")), b=_receives(_thing("b"))))
    *events, together = found.api.events

    assert isinstance(together, Event)
    assert (together.id, str(together.at)) == ("webhooks", "/webhooks")
    assert isinstance(together.type, Alias)
    types = tuple(event.type for event in events if isinstance(event, Event))
    assert together.type.type == Union(types)  # type: ignore[arg-type] # they are no aliases
    assert together.tag == Tag(("kind",), tuple(zip("ab", types, strict=True)))  # type: ignore[arg-type] # the same
    assert found.api.aliases == [together.type]


def test_callbacks_to_one_address_are_one_event_too() -> None:
    """The member may be inside of another one; those to other addresses are no part of it."""

    def nested(kind: str) -> Json:
        return _receives({"type": "object", "properties": {"data": _thing(kind)}})

    callbacks = {
        "a": {URL: {"post": nested("a")}},
        "b": {URL: {"post": nested("b")}},
        "c": {"{$request.body#/other}": {"post": nested("c")}},
    }
    *_, together = lowered(operation("post", operationId="go", callbacks=callbacks)).api.events

    assert isinstance(together, Event)
    assert together.id == "go callbacks"
    assert together.tag is not None
    assert together.tag.path == ("data", "kind")
    assert [value for value, _ in together.tag.mapping] == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (_receives(_thing()), _receives(_thing()), "no member tells them apart"),
        (_receives(_thing("a")), _receives(_thing("a")), "no member tells them apart"),
        (_receives(_thing("a")), _receives({"type": "string"}), "no member tells them apart"),
        (
            _receives(_thing("a")),
            _receives(_thing("b"), FORM),
            "they are not signed or written alike",
        ),
    ],
)
def test_webhooks_that_nothing_tells_apart_are_parsed_by_their_names(
    first: Json, second: Json, why: str
) -> None:
    """A note says so: a model of another webhook would be a wrong one."""
    found = lowered(_webhooks(a=first, b=second))

    assert [event.id for event in found.api.events] == ["a", "b"]
    [note] = found.diagnostics.of("note")
    assert note.message == f"are parsed one by one only: {why}"


def test_a_body_with_a_discriminator_has_its_tag() -> None:
    """The values that members allow go before the names of schemas."""
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in ("A", "B")]
    either = {"oneOf": refs, "discriminator": {"propertyName": "kind"}}
    document = _callback(_receives(either))
    schemas = {"A": _thing("a"), "B": _thing("b")}

    found = _event({**document, "components": {"schemas": schemas}})

    assert found.tag is not None
    assert [value for value, _ in found.tag.mapping] == ["a", "b"]
    plain = _event({**document, "components": {"schemas": dict.fromkeys("AB", _thing())}})
    assert plain.tag is not None
    assert [value for value, _ in plain.tag.mapping] == ["A", "B"]


def _socket(messages: object, **schemas: Any) -> Json:
    received = {"operationId": "Media", "x-sdk-messages": messages, "responses": DONE}
    return {**_callback(received, "get"), "components": {"schemas": schemas}}


EITHER = {
    "description": "What arrives.",
    "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
    "discriminator": {"propertyName": "kind"},
}
REF = {"$ref": "#/components/schemas/Either"}
THING = {"$ref": "#/components/schemas/A"}
SCHEMAS = {"A": _thing("a"), "B": _thing("b"), "Either": EITHER}


def test_messages_of_a_socket_are_described_on_the_callback_that_opens_it() -> None:
    """What is received has a discriminator; what is sent may have one type."""
    found = lowered(_socket({"receive": REF, "send": THING}, **SCHEMAS))
    [messages] = found.api.events

    assert isinstance(messages, Messages)
    assert messages.id == "Media"
    assert (messages.receive.at.last, messages.receive.docs.text) == ("Either", "What arrives.")
    assert messages.tag.path == ("kind",)
    assert messages.send is not None
    assert isinstance(messages.send.type, ModelRef)
    assert found.api.aliases == [messages.receive]
    assert found.warnings == []
    assert found.api.unused == ()


def test_a_socket_may_be_for_listening_alone() -> None:
    """Then there is nothing to send."""
    [messages] = lowered(_socket({"receive": EITHER}, **SCHEMAS)).api.events

    assert isinstance(messages, Messages)
    assert messages.send is None
    assert messages.receive.hint.parts == ("Media", "Received")


@pytest.mark.parametrize(
    ("messages", "at", "message"),
    [
        ({"send": THING}, "", "needs `receive`: the schema of what arrives at the socket"),
        ({"receive": REF, "sent": THING}, "/sent", "is not known; there are receive and send"),
        (
            {"receive": THING},
            "/receive",
            "needs `oneOf` with a discriminator: nothing else tells messages apart",
        ),
        (
            {"receive": {"oneOf": [_thing(), {"type": "string"}]}},
            "/receive",
            "needs `oneOf` with a discriminator: nothing else tells messages apart",
        ),
        ({"receive": 5}, "/receive", "must be a Schema Object, not 5"),
        (5, "", "must be an object of Schema Objects, not 5"),
        (
            {"receive": {"$ref": "#/components/schemas/C"}},
            "/receive/$ref",
            "'#/components/schemas/C' leads nowhere",
        ),
    ],
)
def test_messages_that_cannot_be_told_apart_are_an_error(
    messages: object, at: str, message: str
) -> None:
    """A message would be decoded as one of another type."""
    error, *_ = errors(_socket(messages, **SCHEMAS))

    assert error.endswith(f"/get/x-sdk-messages{at}: {message}")


def test_the_type_of_a_body_without_schema_is_any() -> None:
    """Its JSON is returned as it is."""
    received = {"requestBody": {"content": {JSON: {}}}, "responses": DONE}

    assert _event(_callback(received)).type == Scalar.ANY


def test_a_mistake_in_one_event_is_an_error() -> None:
    """It is located, as one in an operation would be."""
    received = _receives({"type": "object", "properties": {"a": {"x-sdk-name": 5}}})

    [error] = errors(_webhooks(a=received))

    assert error.startswith("/webhooks/a/post/requestBody/content/application~1json/schema/")
