"""The document of this project is changed, and its client follows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from tests.generator.cases import ROOT, generate, import_client
from tests.generator.conftest import models_of
from tests.loopback import STREAM, LoopbackServer, response

Spec = dict[str, Any]
SPEC: Spec = yaml.safe_load((ROOT / "spec" / "streams.yaml").read_text())
PATH = "/texml/Accounts/{account_sid}/Calls/{call_sid}/Streams.json"

Changed = Callable[[Callable[[Spec], object]], Any]


@pytest.fixture
def changed(tmp_path: Path, server: LoopbackServer) -> Iterator[Changed]:
    """Change the document, generate, and return the client of the new one."""
    with ExitStack() as clients:

        def make(change: Callable[[Spec], object]) -> Any:
            spec = deepcopy(SPEC)
            change(spec)
            (tmp_path / "streams.yaml").write_text(yaml.safe_dump(spec, sort_keys=False))
            generate(tmp_path / "streams.yaml", tmp_path / "changed")
            package = import_client(tmp_path / "changed")
            client = package.Telnyx(api_key="KEY123", base_url=server.url)
            return clients.enter_context(client)

        yield make


def _fields(spec: Spec) -> Spec:
    fields: Spec = spec["components"]["schemas"]["StartCallStream"]["properties"]
    return fields


def test_a_new_optional_field_is_an_argument(server: LoopbackServer, changed: Changed) -> None:
    """A field that is added to the body can be passed, and need not be."""
    calls = changed(
        lambda spec: _fields(spec).update(MaxDuration={"type": "integer"})
    ).texml.accounts.calls

    calls.streams_json("c", account_sid="a", max_duration=30, track="both_tracks")
    calls.streams_json("c", account_sid="a")

    assert [request.form for request in server.received] == [
        [("Track", "both_tracks"), ("MaxDuration", "30")],
        [],
    ]


def test_a_new_required_field_must_be_passed(server: LoopbackServer, changed: Changed) -> None:
    """A field that becomes required is missed before anything is sent."""

    def require(spec: Spec) -> None:
        spec["paths"][PATH]["post"]["requestBody"]["required"] = True
        spec["components"]["schemas"]["StartCallStream"]["required"] = ["Url"]

    calls = changed(require).texml.accounts.calls

    with pytest.raises(TypeError, match="url"):
        calls.streams_json("c", account_sid="a")

    assert server.received == []


def test_a_new_value_belongs_to_its_enum(server: LoopbackServer, changed: Changed) -> None:
    """A value that is added to an enum is one of its literals, is documented, and is sent."""
    client = changed(
        lambda spec: spec["components"]["schemas"]["BidirectionalCodec"]["enum"].append("OPUS")
    )
    calls = client.texml.accounts.calls

    calls.streams_json("c", account_sid="a", bidirectional_codec="OPUS")

    assert get_args(models_of(client).BidirectionalCodec) == ("PCMU", "PCMA", "G722", "OPUS")
    assert "``OPUS``" in calls.streams_json.__doc__
    assert server.received[0].form == [("BidirectionalCodec", "OPUS")]


def test_a_removed_field_is_no_argument(server: LoopbackServer, changed: Changed) -> None:
    """A field that is removed is refused as an argument; the others work as before."""
    calls = changed(lambda spec: _fields(spec).pop("Name")).texml.accounts.calls

    with pytest.raises(TypeError, match="'name'"):
        calls.streams_json("c", account_sid="a", name="My stream")
    calls.streams_json("c", account_sid="a", url="wss://example.com")

    assert [request.form for request in server.received] == [[("Url", "wss://example.com")]]


def test_a_removed_member_of_a_response_stays_in_raw(
    server: LoopbackServer, changed: Changed
) -> None:
    """A member that is no longer documented is in ``raw``, and written back."""
    client = changed(
        lambda spec: spec["components"]["schemas"]["CallStream"]["properties"].pop("sid")
    )
    server.respond(lambda _: response())

    stream = client.texml.accounts.calls.streams_json("c", account_sid="a")

    assert not hasattr(stream, "sid")
    assert stream.raw["sid"] == stream.to_dict()["sid"] == STREAM["sid"]


def test_a_renamed_schema_is_a_renamed_model(server: LoopbackServer, changed: Changed) -> None:
    """Models carry the new name of their component, and nothing carries the old one."""

    def rename(spec: Spec) -> None:
        text = yaml.safe_dump(spec, sort_keys=False)
        spec.update(yaml.safe_load(text.replace("CallStream", "MediaStream")))
        for old in ("StartCallStream", "CallStream"):
            spec["components"]["schemas"].pop(old, None)

    client = changed(rename)

    stream = client.texml.accounts.calls.streams_json("c", account_sid="a")

    models = models_of(client)
    assert type(stream) is models.MediaStream
    assert stream.sid == STREAM["sid"]
    assert not hasattr(models, "CallStream")
    assert server.received[0].path == "/texml/Accounts/a/Calls/c/Streams.json"


def test_a_second_operation_is_found_beside_the_first(
    server: LoopbackServer, changed: Changed
) -> None:
    """An operation of the same shape that is added is called with fields of its own."""

    def add(spec: Spec) -> None:
        first = spec["paths"][PATH]
        second = deepcopy(first)
        second["post"] |= {
            "operationId": "UpdateTeXMLCallStreaming",
            "x-sdk-group": ["texml", "accounts", "calls", "streams"],
            "x-sdk-method": "streaming_sid_json",
        }
        second["parameters"].append(
            {"name": "streaming_sid", "in": "path", "required": True, "schema": {"type": "string"}}
        )
        status = {"type": "string", "enum": ["stopped"]}
        second["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"] = {
            "schema": {"type": "object", "properties": {"Status": status}}
        }
        spec["paths"][PATH.replace(".json", "/{streaming_sid}.json")] = second

    calls = changed(add).texml.accounts.calls

    calls.streams_json("c", account_sid="a", track="both_tracks")
    calls.streams.streaming_sid_json("s", account_sid="a", call_sid="c", status="stopped")

    assert [(request.path, request.form) for request in server.received] == [
        ("/texml/Accounts/a/Calls/c/Streams.json", [("Track", "both_tracks")]),
        ("/texml/Accounts/a/Calls/c/Streams/s.json", [("Status", "stopped")]),
    ]


def test_a_new_version_shows_in_the_user_agent(server: LoopbackServer, changed: Changed) -> None:
    """The version of the document is that of the client, and the package names itself."""
    client = changed(lambda spec: spec["info"].update(version="2.0.0"))

    client.texml.accounts.calls.streams_json("c", account_sid="a")

    assert server.received[0].headers["user-agent"].startswith("changed/2.0.0 ")
