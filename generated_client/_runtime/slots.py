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
        if not self._free.locked():
            await self._free.acquire()
            return
        phases: Mapping[str, float | None] = request.extensions.get("timeout") or {}
        try:
            async with asyncio.timeout(phases.get("pool")):
                await self._free.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("no connection became free in time") from None
