"""Security: which schemes a document names, and which of them a call needs."""

from typing import Literal

from attrs import evolve

from ..diagnostics import Diagnostics, Pointer, SpecError
from ..ir.api import Alternatives, SecurityScheme
from .node import Node
from .parameters import CONNECTION_HEADERS, HEADER_NAME
from .security_schemes import SecuritySchemes


class Security:
    """Lowers the security schemes that operations use."""

    def __init__(self, root: Node, schemes: SecuritySchemes, diagnostics: Diagnostics) -> None:
        """Begin with what holds for the whole document."""
        self._declared = schemes
        self._diagnostics = diagnostics
        self._lowered: dict[str, SecurityScheme | None] = {}
        self._scopes: dict[str, dict[str, None]] = {}
        self.default = self._alternatives(root)

    @property
    def schemes(self) -> tuple[SecurityScheme, ...]:
        """Those that were used, in the order of their use."""
        return tuple(
            evolve(scheme, scopes=tuple(self._scopes.get(name, ())))
            for name, scheme in self._lowered.items()
            if scheme is not None
        )

    def of_operation(self, operation: Node) -> Alternatives | None:
        """Return what an operation needs; None where that is what holds for the document."""
        if "security" not in operation:
            return None
        alternatives = self._alternatives(operation)
        return None if alternatives == self.default else alternatives

    def _alternatives(self, owner: Node) -> Alternatives:
        alternatives: list[tuple[str, ...]] = []
        for requirement in owner.items("security"):
            for name, scopes in requirement.value.items():
                self._scopes.setdefault(name, {}).update(dict.fromkeys(scopes))
                if name not in self._lowered:
                    self._lowered[name] = None  # reported once
                    with self._diagnostics.recording():
                        self._lowered[name] = self._scheme(name, requirement.at)
            alternatives.append(tuple(requirement.value))
        return tuple(alternatives)

    def _scheme(self, name: str, requirement: Pointer) -> SecurityScheme:
        node = self._declared.find(name, requirement)
        scheme_type, key_name = _type(node), node.text("name")
        if scheme_type in {"header", "query", "cookie"} and not key_name:
            text = "a key needs the name of its header, query parameter or cookie"
            raise SpecError(node.at, text)
        if scheme_type == "header":
            _check_header(node)
        text = node.text("description") or "The API key."
        return SecurityScheme(name, scheme_type, key_name, text, _token_url(node))


def _check_header(node: Node) -> None:
    name = node.text("name")
    if not HEADER_NAME.fullmatch(name):
        text = f"{name!r} cannot be sent: name a header with letters, digits and hyphens"
        raise SpecError(node.at / "name", text)
    if name.lower() in CONNECTION_HEADERS:
        text = f"a key cannot be sent as {name}, which the client sets: name another header"
        raise SpecError(node.at / "name", text)


def _token_url(node: Node) -> str:
    """Return where tokens are fetched, if client credentials are one of the flows."""
    flow = dict(node.members("flows")).get("clientCredentials")
    return "" if flow is None else flow.text("tokenUrl")


def _type(node: Node) -> Literal["bearer", "basic", "header", "query", "cookie"]:
    match node.text("type"), node.text("scheme").lower(), node.text("in"):
        case ("oauth2" | "openIdConnect", _, _) | ("http", "bearer", _):
            return "bearer"
        case "http", "basic", _:
            return "basic"
        case "apiKey", _, ("header" | "query" | "cookie") as place:
            return place
        case name, scheme, _:
            described = " ".join(filter(None, (name, scheme)))
            raise SpecError(node.at, f"security of type {described!r} is not supported")
