"""Names that are taken before any name of a document is chosen.

A module's names are those that it may import (`imports`). The others are names in the templates
and in the runtime; a test reads both.
"""

from . import imports

MODEL_MODULE = imports.MODEL.keys() | imports.ENUM.keys() | imports.ALIAS.keys()
"""In the modules of models, enums and aliases: no model or enum has such a name."""

MODEL_MEMBERS = (
    imports.MODEL_CLASS.keys()
    | imports.ENUM.keys()
    | {"NULL", "raw", "from_dict", "to_dict", "to_json", "self", "classmethod"}
    | {"bool", "bytes", "dict", "float", "int", "list", "str"}
)
"""In the class of a model, where a field hides what other fields are annotated with."""

CALL_OPTIONS = frozenset({"extra_headers", "extra_query", "extra_body", "timeout"})
"""The arguments that every operation has."""

OPERATION_ARGUMENTS = CALL_OPTIONS | {"Call", "NULL", "Options", "self"}
"""In the functions of operations, of which methods are made."""

CLIENT_SETTINGS = frozenset(
    {"base_url", "timeout", "max_retries", "default_headers", "http_client", "strict"}
    | {"allow_http", "max_response_size"}
)
"""The arguments that every client has."""

CLIENT_ARGUMENTS = CLIENT_SETTINGS | {"self", "super", "username", "password"}
"""In the constructor of a client."""

CLIENT_CREDENTIALS = ("client_id", "client_secret")
"""The arguments of clients that fetch tokens."""

CLIENT_MEMBERS = frozenset(
    {"close", "with_options", "cached_property", "httpx", "str", "int", "bool"}
)
"""In the class of a client, where an attribute hides what others are annotated with."""

RESOURCE_MEMBERS = frozenset(
    {"with_raw_response", "with_streaming_response", "with_pagination", "cached_property"}
    | {"deprecated_method", "sync_method", "async_method", "raw_method", "async_raw_method"}
    | {"streaming_method", "async_streaming_method"}
    | {"paginated_method", "async_paginated_method"}
)
"""In the classes of a resource, where an attribute hides what others are made with."""

RESOURCE_MODULE = frozenset(imports.RESOURCE)
"""In the modules of resources: no class of a resource has such a name."""

EVENT_MODULE = imports.EVENTS.keys() | {"bool", "bytes", "dict", "float", "int", "list", "str"}
"""In the module of events."""

PACKAGE = imports.EXPORTS.keys() | imports.EVENT_EXPORTS.keys() | imports.CLIENT.keys()
"""In the package itself, and in the modules of its clients."""


def classes(name: str) -> set[str]:
    """Return the names of all classes of a resource."""
    return {
        f"{before}{name}{behind}"
        for before in ("", "Async")
        for behind in ("", "WithRawResponse", "WithStreamingResponse", "WithPagination")
    }
