"""The pages on callbacks and media, and their examples: over sockets, in real frameworks."""

import asyncio
import json
import runpy
import signal
import socket as sockets
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from time import time
from types import ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
import uvicorn
from aiohttp import web
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path
from websockets.asyncio.server import serve
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from generated_client import events
from generator.lower.signatures import MEMBERS
from tests.docs.project import ROOT, begin_program, code_blocks, run_program, table_rows
from tests.generator.cases import generate, import_client
from tests.loopback import STREAM, LoopbackServer, Received, response
from tests.runtime.test_signatures import BODY, PUBLIC_KEY, SEED

PAGE = "docs/callbacks.md"
FRAMEWORKS = ["fastapi", "flask", "django", "aiohttp"]


def _block(page: str, word: str) -> ModuleType:
    """Run the first code block that has a word, as a module."""
    code = next(block for block in code_blocks(page, "python") if word in block)
    module = ModuleType(f"page_{word}")
    sys.modules[module.__name__] = module  # FastAPI and Django look names up in it
    exec(compile(code, page, "exec"), vars(module))  # noqa: S102 - the code of our own pages
    return module


@contextmanager
def _in_uvicorn(app: Any) -> Iterator[str]:
    with sockets.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = Thread(target=server.run, args=[[listener]])
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def _in_wsgi(app: Any) -> Iterator[str]:
    with make_server("127.0.0.1", 0, app, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def _in_aiohttp(app: web.Application) -> Iterator[str]:
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app)
    listener = sockets.create_server(("127.0.0.1", 0))
    loop.run_until_complete(runner.setup())
    loop.run_until_complete(web.SockSite(runner, listener).start())
    thread = Thread(target=loop.run_forever)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(runner.cleanup())
    loop.close()


def _django(module: ModuleType) -> Any:
    urls = ModuleType("page_urls")
    vars(urls)["urlpatterns"] = [path("stream-status", module.stream_status)]
    sys.modules["page_urls"] = urls
    if not settings.configured:
        middleware = ["django.middleware.csrf.CsrfViewMiddleware"]
        settings.configure(ROOT_URLCONF="page_urls", MIDDLEWARE=middleware, ALLOWED_HOSTS=["*"])
    return get_wsgi_application()


