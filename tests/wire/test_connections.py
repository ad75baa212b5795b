"""Connections: never too many, none lost, none used that is not in order.

Most tests allow one connection only: one that is not given back then stops the next call.
"""

import asyncio
import gc
import multiprocessing
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier, Event
from typing import Any

import httpx
import pytest
import trustme

from generated_client import APIConnectionError, APIError, APITimeoutError, AsyncTelnyx, Telnyx
from generated_client._runtime import (
    async_connection,
    async_transport,
    connection,
    settings,
    transport,
)
from tests.loopback import STREAM, LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, drive, start
from tests.wire.faults import (
    STREAM_JSON,
    Fault,
    FaultServer,
    Peer,
    chunked,
    closes_without_a_response,
    resets_after_the_body,
    responds,
    sends,
)


def allow(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Allow that many connections."""
    for module in (transport, async_transport):
        monkeypatch.setattr(module, "MOST_CONNECTIONS", number)


@pytest.fixture
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow one connection."""
    allow(monkeypatch, 1)


def run(faults: list[Fault], main: Callable[[Any], Any], **settings: Any) -> Any:
    """Run something with an async client; no connection may be left over at the server."""
    with FaultServer(faults) as server:

        async def with_client() -> Any:
            url = f"http://127.0.0.1:{server.port}"
            async with AsyncTelnyx(api_key=KEY, base_url=url, max_retries=0, **settings) as client:
                return await main(client)

        result = asyncio.run(with_client())
        gc.collect()
    assert server.stuck == 0
    return result


async def until(event: Event) -> None:
    """Wait for what another thread sets."""
    await asyncio.get_running_loop().run_in_executor(None, event.wait, 5)


class Held:
    """A fault that responds when it is let go."""

    def __init__(self, before: bytes = b"") -> None:
        """Send some bytes first."""
        self.before = before
        self.began = Event()
        self.may_end = Event()

    def __call__(self, peer: Peer) -> None:
        """Start a stream, and hold its response back."""
        peer.start()
        peer.send(self.before)
        self.began.set()
        self.may_end.wait(5)
        peer.send(response()[len(self.before) :])


def test_there_are_never_more_connections_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """All calls get a response, in turn, and a connection is used again."""
    allow(monkeypatch, 3)
    together = Barrier(3, timeout=5)
    ports: set[int] = set()

    def responds_three_at_a_time(peer: Peer) -> None:
        ports.add(peer.socket.getpeername()[1])
        together.wait()
        responds()(peer)

    async def twelve(client: Any) -> Any:
        return await asyncio.gather(*[start(client) for _ in range(12)])

    streams = run([responds_three_at_a_time], twelve)

    assert [stream.sid for stream in streams] == [STREAM["sid"]] * 12
    assert len(ports) == 3


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("timeout", [0.05, httpx.Timeout(5, pool=0.05)])
def test_a_call_that_finds_no_connection_free_was_not_executed(timeout: Any) -> None:
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

    error = run([held, responds()], main)

    assert error.may_have_executed is False
    if isinstance(timeout, httpx.Timeout):
        assert isinstance(error.__cause__, httpx.PoolTimeout)


@pytest.mark.usefixtures("_one_connection")
def test_a_call_that_is_cancelled_while_it_waits_takes_no_connection() -> None:
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

    responded: list[Peer] = []

    def responds_and_notes(peer: Peer) -> None:
        responded.append(peer)
        responds()(peer)

    run([held, responds_and_notes], main)

    assert len(responded) == 1


def never_shakes(peer: Peer) -> None:
    """Leave a TLS handshake without a response; tell that it began."""
    peer.socket.recv(1)
    shaking.set()
    peer.wait()


shaking = Event()


@pytest.mark.usefixtures("_one_connection")
def test_a_call_that_is_cancelled_while_it_connects_leaves_no_connection() -> None:
    """The server sees it hang up, and the next call may connect."""
    shaking.clear()
    with FaultServer([never_shakes]) as server:

        async def main() -> None:
            url = f"https://127.0.0.1:{server.port}"
            async with AsyncTelnyx(api_key=KEY, base_url=url, max_retries=0) as client:
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
@pytest.mark.parametrize("before", [b"", response()[:-20]], ids=["head", "body"])
def test_a_call_that_is_cancelled_while_it_reads_leaves_no_connection(before: bytes) -> None:
    """Its connection, with a response still to come, is closed; the next call gets its own."""
    held = Held(before)
    ports: list[int] = []

    def responds_and_notes(peer: Peer) -> None:
        ports.append(peer.socket.getpeername()[1])
        responds(body={**STREAM, "sid": "second"})(peer)

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

    assert run([notes, responds_and_notes], main) == "second"
    assert len(set(ports)) == 2


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize(
    "fault",
    [
        closes_without_a_response,
        resets_after_the_body,
        sends(b"no HTTP\r\n\r\n"),
        sends(response(body=b"x" * 20_000)),
        sends(response(content_length="9999"), then=lambda peer: peer.close()),
    ],
    ids=["closed", "reset", "no HTTP", "too large", "cut off"],
)
def test_a_failed_call_leaves_a_connection_to_the_next(fault: Fault) -> None:
    """However it failed, and whatever was not read of its response."""

    async def main(client: Any) -> Any:
        for _ in range(3):
            try:
                await start(client)
            except APIError:
                continue
        return await start(client)

    faults: list[Fault] = [fault, fault, fault, responds()]

    assert run(faults, main, max_response_size=10_000).sid == STREAM["sid"]


@pytest.mark.usefixtures("_one_connection")
def test_a_call_that_waits_when_the_client_is_closed_is_not_sent() -> None:
    """One that was sent gets its response; and no connection is left open."""
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

    assert run([held], main).sid == STREAM["sid"]


class Ports:
    """A fault that notes the client's ports and does what another says."""

    def __init__(self, *faults: Fault) -> None:
        """Do one after the other; the last stays."""
        self.seen: list[int] = []
        self._faults = faults

    def __call__(self, peer: Peer) -> None:
        """Note the port."""
        self.seen.append(peer.socket.getpeername()[1])
        self._faults[min(len(self.seen), len(self._faults)) - 1](peer)


def together(kind: Kind, url: str, number: int, *rounds: Callable[[], object]) -> None:
    """Make some calls at the same time, again after each of the rounds."""
    if kind == "sync":
        with Telnyx(api_key=KEY, base_url=url) as client, ThreadPoolExecutor(number) as threads:
            for between in (lambda: None, *rounds):
                between()
                list(threads.map(lambda _: start(client), range(number)))
        return

    async def main() -> None:
        async with AsyncTelnyx(api_key=KEY, base_url=url) as client:
            for between in (lambda: None, *rounds):
                between()
                await asyncio.gather(*[start(client) for _ in range(number)])

    asyncio.run(main())


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_as_many_connections_as_calls_in_flight(kind: Kind) -> None:
    """Each is used again by the next calls, and none is made beside them."""
    meeting = Barrier(30, timeout=5)

    def responds_when_all_are_there(peer: Peer) -> None:
        meeting.wait()
        responds()(peer)

    ports = Ports(responds_when_all_are_there)
    with FaultServer([ports]) as server:
        together(kind, server.url, 30, lambda: None, lambda: None)

    assert len(ports.seen) == 90
    assert len(set(ports.seen)) == 30


@pytest.mark.parametrize("kind", KINDS)
def test_an_idle_connection_is_closed_after_three_seconds(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the next call, before a common server closes it; the one used last is used first."""
    meeting = Barrier(3, timeout=5)
    ends: list[bytes] = []
    all_ended = Event()

    def responds_three(peer: Peer) -> None:
        meeting.wait()
        responds()(peer)
        ends.append(peer.socket.recv(1))
        if len(ends) == 3:
            all_ended.set()

    now = [0.0]

    def later() -> None:
        now[0] = 3.01

    monkeypatch.setattr(transport, "monotonic", lambda: now[0])
    monkeypatch.setattr(async_transport, "monotonic", lambda: now[0])
    with FaultServer([responds_three] * 3 + [responds()]) as server:
        if kind == "sync":
            with Telnyx(api_key=KEY, base_url=server.url, timeout=None) as client:
                with ThreadPoolExecutor(3) as threads:
                    list(threads.map(lambda _: start(client), range(3)))
                later()
                start(client)
                assert all_ended.wait(5)
        else:

            async def main() -> None:
                async with AsyncTelnyx(api_key=KEY, base_url=server.url) as client:
                    await asyncio.gather(*[start(client) for _ in range(3)])
                    later()
                    await start(client)
                    await until(all_ended)

            asyncio.run(main())

    assert settings.KEEPALIVE == 3.0
    assert ends == [b"", b"", b""]


@pytest.mark.parametrize("kind", KINDS)
def test_the_connection_that_was_used_last_is_used_next(kind: Kind) -> None:
    """The others grow old and are closed: a burst leaves nothing behind for long."""
    first_two = Barrier(2, timeout=5)
    first = Event()

    def responds_both(peer: Peer) -> None:
        first_two.wait()
        if len(ports.seen) == 2 and not first.is_set():
            first.set()
        responds()(peer)

    def act(client: Any) -> None:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda _: start(client), range(2)))
        for _ in range(3):
            start(client)

    async def act_async(client: Any) -> None:
        await asyncio.gather(start(client), start(client))
        for _ in range(3):
            await start(client)

    ports = Ports(responds_both, responds_both, responds())
    with FaultServer([ports]) as server:
        drive(kind, server.url, act if kind == "sync" else act_async)

    assert len(set(ports.seen[:2])) == 2
    assert len(set(ports.seen[2:])) == 1


STRAY = response(401, {"errors": [{"detail": "of nobody's request"}]})
LEFTOVERS: dict[str, Fault] = {
    "in the same packet": sends(response() + STRAY),
    "another stream": sends(response() + response(body={**STREAM, "sid": "stale"})),
    "some bytes": sends(response() + b"\r\n"),
    "after an end of chunks": sends(chunked(STREAM_JSON) + STRAY),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("leftover", LEFTOVERS)
def test_what_came_after_a_response_is_not_taken_for_the_next(kind: Kind, leftover: str) -> None:
    """A connection with something left in it is not used again."""

    def twice(client: Any) -> Any:
        start(client)
        return start(client)

    async def twice_async(client: Any) -> Any:
        await start(client)
        return await start(client)

    ports = Ports(LEFTOVERS[leftover], responds(body={**STREAM, "sid": "second"}))
    with FaultServer([ports]) as server:
        stream = drive(kind, server.url, twice if kind == "sync" else twice_async)

    assert stream.sid == "second"
    assert len(set(ports.seen)) == 2
    assert server.started == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_comes_while_a_connection_is_idle_is_not_taken_for_the_next(
    kind: Kind, scheme: str, authority: trustme.CA
) -> None:
    """Not even right after the response, nor over TLS, nor while the event loop is busy."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    sent = Event()
    number = 0

    def responds_and_sends_more(peer: Peer) -> None:
        nonlocal number
        number += 1
        peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        is_tls = scheme == "https"
        with (
            context.wrap_socket(peer.socket, server_side=True)
            if is_tls
            else nullcontext(peer.socket)
        ) as used:
            secured = Peer(peer.server, used)
            secured.start()
            secured.send(response(body={**STREAM, "sid": str(number)}))
            if number == 1:
                secured.send(STRAY)
                sent.set()
            secured.wait()

    def twice(client: Any) -> Any:
        start(client)
        sent.wait(5)
        return start(client)

    async def twice_async(client: Any) -> Any:
        await start(client)
        sent.wait(5)
        return await start(client)

    with FaultServer([responds_and_sends_more]) as server:
        url = f"{scheme}://127.0.0.1:{server.port}"
        stream = drive(kind, url, twice if kind == "sync" else twice_async)

    assert stream.sid == "2"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["_h11_state", "is_idle"])
def test_without_a_way_to_see_what_is_left_no_connection_is_used_again(
    kind: Kind, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a later httpcore calls it."""
    monkeypatch.setattr(connection, "is_clean", renamed(name))
    monkeypatch.setattr(async_connection, "is_clean", renamed(name))

    def twice(client: Any) -> Any:
        start(client)
        return start(client)

    async def twice_async(client: Any) -> Any:
        await start(client)
        return await start(client)

    ports = Ports(responds())
    with FaultServer([ports]) as server:
        drive(kind, server.url, twice if kind == "sync" else twice_async)

    assert len(set(ports.seen)) == 2


def renamed(name: str) -> Callable[[object], bool]:
    """Look at a connection of httpcore in which something has another name."""
    look = connection.is_clean

    class Renamed:
        def __init__(self, real: Any) -> None:
            self._real = real

        def __getattr__(self, wanted: str) -> Any:
            if wanted == name:
                raise AttributeError
            found = getattr(self._real, wanted)
            return Renamed(found) if wanted == "_connection" else found

    return lambda real: look(Renamed(real))


def test_a_sync_call_that_finds_no_connection_free_was_not_executed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It times out, says that it was never sent, and takes nothing from the next."""
    allow(monkeypatch, 1)
    held = Held()
    with (
        FaultServer([held, responds()]) as server,
        Telnyx(api_key=KEY, base_url=server.url, max_retries=0) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        first = threads.submit(start, client)
        held.began.wait(5)
        for timeout in (0.05, httpx.Timeout(5, pool=0.05)):
            with pytest.raises(APITimeoutError) as raised:
                start(client, timeout=timeout)
            assert raised.value.may_have_executed is False
            assert isinstance(raised.value.__cause__, httpx.PoolTimeout)
        held.may_end.set()
        assert first.result().sid == STREAM["sid"]
        assert start(client).sid == STREAM["sid"]

    assert server.started == 2


def test_closing_a_sync_client_lets_calls_under_way_finish() -> None:
    """Their responses arrive, and their connections are closed after them."""
    held = Held()
    with FaultServer([held]) as server, ThreadPoolExecutor(1) as threads:
        client = Telnyx(api_key=KEY, base_url=server.url)
        first = threads.submit(start, client)
        held.began.wait(5)
        client.close()
        held.may_end.set()
        assert first.result().sid == STREAM["sid"]
        gc.collect()

    assert server.stuck == 0


def test_threads_that_make_the_first_calls_share_one_stack(server: LoopbackServer) -> None:
    """However many come at the same moment."""
    meeting = Barrier(50, timeout=5)

    def first(client: Telnyx) -> None:
        meeting.wait()
        start(client)

    with Telnyx(api_key=KEY, base_url=server.url) as client, ThreadPoolExecutor(50) as threads:
        list(threads.map(first, [client] * 50))
        sender: Any = client._http._transport
        [stack] = sender._by_process.values()
        assert stack._free._value == transport.MOST_CONNECTIONS


def test_a_forked_child_leaves_the_connections_of_its_parent_open() -> None:
    """Closing the client there closes the child's own."""
    ports = Ports(responds())
    fork = multiprocessing.get_context("fork")
    with FaultServer([ports]) as server, Telnyx(api_key=KEY, base_url=server.url) as client:
        start(client)
        child = fork.Process(target=client.close)
        child.start()
        child.join()
        start(client)

    assert child.exitcode == 0
    assert len(set(ports.seen)) == 1


def test_the_connections_of_a_closed_event_loop_are_forgotten(server: LoopbackServer) -> None:
    """A client that serves many loops does not grow."""
    client = AsyncTelnyx(api_key=KEY, base_url=server.url)

    async def main() -> None:
        await start(client)

    for _ in range(3):
        asyncio.run(main())

    sender: Any = client._http._transport
    assert len(sender._by_loop) == 1
