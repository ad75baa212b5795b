"""What an operation is and what one call of it wants: values, without any I/O.

Named tuples, here and elsewhere in the runtime: importing attrs takes as long as importing all
that a first call needs of this package. Models are attrs classes, and loaded when they are used.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import httpx

from .bodies import BodyWriter
from .decoding import Converter, is_object
from .results import Decoder
from .styles import Style, simple
from .unset import UNSET, Unset

T_co = TypeVar("T_co", covariant=True)

Timeout = float | httpx.Timeout | None
"""Seconds for each phase and for the whole attempt, httpx's own phases, or no limit (None)."""

# RFC 9110, section 9.2.2: sent twice they do what they do when sent once.
_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"})
_NO_STYLES: Mapping[str, Style] = {}
_NO_HEADER_STYLES: Mapping[str, Callable[[str, object], str]] = {}
_NO_ERRORS: Mapping[str, Callable[[], Converter[object]]] = {}
_NO_VALUES: Mapping[str, object] = {}


class Operation(NamedTuple, Generic[T_co]):
    """What the spec fixes for all calls of one operation."""

    method: str
    path: str
    """With the names of its parameters in braces."""

    decode: Decoder[T_co]
    """From an answer of success to its value."""

    query: Mapping[str, Style] = _NO_STYLES
    """Styles of query parameters; those that it does not name are exploded."""

    cookie: Mapping[str, Style] = _NO_STYLES
    """The same of cookies."""

    header: Mapping[str, Callable[[str, object], str]] = _NO_HEADER_STYLES
    """Styles of path and header parameters; those that it does not name are simple."""

    accept: str = "application/json"
    """The content types of its answers."""

    security: tuple[tuple[str, ...], ...] | None = None
    """Schemes, any one group of which will do; None is what holds for the whole client."""

    body: BodyWriter | None = None
    """How a body is written; None where there is none."""

    errors: Mapping[str, Callable[[], Converter[object]]] = _NO_ERRORS
    """Models of error bodies by status: ``404``, ``4XX`` or ``default``."""

    deprecated: bool = False
    """Whether a call of it warns."""

    deprecated_parameters: tuple[str, ...] = ()
    """Parameters and fields with which a call of it warns."""

    @property
    def repeatable(self) -> bool:
        """Whether a call may be sent again although its outcome is unknown."""
        return self.method in _IDEMPOTENT

    def __str__(self) -> str:
        """Name it in logs and errors, without any value."""
        return f"{self.method} {self.path}"

    def header_text(self, name: str, value: object) -> str:
        """Write the value of a path or header parameter."""
        return self.header.get(name, simple)(name, value)

    def error_converter(self, status: int) -> Converter[object] | None:
        """Find the model for an error body: the status, its range, or the default."""
        for pattern in (str(status), f"{status // 100}XX", "default"):
            if pattern in self.errors:
                return self.errors[pattern]()
        return None


class Options(NamedTuple):
    """What a caller sets for one call only."""

    extra_headers: Mapping[str, str] | None = None
    """Sent over the headers of the client."""

    extra_query: Mapping[str, object] | None = None
    """Query parameters that the spec does not know."""

    extra_body: Mapping[str, object] | None = None
    """Fields of the body that the spec does not know; they win over those that it does."""

    timeout: Timeout | Unset = UNSET
    """Instead of the client's."""

    def __repr__(self) -> str:
        """Show no value: any may be a secret."""
        given = [name for name, value in zip(self._fields, self, strict=True) if value]
        return f"<{type(self).__name__} {', '.join(given)}>"


class Call(NamedTuple, Generic[T_co]):
    """One call: an operation and its arguments."""

    operation: Operation[T_co]
    path: Mapping[str, object] = _NO_VALUES
    query: Mapping[str, object] = _NO_VALUES
    headers: Mapping[str, object] = _NO_VALUES
    cookies: Mapping[str, object] = _NO_VALUES
    body: Any = None
    options: Options = Options()

    def __repr__(self) -> str:
        """Show no argument: any may be a secret."""
        return f"<{type(self).__name__} {self.operation}>"

    def deprecated(self) -> list[str]:
        """Name what the spec calls deprecated about this call."""
        if not self.operation.deprecated and not self.operation.deprecated_parameters:
            return []
        fields = self.body if is_object(self.body) else {}
        passed = {**self.query, **self.headers, **self.cookies, **fields}
        return [
            *([str(self.operation)] if self.operation.deprecated else []),
            *(
                f"{name} of {self.operation}"
                for name in self.operation.deprecated_parameters
                if passed.get(name) is not None and passed[name] is not UNSET
            ),
        ]
