"""From the first call to the last: closing, cancelling, threads, processes, event loops."""

import asyncio
import gc
import logging
import multiprocessing
import ssl
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

import pytest

from generated_client import (
    APIConnectionError,
    AsyncTelnyx,
    NotFoundError,
    RateLimitError,
    Telnyx,
)
from tests.loopback import STREAM, LoopbackServer, response
from tests.wire.driving import KEY, KINDS, Kind, Waits, drive, read, start
from tests.wire.faults import (
    FaultServer,
    Peer,
    closes_without_a_response,
    never_responds,
    responds,
)

pytestmark = pytest.mark.filterwarnings("error")


def test_a_closed_client_says_so(server: LoopbackServer) -> None:
    """A call after closing is a RuntimeError; closing twice is none."""
    client = Telnyx(api_key=KEY, base_url=server.url)
    copy = client.with_options(max_retries=0)
    start(client)
    client.close()
    client.close()

    for closed in (client, copy):
        with pytest.raises(RuntimeError, match="closed"):
            start(closed)
    assert "closed" in repr(client)
    assert len(server.received) == 1


def test_a_closed_async_client_says_so(server: LoopbackServer) -> None:
    """As the other does."""

    async def main() -> None:
        client = AsyncTelnyx(api_key=KEY, base_url=server.url)
        await start(client)
        await client.close()
        await client.close()
        with pytest.raises(RuntimeError, match="closed"):
            await start(client)
        with pytest.raises(RuntimeError, match="closed"):
            await start(client.with_options(strict=True))

    asyncio.run(main())


def test_closing_a_copy_leaves_the_connections_open(server: LoopbackServer) -> None:
    """They belong to the client that it was copied from."""
    with Telnyx(api_key=KEY, base_url=server.url) as client:
        with client.with_options(timeout=5) as copy:
            start(copy)
        start(client)
        with pytest.raises(RuntimeError, match="closed"):
            start(copy)


@pytest.mark.parametrize("kind", KINDS)
def test_a_connection_is_used_again(kind: Kind) -> None:
    """Calls one after another share it, and so do copies of the client."""

    def twice(client: Any) -> Any:
        start(client)
        return start(client.with_options(timeout=9))

    async def twice_async(client: Any) -> Any:
        await start(client)
        return await start(client.with_options(timeout=9))

    ports: set[int] = set()

    def responds_and_notes(peer: Peer) -> None:
        ports.add(peer.socket.getpeername()[1])
        responds()(peer)

    with FaultServer([responds_and_notes]) as server:
        url = f"http://127.0.0.1:{server.port}"
        drive(kind, url, twice if kind == "sync" else twice_async)

    assert server.started == 2
    assert len(ports) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_connection_that_was_closed_while_idle_is_not_used(kind: Kind) -> None:
    """The next call makes a new one, and its outcome is known."""
    idle = multiprocessing.Event()

    def responds_and_closes(peer: Peer) -> None:
        responds()(peer)
        peer.close()
        idle.set()

    def again(client: Any) -> Any:
        start(client)
        idle.wait(5)
        return start(client)

    async def again_async(client: Any) -> Any:
        await start(client)
        idle.wait(5)
        return await start(client)

    with FaultServer([responds_and_closes, responds()]) as server:
        url = f"http://127.0.0.1:{server.port}"
        drive(kind, url, again if kind == "sync" else again_async)

    assert (server.started, server.attempts) == (2, 2)


@pytest.mark.parametrize("after", [None, 2])
def test_one_async_client_serves_two_event_loops(server: LoopbackServer, after: int | None) -> None:
    """One after the other; what a loop leaves open is closed when it ends."""
    client = AsyncTelnyx(api_key=KEY, base_url=server.url, timeout=after)

    async def main() -> str | None:
        sid: str | None = (await start(client)).sid
        return sid

    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        assert [asyncio.run(main()), asyncio.run(main())] == [STREAM["sid"]] * 2
        gc.collect()


def test_event_loops_in_many_threads_share_a_client(server: LoopbackServer) -> None:
    """Each has its own connections."""
    client = AsyncTelnyx(api_key=KEY, base_url=server.url)

    def run(_: int) -> Any:
        async def main() -> Any:
            return (await start(client)).sid

        return asyncio.run(main())

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(run, range(24))) == {STREAM["sid"]}
    gc.collect()


