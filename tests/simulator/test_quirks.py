"""Each uncertain fact in both settings: the whole loop works, and the setting shows."""

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from attrs import frozen

from generated_client import APIStatusError, Telnyx, UnprocessableEntityError
from telnyx_simulator import Call, Quirks, Simulator, Stream, tone
from telnyx_simulator.quirks import alternatives, choices
from tests.simulator.bots import Bot, Frame, echo, is_over, is_past, say
from tests.simulator.conftest import RunBot

ALTERNATIVES = dict(alternatives())
ALL = {"defaults": Quirks(), **ALTERNATIVES}
IS_DEFAULT = {name: values[0] for name, values in choices().items()}


@frozen
class Seen:
    """What came of a call in which everything happens once."""

    call: Call
    stream: Stream
    bot: Bot
    started: dict[str, Any]
    request_id: str | None

    def frame(self, event: str, number: int = 0) -> Frame:
        """Return one frame."""
        return self.bot.of(event)[number]

    def callback(self) -> dict[str, str]:
        """Return the fields of the first status callback."""
        text = self.bot.bodies[0].decode()
        return json.loads(text) if text.startswith("{") else dict(parse_qsl(text, True))  # noqa: FBT003 - keeps blank values


def play(quirks: Quirks, bot: Bot) -> Seen:
    """Start a stream with the client, echo, send an error frame, stop it."""
    with Simulator(speed=20, quirks=quirks, handshake_timeout=20, callback_timeout=20) as telnyx:
        call = telnyx.call(tone(440, seconds=0.5))
        with Telnyx(api_key="KEY", base_url=telnyx.url) as api:
            raw = api.texml.accounts.calls.with_raw_response.streams_json(
                call.sid,
                account_sid=telnyx.account_sid,
                url=bot.url,
                track="both_tracks",
                bidirectional_mode="rtp",
                status_callback=bot.callback,
            )
            created = raw.parse()
        call.finish()
    [stream] = call.streams
    assert created.sid == stream.sid
    assert created.date_updated is not None
    assert created.raw is not None
    return Seen(call, stream, bot, dict(created.raw), raw.request_id)


@pytest.mark.parametrize("quirks", ALL.values(), ids=ALL)
def test_the_whole_loop_works_in_any_setting(quirks: Quirks, bot: Bot) -> None:
    """The client understands the response, the bot the frames, and nothing is wrong."""
    seen = play(quirks, bot)
    assert bot.events()[:3] == ["connected", "start", "media"]
    assert bot.events()[-1] == "stop"
    assert seen.stream.heard.peak > 0.4
    assert [callback.status for callback in seen.stream.callbacks] == [200, 200]
    assert seen.request_id
    assert seen.call.findings == []


def has_sent_error(stream: Stream) -> Callable[[], bool]:
    """Return a condition to wait for."""
    return lambda: stream.sent["error"] > 0


Look = Callable[[Seen], object]
LOOKS: dict[str, tuple[Look, dict[str, object]]] = {
    "date_format": (
        lambda seen: "T" in seen.started["date_updated"],
        {"ISO 8601": True, "RFC 2822": False},
    ),
    "uri_id": (
        lambda seen: seen.started["sid"] in seen.started["uri"],
        {"sid": True, "other": False},
    ),
    "stream_id": (
        lambda seen: (
            seen.frame("media")["stream_id"] == seen.callback()["StreamSid"],
            seen.frame("media")["stream_id"] == seen.stream.sid,
            seen.frame("media")["stream_id"].lower() == seen.stream.sid,
        ),
        {
            "sid": (True, True, True),
            "upper case": (True, False, True),
            "other": (True, False, False),
        },
    ),
    "numbers": (
        lambda seen: seen.frame("start")["start"]["media_format"]["sample_rate"],
        {"numbers": 8000, "strings": "8000"},
    ),
    "client_state": (
        lambda seen: seen.frame("start")["start"].get("client_state", "absent"),
        {"absent": "absent", "null": None},
    ),
    "tags": (
        lambda seen: seen.frame("start")["start"].get("tags", "absent"),
        {"absent": "absent", "empty": []},
    ),
    "custom_parameters": (
        lambda seen: seen.frame("start")["start"].get("custom_parameters", "absent"),
        {"absent": "absent", "empty": {}},
    ),
    "chunk_counter": (
        lambda seen: [seen.frame("media", n)["media"]["chunk"] for n in range(4)],
        {"per track": ["1", "1", "2", "2"], "shared": ["1", "2", "3", "4"]},
    ),
    "timestamp_unit": (
        lambda seen: seen.frame("media")["media"]["timestamp"],
        {"milliseconds": "20", "samples": "160"},
    ),
    "unnamed_stream": (
        lambda seen: seen.callback().get("StreamName", "absent"),
        {"empty": "", "absent": "absent"},
    ),
    "callback_format": (
        lambda seen: (seen.bot.status[0].content_type, seen.callback()["StreamEvent"]),
        {
            "form": ("application/x-www-form-urlencoded", "stream-started"),
            "JSON": ("application/json", "stream-started"),
        },
    ),
    "callback_signature": (
        lambda seen: "telnyx-signature-ed25519" in seen.bot.status[0].headers,
        {"signed": True, "absent": False},
    ),
    "request_id_header": (
        lambda seen: seen.request_id is not None,
        {"x-request-id": True, "request-id": True},
    ),
}
"""What is looked at, and what is seen there in each setting."""

