"""Keys: which schemes a document names, and which of them a call needs."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen
from openapi_python_client import schema as oai
from openapi_python_client.schema.openapi_schema_pydantic import SecurityScheme
from openapi_python_client.schema.untrusted_string import UntrustedString

from . import names
from .parse import raw
from .problems import Pointer, SpecError

Alternatives = tuple[tuple[str, ...], ...]
Requirements = Sequence[Mapping[UntrustedString, Sequence[UntrustedString]]]

_BEARER_TYPES = frozenset({"oauth2", "openIdConnect"})
_PLACES = frozenset({"header", "query", "cookie"})


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
        named = (document.components and document.components.securitySchemes) or {}
        self._named = {raw(name): scheme for name, scheme in named.items()}
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
        scheme = self._named.get(name)
        if not isinstance(scheme, SecurityScheme):
            raise SpecError.at(at, f"{name!r} is not declared in components/securitySchemes")
        kind, key_name, argument = _kind(scheme), raw(scheme.name), "api_key"
        place = Pointer(("components", "securitySchemes", name))
        if kind is None:
            raise SpecError.at(place, f"security of type {raw(scheme.type)!r} is not supported")
        if kind in _PLACES:
            if not key_name:
                raise SpecError.at(place, "a key needs the name of its header, query or cookie")
            taken = _arguments(self.schemes.values()) | {"username", "password"}
            argument = names.free(names.snake_case(key_name), taken)
        return Scheme(name, kind, key_name, argument, raw(scheme.description) or "The API key.")


def _kind(scheme: SecurityScheme) -> str | None:
    kind, how = raw(scheme.type), raw(scheme.scheme).lower()
    if kind in _BEARER_TYPES:
        return "bearer"
    if kind == "http":
        return how if how in {"bearer", "basic"} else None
    place = raw(scheme.security_scheme_in)
    return place if kind == "apiKey" and place in _PLACES else None


def _arguments(schemes: Iterable[Scheme]) -> set[str]:
    return {scheme.argument for scheme in schemes if scheme.kind != "basic"}
