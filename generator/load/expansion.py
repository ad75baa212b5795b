"""How much a document stands for, once all that it repeats is written out: one limit for all of it.

Aliases, references, ``allOf`` and shared parameters let a short document stand for a client of any
size. Clients are made of at most half a million values, and one more for every second byte of the
document. One that repeats nothing stands for less, however long it is: values take several bytes.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from attrs import define

from ..diagnostics import Diagnostics, InvalidDocumentError, Pointer
from .values import is_array, is_object

_MOST, _BYTES, _CHARACTERS = 500_000, 2, 16


def text_size(text: str) -> int:
    """Return how many values a text counts as, besides itself."""
    return len(text) // _CHARACTERS


def copied_size(node: Any) -> int:
    """Return how many values are copied with one: its own members, and no others further down."""
    if isinstance(node, str):
        return 1 + text_size(node)
    members = node.values() if is_object(node) else node if is_array(node) else ()
    return 1 + len(members) + sum(text_size(each) for each in members if isinstance(each, str))


def too_large(most: int) -> str:
    """Return the message about a document that stands for too many values."""
    what = f"the document stands for more than {most:,} values with this"
    return f"{what}, once what it shares is written out: share less, or shorter parts"


class TooLargeError(Exception):
    """A document stands for more than clients are made of."""

    def __init__(self, at: Pointer, most: int) -> None:
        """Hold the part with which it becomes too large, and how many values there may be."""
        self.at = at
        self.most = most
        super().__init__(f"{at}: {too_large(most)}")


@define(eq=False)
class Expansion:
    """Counts the values that a document stands for."""

    most: int = _MOST
    """How many there may be."""

    _found: int = 0

    def allow(self, content: bytes) -> None:
        """Allow for what a file holds itself."""
        self.most += len(content) // _BYTES

    @property
    def left(self) -> int:
        """How many more there may be."""
        return self.most - self._found

    def fits(self, values: int) -> bool:
        """Count values; return whether there are not too many."""
        self._found += values
        return self.left >= 0

    def add(self, values: int, at: Pointer) -> None:
        """Count values.

        Args:
            values: How many there are, a long text counting as several.
            at: Where in the document they are needed.

        Raises:
            TooLargeError: There are too many.
        """
        if not self.fits(values):
            raise TooLargeError(at, self.most)


@contextmanager
def limited(diagnostics: Diagnostics) -> Generator[None, None, None]:
    """Record that a document is too large, and give it up.

    Raises:
        InvalidDocumentError: It is.
    """
    try:
        yield
    except TooLargeError as error:
        diagnostics.error(error.at, too_large(error.most))
        raise InvalidDocumentError from error
