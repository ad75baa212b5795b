"""Connections of the async clients: never too many, none lost, none used that is not in order.

Most tests allow one connection only: one that is not given back then stops the next call.
"""

import asyncio
import gc
from collections.abc import Callable
from threading import Barrier, Event
from typing import Any

import httpx
import pytest

from generated_client import APIConnectionError, APIError, APITimeoutError
from generated_client._runtime import connections, slots
from tests.loopback import STREAM, answer
from tests.wire.driving import Kind, async_client, start
from tests.wire.faults import (
    Fault,
    FaultServer,
    Peer,
    answers,
    closes_without_an_answer,
    resets_after_the_body,
    sends,
)

both_kinds = pytest.mark.parametrize("kind", ["async", "aiohttp"])


def allow(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Allow that many connections."""
    monkeypatch.setattr(slots, "POOL_LIMITS", httpx.Limits(max_connections=number))


@pytest.fixture
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow one connection."""
    allow(monkeypatch, 1)


def run(kind: Kind, faults: list[Fault], main: Callable[[Any], Any], **settings: Any) -> Any:
    """Run something with a client, against a server that fails; none may be left waiting."""
    with FaultServer(faults) as server:

        async def with_client() -> Any:
            url = f"http://127.0.0.1:{server.port}"
            async with async_client(kind, base_url=url, max_retries=0, **settings) as client:
                return await main(client)

        result = asyncio.run(with_client())
        gc.collect()
    assert server.stuck == 0
    return result


async def until(event: Event) -> None:
    """Wait for what another thread sets."""
    await asyncio.get_running_loop().run_in_executor(None, event.wait, 5)


class Held:
    """A fault that answers when it is let go."""

    def __init__(self, before: bytes = b"") -> None:
        """Send some bytes first."""
        self.before = before
        self.began = Event()
        self.may_end = Event()

    def __call__(self, peer: Peer) -> None:
        """Start a stream, and hold its answer back."""
        peer.start()
        peer.send(self.before)
        self.began.set()
        self.may_end.wait(5)
        peer.send(answer()[len(self.before) :])


@both_kinds
def test_there_are_never_more_connections_than_allowed(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All calls are answered, in turn, and a connection is used again."""
    allow(monkeypatch, 3)
    together = Barrier(3, timeout=5)
    ports: set[int] = set()

    def answers_three_at_a_time(peer: Peer) -> None:
        ports.add(peer.socket.getpeername()[1])
        together.wait()
        answers()(peer)

    async def twelve(client: Any) -> Any:
        return await asyncio.gather(*[start(client) for _ in range(12)])

    streams = run(kind, [answers_three_at_a_time], twelve)

    assert [stream.sid for stream in streams] == [STREAM["sid"]] * 12
    assert len(ports) == 3


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("timeout", [0.05, httpx.Timeout(5, pool=0.05)])
@both_kinds
def test_a_call_that_finds_no_connection_free_was_not_executed(kind: Kind, timeout: Any) -> None:
    """It times out, and says that it was never sent."""
    held = Held()

    async def main(client: Any) -> APIError:
        first = asyncio.create_task(start(client, timeout=5))
        await until(held.began)
        with pytest.raises(APITimeoutError) as raised:
            await start(client, timeout=timeout)
        held.may_end.set()
        await first
        await start(client)
        return raised.value

    error = run(kind, [held, answers()], main)

    assert error.may_have_executed is False
    if isinstance(timeout, httpx.Timeout):
        assert isinstance(error.__cause__, httpx.PoolTimeout)


@pytest.mark.usefixtures("_one_connection")
@both_kinds
def test_a_call_that_is_cancelled_while_it_waits_takes_no_connection(kind: Kind) -> None:
    """Nothing is sent for it, and the next call gets the connection."""
    held = Held()

    async def main(client: Any) -> None:
        first = asyncio.create_task(start(client))
        await until(held.began)
        second = asyncio.create_task(start(client))
        await asyncio.sleep(0)
        second.cancel()
        held.may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await second
        await first
        await start(client)

    answered: list[Peer] = []

    def answers_and_notes(peer: Peer) -> None:
        answered.append(peer)
        answers()(peer)

    run(kind, [held, answers_and_notes], main)

    assert len(answered) == 1


def never_shakes(peer: Peer) -> None:
    """Leave a TLS handshake without an answer; tell that it began."""
    peer.socket.recv(1)
    shaking.set()
    peer.wait()


shaking = Event()


@pytest.mark.usefixtures("_one_connection")
@both_kinds
def test_a_call_that_is_cancelled_while_it_connects_leaves_no_connection(kind: Kind) -> None:
    """The server sees it hang up, and the next call may connect."""
    shaking.clear()
    with FaultServer([never_shakes]) as server:

        async def main() -> None:
            url = f"https://127.0.0.1:{server.port}"
            async with async_client(kind, base_url=url, max_retries=0) as client:
                for _ in range(2):
                    task = asyncio.create_task(start(client))
                    await until(shaking)
                    shaking.clear()
                    task.cancel()
                    with pytest.raises(asyncio.CancelledError):
                        await task

        asyncio.run(main())
        gc.collect()

    assert (server.attempts, server.stuck) == (2, 0)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("before", [b"", answer()[:-20]], ids=["head", "body"])
@both_kinds
def test_a_call_that_is_cancelled_while_it_reads_leaves_no_connection(
    kind: Kind, before: bytes
) -> None:
    """Its connection, with an answer still to come, is closed; the next call gets its own."""
    held = Held(before)
    ports: list[int] = []

    def answers_and_notes(peer: Peer) -> None:
        ports.append(peer.socket.getpeername()[1])
        answers(body={**STREAM, "sid": "second"})(peer)

    def notes(peer: Peer) -> None:
        ports.append(peer.socket.getpeername()[1])
        held(peer)

    async def main(client: Any) -> str:
        task = asyncio.create_task(start(client))
        await until(held.began)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        sid: str = (await start(client)).sid
        held.may_end.set()
        return sid

    assert run(kind, [notes, answers_and_notes], main) == "second"
    assert len(set(ports)) == 2


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize(
    "fault",
    [
        closes_without_an_answer,
        resets_after_the_body,
        sends(b"no HTTP\r\n\r\n"),
        sends(answer(body=b"x" * 20_000)),
        sends(answer(content_length="9999"), then=lambda peer: peer.close()),
    ],
    ids=["closed", "reset", "no HTTP", "too large", "cut off"],
)
@both_kinds
def test_a_failed_call_leaves_a_connection_to_the_next(kind: Kind, fault: Fault) -> None:
    """However it failed, and whatever was not read of its answer."""

    async def main(client: Any) -> Any:
        for _ in range(3):
            try:
                await start(client)
            except APIError:
                continue
        return await start(client)

    faults: list[Fault] = [fault, fault, fault, answers()]

    assert run(kind, faults, main, max_response_size=10_000).sid == STREAM["sid"]


@pytest.mark.usefixtures("_one_connection")
def test_a_call_that_waits_when_the_client_is_closed_is_not_sent() -> None:
    """One that was sent gets its answer; and no connection is left open."""
    held = Held()

    async def main(client: Any) -> Any:
        first = asyncio.create_task(start(client))
        await until(held.began)
        second = asyncio.create_task(start(client))
        await asyncio.sleep(0)
        await client.close()
        held.may_end.set()
        with pytest.raises(APIConnectionError) as raised:
            await second
        assert raised.value.may_have_executed is False
        return await first

    assert run("async", [held], main).sid == STREAM["sid"]


def test_an_idle_connection_is_closed_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the next call; a server must not be left with all that a burst of calls opened."""
    together = Barrier(3, timeout=5)
    closed = Event()
    ends: list[bytes] = []

    def answers_three(peer: Peer) -> None:
        together.wait()
        answers()(peer)
        ends.append(peer.socket.recv(1))
        if len(ends) == 3:
            closed.set()

    async def main(client: Any) -> None:
        await asyncio.gather(*[start(client) for _ in range(3)])
        limits = httpx.Limits(max_connections=3, keepalive_expiry=0.0)
        monkeypatch.setattr(connections, "POOL_LIMITS", limits)
        await start(client)
        await until(closed)

    run("async", [answers_three, answers_three, answers_three, answers()], main)

    assert ends == [b"", b"", b""]
