"""What a document says about the service as a whole: its name, its address, its keys."""

from attrs import frozen
from openapi_python_client import schema as oai
from openapi_python_client.schema.openapi_schema_pydantic import SecurityScheme

from . import names
from .parse import raw
from .problems import Pointer, SpecError


@frozen
class Credential:
    """A key that the client is made with."""

    argument: str
    variable: str
    text: str


@frozen(kw_only=True)
class Service:
    """The service that a document describes."""

    client_name: str
    title: str
    description: str
    version: str
    base_url: str
    credentials: tuple[Credential, ...]

    def variable(self, argument: str) -> str:
        """Name the environment variable that stands in for an argument of the client."""
        return f"{names.snake_case(self.client_name)}_{argument}".upper()


def read_service(document: oai.OpenAPI) -> Service:
    """Read what holds for all operations.

    Raises:
        SpecError: The client's name is none, or the document wants a key that is not supported.
    """
    said = (document.info.model_extra or {}).get("x-sdk-client-name")
    title = raw(document.info.title)
    if said is not None and (not isinstance(said, str) or names.identifier(said) != said):
        raise SpecError.at(Pointer(("info", "x-sdk-client-name")), f"{said!r} is no Python name")
    client_name = said or names.pascal_case(title)
    server = raw(document.servers[0].url) if document.servers else ""
    if "{" in server:
        raise SpecError.at(Pointer(("servers", 0, "url")), "server variables are not supported")
    return Service(
        client_name=client_name,
        title=title,
        description=raw(document.info.description),
        version=raw(document.info.version),
        base_url=server,
        credentials=_credentials(document, names.snake_case(client_name).upper()),
    )


def _credentials(document: oai.OpenAPI, prefix: str) -> tuple[Credential, ...]:
    schemes = (document.components and document.components.securitySchemes) or {}
    named = {raw(name): scheme for name, scheme in schemes.items()}
    wanted = [raw(name) for either in document.security or () for name in either]
    for name in wanted:
        scheme = named.get(name)
        at = Pointer(("components", "securitySchemes", name))
        if not isinstance(scheme, SecurityScheme):
            raise SpecError.at(Pointer(("security",)), f"{name!r} is no security scheme")
        if (raw(scheme.type), raw(scheme.scheme).lower()) != ("http", "bearer"):
            raise SpecError.at(at, f"only bearer keys are supported, not {raw(scheme.type)}")
        text = raw(scheme.description) or "The API key."
        return (Credential("api_key", f"{prefix}_API_KEY", text),)
    return ()
