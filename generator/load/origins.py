"""Where the parts of a document that overlays have changed were read from."""

from collections.abc import Iterator
from pathlib import Path

from attrs import define, field, frozen

from ..diagnostics import Pointer

_Steps = tuple[str, ...]


@frozen
class Origin:
    """A location in a file."""

    file: Path
    pointer: Pointer
    is_whole: bool = False
    """Whether all that is below came from just there: it was copied by an action."""


@define(eq=False)
class Origins:
    """The origins of what is not where it was in the file of the document."""

    file: Path
    """The document."""

    _found: dict[_Steps, Origin] = field(factory=dict[_Steps, Origin], init=False)

    def find(self, at: Pointer) -> tuple[Path, Pointer]:
        """Return the file, and the location in it, that a part of the document comes from."""
        steps = _steps(at)
        for length in range(len(steps), -1, -1) if self._found else ():
            origin = self._found.get(steps[:length])
            if origin is not None:
                below = () if origin.is_whole else at.steps[length:]
                return origin.file, Pointer((*origin.pointer.steps, *below))
        return self.file, at

    def set(self, at: Pointer, origin: Origin) -> None:
        """Remember that a part came from elsewhere, and all that is below it."""
        self.forget(at)
        self._found[_steps(at)] = origin

    def forget(self, at: Pointer) -> None:
        """Forget a part that is replaced or removed."""
        for steps in [*self._below(_steps(at))]:
            del self._found[steps]

    def remove_item(self, array: Pointer, index: int, length: int) -> None:
        """Move the items behind one that is removed.

        Args:
            array: Where the array is.
            index: Which item is removed.
            length: How many items there were.
        """
        above = _steps(array)
        for behind in range(index + 1, length):
            file, pointer = self.find(array / behind)
            self._found.setdefault((*above, str(behind)), Origin(file, pointer))
        self.forget(array / index)
        for behind in range(index + 1, length):
            for steps in [*self._below((*above, str(behind)))]:
                moved = (*above, str(behind - 1), *steps[len(above) + 1 :])
                self._found[moved] = self._found.pop(steps)

    def _below(self, above: _Steps) -> Iterator[_Steps]:
        return (steps for steps in self._found if steps[: len(above)] == above)


def _steps(at: Pointer) -> _Steps:
    return tuple(map(str, at.steps))
