"""Errors, warnings and notes about a document or a template, each with its location.

One `Diagnostics` is passed down from the command line through every step, so that one run reports
all that is wrong. `SpecError` ends the work on one part of the document; whoever can go on without
that part records it: ``with diagnostics.recording(): ...``.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from attrs import field, frozen

Level = Literal["error", "warning", "note"]


@frozen
class Pointer:
    """A JSON pointer (RFC 6901): the location of a value in a document, step by step."""

    steps: tuple[str | int, ...] = ()

    def __truediv__(self, step: str | int) -> "Pointer":
        """Return the pointer one step further down."""
        return Pointer((*self.steps, step))

    def __str__(self) -> str:
        """Return the pointer as text, ``/`` for the whole document."""
        escaped = [str(step).replace("~", "~0").replace("/", "~1") for step in self.steps]
        return "/" + "/".join(escaped)

    @property
    def last(self) -> str:
        """The last step, as text; empty for the whole document."""
        return str(self.steps[-1]) if self.steps else ""

    @classmethod
    def of_ref(cls, ref: str) -> "Pointer":
        """Parse the fragment of a ``$ref``, which is part of a URI (RFC 6901, section 6)."""
        steps = unquote(ref.partition("#")[2]).split("/")[1:]
        return cls(tuple(step.replace("~1", "/").replace("~0", "~") for step in steps))


@frozen
class Line:
    """A line of a file that is no part of the document: of a template."""

    file: Path
    number: int
    """From 1."""


@frozen
class Diagnostic:
    """One error, warning or note."""

    at: Pointer | Line
    message: str
    """What is wrong and what to do, in one line."""

    level: Level = "error"
    position: tuple[int, int] | None = None
    """Line and column, where the reader of the file knows them already."""


class SpecError(Exception):
    """A part of the document cannot be used."""

    def __init__(self, at: Pointer, message: str, position: tuple[int, int] | None = None) -> None:
        """Hold one diagnostic.

        Args:
            at: Where the part is.
            message: What is wrong and what to do, in one line.
            position: Line and column, if they are known.
        """
        self.diagnostic = Diagnostic(at, message, position=position)
        super().__init__(f"{at}: {message}")


class InvalidDocumentError(Exception):
    """The document cannot be used; the diagnostics say why."""


class InvalidTemplatesError(Exception):
    """The templates cannot be used; the diagnostics say why."""


@frozen
class Diagnostics:
    """The diagnostics of one run, in the order in which they were found, each once."""

    skip_invalid: bool = False
    """Whether a client is written without the operations that have errors."""

    strict: bool = False
    """Whether nothing is written if there is a warning."""

    _found: dict[Diagnostic, None] = field(factory=dict[Diagnostic, None], init=False)

    def error(self, at: Pointer | Line, message: str) -> None:
        """Record an error: nothing will be written."""
        self.add(Diagnostic(at, message))

    def warning(self, at: Pointer, message: str) -> None:
        """Record a warning: the client is written, with less than the document describes."""
        self.add(Diagnostic(at, message, "warning"))

    def note(self, at: Pointer, message: str) -> None:
        """Record a note: nothing is wrong."""
        self.add(Diagnostic(at, message, "note"))

    def add(self, diagnostic: Diagnostic) -> None:
        """Record a diagnostic; what several uses of a part report is recorded once."""
        self._found[diagnostic] = None

    @contextmanager
    def recording(self) -> Generator[None, None, None]:
        """Record the `SpecError` that ends a block, and go on behind it."""
        try:
            yield
        except SpecError as error:
            self.add(error.diagnostic)

    def of(self, level: Level) -> list[Diagnostic]:
        """Return the diagnostics of one level."""
        return [found for found in self._found if found.level == level]

    def all(self) -> list[Diagnostic]:
        """Return all diagnostics."""
        return list(self._found)

    def raise_errors(self, *, except_skipped: bool = False) -> None:
        """Raise `InvalidDocumentError` if there is an error, or a warning that counts as one.

        Args:
            except_skipped: Whether errors do not count, because what they are in was skipped.
        """
        if (self.of("error") and not except_skipped) or (self.strict and self.of("warning")):
            raise InvalidDocumentError
