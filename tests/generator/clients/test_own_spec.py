"""The hand-written fragment is valid and complete, and its client follows it."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
import yaml
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from openapi_spec_validator import validate

from generated_client import Telnyx
from tests.generator.cases import ROOT
from tests.loopback import LoopbackServer, Received, response

Spec = dict[str, Any]
SPEC: Spec = yaml.safe_load((ROOT / "spec" / "streams.yaml").read_text())
START = "/texml/Accounts/{account_sid}/Calls/{call_sid}/Streams.json"
FORM = "application/x-www-form-urlencoded"

ACCOUNT_SID = "61bf923e-5e4d-4595-a110-56190ea18a1b"
CALL_SID = "v3:KBnLO0ZK3DhKM5s7bE9VluaSmKsOchKht_fUYvxcp8ysbmzCCtpkmA"
# The reference page of the operation: for each field its values, default and example.
FIELDS = {
    "Url": ([], None, "wss://www.example.com/websocket"),
    "Track": (["inbound_track", "outbound_track", "both_tracks"], "inbound_track", "both_tracks"),
    "Name": ([], None, "My stream"),
    "BidirectionalMode": (["mp3", "rtp"], "mp3", "rtp"),
    "BidirectionalCodec": (["PCMU", "PCMA", "G722"], "PCMU", "G722"),
    "StatusCallback": ([], None, "http://webhook.com/callback"),
    "StatusCallbackMethod": (["GET", "POST"], "POST", "GET"),
}
RESPONSE = {
    "account_sid": ACCOUNT_SID,
    "call_sid": CALL_SID,
    "sid": "e9cea0be-7dbd-4b98-98b1-c0089d9d43b0",
    "name": "My stream",
    "status": "in-progress",
    "date_updated": "2023-08-11T19:12:11Z",
    "uri": f"/v2/texml/Accounts/{ACCOUNT_SID}/Calls/{CALL_SID}"
    "/Streams/b08f0fa1-a32c-4218-b3b5-9cf78941ccac.json",
}


def _resolved(node: Spec) -> Spec:
    """Follow a reference; what stands beside it wins."""
    if "$ref" not in node:
        return node
    target: Spec = SPEC
    for step in node["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return _resolved(target) | {key: value for key, value in node.items() if key != "$ref"}


def _start() -> Spec:
    operation: Spec = SPEC["paths"][START]["post"]
    return operation


def _form_fields(operation: Spec) -> dict[str, Spec]:
    schema = _resolved(operation["requestBody"]["content"][FORM]["schema"])
    return {name: _resolved(field) for name, field in schema["properties"].items()}


def test_the_fragment_is_valid() -> None:
    """An independent validator accepts the document as OpenAPI 3.1."""
    validate(SPEC)


def test_the_fragment_is_self_contained() -> None:
    """Every reference stays inside the document."""
    references = re.findall(r"\$ref'?: *'?([^\s']+)", yaml.safe_dump(SPEC))

    assert references
    assert [found for found in references if not found.startswith("#/components/")] == []


def _described() -> Iterator[tuple[str, Spec]]:
    """Yield every schema, property and parameter with its location."""
    for name, schema in SPEC["components"]["schemas"].items():
        yield f"schemas/{name}", schema
        for key, member in schema.get("properties", {}).items():
            yield f"schemas/{name}/{key}", member
    for name, parameter in SPEC["components"]["parameters"].items():
        yield f"parameters/{name}", parameter
    for path, item in SPEC["paths"].items():
        operations = (part for part in item.values() if isinstance(part, dict))
        for holder in (item, *operations):
            for index, parameter in enumerate(holder.get("parameters", [])):
                yield f"{path}/parameters/{index}", _resolved(parameter)


@pytest.mark.parametrize(("place", "node"), list(_described()), ids=lambda value: str(value)[:80])
def test_everything_is_described(place: str, node: Spec) -> None:
    """Each schema, property and parameter has a description, of whole sentences."""
    text = node.get("description", "")

    assert re.fullmatch(r"[A-Z`].*[^.]\.", text, re.DOTALL), f"{place}: {text!r}"


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_as_on_the_reference_page(name: str) -> None:
    """Each body field has the values, the default and the example of the reference page."""
    field = _form_fields(_start())[name]

    found = (field.get("enum", []), field.get("default"), field.get("example"))
    assert found == FIELDS[name]
    assert field["type"] == "string"


def test_the_body_is_as_on_the_reference_page() -> None:
    """The body is a form with these fields and no other, and all of them are optional."""
    body = _start()["requestBody"]

    assert list(body["content"]) == [FORM]
    assert _form_fields(_start()).keys() == FIELDS.keys()
    assert "required" not in _resolved(body["content"][FORM]["schema"])
    assert not body.get("required")


def test_address_and_key_are_as_on_the_reference_page() -> None:
    """The operation is a POST under version 2 of the API, with a bearer key and two path ids."""
    item = SPEC["paths"][START]
    parameters = [_resolved(parameter) for parameter in item["parameters"]]

    assert SPEC["servers"][0]["url"] == "https://api.telnyx.com/v2"
    assert [scheme for either in SPEC["security"] for scheme in either] == ["bearerAuth"]
    assert SPEC["components"]["securitySchemes"]["bearerAuth"].items() >= {
        ("type", "http"),
        ("scheme", "bearer"),
    }
    assert [
        (parameter["name"], parameter["in"], parameter["required"], parameter["example"])
        for parameter in parameters
    ] == [("account_sid", "path", True, ACCOUNT_SID), ("call_sid", "path", True, CALL_SID)]


def test_the_example_response_is_that_of_the_reference_page() -> None:
    """The response's example, and the example of each of its members, are those of the page."""
    content = _start()["responses"]["200"]["content"]["application/json"]
    members = _resolved(content["schema"])["properties"]

    assert content["example"] == RESPONSE
    assert {name: member["example"] for name, member in members.items()} == RESPONSE
    assert "in-progress" in _resolved(members["status"])["enum"]
    assert members["date_updated"]["format"] == "date-time"


