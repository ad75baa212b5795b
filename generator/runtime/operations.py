# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""What an operation is, and what one call of it sends: values, without any I/O.

Named tuples, here and elsewhere: to make as many attrs classes takes half as long as importing
httpx. Models are attrs classes, and loaded when they are used.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from .bodies import BodyWriter
from .decoders import Decoder
from .decoding import Converter, is_object
from .parameters import Style, simple
from .settings import Timeout
from .unset import UNSET, Unset

T_co = TypeVar("T_co", covariant=True)

_NOTHING: Mapping[str, Any] = {}


class Operation(NamedTuple, Generic[T_co]):
    """What the spec fixes for all calls of one operation."""

    method: str
    path: str
    """With the names of its parameters in braces."""

    decode: Decoder[T_co]
    """From a 2xx response to its value."""

    query: Mapping[str, Style] = _NOTHING
    """Styles of query parameters; the others are exploded."""

    cookie: Mapping[str, Style] = _NOTHING
    """The same for cookies."""

    header: Mapping[str, Callable[[str, object], str]] = _NOTHING
    """Styles of path and header parameters; the others are simple."""

    accept: str = "application/json"
    """The content types of its responses."""

    security: tuple[tuple[str, ...], ...] | None = None
    """Alternatives of security schemes; None where those of the whole client hold."""

    body: BodyWriter | None = None
    """How a body is written; None where there is none."""

    errors: Mapping[str, Callable[[], Converter[object]]] = _NOTHING
    """Models of error bodies by status: ``404``, ``4XX`` or ``default``."""

    server: str | None = None
    """Where it is sent unless ``base_url`` was passed; None where that is the client's server."""

    deprecated: bool = False
    deprecated_parameters: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name it in logs and errors, without any value."""
        return f"{self.method} {self.path}"

    def header_text(self, name: str, value: object) -> str:
        """Write the value of a path or header parameter."""
        return self.header.get(name, simple)(name, value)

    def error_converter(self, status: int) -> Converter[object] | None:
        """Find the model for an error body: that of the status, of its range, or the default."""
        for pattern in (str(status), f"{status // 100}XX", "default"):
            if pattern in self.errors:
                return self.errors[pattern]()
        return None


class Options(NamedTuple):
    """What a caller sets for one call only."""

    extra_headers: Mapping[str, str] | None = None
    extra_query: Mapping[str, object] | None = None
    extra_body: Mapping[str, object] | None = None
    timeout: Timeout | Unset = UNSET

    def __repr__(self) -> str:
        """Show no value: any may be a secret."""
        return f"<{type(self).__name__}>"


class Call(NamedTuple, Generic[T_co]):
    """One call: an operation and its arguments."""

    operation: Operation[T_co]
    path: Mapping[str, object] = _NOTHING
    query: Mapping[str, object] = _NOTHING
    headers: Mapping[str, object] = _NOTHING
    cookies: Mapping[str, object] = _NOTHING
    body: Any = None
    options: Options = Options()

    def __repr__(self) -> str:
        """Show no argument: any may be a secret."""
        return f"<{type(self).__name__} {self.operation}>"

    def deprecated(self) -> list[str]:
        """List what the spec calls deprecated about this call."""
        operation = self.operation
        if not operation.deprecated and not operation.deprecated_parameters:
            return []
        fields = self.body if is_object(self.body) else {}
        passed = {**self.query, **self.headers, **self.cookies, **fields}
        return [
            *([str(operation)] if operation.deprecated else []),
            *(
                f"{name} of {operation}"
                for name in operation.deprecated_parameters
                if passed.get(name) is not None and passed[name] is not UNSET
            ),
        ]
