"""A document of some hundred operations: each is generated, called, checked and decoded."""

import datetime as dt
import json
from base64 import b64encode
from collections.abc import Iterator
from types import FunctionType
from typing import Any
from uuid import UUID

import pytest
from attrs import frozen

from tests.generator.cases import generate, import_client
from tests.generator.judge import Judge
from tests.generator.plan import Planned, document
from tests.loopback import LoopbackServer, Responder, response

DOCUMENT, PLAN = document()


@frozen
class Made:
    """The client of the document, and its judge."""

    client: Any
    server: LoopbackServer
    judge: Judge


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Generate the client once."""
    folder = tmp_path_factory.mktemp("conformance")
    (folder / "spec.json").write_text(json.dumps(DOCUMENT))
    generate(folder / "spec.json", folder / "acme")
    made = import_client(folder / "acme").Acme
    with LoopbackServer() as server, made(base_url=server.url) as client:
        yield Made(client, server, Judge(folder / "spec.json"))


def _documented() -> set[str]:
    paths: dict[str, dict[str, Any]] = DOCUMENT["paths"]
    return {operation["operationId"] for item in paths.values() for operation in item.values()}


def _generated(client: object) -> set[str]:
    """Return the names of the operations that a client has, as methods of its resources."""
    return {
        name
        for resource in {each.tag for each in PLAN}
        for name, value in vars(type(getattr(client, resource))).items()
        if isinstance(value, FunctionType)
    }


def _json(value: Any) -> Any:
    """Return what a call returned as JSON, with nothing of the client but its ``to_dict``."""
    match value:
        case list():
            return [_json(item) for item in value]
        case dict():
            return {key: _json(item) for key, item in value.items()}
        case bytes():
            return b64encode(value).decode()
        case dt.date():
            return value.isoformat()
        case UUID():
            return str(value)
    return value.to_dict() if hasattr(value, "to_dict") else value


def _always(message: bytes) -> Responder:
    return lambda _: message


def _unequal(made: Made, each: Planned) -> Iterator[str]:
    """Call an operation once for each response; yield what is not as it should be."""
    for planned in each.responses:
        message = response(planned.status, planned.body, content_type=planned.content_type)
        made.server.respond(_always(message))
        found = getattr(getattr(made.client, each.tag), each.id)(**each.passed)
        wanted = planned.returned
        if (_json(found), type(found) is bytes) != (_json(wanted), type(wanted) is bytes):
            yield f"{each.id} returned {found!r}, not {wanted!r}"
    request = made.server.received[-1]
    if each.pairs is not None:
        if request.query != each.pairs:
            yield f"{each.id} sent {request.query}, not {each.pairs}"
        return
    try:
        read = made.judge.read(request)
    except Exception as error:  # noqa: BLE001 - whatever openapi-core raises
        yield f"{each.id} is not accepted: {error}; {error.__cause__}"
        return
    if each.tag == "bodies" and json.loads(request.body) != each.wire:
        yield f"{each.id} sent {request.body!r}, not {each.wire}"
    seen = read.path | read.query | read.cookie | {k.lower(): v for k, v in read.header.items()}
    if each.tag == "parameters" and seen["value"] not in (each.passed["value"], each.wire):
        yield f"{each.id} was read as {seen['value']!r}, not {each.passed['value']!r}"
    if each.tag == "fields" and read.body != dict(each.passed):
        yield f"{each.id} was read as {read.body}, not {each.passed}"


def test_every_operation_is_generated_called_accepted_and_decoded(made: Made) -> None:
    """As many operations as the document has are generated and called, and nothing is wrong."""
    begun = len(made.server.received)

    wrong = [line for each in PLAN for line in _unequal(made, each)]

    documented, generated = _documented(), _generated(made.client)
    received = made.server.received[begun:]
    called = {(request.method, request.path.split("/")[2]) for request in received}
    counts = (
        f"{len(documented)} operations in the document, {len(generated)} generated, "
        f"{len(called)} called with {len(received)} responses; {len(wrong)} wrong"
    )
    assert not wrong, "\n".join([counts, *wrong])
    assert documented == generated == {name for _, name in called}, counts
    assert len(documented) == len(PLAN) > 300, counts
    assert len(received) == sum(len(each.responses) for each in PLAN), counts


def test_a_response_that_is_not_as_documented_is_noticed(made: Made) -> None:
    """The run above can fail: a wrong response and a wrong request are both found."""
    one = next(each for each in PLAN if each.id == "one_place")
    made.server.respond(lambda _: response(body={"city": "Pisa"}))
    assert _json(made.client.responses.one_place()) != one.responses[0].returned

    made.client.parameters.query_integer(value="seven")
    with pytest.raises(Exception, match="value"):
        made.judge.read(made.server.received[-1])