SETTINGS = [(name, value) for name, (_, shown) in LOOKS.items() for value in shown]


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_a_setting_shows(name: str, value: str, bot: Bot) -> None:
    """What goes over the wire is what the setting says."""
    look, shown = LOOKS[name]
    assert set(shown) == set(choices()[name])
    assert look(play(Quirks.parsed({name: value}), bot)) == shown[value]


def test_the_status_of_a_request_without_a_key() -> None:
    """401, or 404 as if the path were unknown."""
    for value in choices()["missing_authorization"]:
        with Simulator(quirks=Quirks.parsed({"missing_authorization": value})) as telnyx:
            url = f"{telnyx.url}/texml/Accounts/{telnyx.account_sid}/Calls/a/Streams.json"
            assert httpx.post(url, data={"Url": "ws://a"}).status_code == int(value)


def test_the_body_of_a_404() -> None:
    """The client reads both."""
    for value in choices()["not_found_body"]:
        with (
            Simulator(quirks=Quirks.parsed({"not_found_body": value})) as telnyx,
            Telnyx(api_key="KEY", base_url=telnyx.url) as api,
            pytest.raises(APIStatusError) as caught,
        ):
            api.texml.accounts.calls.streams_json("v3:a", account_sid="a", url="ws://a")
        [error] = caught.value.errors
        assert error.detail == "Resource not found"
        assert error.code == ("10005" if value == "with code" else None)


def test_the_status_of_a_start_without_an_address() -> None:
    """422 or 400, with the same code."""
    for value in choices()["missing_url"]:
        with (
            Simulator(quirks=Quirks.parsed({"missing_url": value})) as telnyx,
            Telnyx(api_key="KEY", base_url=telnyx.url) as api,
        ):
            call = telnyx.call()
            with pytest.raises(APIStatusError) as caught:
                api.texml.accounts.calls.streams_json(call.sid, account_sid=telnyx.account_sid)
        assert (caught.value.status_code, caught.value.errors[0].code) == (int(value), "10004")


def test_a_second_stream_may_be_refused(bot: Bot) -> None:
    """Then there is one, and the code is that of streaming that is used."""
    with (
        Simulator(quirks=Quirks(second_stream="refused")) as telnyx,
        Telnyx(api_key="KEY", base_url=telnyx.url) as api,
    ):
        call = telnyx.call()
        call.start_stream(bot.url)
        with pytest.raises(UnprocessableEntityError) as caught:
            api.texml.accounts.calls.streams_json(
                call.sid, account_sid=telnyx.account_sid, url=bot.url
            )
        telnyx.wait(lambda: call.streams[0].status == "open")
    assert caught.value.errors[0].code == "90045"
    assert len(call.streams) == 1
    assert "second-stream" in [finding.code for finding in call.findings]


def test_a_stop_that_is_repeated_is_an_error(bot: Bot) -> None:
    """404 or 422; it does no harm, so it is no finding."""
    for value in choices()["repeated_stop"]:
        with (
            Simulator(quirks=Quirks.parsed({"repeated_stop": value})) as telnyx,
            Telnyx(api_key="KEY", base_url=telnyx.url) as api,
        ):
            call = telnyx.call()
            stream = call.start_stream(bot.url, BidirectionalMode="rtp")
            telnyx.wait(is_past(stream, 1))
            stop = api.texml.accounts.calls.streams.streaming_sid_json
            stop(stream.sid, account_sid=telnyx.account_sid, call_sid=call.sid)
            with pytest.raises(APIStatusError) as caught:
                stop(stream.sid, account_sid=telnyx.account_sid, call_sid=call.sid)
        assert caught.value.status_code == int(value)
        assert call.findings == []


def test_the_socket_after_an_error(run_bot: RunBot) -> None:
    """It stays open, or is closed in order."""
    bot = run_bot(say("no JSON"))
    for value in choices()["after_error"]:
        for numbers in choices()["numbers"]:
            quirks = Quirks.parsed({"after_error": value, "numbers": numbers})
            with Simulator(speed=20, quirks=quirks) as telnyx:
                call = telnyx.call()
                stream = call.start_stream(bot.url)
                telnyx.wait(has_sent_error(stream), timeout=30)
                is_next = is_over(stream) if value == "closed" else is_past(stream, 100)
                telnyx.wait(is_next, timeout=30)
                assert stream.status == ("open" if value == "open" else "stopped")
                call.hang_up()
            code = bot.of("error")[-1]["payload"]["code"]
            assert code == ("100003" if numbers == "strings" else 100003)


