"""Requests, right and wrong: what the vendor answers, and what is found."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from telnyx_simulator import Call, Quirks, Refused, Simulator
from telnyx_simulator.validation import Validator
from tests.simulator.bots import Bot, listen
from tests.simulator.conftest import RunBot

FORM = "application/x-www-form-urlencoded"
KEY = {"Authorization": "Bearer KEY"}
UUID = "e9cea0be-7dbd-4b98-98b1-c0089d9d43b0"


@pytest.fixture
def bot(run_bot: RunBot) -> Bot:
    """Run a bot that says nothing, which is right in any mode."""
    return run_bot(listen)


def path(telnyx: Simulator, call_sid: str, stream_sid: str = "") -> str:
    """Return the address of an operation."""
    account = f"{telnyx.url}/texml/Accounts/{telnyx.account_sid}"
    return f"{account}/Calls/{call_sid}/Streams{'/' if stream_sid else ''}{stream_sid}.json"


def start(telnyx: Simulator, call: Call, **options: Any) -> httpx.Response:
    """Send a request to start a stream."""
    return httpx.post(path(telnyx, call.sid), **{"headers": KEY, **options})


def codes(call: Call) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in call.findings]


def test_a_stream_is_started_and_stopped(telnyx: Simulator, bot: Bot) -> None:
    """Both responses are those of the reference."""
    call = telnyx.call()
    started = start(telnyx, call, data={"Url": bot.url, "Name": "mine"})
    [stream] = call.streams
    address = path(telnyx, call.sid, stream.sid)
    stopped = httpx.post(address, headers=KEY, data={"Status": "stopped"})

    assert (started.status_code, stopped.status_code) == (200, 200)
    body = started.json()
    assert body.pop("date_updated").endswith("Z")
    assert body == {
        "account_sid": telnyx.account_sid,
        "call_sid": call.sid,
        "name": "mine",
        "sid": stream.sid,
        "status": "in-progress",
        "uri": address.removeprefix(telnyx.url.removesuffix("/v2")),
    }
    assert stopped.json()["status"] == "stopped"
    assert "name" not in stopped.json()
    telnyx.wait(lambda: stream.is_over)
    assert codes(call) == []


def test_an_empty_body_stops_a_stream(telnyx: Simulator, bot: Bot) -> None:
    """Stopped is the default of the only field."""
    call = telnyx.call()
    start(telnyx, call, data={"Url": bot.url})
    [stream] = call.streams
    assert httpx.post(path(telnyx, call.sid, stream.sid.upper()), headers=KEY).status_code == 200
    telnyx.wait(lambda: stream.is_over)


RTP = {"Url": "ws://a", "BidirectionalMode": "rtp"}


@pytest.mark.parametrize(
    ("form", "code", "field", "findings"),
    [
        ({}, "10004", "Url", ["missing-url"]),
        ({"Url": ""}, "10004", "Url", ["missing-url"]),
        ({"url": "ws://a"}, "10004", "Url", ["wrong-case", "missing-url"]),
        ({"stream_url": "ws://a"}, "10004", "Url", ["unknown-field", "missing-url"]),
        ({"Url": "ws://a", "Track": "both"}, "10032", "Track", ["wrong-value"]),
        (RTP | {"BidirectionalCodec": "pcmu"}, "10032", "BidirectionalCodec", ["wrong-value"]),
        (RTP | {"StatusCallbackMethod": "PUT"}, "10032", "StatusCallbackMethod", ["wrong-value"]),
        ({"Url": f"ws://{'a' * 2000}"}, "10003", "Url", ["url-not-dialable"]),
    ],
)
def test_a_wrong_form_is_refused(
    form: dict[str, str], code: str, field: str, findings: list[str], telnyx: Simulator
) -> None:
    """Code and pointer are the vendor's, and nothing is started."""
    call = telnyx.call()
    response = start(telnyx, call, data=form)

    [error] = response.json()["errors"]
    assert (response.status_code, error["code"]) == (422, code)
    assert error["source"] == {"pointer": f"/{field}"}
    assert codes(call) == findings
    assert call.streams == []


@pytest.mark.parametrize(
    ("form", "findings"),
    [
        ({"track": "both_tracks"}, ["wrong-case"]),
        ({"bidirectional_mode": "rtp"}, ["wrong-case"]),
        ({"Codec": "PCMU"}, ["unknown-field"]),
        ({"BidirectionalCodec": "PCMU"}, ["codec-without-rtp"]),
        ({"BidirectionalCodec": "PCMU", "BidirectionalMode": "mp3"}, ["codec-without-rtp"]),
        ({"BidirectionalCodec": "PCMU", "BidirectionalMode": "rtp"}, []),
    ],
)
def test_a_doubtful_form_starts_a_stream(
    form: dict[str, str], findings: list[str], telnyx: Simulator, bot: Bot
) -> None:
    """The vendor ignores what it does not know; that is found."""
    call = telnyx.call()
    assert start(telnyx, call, data={"Url": bot.url, **form}).status_code == 200
    assert codes(call) == findings


