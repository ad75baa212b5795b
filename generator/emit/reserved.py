"""Names that are taken before any name of a document is given."""

_IMPORTED_BY_MODELS = frozenset(
    {"Any", "Literal", "Mapping", "NULL", "Reader", "Self", "TypeAlias", "UNSET", "Unset"}
)

MODEL_MODULE = _IMPORTED_BY_MODELS
"""In the modules of models: no model or enum has such a name."""

MODEL_MEMBERS = _IMPORTED_BY_MODELS | frozenset(
    {"raw", "from_dict", "to_dict", "attrs", "classmethod", "models", "dt", "uuid"}
    | {"bool", "bytes", "dict", "float", "int", "list", "self", "str"}
)
"""In the class of a model."""

OPERATION_ARGUMENTS = frozenset(
    {"extra_headers", "extra_query", "extra_body", "timeout", "Call", "NULL", "Options"}
)
"""In the functions of operations."""

CLIENT_ARGUMENTS = frozenset(
    {"self", "base_url", "timeout", "max_retries", "default_headers", "http_client", "strict"}
    | {"allow_http", "max_response_size", "username", "password", "basic", "bearer", "environ"}
    | {"httpx", "key_as_it_is", "async_client", "sync_client", "super"}
)
"""In the constructor of a client."""

CLIENT_MEMBERS = frozenset(
    {"close", "send", "send_raw", "send_streamed", "with_options"}
    | {"cached_property", "httpx", "str", "int", "bool"}
)
"""In the class of a client."""

RESOURCE_MEMBERS = frozenset(
    {"bind", "with_raw_response", "with_streaming_response", "cached_property"}
)
"""In the classes of a resource; an attribute also hides what decorates and annotates others."""

RESOURCE_MODULE = frozenset({"TO", "BE", "DERIVED"})
"""In the modules of resources."""

PACKAGE = frozenset({"TO", "BE", "DERIVED"})
"""In the package itself."""


def classes(name: str) -> set[str]:
    """Return the names of all classes of a resource."""
    return {
        f"{before}{name}{behind}"
        for before in ("", "_", "Async")
        for behind in ("", "WithRawResponse", "WithStreamingResponse")
    }
