"""``UNSET``: the argument was not given, where ``None`` has a meaning of its own."""

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of `UNSET`; an enum, so that ``is UNSET`` narrows types."""

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        """Be falsy, as everything absent is."""
        return False

    def __repr__(self) -> str:
        """Read as it is written in code."""
        return "UNSET"


UNSET: Final = Unset.UNSET
