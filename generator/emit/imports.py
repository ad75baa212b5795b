"""What generated modules import: one table for each sort of module.

Whatever a module may import is reserved in it (`reserved`), and a module imports what its
expressions use, which `Scope` records while they are built.
"""

from collections.abc import Collection, Mapping

from ..diagnostics import Pointer

RUNTIME = "_runtime"
"""The folder of a client that holds copies of `generator/runtime`."""


def _table(*tables: Mapping[str, str]) -> dict[str, str]:
    """Return module or statement by name, from names by module or statement."""
    return {
        name: source
        for table in tables
        for source, names in table.items()
        for name in names.split()
    }


_RESPONSE_TYPES = {
    "typing": "Any",
    "import datetime as dt": "dt",
    "import uuid": "uuid",
    "from .. import models": "models",
}
_CONVERTERS = {
    "_runtime.converters": "as_any as_bool as_bytes as_date as_datetime as_float as_int as_none "
    "as_str as_uuid list_of map_of null_or",
    "_runtime.unions": "by_member one_of",
}

MODEL_CLASS = _table(
    _RESPONSE_TYPES,
    {
        "typing": "Self",
        "collections.abc": "Mapping",
        "import attrs": "attrs",
        "_runtime.decoding": "Reader",
        "_runtime.unset": "UNSET Unset",
    },
)
"""In the module of a model, outside of its functions."""

MODEL = MODEL_CLASS | _table(
    _CONVERTERS,
    {
        "_runtime.additional": "additional merged_with_additional",
        "_runtime.writing": "NULL merged to_json",
    },
)
"""In the module of a model."""

ENUM = _table({"typing": "Literal TypeAlias"})
"""In the module of an enum."""

ALIAS = _table(_RESPONSE_TYPES, {"typing": "TypeAlias"})
"""In the module of an alias."""

RESOURCE = _table(
    _RESPONSE_TYPES,
    _CONVERTERS,
    {
        "typing": "Literal TYPE_CHECKING",
        "collections.abc": "Mapping Sequence",
        "functools": "cached_property",
        "_runtime.bodies": "form json_object json_value optional styled_form",
        "_runtime.choices": "Choice first_that_fits",
        "_runtime.decoders": "by_status by_type bytes_response json_response no_content "
        "text_response",
        "_runtime.files": "FileContent content",
        "_runtime.multipart": "multipart",
        "_runtime.operations": "Call Operation Options",
        "_runtime.page_rules": "ByCursor ByLink ByOffset ByPage",
        "_runtime.pagination": "async_paginated_method paginated_method",
        "_runtime.parameters": "exploded simple",
        "_runtime.deprecation": "deprecated_method",
        "_runtime.resources": "AsyncResource Resource async_method async_raw_method raw_method "
        "sync_method",
        "_runtime.settings": "Timeout",
        "_runtime.streaming": "async_streaming_method streaming_method",
        "_runtime.styles": "comma_separated deep_object json_text pipe_separated reserved "
        "simple_exploded space_separated with_nulls",
        "_runtime.unset": "UNSET Unset",
        "_runtime.writing": "NULL",
    },
)
"""In the module of a resource."""

EVENTS = _table(
    {
        "typing": "Any Final Never",
        "import datetime as dt": "dt",
        "import uuid": "uuid",
        "from . import models": "models",
        "_runtime.events": "Event SignedEvent",
        "_runtime.messages": "Messages",
        "_runtime.payloads": "by_tag parse_form parse_json",
        "_runtime.signatures": "Signature",
    },
    _CONVERTERS,
)
"""In the module of events."""

CLIENT = _table(
    {
        "collections.abc": "Mapping",
        "functools": "cached_property",
        "typing": "Literal TYPE_CHECKING",
        "import httpx": "httpx",
        "from . import __version__": "__version__",
        "_runtime": "async_client sync_client",
        "_runtime.credentials": "Service api_key basic bearer",
        "_runtime.oauth": "client_credentials",
        "_runtime.servers": "Server Variable",
        "_runtime.settings": "DEFAULT_MAX_RESPONSE_SIZE DEFAULT_MAX_RETRIES Timeout",
        "_runtime.unset": "UNSET Unset",
    }
)
"""In the modules of the two clients."""

EXPORTS = _table(
    {"_runtime.unset": "UNSET"},
    {
        "_runtime.errors": "APIConnectionError APIError APIResponseValidationError APIStatusError "
        "APITimeoutError AuthenticationError BadRequestError ConflictError ErrorDetail "
        "InternalServerError MissingCredentialsError NotFoundError PermissionDeniedError "
        "RateLimitError UnprocessableEntityError",
        "_runtime.pagination": "AsyncPaginator Paginator",
        "_runtime.raw_response": "RawResponse",
        "_runtime.streaming": "AsyncStreamedResponse StreamedResponse",
        "_runtime.unset": "Unset",
    },
)
"""What the package exports from the runtime."""

EVENT_EXPORTS = _table(
    {
        "_runtime.payloads": "WebhookPayloadError",
        "_runtime.signatures": "WebhookVerificationError",
    }
)
"""What the package of a client with events exports besides."""

STREAMING_EXPORTS = frozenset({"AsyncStreamedResponse", "StreamedResponse"})
"""Those that only a client with streaming responses exports."""

PAGINATION_EXPORTS = frozenset({"AsyncPaginator", "Paginator"})
"""Those that only a client with pagination exports."""


class Scope:
    """What the expressions of one module can refer to: its imports, and the names of types."""

    def __init__(
        self, table: Mapping[str, str], classes: Mapping[Pointer, str] | None = None, *, dots: str
    ) -> None:
        """Begin without any import.

        Args:
            table: What such a module may import.
            classes: The names of models and enums.
            dots: How such a module refers to the package: ``.`` or ``..``.
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
        names: dict[str, list[str]] = {}
        for name in sorted(self._used):
            names.setdefault(self._table[name], []).append(name)
        return [self._statement(source, used) for source, used in sorted(names.items())]

    def _statement(self, source: str, names: list[str]) -> str:
        if " " in source:
            return source
        dots = self._dots if source.startswith(RUNTIME) else ""
        return f"from {dots}{source} import {', '.join(names)}"


def runtime_modules(imports: Collection[str]) -> set[str]:
    """Return the modules of the runtime that import statements name."""
    found: set[str] = set()
    for line in imports:
        before, _, names = line.partition(" import ")
        _, marker, module = before.partition(RUNTIME)
        if marker:
            found |= {module.removeprefix(".")} if module else set(names.split(", "))
    return found