def test_many_threads_share_a_client(server: LoopbackServer) -> None:
    """Each gets the response to its own call."""
    server.respond(lambda request: response(body={"sid": request.form[-1][1]}))
    with Telnyx(api_key=KEY, base_url=server.url) as client, ThreadPoolExecutor(16) as threads:

        def run(number: int) -> bool:
            return bool(start(client, extra_body={"N": number}).sid == str(number))

        assert all(threads.map(run, range(200)))
    assert len(server.received) == 200


def _start_in_child(client: Telnyx, pipe: Connection) -> None:
    pipe.send(start(client).sid)
    client.close()


def test_a_client_survives_a_fork() -> None:
    """The child makes connections of its own, and the parent goes on with its own."""
    ports: list[int] = []

    def responds_and_notes(peer: Peer) -> None:
        responds()(peer)
        ports.append(peer.socket.getpeername()[1])

    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    with FaultServer([responds_and_notes]) as server:
        with Telnyx(api_key=KEY, base_url=f"http://127.0.0.1:{server.port}") as client:
            start(client)
            child = fork.Process(target=_start_in_child, args=(client, theirs))
            child.start()
            assert ours.recv() == STREAM["sid"]
            child.join()
            start(client)
        ours.close()
        theirs.close()

    assert child.exitcode == 0
    assert server.started == 3
    assert len(set(ports)) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_that_is_closed_while_a_call_waits_for_a_retry_sends_no_more(kind: Kind) -> None:
    """The call that waits raises what its last attempt came to."""
    with FaultServer([responds(429)]) as server:

        def close_instead(client: Any) -> None:
            async def close_async(_: float) -> None:
                await client.close()

            clock = client._settings.clock._replace(
                sleep=lambda _: client.close(), async_sleep=close_async
            )
            client._settings = client._settings._replace(clock=clock)

        def act(client: Any) -> Any:
            close_instead(client)
            return start(client)

        with pytest.raises(RateLimitError):
            drive(kind, server.url, act)

    assert len(server.received) == 1


def test_an_error_is_raised_where_the_call_is(server: LoopbackServer) -> None:
    """A failed call leaves the client usable."""
    with FaultServer([closes_without_a_response, responds()]) as failing:

        def act(client: Any) -> Any:
            with pytest.raises(APIConnectionError):
                start(client)
            return start(client)

        assert drive("sync", f"http://127.0.0.1:{failing.port}", act).sid == STREAM["sid"]
    assert server.received == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("handled", [ssl.SSLCertVerificationError(), ConnectionError("lost")])
def test_what_the_caller_is_handling_changes_no_verdict(kind: Kind, handled: Exception) -> None:
    """A refused connection is one inside of any ``except`` block: sent again, and not executed."""
    waits = Waits()
    with FaultServer([responds()]) as server:
        server.refuse()
        try:
            raise handled
        except OSError:
            with pytest.raises(APIConnectionError) as raised:
                drive(kind, server.url, start, waits=waits)

    assert raised.value.may_have_executed is False
    assert waits.seconds == [0.5, 1.0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_status_does_not_hide_an_earlier_unknown_outcome(kind: Kind) -> None:
    """The first attempt may have executed, whatever the last came to."""
    with (
        FaultServer([closes_without_a_response, responds(404)]) as server,
        pytest.raises(NotFoundError) as raised,
    ):
        drive(kind, server.url, read)

    assert raised.value.may_have_executed


def test_without_asyncio_an_async_call_is_a_mistake(server: LoopbackServer) -> None:
    """It says so as Python does, before anything is sent."""
    client = AsyncTelnyx(api_key=KEY, base_url=server.url)
    with pytest.raises(RuntimeError, match="event loop"):
        start(client).send(None)

    assert server.received == []


@pytest.mark.parametrize("when", ["while it is sent", "while it waits"])
def test_a_cancelled_call_is_logged(when: str, caplog: pytest.LogCaptureFixture) -> None:
    """One line, as for every call."""

    async def main(url: str) -> None:
        async with AsyncTelnyx(api_key=KEY, base_url=url) as client:
            task = asyncio.create_task(start(client))
            while not server.received:  # noqa: ASYNC110 - another thread counts
                await asyncio.sleep(0)
            if when == "while it waits":
                while not any("< " in record.getMessage() for record in caplog.records):  # noqa: ASYNC110 - the log is what there is to see
                    await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    fault = responds(429, retry_after="50") if when == "while it waits" else never_responds
    with (
        caplog.at_level(logging.DEBUG, logger="generated_client"),
        FaultServer([fault]) as server,
    ):
        asyncio.run(main(server.url))

    lines = [record.getMessage() for record in caplog.records if record.levelname == "INFO"]
    assert len([line for line in lines if "cancelled" in line]) == 1
