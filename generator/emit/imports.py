"""What generated modules import: one table for each kind of module.

Whatever a module may import is reserved in it (`reserved`), and a module imports what its
expressions use, which `Scope` records while they are built.
"""

from collections.abc import Collection, Mapping

from ..diagnostics import Pointer

RUNTIME = "_runtime"
"""The folder of a client that holds copies of `generator/runtime`."""


def _from(module: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, module)


_RESPONSE_TYPES = {
    **_from("typing", "Any"),
    "dt": "import datetime as dt",
    "uuid": "import uuid",
    "models": "from .. import models",
}
_CONVERTERS = _from(
    "_runtime.converters",
    *("as_any", "as_bool", "as_bytes", "as_date", "as_datetime", "as_float", "as_int", "as_none"),
    *("as_str", "as_uuid", "by_member", "list_of", "map_of", "null_or", "one_of"),
)

MODEL_CLASS = {
    **_RESPONSE_TYPES,
    **_from("typing", "Self"),
    **_from("collections.abc", "Mapping"),
    **_from("_runtime.decoding", "Reader"),
    **_from("_runtime.unset", "UNSET", "Unset"),
    "attrs": "import attrs",
}
"""In the module of a model, outside of its functions."""

MODEL = {
    **MODEL_CLASS,
    **_CONVERTERS,
    **_from("_runtime.additional", "additional"),
    **_from("_runtime.writing", "NULL", "jsonable", "merged"),
}
"""In the module of a model."""

ENUM = _from("typing", "Literal", "TypeAlias")
"""In the module of an enum."""

RESOURCE = {
    **_RESPONSE_TYPES,
    **_CONVERTERS,
    **_from("typing", "Literal", "TYPE_CHECKING"),
    **_from("collections.abc", "Mapping", "Sequence"),
    **_from("functools", "cached_property"),
    **_from("_runtime.bodies", "content", "form", "json_object", "json_value", "optional"),
    **_from("_runtime.bodies", "styled_form"),
    **_from("_runtime.calls", "Call", "Operation", "Options", "Timeout"),
    **_from("_runtime.files", "FileContent"),
    **_from("_runtime.multipart", "multipart"),
    **_from("_runtime.resources", "AsyncRawResource", "AsyncResource", "AsyncStreamingResource"),
    **_from("_runtime.resources", "Method", "RawResource", "Resource", "StreamingResource"),
    **_from("_runtime.results", "bytes_answer", "by_status", "by_type", "json_answer"),
    **_from("_runtime.results", "no_answer", "text_answer"),
    **_from("_runtime.styles", "comma_separated", "deep_object", "exploded", "json_text"),
    **_from("_runtime.styles", "pipe_separated", "simple", "simple_exploded", "space_separated"),
    **_from("_runtime.unset", "UNSET", "Unset"),
    **_from("_runtime.writing", "NULL"),
}
"""In the module of a resource."""

CLIENT = {
    **_from("collections.abc", "Mapping"),
    **_from("functools", "cached_property"),
    **_from("os", "environ"),
    **_from("typing", "TYPE_CHECKING"),
    "httpx": "import httpx",
    **_from("", "__version__"),
    **_from("_runtime", "async_client", "async_pools", "pools", "sync_client"),
    **_from("_runtime.calls", "Timeout"),
    **_from("_runtime.config", "DEFAULT_MAX_RESPONSE_SIZE", "DEFAULT_MAX_RETRIES"),
    **_from("_runtime.credentials", "basic", "bearer"),
    "key_as_it_is": "from ._runtime.credentials import api_key as key_as_it_is",
    **_from("_runtime.unset", "UNSET", "Unset"),
}
"""In the modules of the two clients."""

EXPORTS = {
    **_from("_runtime.unset", "UNSET"),
    **_from("_runtime.errors", "APIConnectionError", "APIError", "APIResponseValidationError"),
    **_from("_runtime.errors", "APIStatusError", "APITimeoutError", "AuthenticationError"),
    **_from("_runtime.errors", "BadRequestError", "ConflictError", "ErrorDetail"),
    **_from("_runtime.errors", "InternalServerError", "MissingCredentialsError", "NotFoundError"),
    **_from("_runtime.errors", "PermissionDeniedError", "RateLimitError"),
    **_from("_runtime.errors", "UnprocessableEntityError"),
    **_from("_runtime.aiohttp_client", "DefaultAioHttpClient"),
    **_from("_runtime.raw_response", "RawResponse"),
    **_from("_runtime.streaming", "AsyncStreamedResponse", "StreamedResponse"),
    **_from("_runtime.unset", "Unset"),
}
"""What the package exports from the runtime."""

STREAMING_EXPORTS = frozenset({"AsyncStreamedResponse", "StreamedResponse"})
"""Those that only a client with streaming responses exports."""


class Scope:
    """What the expressions of one module can refer to: its imports, and the names of types."""

    def __init__(
        self, table: Mapping[str, str], classes: Mapping[Pointer, str] | None = None, *, dots: str
    ) -> None:
        """Begin without any import.

        Args:
            table: What a module of this kind may import.
            classes: The names of models and enums.
            dots: How a module of this kind refers to the package: ``.`` or ``..``.
        """
        self._table = table
        self._classes = classes or {}
        self._dots = dots
        self._used: set[str] = set()

    def use(self, name: str) -> str:
        """Return a name, or one with its attribute, after recording its import."""
        root = name.partition(".")[0]
        if root not in self._table:
            raise KeyError(f"{root} is not in the table of imports")
        self._used.add(root)
        return name

    def type(self, at: Pointer) -> str:
        """Return the expression for a model or an enum."""
        return self.use(f"models.{self._classes[at]}")

    @property
    def imports(self) -> list[str]:
        """The import statements, one for each module."""
        plain: set[str] = set()
        found: dict[str, list[str]] = {}
        for name in sorted(self._used):
            module = self._table[name]
            if " " in module:
                plain.add(module)
            elif module.startswith(RUNTIME) or not module:
                found.setdefault(f"{self._dots}{module}", []).append(name)
            else:
                found.setdefault(module, []).append(name)
        named = (f"from {module} import {', '.join(names)}" for module, names in found.items())
        return sorted([*plain, *named])


def runtime_modules(imports: Collection[str]) -> set[str]:
    """Return the modules of the runtime that import statements name."""
    found: set[str] = set()
    for line in imports:
        before, _, names = line.partition(" import ")
        _, marker, module = before.partition(RUNTIME)
        if marker:
            found |= {module.removeprefix(".")} if module else set(names.split(", "))
    return found
