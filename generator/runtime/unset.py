# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""``UNSET``: not passed, where ``None`` has a meaning of its own."""

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of `UNSET`; an enum, so that ``is UNSET`` narrows types."""

    __module__ = __name__.rpartition("._runtime.")[0]

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        """Be false, as everything absent is."""
        return False

    def __repr__(self) -> str:
        """Show it as it is written in code."""
        return "UNSET"


UNSET: Final = Unset.UNSET
