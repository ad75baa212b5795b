"""How many connections may be in use at once."""

import asyncio
from collections.abc import Mapping

import httpx

from .pools import POOL_LIMITS


class Slots:
    """A slot for each connection of one event loop; who finds none free waits in line."""

    def __init__(self) -> None:
        """Begin with all of them free."""
        self._free = asyncio.Semaphore(POOL_LIMITS.max_connections or 1)
        self.give_back = self._free.release

    async def take(self, request: httpx.Request) -> None:
        """Wait for a slot; raises `httpx.PoolTimeout` where that takes too long."""
        phases: Mapping[str, float | None] = request.extensions.get("timeout") or {}
        # Without a wait there is no need for a timer.
        longest = phases.get("pool") if self._free.locked() else None
        try:
            async with asyncio.timeout(longest):
                await self._free.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("no connection became free in time") from None
