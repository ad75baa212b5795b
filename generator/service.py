"""What a document says about the service as a whole: its name and its address."""

import re

from attrs import frozen
from openapi_python_client import schema as oai

from . import names
from .parse import raw
from .problems import Pointer, SpecError

# What a package exports besides its clients, and what the modules of those import.
_TAKEN = frozenset(
    {"APIConnectionError", "APIError", "APIResponseValidationError", "APIStatusError"}
    | {"APITimeoutError", "AuthenticationError", "BadRequestError", "ConflictError"}
    | {"InternalServerError", "MissingCredentialsError", "NotFoundError", "PermissionDeniedError"}
    | {"RateLimitError", "UnprocessableEntityError", "DefaultAioHttpClient", "ErrorDetail"}
    | {
        "RawResponse",
        "StreamedResponse",
        "AsyncStreamedResponse",
        "Unset",
        "UNSET",
        "Mapping",
        "Timeout",
    }
)
_VARIABLE = re.compile(r"\{([^{}]+)\}")


@frozen(kw_only=True)
class Service:
    """The service that a document describes."""

    client_name: str
    title: str
    description: str
    version: str
    base_url: str

    def variable(self, argument: str) -> str:
        """Name the environment variable that stands in for an argument of the client."""
        return f"{names.snake_case(self.client_name)}_{argument}".upper()


def read_service(document: oai.OpenAPI) -> Service:
    """Read what holds for all operations.

    Raises:
        SpecError: The client's name is none, or a server has a variable without a value.
    """
    said = (document.info.model_extra or {}).get("x-sdk-client-name")
    title = raw(document.info.title)
    if said is not None and (not isinstance(said, str) or names.pascal_case(said) != said):
        at = Pointer(("info", "x-sdk-client-name"))
        raise SpecError.at(at, f"{said!r} is no Python name of a class, like AcmeCorp")
    return Service(
        client_name=_free(said or names.pascal_case(title)),
        title=title,
        description=raw(document.info.description),
        version=raw(document.info.version),
        base_url=_base_url(document),
    )


def _free(name: str) -> str:
    """Tell a client from what it would hide: of an API called ``API``, `APIError` has a meaning."""
    return name if _TAKEN.isdisjoint({name, f"{name}Error"}) else f"{name}Client"


def _base_url(document: oai.OpenAPI) -> str:
    """Give the first server's address, its variables at their defaults."""
    if not document.servers:
        return ""
    server = document.servers[0]
    variables = {raw(name): raw(found.default) for name, found in (server.variables or {}).items()}

    def value(match: re.Match[str]) -> str:
        if match[1] not in variables:
            at = Pointer(("servers", 0, "variables"))
            raise SpecError.at(at, f"the server's address has {{{match[1]}}}: give it a default")
        return variables[match[1]]

    return _VARIABLE.sub(value, raw(server.url))
