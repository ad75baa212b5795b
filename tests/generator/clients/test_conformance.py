"""A document of some hundred operations: each is generated, called, judged and decoded."""

import datetime as dt
import json
from base64 import b64encode
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from attrs import frozen

from tests.generator.cases import generate, import_client
from tests.generator.judge import Judge
from tests.generator.plan import Planned, document
from tests.loopback import LoopbackServer, Responder, answer

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
    """Name the operations that the modules of a client have, as methods on their groups."""
    package = type(client).__module__.rpartition(".")[0]
    method = import_module("._runtime.resources", package).Method
    return {
        name
        for group in {each.tag for each in PLAN}
        for name, value in vars(type(getattr(client, group)).__mro__[1]).items()
        if isinstance(value, method)
    }


def _json(value: Any) -> Any:
    """Write what a call gave as JSON, without any help of the client but its ``to_dict``."""
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


def _saying(message: bytes) -> Responder:
    return lambda _: message


def _unequal(made: Made, each: Planned) -> Iterator[str]:
    """Call an operation once for each answer; tell what is not as it should be."""
    for said in each.said:
        message = answer(said.status, said.body, content_type=said.content_type)
        made.server.respond(_saying(message))
        found = getattr(getattr(made.client, each.tag), each.id)(**each.passed)
        if (_json(found), type(found) is bytes) != (_json(said.given), type(said.given) is bytes):
            yield f"{each.id} gave {found!r}, not {said.given!r}"
    request = made.server.received[-1]
    if each.pairs is not None:
        if request.query != each.pairs:
            yield f"{each.id} sent {request.query}, not {each.pairs}"
        return
    try:
        read = made.judge.read(request)
    except Exception as error:  # noqa: BLE001 - whatever the judge has to say
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
        f"{len(called)} called with {len(received)} answers; {len(wrong)} wrong"
    )
    assert not wrong, "\n".join([counts, *wrong])
    assert documented == generated == {name for _, name in called}, counts
    assert len(documented) == len(PLAN) > 300, counts
    assert len(received) == sum(len(each.said) for each in PLAN), counts


def test_an_answer_that_is_not_as_documented_is_noticed(made: Made) -> None:
    """The run above can fail: a wrong answer and a wrong request are both told."""
    one = next(each for each in PLAN if each.id == "one_place")
    made.server.respond(lambda _: answer(body={"city": "Pisa"}))
    assert _json(made.client.answers.one_place()) != one.said[0].given

    made.client.parameters.query_integer(value="seven")
    with pytest.raises(Exception, match="value"):
        made.judge.read(made.server.received[-1])
