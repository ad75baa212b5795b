"""What an operation is and what one call of it wants: values, without any I/O."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import httpx
from attrs import field, frozen

from .answers import Answer
from .bodies import BodyWriter
from .decoding import Converter
from .encoding import PathTemplate
from .unset import UNSET, Unset

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Timeout = float | httpx.Timeout | None
"""Seconds for each phase and for the whole attempt, httpx's own phases, or no limit (None)."""

# RFC 9110, section 9.2.2: sent twice they do what they do when sent once.
_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})


_NO_ERRORS: Mapping[str, Callable[[], Converter[object]]] = {}


@frozen(kw_only=True)
class Operation(Generic[T_co]):
    """What the spec fixes for all calls of one operation."""

    method: str
    path: PathTemplate = field(converter=PathTemplate)
    body: BodyWriter | None = None
    """How the fields of a body are written; None where there is none."""

    decode: Callable[[Answer, bool], T_co]
    """From an answer of success to its value; the flag makes decoding strict."""

    errors: Mapping[str, Callable[[], Converter[object]]] = _NO_ERRORS
    """Models of error bodies by status: ``404``, ``4XX`` or ``default``."""

    @property
    def repeatable(self) -> bool:
        """Whether a call may be sent again although its outcome is unknown."""
        return self.method in _IDEMPOTENT

    def __str__(self) -> str:
        """Name it in logs and errors, without any value."""
        return f"{self.method} {self.path.template}"

    def error_converter(self, status: int) -> Converter[object] | None:
        """Find the model for an error body: the status, its range, or the default."""
        for pattern in (str(status), f"{status // 100}XX", "default"):
            if pattern in self.errors:
                return self.errors[pattern]()
        return None


@frozen
class Options:
    """What a caller sets for one call only."""

    extra_headers: Mapping[str, str] | None = None
    """Sent over the headers of the client."""

    extra_query: Mapping[str, object] | None = None
    """Query parameters that the spec does not know."""

    extra_body: Mapping[str, object] | None = None
    """Fields of the body that the spec does not know; they win over those that it does."""

    timeout: Timeout | Unset = UNSET
    """Instead of the client's."""


@frozen(kw_only=True)
class Call(Generic[T_co]):
    """One call: an operation and its arguments."""

    operation: Operation[T_co]
    path: Mapping[str, object] = field(factory=dict[str, object])
    body: Mapping[str, object] | None = None
    options: Options = Options()
