"""A call whose task is cancelled hangs up, and leaves nothing behind."""

import asyncio
import gc

import pytest

from generated_client import AsyncTelnyx
from tests.loopback import STREAM, response
from tests.wire.driving import KEY, start
from tests.wire.faults import FaultServer, Peer, never_responds, responds

pytestmark = pytest.mark.filterwarnings("error")


def test_a_cancelled_call_hangs_up() -> None:
    """The server sees its connection closed, no task is left over, and the client goes on."""

    async def main(url: str) -> None:
        async with AsyncTelnyx(api_key=KEY, base_url=url) as client:
            task = asyncio.create_task(start(client))
            while not server.started:  # noqa: ASYNC110 - another thread counts
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert (await start(client)).sid == STREAM["sid"]

    with FaultServer([never_responds, responds()]) as server:
        asyncio.run(main(f"http://127.0.0.1:{server.port}"))

    assert (server.started, server.stuck) == (2, 0)


def test_a_call_that_is_cancelled_while_it_reads_hangs_up() -> None:
    """Also when half of the body is in."""

    def responds_half(peer: Peer) -> None:
        peer.start()
        peer.send(response()[:-20])
        halves.append(1)
        peer.wait()

    halves: list[int] = []

    async def main(url: str) -> None:
        async with AsyncTelnyx(api_key=KEY, base_url=url) as client:
            task = asyncio.create_task(start(client))
            while not halves:  # noqa: ASYNC110 - another thread counts
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with FaultServer([responds_half]) as server:
        asyncio.run(main(f"http://127.0.0.1:{server.port}"))

    assert server.stuck == 0


def test_a_call_that_is_cancelled_while_it_connects_hangs_up() -> None:
    """Also in the middle of a TLS handshake."""
    shaking: list[int] = []

    def never_shakes(peer: Peer) -> None:
        peer.socket.recv(1)
        shaking.append(1)
        peer.wait()

    async def main(url: str) -> None:
        async with AsyncTelnyx(api_key=KEY, base_url=url) as client:
            task = asyncio.create_task(start(client))
            while not shaking:  # noqa: ASYNC110 - another thread counts
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with FaultServer([never_shakes]) as server:
        asyncio.run(main(f"https://127.0.0.1:{server.port}"))
        gc.collect()

    assert server.stuck == 0
