"""Keys: which schemes a document names, and which of them a call needs."""

from collections.abc import Mapping, Sequence

from attrs import frozen
from openapi_python_client import schema as oai
from openapi_python_client.schema.openapi_schema_pydantic import SecurityScheme
from openapi_python_client.schema.untrusted_string import UntrustedString

from . import names
from .components import Components
from .parse import raw
from .problems import Pointer, SpecError

Alternatives = tuple[tuple[str, ...], ...]
Requirements = Sequence[Mapping[UntrustedString, Sequence[UntrustedString]]]

_BEARER_ARGUMENT = "api_key"
_BEARER_TYPES = frozenset({"oauth2", "openIdConnect"})
_PLACES = frozenset({"header", "query", "cookie"})
# The other arguments of a client, and what its module imports and needs while it reads them.
_TAKEN = frozenset(
    {"self", "base_url", "timeout", "max_retries", "default_headers", "http_client", "strict"}
    | {"allow_http", "max_response_size", "username", "password", "basic", "bearer", "environ"}
    | {"httpx", "key_as_it_is", "async_client", "sync_client", "super"}
)


@frozen
class Scheme:
    """One security scheme: ``bearer``, ``basic``, or the place of a key that is sent as it is."""

    name: str
    kind: str
    key_name: str
    argument: str
    text: str


class Security:
    """The schemes of a document that its operations use."""

    def __init__(self, document: oai.OpenAPI) -> None:
        """Read what holds for the whole document.

        Raises:
            SpecError: A scheme is missing, or of a type that cannot be generated.
        """
        self._components = Components(document.components)
        schemes = self._components.security_schemes()
        self._taken = set(_TAKEN)
        if any(_kind(scheme) == "bearer" for scheme in schemes):
            self._taken.add(_BEARER_ARGUMENT)
        self.schemes: dict[str, Scheme] = {}
        self.default = self.alternatives(document.security or (), Pointer(("security",)))

    def of_operation(self, operation: oai.Operation, at: Pointer) -> Alternatives | None:
        """Read what an operation needs; None where that is what holds for the document."""
        if operation.security is None:
            return None
        found = self.alternatives(operation.security, at / "security")
        return None if found == self.default else found

    def alternatives(self, requirements: Requirements, at: Pointer) -> Alternatives:
        """Read groups of schemes, each of which will do."""
        found: list[tuple[str, ...]] = []
        for index, group in enumerate(requirements):
            for name in map(raw, group):
                if name not in self.schemes:
                    self.schemes[name] = self._scheme(name, at / index)
            found.append(tuple(map(raw, group)))
        return tuple(found)

    def _scheme(self, name: str, at: Pointer) -> Scheme:
        place, scheme = self._components.security_scheme(name, at)
        kind, key_name, argument = _kind(scheme), raw(scheme.name), _BEARER_ARGUMENT
        if kind is None:
            said = " ".join(filter(None, (raw(scheme.type), raw(scheme.scheme))))
            raise SpecError.at(place, f"security of type {said!r} is not supported")
        if kind in _PLACES:
            if not key_name:
                raise SpecError.at(place, "a key needs the name of its header, query or cookie")
            argument = names.claim(names.snake_case(key_name), self._taken)
        return Scheme(name, kind, key_name, argument, raw(scheme.description) or "The API key.")


def _kind(scheme: SecurityScheme) -> str | None:
    kind, how = raw(scheme.type), raw(scheme.scheme).lower()
    if kind in _BEARER_TYPES:
        return "bearer"
    if kind == "http":
        return how if how in {"bearer", "basic"} else None
    place = raw(scheme.security_scheme_in)
    return place if kind == "apiKey" and place in _PLACES else None
