"""A part of the document together with its location."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from ..diagnostics import Pointer, SpecError


@frozen(eq=False)
class Node:
    """A value of the document and where it is.

    Documents have been validated, so the methods assume that members have the types that OpenAPI
    demands.
    """

    value: Any
    at: Pointer

    def __contains__(self, key: str) -> bool:
        """Return whether an object has a member."""
        return key in self.value

    def __truediv__(self, step: str | int) -> "Node":
        """Return a member or an item."""
        return Node(self.value[step], self.at / step)

    def get(self, key: str) -> "Node | None":
        """Return a member, None where there is none or null."""
        return None if self.value.get(key) is None else self / key

    def text(self, key: str) -> str:
        """Return a member as text, empty where there is none."""
        value = self.value.get(key)
        return "" if value is None else str(value)

    def flag(self, key: str) -> bool:
        """Return a boolean member, False where there is none."""
        return self.value.get(key) is True

    def items(self, key: str) -> list["Node"]:
        """Return the items of a member that is a list."""
        array = self.get(key)
        return [] if array is None else [array / index for index in range(len(array.value))]

    def members(self, key: str) -> Iterator[tuple[str, "Node"]]:
        """Yield the members of a member that is an object."""
        holder = self.get(key)
        if holder is not None:
            for name in holder.value:
                yield name, holder / name

    @contextmanager
    def limiting_depth(self) -> Generator[None]:
        """Turn a `RecursionError` into an error at this location."""
        try:
            yield
        except RecursionError:
            raise SpecError(self.at, "is nested too deeply") from None
