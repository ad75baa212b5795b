"""The security schemes that a document declares."""

from ..diagnostics import Pointer, SpecError
from .node import Node
from .resolver import Resolver


class SecuritySchemes:
    """Finds the schemes that security requirements name."""

    def __init__(self, root: Node, resolver: Resolver) -> None:
        """Begin with the components of the document."""
        components = root.get("components")
        self._declared = dict(components.members("securitySchemes")) if components else {}
        self._resolver = resolver

    def find(self, name: str, requirement: Pointer) -> Node:
        """Return the scheme that a requirement names.

        Raises:
            SpecError: It is not declared.
        """
        if name not in self._declared:
            text = f"{name!r} is not declared in components/securitySchemes"
            raise SpecError(requirement, text)
        return self._resolver.follow(self._declared[name])
