"""What keeps time: a step each 20 ms of the simulator's clock.

Step n is due n * 20 ms after the beginning, whatever happened to those before it, so that lateness
does not add up. Where the socket is blocked no step is taken, and those that are missing follow as
soon as it is not.
"""

import asyncio
from collections.abc import Callable
from typing import Final

_BURST: Final = 50
"""Steps in a row before others have their turn, too."""

_LOOKS: Final = 10
_BETWEEN_LOOKS: Final = 0.1
"""Real seconds: a socket that is blocked for ten looks in a row, a second, has a slow reader.

That is counted, not timed: on a busy machine everything stands still for a while."""


class Pacer:
    """Takes the steps of one stream, by a timer of the event loop: a task would need more time.

    Attributes:
        ticks: How many steps were taken.
    """

    def __init__(
        self,
        step: Callable[[], None],
        find_slow_reader: Callable[[], None],
        lateness: list[int],
        seconds: float,
    ) -> None:
        """Prepare.

        Args:
            step: What is done at each step.
            find_slow_reader: What is done when the socket was blocked for a second.
            lateness: Counts steps by the milliseconds by which they were late.
            seconds: Real seconds between two steps.
        """
        self.ticks = 0
        self._step = step
        self._find_slow_reader = find_slow_reader
        self._lateness = lateness
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._is_blocked: Callable[[], bool] = bool
        self._looks = 0
        self._due = 0.0

    def start(self, is_blocked: Callable[[], bool]) -> None:
        """Go on, with another socket perhaps; the next step is due in 20 ms."""
        self._is_blocked = is_blocked
        self._due = self._loop.time() + self._seconds
        self._timer = self._loop.call_at(self._due, self._run)

    def stop(self) -> None:
        """Take no more steps."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def resume(self) -> None:
        """Go on at once, because the socket is not blocked any more."""
        if self._timer:
            self._timer.cancel()
            self._timer = self._loop.call_at(self._due, self._run)

    def _run(self) -> None:
        """Take the steps that are due."""
        for _ in range(_BURST):
            if self._is_blocked():
                self._looks = 0
                self._timer = self._loop.call_later(_BETWEEN_LOOKS, self._look)
                return
            now = self._loop.time()
            if now < self._due:
                break
            self._lateness[min(int((now - self._due) * 1000), 1000)] += 1
            self._due += self._seconds
            self.ticks += 1
            self._step()
            if self._timer is None:  # the step was the last
                return
        self._timer = self._loop.call_at(self._due, self._run)

    def _look(self) -> None:
        """See whether the socket is still blocked; ``resume`` is called when it is not."""
        self._looks += 1
        if self._looks == _LOOKS:
            self._find_slow_reader()
        self._timer = self._loop.call_later(_BETWEEN_LOOKS, self._look)