def test_a_socket_that_is_lost_may_be_dialled_again(run_bot: RunBot) -> None:
    """With the same stream id or a new one, and not for ever."""

    async def fail(socket: Any, frames: Any) -> None:
        async for frame in frames:
            if frame["event"] == "media":
                await socket.close(code=1011)

    for value in choices()["stream_id_after_redial"]:
        bot = run_bot(fail)
        quirks = Quirks.parsed({"lost_socket": "dialled again", "stream_id_after_redial": value})
        with Simulator(speed=20, quirks=quirks) as telnyx:
            call = telnyx.call()
            stream = call.start_stream(bot.url)
            telnyx.wait(is_over(stream))
        ids = {frame["stream_id"] for frame in bot.of("start")}
        assert len(bot.of("start")) == stream.connections == 5
        assert len(ids) == (1 if value == "same" else 5)
        assert [(each.code, each.count) for each in call.findings] == [("socket-lost", 5)]


def test_the_name_of_failure() -> None:
    """Two pages of the vendor have two names."""
    bots = Bot(echo)
    with bots:
        for value in choices()["failure_event"]:
            with Simulator(speed=20, quirks=Quirks.parsed({"failure_event": value})) as telnyx:
                call = telnyx.call()
                stream = call.start_stream("ws://127.0.0.1:1/", StatusCallback=bots.callback)
                telnyx.wait(is_over(stream))
            assert [callback.event for callback in stream.callbacks] == [value]


def test_a_callback_in_the_query_may_be_signed_over_nothing(bot: Bot) -> None:
    """The signature, where there is one, says nothing about the fields."""
    from tests.simulator.test_whole_loop import verify

    for value in choices()["query_signature"]:
        with Simulator(speed=20, quirks=Quirks.parsed({"query_signature": value})) as telnyx:
            call = telnyx.call()
            call.start_stream(
                bot.url,
                BidirectionalMode="rtp",
                StatusCallback=f"{bot.callback}?mine=1",
                StatusCallbackMethod="GET",
            )
            call.finish()
        request = bot.status[-1]
        assert request.query["mine"] == "1"
        assert request.query["StreamEvent"] == "stream-stopped"
        assert bot.bodies[-1] == b""
        signature = request.headers.get("telnyx-signature-ed25519")
        assert (signature is not None) is (value == "empty body")
        if signature:
            verify(telnyx.public_key, b"", request.headers["telnyx-timestamp"], signature)
            assert len(base64.b64decode(signature)) == 64


def test_a_callback_that_is_redirected(bot: Bot) -> None:
    """It failed, or it went where it was sent."""
    bot.redirect_callbacks = True
    for value in choices()["callback_redirects"]:
        with Simulator(speed=20, quirks=Quirks.parsed({"callback_redirects": value})) as telnyx:
            call = telnyx.call()
            call.start_stream(bot.url, BidirectionalMode="rtp", StatusCallback=bot.callback)
            call.finish()
        found = [finding.code for finding in call.findings]
        assert found == (["callback-failed"] if value == "failure" else [])


@pytest.mark.parametrize(
    ("status", "value", "attempts"),
    [
        (404, "all failures", 3),
        (404, "server errors", 1),
        (429, "server errors", 3),
        (500, "server errors", 3),
    ],
)
def test_which_callbacks_are_sent_again(status: int, value: str, attempts: int, bot: Bot) -> None:
    """All failures, or those that may pass."""
    bot.callback_status, bot.refuse_callbacks = status, 3
    with Simulator(speed=20, quirks=Quirks.parsed({"callback_retries": value})) as telnyx:
        call = telnyx.call()
        stream = call.start_stream(bot.url, BidirectionalMode="rtp", StatusCallback=bot.callback)
        telnyx.wait(lambda: bool(call.findings))
    assert stream.callbacks[0].attempts == attempts


def test_settings_that_there_are_not_are_refused() -> None:
    """By name, whichever way they are given."""
    with pytest.raises(ValueError, match="there is no quirk 'speed'"):
        Quirks.parsed({"speed": "1"})
    with pytest.raises(ValueError, match=r"tags is one of \('absent', 'empty'\), not 'none'"):
        Quirks.parsed({"tags": "none"})
    with pytest.raises(ValueError, match="tags is one of"):
        Quirks(tags="none")  # type: ignore[arg-type]  # that it is wrong is the test


def test_alternatives_are_all_settings_but_the_defaults() -> None:
    """None is forgotten: our suite runs them all."""
    assert len(ALTERNATIVES) == sum(len(values) - 1 for values in choices().values())
    assert Quirks.parsed(IS_DEFAULT) == Quirks()
