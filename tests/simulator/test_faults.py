"""Faults on request: of requests, of status callbacks, of sockets; seen through the client."""

import asyncio
import base64
from urllib.parse import parse_qs

import httpx
import pytest
from cryptography.exceptions import InvalidSignature

from generated_client import APIConnectionError, APIError, AsyncTelnyx, RateLimitError, Telnyx
from telnyx_simulator import Call, Fault, Simulator
from telnyx_simulator.faults import CallbackFault
from tests.simulator.bots import Bot, listen
from tests.simulator.conftest import RunBot
from tests.simulator.test_whole_loop import verify


def start(telnyx: Simulator, call: Call, url: str, *, mode: str) -> str | None:
    """Start a stream with the client, sync or async; return its id."""
    account_sid = telnyx.account_sid
    if mode == "sync":
        with Telnyx(api_key="KEY", base_url=telnyx.url) as api:
            return api.texml.accounts.calls.streams_json(
                call.sid, account_sid=account_sid, url=url
            ).sid

    async def program() -> str | None:
        async with AsyncTelnyx(api_key="KEY", base_url=telnyx.url) as api:
            streams_json = api.texml.accounts.calls.streams_json
            return (await streams_json(call.sid, account_sid=account_sid, url=url)).sid

    return asyncio.run(program())


BOTH = pytest.mark.parametrize("mode", ["sync", "async"])


OUTCOMES = {
    "500 after acting": (Fault(status=500, acts=True), True, 1),
    "500": (Fault(status=500, acts=False), True, 0),
    "503": (Fault(status=503, acts=False, headers={"retry-after": "0"}), True, 0),
    "lost after acting": (Fault(status=None, acts=True), True, 1),
    "lost": (Fault(status=None, acts=False), True, 0),
    "422": (Fault(status=422), False, 0),
    "429": (Fault(status=429, headers={"retry-after": "0"}, times=3), False, 0),
}
"""Faults; whether a stream may be running then, as the client says; how many there are."""


@BOTH
@pytest.mark.parametrize("name", OUTCOMES)
def test_a_failed_start_is_never_repeated_blindly(
    name: str, mode: str, telnyx: Simulator, bot: Bot
) -> None:
    """What may have started a stream is told, and no second one is started."""
    fault, may_have_executed, streams = OUTCOMES[name]
    telnyx.fail("start", fault)
    call = telnyx.call()
    with pytest.raises(APIError) as caught:
        start(telnyx, call, bot.url, mode=mode)
    assert caught.value.may_have_executed is may_have_executed
    assert len(call.streams) == streams
    assert "second-stream" not in [finding.code for finding in call.findings]


@BOTH
def test_a_start_that_is_turned_away_is_repeated(
    mode: str,
    telnyx: Simulator,
    bot: Bot,
) -> None:
    """After 429 the same call succeeds, with one stream."""
    telnyx.fail("start", Fault(status=429, headers={"retry-after": "0"}, times=2))
    call = telnyx.call()
    sid = start(telnyx, call, bot.url, mode=mode)
    assert [stream.sid for stream in call.streams] == [sid]


def test_faults_come_in_order_and_end(telnyx: Simulator) -> None:
    """Each has its number of times, with its headers and the vendor's body."""
    call = telnyx.call()
    telnyx.fail("start", Fault(status=429, headers={"retry-after": "7"}, times=2))
    telnyx.fail("start", Fault(status=503))
    url = f"{telnyx.url}/texml/Accounts/{telnyx.account_sid}/Calls/{call.sid}/Streams.json"
    headers = {"Authorization": "Bearer KEY"}
    responses = [httpx.post(url, headers=headers, data={"Url": "ws://a"}) for _ in range(4)]
    assert [response.status_code for response in responses] == [429, 429, 503, 200]
    assert responses[0].headers["retry-after"] == "7"
    assert responses[0].json()["errors"][0]["code"] == "10011"


def test_a_lost_stop_stops(telnyx: Simulator, bot: Bot) -> None:
    """The stream is over though the client cannot know."""
    call = telnyx.call()
    stream = call.start_stream(bot.url, BidirectionalMode="rtp")
    telnyx.fail("stop", Fault(status=None, acts=True))
    with (
        Telnyx(api_key="KEY", base_url=telnyx.url) as api,
        pytest.raises(APIConnectionError) as caught,
    ):
        api.texml.accounts.calls.streams.streaming_sid_json(
            stream.sid, account_sid=telnyx.account_sid, call_sid=call.sid
        )
    assert caught.value.may_have_executed
    telnyx.wait(lambda: stream.is_over)


def test_a_429_beyond_the_retries_is_raised_with_its_wait(telnyx: Simulator, bot: Bot) -> None:
    """The header of the fault arrives where the caller looks."""
    telnyx.fail("start", Fault(status=429, headers={"retry-after": "100"}))
    with pytest.raises(RateLimitError) as caught:
        start(telnyx, telnyx.call(), bot.url, mode="sync")
    assert caught.value.retry_after == 100