@contextmanager
def _serving(framework: str) -> Iterator[str]:
    module = _block(PAGE, f"from {framework}")
    match framework:
        case "fastapi":
            running = _in_uvicorn(module.app)
        case "aiohttp":
            running = _in_aiohttp(module.app)
        case "django":
            running = _in_wsgi(_django(module))
        case _:
            running = _in_wsgi(module.app)
    with running as url:
        yield f"{url}/stream-status"


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    return httpx.post(url, content=body, headers=headers | form, trust_env=False).status_code


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_framework_receives_status_callbacks(
    framework: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is signed now is accepted; what is changed, old or unsigned is not."""
    monkeypatch.setenv("TELNYX_PUBLIC_KEY", PUBLIC_KEY)
    signed = events.stream_status.sign(BODY, SEED)
    old = events.stream_status.sign(BODY, SEED, now=time() - 1_000)

    with _serving(framework) as url:
        assert _post(url, BODY, signed) == 200
        assert _post(url, BODY + b"&New=1", signed) == 400
        assert _post(url, BODY, old) == 400
        assert _post(url, BODY, {}) == 400

    out = capsys.readouterr().out
    assert out == "66666666-7777-4888-8999-aaaaaaaaaaaa stream-started None\n"


def test_the_other_code_on_callbacks_runs() -> None:
    """A receiver is tested with a key of one's own."""
    _block(PAGE, "Ed25519PrivateKey")


@contextmanager
def _in_websockets(talk: Callable[..., Any]) -> Iterator[str]:
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(_started(talk))
    thread = Thread(target=loop.run_forever)
    thread.start()
    yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
    asyncio.run_coroutine_threadsafe(_closed(server), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _started(talk: Callable[..., Any]) -> Any:
    return await serve(talk, "127.0.0.1", 0)


async def _closed(server: Any) -> None:
    server.close()
    await server.wait_closed()


Message = Mapping[str, object]
STREAM_ID = "66666666-7777-4888-8999-aaaaaaaaaaaa"
CONNECTED = {"event": "connected", "version": "1.0.0"}
STOP = {"event": "stop", "sequence_number": "99", "stream_id": STREAM_ID}


def _start(encoding: str) -> Message:
    audio = {"encoding": encoding, "sample_rate": "8000", "channels": 1}
    details = {"call_control_id": "v3:a", "client_state": None, "media_format": audio}
    return {"event": "start", "sequence_number": "1", "stream_id": STREAM_ID, "start": details}


def _media(audio: bytes) -> Message:
    chunk = {"track": "inbound", "chunk": "1", "payload": b64encode(audio).decode()}
    return {"event": "media", "sequence_number": "2", "stream_id": STREAM_ID, "media": chunk}


def _send(socket: ClientConnection, *messages: Message) -> None:
    for message in messages:
        socket.send(json.dumps(message))


def _received(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(socket.recv(timeout=30))
    return message


def test_the_server_of_the_page_on_media_decodes_and_responses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is sent all types of messages, one that is new, and one that is malformed."""
    talk = _block("docs/media.md", "async def talk").talk
    error = {"event": "error", "payload": {"code": 100004, "title": "invalid_media"}}
    with _in_websockets(talk) as url, connect(url, proxy=None) as socket:
        _send(socket, CONNECTED, _start("PCMU"), _media(bytes(160)), _media(bytes(80)))
        _send(socket, {"event": "new"}, {"event": "media"}, error)
        _send(socket, {"event": "dtmf", "dtmf": {"digit": "5"}})
        assert _received(socket) == {"event": "clear"}
        _send(socket, STOP)

    out = capsys.readouterr().out
    assert out.startswith("call v3:a MediaFormat(encoding='PCMU', sample_rate=8000, channels=1)\n")
    assert out.endswith("not played: 100004 invalid_media None\nheard 240 bytes\n")


def test_the_other_code_on_media_runs() -> None:
    """It says what is encoded."""
    _block("docs/media.md", "OutboundMark")


def _free_port() -> int:
    with sockets.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _answering(server: LoopbackServer) -> Iterator[tuple[subprocess.Popen[str], Received]]:
    """Run the bot until it ends; yield the request with which it has started its stream."""
    started = Queue[Received]()

    def start(request: Received) -> bytes:
        started.put(request)
        return response()

    server.respond(start)
    port = str(_free_port())
    arguments = ("account", "v3:a", f"ws://127.0.0.1:{port}/media", "--port", port)
    with begin_program("answer_with_audio.py", server, *arguments) as program:
        try:
            yield program, started.get(timeout=60)
        finally:
            program.kill()


def _in_rtp(message: dict[str, Any]) -> bytes:
    assert message["event"] == "media"
    audio = b64decode(message["media"]["payload"])
    assert len(audio) % 160 == 0
    return audio


@pytest.mark.parametrize(
    ("codec", "loud", "quiet"), [("PCMU", b"\x80", b"\xff"), ("PCMA", b"\xaa", b"\xd5")]
)
def test_answer_with_audio_repeats_what_the_caller_says(
    codec: str, loud: bytes, quiet: bytes, server: LoopbackServer
) -> None:
    """In the codec that it sends, whatever the codec of the call; a key silences it."""
    with _answering(server) as (program, request):
        form = dict(request.form)
        assert (form["BidirectionalMode"], form["BidirectionalCodec"]) == ("rtp", "PCMU")
        with connect(form["Url"], proxy=None) as socket:
            _send(socket, CONNECTED, _start(codec))
            assert len(_in_rtp(_received(socket))) == 1_600  # the beep
            mark = _received(socket)
            assert mark == {"event": "mark", "mark": {"name": "played"}}
            _send(socket, _media(loud * 160))  # not heard: the beep is being played
            _send(socket, mark, _media(loud * 100), *[_media(quiet * 160)] * 25)
            heard = _in_rtp(_received(socket))
            assert heard[:100] == b"\x80" * 100
            assert set(heard[100:]) <= {0xFE, 0xFF}
            assert _received(socket) == mark
            _send(socket, {"event": "new"}, {"event": "dtmf", "dtmf": {"digit": "5"}})
            assert _received(socket) == {"event": "clear"}
            _send(socket, mark, STOP)
        assert program.wait(timeout=60) == 0


def test_answer_with_audio_accepts_nobody_without_the_token(server: LoopbackServer) -> None:
    """The token is in the URL that Telnyx gets, and nowhere else."""
    with _answering(server) as (program, request):
        url = dict(request.form)["Url"]
        for other in (url.partition("?")[0], f"{url}x", f"{url[:-1]}%C3%A9"):
            with pytest.raises(InvalidStatus, match="403"), connect(other, proxy=None):
                pass
        with connect(url, proxy=None) as socket:
            _send(socket, CONNECTED, _start("G722"), STOP)
            _in_rtp(_received(socket))
        assert program.wait(timeout=60) == 0
        assert program.stderr is not None
        assert program.stderr.read() == "cannot hear G722\n"


def test_answer_with_audio_survives_a_lost_connection(server: LoopbackServer) -> None:
    """Telnyx connects again, and begins with ``start`` again; an error is logged."""
    error = {"event": "error", "payload": {"code": 100004, "title": "invalid_media"}}
    with _answering(server) as (program, request):
        url = dict(request.form)["Url"]
        for last in (error, STOP):
            with connect(url, proxy=None) as socket:
                _send(socket, CONNECTED, _start("PCMU"))
                _in_rtp(_received(socket))
                _send(socket, last)
        assert program.wait(timeout=60) == 0
        assert program.stderr is not None
        assert program.stderr.read() == "100004 invalid_media None\n"


def test_answer_with_audio_stops_its_stream_when_it_is_interrupted(
    server: LoopbackServer,
) -> None:
    """It is billed until then."""
    with _answering(server) as (program, _):
        assert program.stdout is not None
        assert program.stdout.readline() == f"streaming: {STREAM['sid']}\n"
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=60) == 0
    assert server.received[-1].path.endswith(f"/Streams/{STREAM['sid']}.json")
    assert server.received[-1].form == [("Status", "stopped")]


@contextmanager
def _receiving(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TELNYX_PUBLIC_KEY", PUBLIC_KEY)
    app = runpy.run_path(str(ROOT / "examples" / "receive_status_callbacks.py"))["app"]
    with _in_uvicorn(app) as url:
        yield f"{url}/stream-status"


def test_receive_status_callbacks_prints_each_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Callbacks are repeated, and come in any order."""
    failed = BODY.replace(b"stream-started", b"stream-error&StreamError=connection_failed")
    with _receiving(monkeypatch) as url:
        for body in (failed, BODY, failed):
            assert _post(url, body, events.stream_status.sign(body, SEED)) == 200
        assert _post(url, failed, events.stream_status.sign(BODY, SEED)) == 400

    assert capsys.readouterr().out.splitlines() == [
        f"{STREAM_ID} stream-error connection_failed",
        f"{STREAM_ID} stream-started ",
    ]


def test_receive_status_callbacks_logs_what_it_does_not_understand(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is from Telnyx: it would come again, and be as unknown."""
    body = b"StreamSid=a"
    with _receiving(monkeypatch) as url:
        assert _post(url, body, events.stream_status.sign(body, SEED)) == 200
    assert "a status callback was ignored" in caplog.text


def test_receive_status_callbacks_needs_a_key(
    server: LoopbackServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """It does not begin to serve without one."""
    assert run_program(ROOT / "examples" / "receive_status_callbacks.py", server) == 2
    assert "TELNYX_PUBLIC_KEY" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("index", "constants"), [(0, ["job_done"]), (1, ["job_socket"])], ids=["signature", "messages"]
)
def test_the_documents_of_the_page_become_events(
    index: int, constants: list[str], tmp_path: Path
) -> None:
    """The generator takes them as they are, without a warning."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(code_blocks("docs/describing-events.md", "yaml")[index])

    generate(spec, tmp_path / "acme")

    client = import_client(tmp_path / "acme")
    assert client.events.__all__ == constants


def test_the_page_has_every_member_of_a_signature() -> None:
    """And no other."""
    rows = table_rows("docs/describing-events.md", "Signatures")
    assert {cell.strip("`") for cell, *_ in rows} == MEMBERS
