"""When somebody begins to speak and falls silent, as two lines instead of fifty a second."""

from collections.abc import Callable
from typing import Final

_PAUSE: Final = 25
"""Steps of 20 ms without a sound after which somebody is silent: half a second."""


class Voice:
    """One side of a call."""

    def __init__(self, who: str, write: Callable[[str], None]) -> None:
        """Begin in silence."""
        self._who = who
        self._write = write
        self._pause = _PAUSE

    def step(self, *, is_heard: bool) -> None:
        """Note whether there was a sound in the last 20 ms."""
        if not is_heard:
            self._pause += 1
            if self._pause == _PAUSE:
                self._write(f"{self._who} is silent")
            return
        if self._pause >= _PAUSE:
            self._write(f"{self._who} speaks")
        self._pause = 0
