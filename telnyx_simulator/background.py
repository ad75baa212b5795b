"""The event loop of the simulator, seen from other threads; its clock and its tasks."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


def _has_running_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Background:
    """Work in one event loop, with a clock that may run fast."""

    def __init__(self, speed: float) -> None:
        """Begin; must be called in the event loop."""
        self._speed = speed
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._began = self._loop.time()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._errors: list[BaseException] = []

    def now(self) -> float:
        """Return the seconds since the beginning, by the simulator's clock."""
        return (self._loop.time() - self._began) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds of the simulator's clock."""
        await asyncio.sleep(seconds / self._speed)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something in the background; a failure is raised at the end."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._errors.append(error)

    def run(self, function: Callable[[], T]) -> T:
        """Call a function in the event loop, from any thread."""
        if threading.get_ident() == self._thread:
            return function()
        future: Future[T] = Future()

        def call() -> None:
            try:
                future.set_result(function())
            except BaseException as error:  # noqa: BLE001 - it is raised in the other thread
                future.set_exception(error)

        self._loop.call_soon_threadsafe(call)
        return future.result()

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the event loop, and wait for it in another thread.

        Raises:
            RuntimeError: The thread has an event loop of its own, which would stand still.
        """
        if _has_running_loop():
            work.close()
            message = "this would block the event loop: await the method that ends in _async"
            raise RuntimeError(message)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def wait_for_async(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the same as ``wait_for``, in async code."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def finish_tasks(self, seconds: float) -> None:
        """Wait for all tasks, at most so many real seconds; then cancel them."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def raise_errors(self) -> None:
        """Raise what went wrong in the background, if anything did."""
        if self._errors:
            message = "the simulator failed"
            raise BaseExceptionGroup(message, self._errors)
