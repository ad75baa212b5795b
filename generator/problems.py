"""What is wrong with a document, where, and what to do about it."""

from collections.abc import Iterable
from typing import Literal
from urllib.parse import unquote

from attrs import frozen


@frozen
class Pointer:
    """A place in the document: a JSON pointer (RFC 6901), step by step."""

    steps: tuple[str | int, ...] = ()

    def __truediv__(self, step: str | int) -> "Pointer":
        """Go one step down."""
        return Pointer((*self.steps, step))

    def __str__(self) -> str:
        """Spell it, ``/`` for the whole document."""
        spelled = [str(step).replace("~", "~0").replace("/", "~1") for step in self.steps]
        return "/" + "/".join(spelled)

    @classmethod
    def of_ref(cls, ref: str) -> "Pointer":
        """Read the fragment of a ``$ref``, which is part of a URI (RFC 6901, section 6)."""
        steps = unquote(ref.partition("#")[2]).split("/")[1:]
        return cls(tuple(step.replace("~1", "/").replace("~0", "~") for step in steps))


@frozen
class Problem:
    """One thing that is wrong."""

    at: Pointer
    message: str
    """What is wrong and what to do, in one line."""

    level: Literal["error", "warning"] = "error"
    position: tuple[int, int] | None = None
    """Line and column, where the reader of the file knows them already."""


class SpecError(Exception):
    """A document cannot be made into a client; holds every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems."""
        self.problems = list(problems)
        super().__init__("; ".join(f"{problem.at}: {problem.message}" for problem in self.problems))

    @classmethod
    def at(cls, place: Pointer, message: str) -> "SpecError":
        """Make the error for one problem."""
        return cls([Problem(place, message)])
