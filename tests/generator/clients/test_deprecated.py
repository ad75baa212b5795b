"""What is doubtful warns, at the call or in the report: `deprecated`, `servers` and others."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generator.cases import Done, import_client
from tests.generator.conftest import Use
from tests.loopback import LoopbackServer, answer

HEAD = """\
openapi: {version}
info: {{title: Acme, version: 1.0.0}}
servers: [{{url: https://api.example.com}}]
paths:
  /things:
"""
SEARCH = """\
    get:
      operationId: search
      tags: [things]
      requestBody: {content: {application/json: {schema: {properties: {word: {type: string}}}}}}
      responses: {'204': {description: Done.}}
"""
UPLOAD = """\
    post:
      operationId: upload
      tags: [things]
      requestBody:
        content:
          application/json: {schema: {properties: {word: {type: string}}}}
          application/xml: {}
          text/csv: {}
      responses: {'204': {description: Done.}}
"""


@pytest.fixture
def things(server: LoopbackServer, use: Use) -> Any:
    """Hang the client of `deprecated` on a server that has nothing to say."""
    server.respond(lambda _: answer(204, b""))
    return use("deprecated").things


@pytest.mark.parametrize(
    ("operation", "arguments", "what"),
    [
        ("old", {}, "GET /old"),
        ("change", {"page": 0}, "page of POST /things/{id}"),
        ("change", {"x_old": ""}, "X-Old of POST /things/{id}"),
        ("change", {"old": "c"}, "old of POST /things/{id}"),
        ("change", {"name": "n"}, "name of POST /things/{id}"),
        ("change", {"name": None}, "name of POST /things/{id}"),
    ],
)
def test_a_deprecated_call_warns_where_it_stands(
    operation: str, arguments: dict[str, Any], what: str, things: Any
) -> None:
    """The warning names what is deprecated, and points at the line of the caller."""
    path = ("7",) if operation == "change" else ()
    call = getattr(things, operation)

    with pytest.warns(DeprecationWarning, match=f"^{re.escape(what)} is deprecated$") as caught:
        call(*path, **arguments)

    [warning] = caught
    line = Path(warning.filename).read_text().splitlines()[warning.lineno - 1]
    assert (warning.filename, line.strip()) == (__file__, "call(*path, **arguments)")


def test_what_is_not_deprecated_does_not_warn(server: LoopbackServer, things: Any) -> None:
    """A call without what is deprecated is silent, although it could have warned."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        things.change("7", fresh="f", title="t")

    assert len(server.received) == 1


def test_the_address_is_the_first_server_with_its_variables_filled_in(
    package: Callable[[str], ModuleType], server: LoopbackServer
) -> None:
    """Variables stand at their defaults; another address can be passed instead."""
    made = package("servers").Acme
    server.respond(lambda _: answer(204, b""))

    with made(max_retries=0) as client, pytest.raises(Exception, match="refused") as caught:
        client.things.read()
    with made(base_url=f"{server.url}/v2/") as client:
        client.things.read()

    assert str(vars(caught.value)["request"].url) == "http://127.0.0.1:9/v1/things"
    assert server.received[0].path == "/v2/things"


def _made(text: str, folder: Path) -> tuple[Done, ModuleType]:
    (folder / "spec.yaml").write_text(text)
    done = Done("--spec", folder / "spec.yaml", "--output", folder / "client")
    assert done.code == 0, done.err
    return done, import_client(folder / "client")


@pytest.mark.parametrize(
    ("version", "outcome", "body"),
    [("3.1.0", "it is sent", b'{"word":"w"}'), ("3.0.3", "OpenAPI 3.0 leaves it out", b"")],
)
def test_a_body_on_get_is_told(
    version: str, outcome: str, body: bytes, server: LoopbackServer, tmp_path: Path
) -> None:
    """A body on GET warns when the client is made; 3.1 sends it, 3.0 has no argument for it."""
    server.respond(lambda _: answer(204, b""))
    done, made = _made(HEAD.format(version=version) + SEARCH, tmp_path)

    assert done.err == (
        f"{tmp_path}/spec.yaml:9:7: warning: /paths/~1things/get/requestBody: "
        f"a body on GET has no meaning for most servers; {outcome}\n"
    )
    with made.Acme(base_url=server.url) as client:
        client.things.search(**({"word": "w"} if body else {}))
    assert server.received[0].body == body


def test_another_server_of_one_operation_is_told(server: LoopbackServer, tmp_path: Path) -> None:
    """A call goes to the client's address, its key to no other; a warning says so."""
    server.respond(lambda _: answer(204, b""))
    other = "      servers: [{url: https://other.example.com}]\n"
    done, made = _made(HEAD.format(version="3.1.0") + SEARCH + other, tmp_path)

    assert (
        f"{tmp_path}/spec.yaml:11:7: warning: /paths/~1things/get/servers: is not used: "
        "every call is sent to the client's base_url\n"
    ) in done.err
    with made.Acme(base_url=server.url) as client:
        client.things.search()
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("order", "sent"),
    [
        ("application/xml multipart/form-data application/json", "application/json"),
        ("application/vnd.acme+json application/json; charset=utf-8", "application/json;"),
        ("text/csv application/vnd.acme+json", "application/vnd.acme+json"),
        ("multipart/form-data application/x-www-form-urlencoded", "application/x-www-form-url"),
        ("application/pdf multipart/form-data", "multipart/form-data"),
        ("text/csv application/pdf", "text/csv"),
        ("application/pdf text/csv", "application/pdf"),
    ],
)
def test_the_content_type_that_can_say_most_is_sent(
    order: str, sent: str, server: LoopbackServer, tmp_path: Path
) -> None:
    """JSON goes before a form, a form before parts, parts before the rest in its order."""
    server.respond(lambda _: answer(204, b""))
    types = order.replace("; ", ";_").split()
    schema = "schema: {properties: {word: {type: string}}}"
    contents = "".join(f"          '{each}': {{{schema}}}\n" for each in types).replace("_", " ")
    upload = UPLOAD.partition("          application/json")[0]
    done = "      responses: {'204': {description: Done.}}\n"
    _, made = _made(HEAD.format(version="3.1.0") + upload + contents + done, tmp_path)

    has_fields = "json" in sent or "form" in sent
    with made.Acme(base_url=server.url) as client:
        client.things.upload(**({"word": "w"} if has_fields else {"body": "w"}))
    assert server.received[0].headers["content-type"].startswith(sent)


def test_content_types_that_are_not_sent_are_told(server: LoopbackServer, tmp_path: Path) -> None:
    """Of several content types one is sent; a warning names the others."""
    server.respond(lambda _: answer(204, b""))
    done, made = _made(HEAD.format(version="3.1.0") + UPLOAD, tmp_path)

    assert done.err == (
        f"{tmp_path}/spec.yaml:10:9: warning: /paths/~1things/post/requestBody/content: only "
        "application/json is sent; application/xml, text/csv would be possible too\n"
    )
    with made.Acme(base_url=server.url) as client:
        client.things.upload(word="w")
    assert server.received[0].body == b'{"word":"w"}'