@pytest.mark.parametrize("url", ["http://localhost/media", "localhost:8000/media", "ws://"])
def test_an_address_that_is_no_socket_is_found(url: str, telnyx: Simulator) -> None:
    """The request is accepted, and the stream fails."""
    call = telnyx.call()
    assert start(telnyx, call, data={"Url": url}).status_code == 200
    telnyx.wait(lambda: call.streams[0].is_over)
    assert codes(call)[0] == "url-not-dialable"
    assert call.streams[0].status == "failed"


def test_json_is_refused_unless_a_quirk_accepts_it(telnyx: Simulator, bot: Bot) -> None:
    """The vendor's SDKs send it, the reference has forms only."""
    call = telnyx.call()
    response = start(telnyx, call, json={"Url": bot.url})
    assert response.status_code == 415
    assert response.json()["errors"][0]["code"] == "10034"
    assert codes(call) == ["not-a-form"]

    with Simulator(speed=20, quirks=Quirks(json_bodies="accepted")) as lenient:
        call = lenient.call()
        assert start(lenient, call, json={"Url": bot.url}).status_code == 200
        assert start(lenient, call, json=[1]).status_code == 400
        response = start(lenient, call, json={"Url": bot.url, "Track": "all"})
        assert response.status_code == 422
        assert codes(call) == ["wrong-value"]


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=a", "text/plain", ""])
def test_other_bodies_are_refused(content_type: str, telnyx: Simulator) -> None:
    """Multipart is no form of this kind."""
    call = telnyx.call()
    headers = KEY | {"Content-Type": content_type}
    assert start(telnyx, call, content=b"Url=ws://a", headers=headers).status_code == 415
    assert codes(call) == ["not-a-form"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic S0VZOg=="}, {"X-Api-Key": "KEY"}])
def test_a_request_without_a_key_is_refused(headers: dict[str, str], telnyx: Simulator) -> None:
    """Only Bearer will do."""
    call = telnyx.call()
    response = start(telnyx, call, data={"Url": "ws://a"}, headers=headers)
    assert response.status_code == 401
    assert response.json()["errors"][0]["code"] == "10009"
    assert codes(call) == ["authentication"]


def test_what_is_not_there_is_not_found(telnyx: Simulator) -> None:
    """Account, call, stream and path are looked up, in this order."""
    call = telnyx.call()
    wrong = [
        path(telnyx, "v3:other"),
        path(telnyx, call.sid).replace(telnyx.account_sid, "other"),
        path(telnyx, call.sid, UUID),
        path(telnyx, call.sid, "no-uuid"),
        f"{telnyx.url}/calls/{call.sid}/actions/streaming_start",
    ]
    for url in wrong:
        response = httpx.post(url, headers=KEY, data={})
        assert response.status_code == 404
        assert response.json()["errors"][0]["code"] == "10005"
    assert {finding.code for finding in telnyx.findings} == {"unknown-call"}


def test_the_id_of_a_call_may_be_escaped(telnyx: Simulator, bot: Bot) -> None:
    """Some clients escape the colon."""
    call = telnyx.call(sid="v3:a/b")
    escaped = path(telnyx, quote(call.sid, safe=""))
    assert httpx.post(escaped, headers=KEY, data={"Url": bot.url}).status_code == 200


def test_a_second_stream_is_found(telnyx: Simulator, bot: Bot) -> None:
    """Both run and are billed; a stream after one that was stopped is all right."""
    call = telnyx.call()
    first = call.start_stream(bot.url)
    second = call.start_stream(bot.url)
    assert codes(call) == ["second-stream"]
    first.stop()
    second.stop()
    call.start_stream(bot.url)
    assert call.findings[0].count == 1


def test_a_call_that_is_over_takes_no_streams(telnyx: Simulator, bot: Bot) -> None:
    """The code is that of ended calls."""
    call = telnyx.call()
    call.hang_up()
    call.hang_up()
    with pytest.raises(Refused, match="90018"):
        call.start_stream(bot.url)
    assert start(telnyx, call, data={"Url": bot.url}).status_code == 422


def test_a_call_has_an_id_of_its_own(telnyx: Simulator) -> None:
    """Two calls with one id would be one."""
    telnyx.call(sid="v3:a")
    with pytest.raises(ValueError, match="there is a call 'v3:a'"):
        telnyx.call(sid="v3:a")


def test_findings_read_well(telnyx: Simulator) -> None:
    """Each says what was seen, what follows and how to fix it."""
    call = telnyx.call()
    for _ in range(2):
        start(telnyx, call, data={"url": "ws://a"})
    first = str(call.findings[0])
    assert first.startswith("wrong-case (2 times): ")
    for part in ("Seen:    url, not Url", "Telnyx:", "Caller:", "Fix:"):
        assert part in first


def test_a_request_that_the_spec_allows_is_accepted() -> None:
    """The names of fields are read from the spec, so that it alone says what there is."""
    validator = Validator(Quirks())
    assert validator._known["stop"] == {"Status"}
    assert "BidirectionalMode" in validator._known["start"]
