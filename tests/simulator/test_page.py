"""The page's socket, without a browser: what is shown, what can be asked for, who may ask."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import pytest

from telnyx_simulator import Simulator
from tests.simulator.bots import Bot

State = dict[str, Any]


def converse(telnyx: Simulator, *commands: State, until: Callable[[State], object]) -> State:
    """Send commands, and return the first state that fulfils a condition."""

    async def program() -> State:
        async with (
            asyncio.timeout(20),
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{telnyx.page}watch") as socket,
        ):
            for command in commands:
                await socket.send_json(command)
            while True:
                state: State = await socket.receive_json()
                if until(state):
                    return state

    return asyncio.run(program())


def test_the_page_is_one_file_that_loads_nothing(telnyx: Simulator) -> None:
    """The browser is told to load nothing from elsewhere, and there is nothing to load."""
    response = httpx.get(telnyx.page)
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    for word in ("<script src", '<link rel="stylesheet', "@import", "https://"):
        assert word not in response.text


def test_a_call_is_begun_and_streamed(telnyx: Simulator, bot: Bot) -> None:
    """The state shows the call, its stream, what goes both ways, and its peaks."""
    converse(telnyx, {"do": "call"}, until=lambda state: state.get("calls"))
    [call] = telnyx.calls
    fields = {"Url": bot.url, "BidirectionalMode": "rtp", "Track": ""}
    state = converse(
        telnyx,
        {"do": "start", "call": call.sid, "fields": fields},
        until=lambda state: (
            state["selected"]["streams"][0]["marks"] if state["selected"]["streams"] else False
        ),
    )
    [stream] = state["selected"]["streams"]
    assert stream["status"] == "open"
    assert stream["marks"] == ["a second"]
    assert max(stream["said"]) > 50
    assert {row[2] for row in stream["frames"]} == {"connected", "start", "media", "mark"}
    assert state["findings"] == []
    json.dumps(state)

    named = {"call": call.sid, "stream": stream["sid"]}
    converse(
        telnyx,
        {"do": "press", "call": call.sid, "digits": "1"},
        {"do": "drop", **named, "again": True},
        until=lambda state: state["selected"]["streams"][0]["sent"].get("start") == 2,
    )
    over = converse(
        telnyx,
        {"do": "stop", **named},
        {"do": "hang_up", "call": call.sid},
        until=lambda state: state["selected"]["streams"][0]["status"] == "stopped",
    )
    assert not over["calls"][0]["live"]


def test_the_call_that_is_selected_is_shown(telnyx: Simulator) -> None:
    """The last one is shown unless another is asked for."""
    first, last = telnyx.call(), telnyx.call()
    state = converse(telnyx, until=lambda state: state["selected"])
    assert state["selected"]["sid"] == last.sid
    state = converse(
        telnyx,
        {"do": "select", "call": first.sid},
        until=lambda state: state["selected"]["sid"] == first.sid,
    )
    assert len(state["calls"]) == 2


def test_faults_are_asked_for(telnyx: Simulator, bot: Bot) -> None:
    """The next start is turned away, and the callback after it is repeated."""
    converse(
        telnyx,
        {"do": "fail", "operation": "start", "status": 429, "acts": False},
        {"do": "fail_callback", "fault": "repeated"},
        until=lambda state: len(state["events"]) == 2,
    )
    call = telnyx.call()
    url = f"{telnyx.url}/texml/Accounts/{telnyx.account_sid}/Calls/{call.sid}/Streams.json"
    form = {"Url": bot.url, "StatusCallback": bot.callback}
    headers = {"Authorization": "Bearer KEY"}
    statuses = [httpx.post(url, headers=headers, data=form).status_code for _ in range(2)]
    assert statuses == [429, 200]
    telnyx.wait(lambda: len(call.streams[0].callbacks) == 2)


@pytest.mark.parametrize(
    "command",
    [
        {"do": "dance"},
        {"do": "press", "call": "v3:none", "digits": "1"},
        {"do": "fail_callback", "fault": "lost"},
        {"do": "fail", "operation": "start", "status": 200, "acts": True},
        {},
        [],
    ],
)
def test_what_cannot_be_done_is_said(command: State, telnyx: Simulator) -> None:
    """The page shows it; nothing breaks."""
    assert converse(telnyx, command, until=lambda state: "problem" in state)["problem"]


def test_a_refused_stream_is_said(telnyx: Simulator) -> None:
    """With the reason that the vendor would have."""
    call = telnyx.call()
    command = {"do": "start", "call": call.sid, "fields": {}}
    state = converse(telnyx, command, until=lambda state: "problem" in state)
    assert "10004" in state["problem"]


def test_other_pages_may_not_watch(telnyx: Simulator) -> None:
    """Any page in a browser could open a socket to this machine."""

    async def program() -> int:
        async with aiohttp.ClientSession(headers={"Origin": "https://example.com"}) as session:
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await session.ws_connect(f"{telnyx.page}watch")
            return caught.value.status

    assert asyncio.run(program()) == 403
