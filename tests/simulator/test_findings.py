"""Bots that are wrong: each gets the finding that says so, and no other."""

import asyncio
import gc
import json
import socket as sockets
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import WSCloseCode, web

from telnyx_simulator import Call, Quirks, Simulator, Stream, silence
from telnyx_simulator.findings import ADVICE
from tests.simulator.bots import MP3_SECOND, Frame, listen, media, say
from tests.simulator.conftest import RunBot

FRAME = bytes(160)
TEN_MS = bytes(80)
TWILIO = json.dumps({"event": "media", "streamSid": "MZ1", "media": {"payload": "////" * 60}})


def codes(call: Call) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in call.findings]


def run(telnyx: Simulator, bot_url: str, **fields: str) -> tuple[Call, Stream]:
    """Let a call go its way."""
    call = telnyx.call(silence(seconds=0.5))
    stream = call.start_stream(bot_url, **fields)
    call.finish()
    return call, stream


@pytest.mark.parametrize(
    ("texts", "finding", "error"),
    [
        ([media(FRAME)], None, None),
        ([TWILIO], None, None),
        ([media(bytes(240_000))], None, None),
        ([media(TEN_MS)], "chunk-too-short", None),
        ([media(b"")], "chunk-too-short", None),
        ([media(bytes(240_001))], "chunk-too-long", None),
        ([media(MP3_SECOND)], "mp3-in-rtp-mode", None),
        ([media(b"RIFF....WAVEfmt " + FRAME)], "wav-in-rtp-mode", None),
        (['{"event": "media", "media": {"payload": "no base64!"}}'], "bad-base64", 100004),
        (['{"event": "media", "media": {"payload": "AAA"}}'], "bad-base64", 100004),
        (['{"event": "media", "media": {}}'], "malformed-frame", 100003),
        (['{"event": "media", "media": {"payload": 1}}'], "malformed-frame", 100003),
        (['{"event": "mark"}'], "malformed-frame", 100003),
        (['{"type": "media"}'], "malformed-frame", 100003),
        (["[]"], "malformed-frame", 100003),
        (["hello"], "malformed-frame", 100003),
        (['{"event": "stop"}'], "unknown-event", 100003),
    ],
)
def test_frames_in_rtp_mode(
    texts: list[str], finding: str | None, error: int | None, telnyx: Simulator, run_bot: RunBot
) -> None:
    """What is wrong with a frame is found once, and answered as the documents say."""
    bot = run_bot(say(*texts))
    call, _ = run(telnyx, bot.url, BidirectionalMode="rtp")
    assert codes(call) == ([finding] if finding else [])
    assert [frame["payload"]["code"] for frame in bot.of("error")] == ([error] if error else [])


@pytest.mark.parametrize(
    ("texts", "finding", "heard"),
    [
        ([media(MP3_SECOND)], None, 1),
        ([media(FRAME)], "raw-audio-in-mp3-mode", 0),
        ([media(b"\xff" * 160)], "raw-audio-in-mp3-mode", 0),
        ([media(MP3_SECOND)] * 2, "mp3-too-often", 1),
    ],
)
def test_frames_in_mp3_mode(
    texts: list[str], finding: str | None, heard: int, telnyx: Simulator, run_bot: RunBot
) -> None:
    """Whole files are played, one a second; raw audio is not."""
    bot = run_bot(say(*texts))
    call, stream = run(telnyx, bot.url)
    assert codes(call) == ([finding] if finding else [])
    played = len([peak for peak in stream.peaks["heard"] if peak is None])
    assert played in ({0} if heard == 0 else {51, 52, 53})
    assert [frame["payload"]["code"] for frame in bot.of("error")] == (
        [100005] if finding == "mp3-too-often" else []
    )


def test_the_same_finding_again_is_counted(telnyx: Simulator, run_bot: RunBot) -> None:
    """A bot that sends fifty wrong frames a second gets one line."""
    bot = run_bot(say(*[media(TEN_MS)] * 30))
    call, _ = run(telnyx, bot.url, BidirectionalMode="rtp")
    [finding] = call.findings
    assert finding.count == 30
    assert finding.detail == "80 bytes, which are 10 ms"
    assert telnyx.findings == [finding]


