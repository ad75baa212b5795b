"""Security: which schemes a document names, and which of them a call needs."""

from typing import Literal

from attrs import evolve

from ..diagnostics import Diagnostics, Pointer, SpecError
from ..ir.api import Alternatives, SecurityScheme
from .node import Node
from .resolver import Resolver


class Security:
    """Lowers the security schemes that operations use."""

    def __init__(self, root: Node, resolver: Resolver, diagnostics: Diagnostics) -> None:
        """Begin with what holds for the whole document."""
        components = root.get("components")
        self._declared = dict(components.members("securitySchemes")) if components else {}
        self._resolver = resolver
        self._diagnostics = diagnostics
        self._found: dict[str, SecurityScheme | None] = {}
        self._scopes: dict[str, dict[str, None]] = {}
        self.default = self._alternatives(root)

    @property
    def schemes(self) -> tuple[SecurityScheme, ...]:
        """Those that were used, in the order of their use."""
        return tuple(
            evolve(scheme, scopes=tuple(self._scopes.get(name, ())))
            for name, scheme in self._found.items()
            if scheme is not None
        )

    def of_operation(self, operation: Node) -> Alternatives | None:
        """Return what an operation needs; None where that is what holds for the document."""
        if "security" not in operation:
            return None
        found = self._alternatives(operation)
        return None if found == self.default else found

    def _alternatives(self, owner: Node) -> Alternatives:
        found: list[tuple[str, ...]] = []
        for requirement in owner.items("security"):
            for name, scopes in requirement.value.items():
                self._scopes.setdefault(name, {}).update(dict.fromkeys(scopes))
                if name not in self._found:
                    self._found[name] = None  # reported once
                    with self._diagnostics.recording():
                        self._found[name] = self._scheme(name, requirement.at)
            found.append(tuple(requirement.value))
        return tuple(found)

    def _scheme(self, name: str, at: Pointer) -> SecurityScheme:
        if name not in self._declared:
            raise SpecError(at, f"{name!r} is not declared in components/securitySchemes")
        node = self._resolver.follow(self._declared[name])
        of, key_name = _type(node), node.text("name")
        if of in {"header", "query", "cookie"} and not key_name:
            text = "a key needs the name of its header, query parameter or cookie"
            raise SpecError(node.at, text)
        text = node.text("description") or "The API key."
        return SecurityScheme(name, of, key_name, text, _token_url(node))


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