def test_the_errors_that_callers_meet_are_documented() -> None:
    """The responses include the documented 404 with its example, and the other usual errors."""
    responses = _start()["responses"]

    assert list(responses) == ["200", "400", "401", "403", "404", "422", "429", "default"]
    example = _resolved(responses["404"])["content"]["application/json"]["example"]
    assert example == {"errors": [{"detail": "Resource not found"}]}


JUDGE = OpenAPI.from_dict(cast("Any", SPEC))


def _as_seen(request: Received) -> MockRequest:
    """Return what arrived at the server in the form that openapi-core reads."""
    return MockRequest(
        "https://api.telnyx.com",
        request.method.lower(),
        request.path,
        headers=request.headers,
        data=request.body,
        content_type=request.headers["content-type"],
    )


def test_openapi_core_accepts_request_and_response(server: LoopbackServer) -> None:
    """What openapi-core reads out of the request is what was passed; the response is valid, too."""
    content = json.dumps(RESPONSE).encode()
    server.respond(lambda _: response(body=RESPONSE))

    with Telnyx(api_key="KEY123", base_url=f"{server.url}/v2") as client:
        stream = client.texml.accounts.calls.streams_json(
            CALL_SID,
            account_sid=ACCOUNT_SID,
            url="wss://example.com/a?b=c&d=%20+ä",
            track="both_tracks",
            bidirectional_mode="rtp",
            bidirectional_codec="G722",
            name="My stream",
            status_callback="http://webhook.com/callback",
            status_callback_method="GET",
        )

    request = _as_seen(server.received[0])
    read = JUDGE.unmarshal_request(request)
    assert read.parameters.path == {"account_sid": ACCOUNT_SID, "call_sid": CALL_SID}
    assert read.security == {"bearerAuth": "KEY123"}
    assert read.body == {
        "Url": "wss://example.com/a?b=c&d=%20+ä",
        "Track": "both_tracks",
        "BidirectionalMode": "rtp",
        "BidirectionalCodec": "G722",
        "Name": "My stream",
        "StatusCallback": "http://webhook.com/callback",
        "StatusCallbackMethod": "GET",
    }
    JUDGE.validate_response(request, MockResponse(content))
    assert stream.to_dict() | {"date_updated": RESPONSE["date_updated"]} == RESPONSE


def test_openapi_core_can_refuse(server: LoopbackServer) -> None:
    """The check above can fail: a value that is not documented is refused."""
    with Telnyx(api_key="KEY123", base_url=f"{server.url}/v2") as client:
        client.texml.accounts.calls.streams_json(
            CALL_SID, account_sid=ACCOUNT_SID, extra_body={"Track": "no_track"}
        )

    with pytest.raises(Exception, match="body"):
        JUDGE.validate_request(_as_seen(server.received[0]))
