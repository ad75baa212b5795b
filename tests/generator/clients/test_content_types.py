"""Operations that accept several content types: `content_types`."""

import json
from io import BytesIO
from typing import Any

import pytest

from tests.generator.cases import spec_of
from tests.generator.conftest import Use
from tests.generator.judge import Judge
from tests.loopback import LoopbackServer, response


@pytest.fixture
def audio(server: LoopbackServer, use: Use) -> Any:
    """Return the resource, connected to a server that returns no content."""
    server.respond(lambda _: response(204, b""))
    return use("content_types").audio


def _sent(server: LoopbackServer) -> tuple[str, Any]:
    request = server.received[-1]
    content_type = request.headers["content-type"].partition(";")[0]
    return content_type, Judge(spec_of("content_types")).read(request).body


def test_fields_that_json_has_are_sent_as_json(server: LoopbackServer, audio: Any) -> None:
    """JSON is preferred where it can carry what is passed."""
    audio.transcribe(model="m", url="https://a.example/b", options={"language": "it"}, prompt=None)

    body = {"model": "m", "url": "https://a.example/b", "options": {"language": "it"}}
    assert _sent(server) == ("application/json", {**body, "prompt": None})


def test_a_file_is_sent_in_parts(server: LoopbackServer, audio: Any) -> None:
    """A field that only multipart has decides."""
    audio.transcribe(model="m", file=b"RIFF", options={"language": "it"})

    body = {"model": "m", "file": b"RIFF", "options": {"language": "it"}}
    assert _sent(server) == ("multipart/form-data", body)


@pytest.mark.parametrize("picture", [b"PNG", BytesIO(b"PNG"), ("a.png", b"PNG", "image/png")])
def test_a_file_in_a_field_of_both_is_sent_in_parts(
    picture: object, server: LoopbackServer, audio: Any
) -> None:
    """The value decides where both content types have the field."""
    audio.replace_picture(picture=picture, caption="c")

    assert _sent(server) == ("multipart/form-data", {"picture": b"PNG", "caption": "c"})


def test_text_in_a_field_of_both_is_sent_as_json(server: LoopbackServer, audio: Any) -> None:
    """JSON holds text."""
    audio.replace_picture(picture="https://a.example/b.png")

    [request] = server.received
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == {"picture": "https://a.example/b.png"}


def test_a_form_is_sent_unless_there_is_a_file(server: LoopbackServer, audio: Any) -> None:
    """A list of files is as good as one."""
    audio.comment(text="t")
    assert _sent(server) == ("application/x-www-form-urlencoded", {"text": "t"})

    audio.comment(text="t", attachments=[b"1", ("b.txt", b"2")])
    assert _sent(server) == ("multipart/form-data", {"text": "t", "attachments": [b"1", b"2"]})


def test_a_file_in_extra_body_is_sent_in_parts(server: LoopbackServer, audio: Any) -> None:
    """A field that is newer than the client is no reason to write bytes as base64."""
    audio.comment(text="t", extra_body={"thumbnail": b"1"})

    assert _sent(server)[0] == "multipart/form-data"


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        (
            {"model": "m"},
            "application/json needs url; multipart/form-data needs file",
        ),
        (
            {"model": "m", "url": "u", "file": b"1"},
            (
                "application/json does not have file and cannot carry files such as file; "
                "multipart/form-data does not have url"
            ),
        ),
    ],
)
def test_fields_that_no_content_type_has_together_are_refused(
    fields: dict[str, object], reasons: str, server: LoopbackServer, audio: Any
) -> None:
    """The error says for each content type what is in its way, and nothing is sent."""
    with pytest.raises(ValueError, match="no content type fits the body") as caught:
        audio.transcribe(**fields)

    assert str(caught.value) == f"no content type fits the body: {reasons}"
    assert server.received == []


def test_an_optional_body_may_be_omitted(server: LoopbackServer, audio: Any) -> None:
    """Without arguments nothing is sent, in whatever content type."""
    audio.replace_picture()

    assert server.received[0].body == b""
