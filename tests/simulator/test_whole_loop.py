"""Start, socket, frames, echo, callbacks, stop: with the client, with bots that strangers wrote."""

import asyncio
import base64
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import parse_qs

import pytest
import uvicorn
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from websockets.asyncio.server import ServerConnection, serve

from generated_client import AsyncTelnyx, Telnyx
from telnyx_simulator import Audio, Simulator, silence, tone
from telnyx_simulator.audio import Companding
from tests.simulator.bots import Bot, Frame, echo, listen
from tests.simulator.conftest import RunBot

SAID = tone(440, seconds=1.5)


def client(telnyx: Simulator) -> Telnyx:
    """Return a client of the simulator."""
    return Telnyx(api_key="KEY", base_url=telnyx.url)


def verify(public_key: str, body: bytes, timestamp: str, signature: str) -> None:
    """Check a signature as a stranger would, who read the vendor's page."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    key.verify(base64.b64decode(signature), timestamp.encode() + b"|" + body)


def test_the_whole_loop_in_sync_code(telnyx: Simulator, bot: Bot) -> None:
    """What is said comes back and is heard, the callbacks arrive, and nothing is wrong."""
    call = telnyx.call(SAID)
    with client(telnyx) as api:
        stream = api.texml.accounts.calls.streams_json(
            call.sid,
            account_sid=telnyx.account_sid,
            url=bot.url,
            bidirectional_mode="rtp",
            status_callback=bot.callback,
        )
        [seen] = call.streams
        telnyx.wait(lambda: seen.marks == ["a second"])
        call.press("5#")
        telnyx.wait(lambda: len(bot.of("dtmf")) == 2 and seen.heard.seconds >= 1.5)
        stopped = api.texml.accounts.calls.streams.streaming_sid_json(
            str(stream.sid), account_sid=telnyx.account_sid, call_sid=call.sid
        )
        telnyx.wait(lambda: seen.is_over)

    assert (stream.sid, stream.status, stopped.status) == (seen.sid, "in-progress", "stopped")
    assert bot.events()[:3] == ["connected", "start", "media"]
    assert bot.events()[-1] == "stop"
    assert [frame["dtmf"]["digit"] for frame in bot.of("dtmf")] == ["5", "#"]
    assert [call.event for call in seen.callbacks] == ["stream-started", "stream-stopped"]
    assert {callback.status for callback in seen.callbacks} == {200}
    assert call.findings == []


def test_the_whole_loop_in_async_code() -> None:
    """Simulator, client and bot share a program; only the simulator has a thread of its own."""

    async def program() -> None:
        async with Simulator(speed=20) as telnyx, serve(stranger, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            call = telnyx.call(SAID)
            async with AsyncTelnyx(api_key="KEY", base_url=telnyx.url) as api:
                await api.texml.accounts.calls.streams_json(
                    call.sid,
                    account_sid=telnyx.account_sid,
                    url=f"ws://127.0.0.1:{port}/",
                    bidirectional_mode="rtp",
                )
                [stream] = call.streams
                await telnyx.wait_async(lambda: "hello" in stream.marks)
                await call.finish_async()
        assert stream.status == "stopped"
        assert stream.heard.peak > 0.4
        assert call.findings == []

    async def stranger(socket: ServerConnection) -> None:
        async for text in socket:
            frame = json.loads(text)
            if frame["event"] == "start":
                await socket.send(json.dumps({"event": "mark", "mark": {"name": "hello"}}))
            elif frame["event"] == "media":
                payload = frame["media"]["payload"]
                await socket.send(json.dumps({"event": "media", "media": {"payload": payload}}))
            elif frame["event"] == "stop":
                break

    asyncio.run(program())


@contextmanager
def fastapi_bot(public_key: str, verified: list[str]) -> Iterator[str]:
    """Serve a bot as its tutorial would have it."""
    app = FastAPI()

    @app.websocket("/media")
    async def media(websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            while True:
                frame = json.loads(await websocket.receive_text())
                if frame["event"] == "media":
                    audio = {"payload": frame["media"]["payload"]}
                    await websocket.send_text(json.dumps({"event": "media", "media": audio}))
        except WebSocketDisconnect:
            pass

    @app.post("/status")
    async def status(request: Request) -> None:
        body, headers = await request.body(), request.headers
        verify(public_key, body, headers["telnyx-timestamp"], headers["telnyx-signature-ed25519"])
        verified.extend(parse_qs(body.decode())["StreamEvent"])

    config = uvicorn.Config(app, log_level="error", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    sock = socket.create_server(("127.0.0.1", 0))  # listens before uvicorn has started
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        yield f"127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def test_a_bot_of_fastapi(telnyx: Simulator) -> None:
    """It hears what is said, is heard, and verifies the callbacks."""
    verified: list[str] = []
    call = telnyx.call(SAID)
    with fastapi_bot(telnyx.public_key, verified) as address, client(telnyx) as api:
        api.texml.accounts.calls.streams_json(
            call.sid,
            account_sid=telnyx.account_sid,
            url=f"ws://{address}/media",
            bidirectional_mode="rtp",
            status_callback=f"http://{address}/status",
        )
        call.finish()
    assert verified == ["stream-started", "stream-stopped"]
    assert call.streams[0].heard.peak > 0.4
    assert call.findings == []


def test_the_frames_are_those_of_the_documents(telnyx: Simulator, run_bot: RunBot) -> None:
    """Names, order and types of all that is sent."""
    bot = run_bot(listen)
    call = telnyx.call(SAID)
    stream = call.start_stream(bot.url, Track="both_tracks")
    call.finish()

    assert bot.frames[0] == {"event": "connected", "version": "1.0.0"}
    assert bot.frames[1] == {
        "event": "start",
        "sequence_number": "1",
        "stream_id": stream.sid,
        "start": {
            "user_id": telnyx.account_sid,
            "call_control_id": call.sid,
            "call_session_id": call.session_id,
            "from": "+15550100001",
            "to": "+15550100002",
            "media_format": {"encoding": "PCMU", "sample_rate": 8000, "channels": 1},
        },
    }
    media = bot.of("media")
    tracks = [frame["media"]["track"] for frame in media]
    assert tracks[:4] == ["inbound", "outbound"] * 2
    assert [frame["sequence_number"] for frame in media] == [str(2 + n) for n in range(len(media))]
    inbound = [frame["media"] for frame in media if frame["media"]["track"] == "inbound"]
    assert [chunk["chunk"] for chunk in inbound] == [str(1 + n) for n in range(len(inbound))]
    assert [chunk["timestamp"] for chunk in inbound[:3]] == ["20", "40", "60"]
    payload = b"".join(base64.b64decode(chunk["payload"]) for chunk in inbound)
    assert payload[:12000] == SAID.encoded("PCMU")
    assert set(payload[12000:]) <= {0xFF}
    assert bot.frames[-1] == {
        "event": "stop",
        "sequence_number": str(2 + len(media)),
        "stream_id": stream.sid,
        "stop": {"user_id": telnyx.account_sid, "call_control_id": call.sid},
    }


@pytest.mark.parametrize("encoding", ["PCMU", "PCMA"])
@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_what_is_heard_is_the_outbound_track(
    encoding: Companding, codec: Companding, telnyx: Simulator, run_bot: RunBot
) -> None:
    """Both directions have a codec of their own, and the second track is in the first's."""
    sound = tone(300, seconds=0.5)

    async def speak(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
        audio = base64.b64encode(sound.encoded(codec)).decode()
        await socket.send_str(json.dumps({"event": "media", "media": {"payload": audio}}))
        await listen(socket, frames)

    bot = run_bot(speak)
    call = telnyx.call(silence(seconds=1), encoding=encoding)
    stream = call.start_stream(
        bot.url, Track="outbound_track", BidirectionalMode="rtp", BidirectionalCodec=codec
    )
    telnyx.wait(lambda: stream.heard.seconds > 1)
    call.finish()

    start = bot.of("start")[0]["start"]
    assert start["media_format"]["encoding"] == encoding
    outbound = b"".join(base64.b64decode(frame["media"]["payload"]) for frame in bot.of("media"))
    assert stream.heard.peak == pytest.approx(0.5, abs=0.03)
    assert Audio.decoded(outbound, encoding).peak == pytest.approx(0.5, abs=0.03)
    assert {frame["media"]["track"] for frame in bot.of("media")} == {"outbound"}
    assert call.findings == []


def test_many_calls_at_once(bot: Bot) -> None:
    """Each has its own stream, and each hears its own echo."""
    with Simulator() as telnyx:
        calls = [telnyx.call(tone(300, seconds=0.4, volume=n / 40)) for n in range(8, 40)]
        streams = [call.start_stream(bot.url, BidirectionalMode="rtp") for call in calls]
        telnyx.wait(lambda: all(stream.heard.seconds > 0.4 for stream in streams), timeout=60)
        for call in calls:
            call.hang_up()
        telnyx.wait(lambda: all(stream.is_over for stream in streams), timeout=60)
    for call, stream in zip(calls, streams, strict=True):
        assert stream.heard.peak == pytest.approx(call.audio.peak, abs=0.03)
    assert telnyx.findings == []


def test_a_forged_signature_does_not_verify(telnyx: Simulator) -> None:
    """The check of these tests can fail."""
    with pytest.raises(InvalidSignature):
        verify(telnyx.public_key, b"body", "1", base64.b64encode(bytes(64)).decode())


def test_with_in_async_code_ends_at_once() -> None:
    """The event loop stands still meanwhile, so nothing is waited for that needs it."""

    async def program() -> None:
        with Simulator(speed=20) as telnyx:
            call = telnyx.call()
            with ExitStack() as stack:
                bot = stack.enter_context(Bot(echo))
                stream = call.start_stream(bot.url)
                await telnyx.wait_async(lambda: stream.status == "open")
        assert stream.status == "stopped"

    asyncio.run(program())


def test_waiting_in_async_code_is_refused_where_it_would_block(telnyx: Simulator) -> None:
    """The message says what to do instead."""

    async def program() -> None:
        with pytest.raises(RuntimeError, match="_async"):
            telnyx.wait(lambda: True)
        with pytest.raises(RuntimeError, match="_async"):
            telnyx.call().finish()

    asyncio.run(program())


def test_what_does_not_happen_in_time_says_what_did(telnyx: Simulator) -> None:
    """The error has the last events."""
    telnyx.call(sid="v3:lonely")
    with pytest.raises(TimeoutError, match="call v3:lonely is answered"):
        telnyx.wait(lambda: False, timeout=0.05)


def test_a_wrong_condition_fails_where_it_is_waited_for(telnyx: Simulator) -> None:
    """Its own error is raised, at once."""
    with pytest.raises(ZeroDivisionError):
        telnyx.wait(lambda: 1 / 0)


def test_a_simulator_is_entered_before_it_is_used() -> None:
    """Nothing listens before."""
    with pytest.raises(RuntimeError, match="enter the simulator first"):
        _ = Simulator().url


def test_a_port_that_is_taken_is_an_error(telnyx: Simulator) -> None:
    """It is raised where the simulator is entered."""
    taken = int(telnyx.page.split(":")[-1].strip("/"))
    with pytest.raises(OSError, match=str(taken)), Simulator(port=taken):
        pass


@pytest.mark.parametrize("keys", ["x", "1 2"])
def test_keys_that_no_telephone_has_are_refused(keys: str, telnyx: Simulator) -> None:
    """Nothing is sent."""
    with pytest.raises(ValueError, match="no telephone has the key"):
        telnyx.call().press(keys)


def test_keys_need_an_open_stream(telnyx: Simulator) -> None:
    """They would be lost without a word."""
    with pytest.raises(ValueError, match="wait until"):
        telnyx.call().press("1")


@pytest.mark.parametrize("speed", [0, -1])
def test_a_clock_moves(speed: float) -> None:
    """A clock that stands still would never send anything."""
    with pytest.raises(ValueError, match="speed must be more than 0"):
        Simulator(speed=speed)