@pytest.mark.parametrize("status", [200, 399, 600, 0])
def test_a_fault_has_a_status_of_failure(status: int) -> None:
    """Success is no fault."""
    with pytest.raises(ValueError, match="status must be None or from 400 to 599"):
        Fault(status=status)


def test_a_fault_happens_at_least_once() -> None:
    """Zero times is no fault."""
    with pytest.raises(ValueError, match="times must be at least 1"):
        Fault(times=0)


def test_an_unknown_fault_of_callbacks_is_refused(telnyx: Simulator) -> None:
    """The message lists those that there are."""
    with pytest.raises(ValueError, match="repeated, delayed, forged, old"):
        telnyx.fail_callback("lost")  # type: ignore[arg-type]  # that it is wrong is the test


@pytest.mark.parametrize(
    ("fault", "events"),
    [
        ("repeated", ["stream-started", "stream-started", "stream-stopped"]),
        ("delayed", ["stream-stopped", "stream-started"]),
        ("forged", ["stream-stopped", "stream-started", "stream-stopped"]),
        ("old", ["stream-started", "stream-started", "stream-stopped"]),
    ],
)
def test_status_callbacks_go_wrong(
    fault: CallbackFault, events: list[str], telnyx: Simulator, run_bot: RunBot
) -> None:
    """Repeated ones are equal byte for byte; forged and old ones do not verify, or not in time."""
    bot = run_bot(listen)
    telnyx.fail_callback(fault)
    call = telnyx.call()
    call.start_stream(bot.url, StatusCallback=bot.callback)
    call.finish()

    assert [parse_qs(body.decode())["StreamEvent"][0] for body in bot.bodies] == events
    if fault == "repeated":
        assert bot.bodies[0] == bot.bodies[1]
    stamps = [int(request.headers["telnyx-timestamp"]) for request in bot.status]
    assert (stamps[1] - stamps[0] >= 3600) is (fault == "old")
    for number, (request, body) in enumerate(zip(bot.status, bot.bodies, strict=True)):
        timestamp = request.headers["telnyx-timestamp"]
        signature = request.headers["telnyx-signature-ed25519"]
        if fault == "forged" and number == 0:
            with pytest.raises(InvalidSignature):
                verify(telnyx.public_key, body, timestamp, signature)
        else:
            verify(telnyx.public_key, body, timestamp, signature)


def test_the_last_callback_is_not_held_back(telnyx: Simulator, run_bot: RunBot) -> None:
    """Nothing comes after it that it could be behind."""
    bot = run_bot(listen)
    call = telnyx.call()
    stream = call.start_stream(bot.url, StatusCallback=bot.callback)
    telnyx.wait(lambda: len(stream.callbacks) == 1)
    telnyx.fail_callback("delayed")
    call.finish()
    assert [callback.event for callback in stream.callbacks] == ["stream-started", "stream-stopped"]


def test_a_dropped_socket_ends_the_stream(telnyx: Simulator, run_bot: RunBot) -> None:
    """The server sees an abnormal end, without ``stop``."""
    bot = run_bot(listen)
    call = telnyx.call()
    stream = call.start_stream(bot.url)
    telnyx.wait(lambda: bool(bot.of("media")))
    stream.drop()
    telnyx.wait(lambda: stream.is_over)
    assert "stop" not in bot.events()
    assert call.findings == []


def test_a_dropped_socket_is_dialled_again(telnyx: Simulator, run_bot: RunBot) -> None:
    """The frames begin anew, the audio goes on where it was."""
    bot = run_bot(listen)
    call = telnyx.call()
    stream = call.start_stream(bot.url, StatusCallback=bot.callback)
    telnyx.wait(lambda: bool(bot.of("media")))
    stream.drop(dial_again=True)
    telnyx.wait(lambda: stream.connections == 2 and bot.events()[-1] == "media")
    call.finish()

    assert bot.events() == [*["connected", "start", "media"] * 2, "stop"]
    assert [frame["sequence_number"] for frame in bot.of("start")] == ["1", "1"]
    assert [callback.event for callback in stream.callbacks] == ["stream-started", "stream-stopped"]
    timestamps = [int(frame["media"]["timestamp"]) for frame in bot.of("media")]
    assert timestamps == sorted(timestamps)


def test_a_call_can_end_between_two_sockets(telnyx: Simulator, run_bot: RunBot) -> None:
    """Then nothing is dialled any more."""
    call = telnyx.call()
    stream = call.start_stream(run_bot(listen).url)
    telnyx.wait(lambda: stream.status == "open")
    stream.drop(dial_again=True)
    call.hang_up()
    telnyx.wait(lambda: stream.is_over)
    assert stream.connections == 1
    assert call.findings == []


def test_a_key_of_the_simulator_is_that_of_the_documents() -> None:
    """It never changes, so that TELNYX_PUBLIC_KEY can be in a file."""
    assert Simulator.public_key == "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
    assert len(base64.b64decode(Simulator.public_key)) == 32