def test_a_binary_frame_is_malformed(telnyx: Simulator, run_bot: RunBot) -> None:
    """All frames are text."""

    async def binary(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
        await socket.send_bytes(FRAME)
        await listen(socket, frames)

    call, _ = run(telnyx, run_bot(binary).url, BidirectionalMode="rtp")
    assert codes(call) == ["malformed-frame"]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Listen, and never answer."""
    with sockets.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_socket_that_is_not_answered(silent_port: int, run_bot: RunBot) -> None:
    """The stream fails, and the callback says so."""
    bot = run_bot(listen)
    with Simulator(speed=20, handshake_timeout=0.2) as telnyx:
        url = f"ws://127.0.0.1:{silent_port}/"
        call, stream = run(telnyx, url, StatusCallback=bot.callback)
    assert codes(call) == ["socket-silent"]
    assert stream.status == "failed"
    assert [callback.event for callback in stream.callbacks] == ["stream-error"]
    assert b"StreamError=connection_failed" in bot.bodies[0]


@pytest.mark.parametrize("path", ["refused", "/status", "/none"])
def test_a_socket_that_is_refused(path: str, telnyx: Simulator, run_bot: RunBot) -> None:
    """Nobody listens, or the handshake is not answered with 101."""
    bot = run_bot(listen)
    url = "ws://127.0.0.1:1/media" if path == "refused" else bot.url.replace("/media", path)
    call, stream = run(telnyx, url)
    assert codes(call) == ["socket-refused"]
    assert stream.status == "failed"
    assert stream.billed_seconds == 0


@pytest.mark.parametrize(
    ("close", "found"),
    [(WSCloseCode.OK, []), (WSCloseCode.INTERNAL_ERROR, ["socket-lost"]), (None, ["socket-lost"])],
)
def test_a_socket_that_the_server_closes(
    close: int | None, found: list[str], telnyx: Simulator, run_bot: RunBot
) -> None:
    """To close in order is all right; to fail is not."""

    async def leave(socket: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
        async for _ in frames:
            if close is None:
                await fall(socket)
            else:
                await socket.close(code=close)

    call = telnyx.call()
    stream = call.start_stream(run_bot(leave).url)
    telnyx.wait(lambda: stream.is_over)
    assert codes(call) == found
    assert stream.status == "stopped"
    assert call.is_live


async def fall(socket: web.WebSocketResponse) -> None:
    """Break the connection off."""
    transport = socket.get_extra_info("socket")
    transport.shutdown(sockets.SHUT_RDWR)
    await asyncio.sleep(0)


def test_a_server_that_does_not_read(run_bot: RunBot) -> None:
    """Frames pile up until the connection takes no more: found, and no reason not to end."""

    async def sleep(_: web.WebSocketResponse, frames: AsyncIterator[Frame]) -> None:
        await anext(frames)
        await asyncio.Event().wait()

    bot = run_bot(sleep)
    with Simulator(speed=1000) as telnyx:
        call = telnyx.call()
        stream = call.start_stream(bot.url, Track="both_tracks")

        looks: Counter[int] = Counter()  # by how many frames had been sent

        def is_stuck() -> bool:
            looks[stream.sent["media"]] += 1
            return looks[stream.sent["media"]] > 300

        telnyx.wait(is_stuck, timeout=60)
        call.hang_up()
        telnyx.wait(lambda: stream.is_over, timeout=60)
    assert codes(call) == ["slow-reader"]
    gc.collect()  # a socket that was left behind would warn


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_callback_that_is_refused(method: str, telnyx: Simulator, run_bot: RunBot) -> None:
    """It is sent again, three times in all, and found then."""
    bot = run_bot(listen)
    bot.refuse_callbacks = 3
    call, stream = run(telnyx, bot.url, StatusCallback=bot.callback, StatusCallbackMethod=method)
    assert codes(call) == ["callback-failed"]
    assert [(each.event, each.status, each.attempts) for each in stream.callbacks] == [
        ("stream-started", 500, 3),
        ("stream-stopped", 200, 1),
    ]
    assert {request.method for request in bot.status} == {method}
    assert "500" in call.findings[0].detail


def test_a_callback_that_is_accepted_the_second_time(telnyx: Simulator, run_bot: RunBot) -> None:
    """That is what it is sent again for."""
    bot = run_bot(listen)
    bot.refuse_callbacks = 1
    call, stream = run(telnyx, bot.url, StatusCallback=bot.callback)
    assert codes(call) == []
    assert [each.attempts for each in stream.callbacks] == [2, 1]


def test_a_callback_that_nobody_answers(silent_port: int, run_bot: RunBot) -> None:
    """There is a limit of time."""
    bot = run_bot(listen)
    with Simulator(speed=20, callback_timeout=0.1) as telnyx:
        silent = f"http://127.0.0.1:{silent_port}/"
        call, stream = run(telnyx, bot.url, StatusCallback=silent)
    assert codes(call) == ["callback-failed"]
    assert {each.status for each in stream.callbacks} == {None}
    assert "no response within 0.1 s" in call.findings[0].detail


@pytest.mark.parametrize("fault", ["forged", "old"])
def test_a_server_that_verifies_nothing(fault: str, telnyx: Simulator, run_bot: RunBot) -> None:
    """It accepts what it must refuse; over GET nothing could be verified, so nothing is found."""
    bot = run_bot(listen)
    for method, found in (("POST", [f"{fault}-callback-accepted"]), ("GET", [])):
        telnyx.fail_callback("forged" if fault == "forged" else "old")
        call, stream = run(
            telnyx, bot.url, StatusCallback=bot.callback, StatusCallbackMethod=method
        )
        assert codes(call) == found
        assert [each.fault for each in stream.callbacks] == [fault, None, None]


def test_short_chunks_may_be_dropped(run_bot: RunBot) -> None:
    """The documents do not say; the finding is the same."""
    bot = run_bot(say(media(TEN_MS)))
    with Simulator(speed=20, quirks=Quirks(short_chunks="dropped")) as telnyx:
        call, stream = run(telnyx, bot.url, BidirectionalMode="rtp")
    assert codes(call) == ["chunk-too-short"]
    assert stream.heard.seconds == 0


def test_each_finding_has_full_advice() -> None:
    """All parts of all findings are sentences."""
    for code, advice in ADVICE.items():
        for part in (advice.what, advice.vendor, advice.heard, advice.fix):
            assert part[0].isupper() or part[0] == "`", code
            assert part[-1] in ".}?", (code, part)
