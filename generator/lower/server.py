"""The addresses of the API: that of its first server, and those of single operations."""

import re
from urllib.parse import urljoin

from ..diagnostics import SpecError
from ..ir.api import Server, ServerVariable
from .node import Node

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def base_url(root: Node) -> str:
    """Return the first server's address with its variables at their defaults, if there is one.

    Raises:
        SpecError: A variable of the address has no default.
    """
    servers = root.items("servers")
    return _filled(servers[0]) if servers else ""


def server(root: Node) -> Server | None:
    """Return the first server if its address has variables.

    Raises:
        SpecError: A variable of the address has no default, or one that it may not have.
    """
    for first in root.items("servers")[:1]:
        used = dict.fromkeys(_VARIABLE.findall(first.text("url")))
        declared = dict(first.members("variables"))
        variables = [_variable(name, declared[name]) for name in used if name in declared]
        return Server(first.text("url"), tuple(variables)) if variables else None
    return None


def _variable(name: str, node: Node) -> ServerVariable:
    default = node.text("default")
    values = tuple(str(each.value) for each in node.items("enum"))
    if values and default not in values:
        raise SpecError(node.at / "default", f"{default!r} is none of the values in `enum`")
    return ServerVariable(name, default, values, node.text("description"))


def own_server(item: Node, operation: Node, base: str) -> str | None:
    """Return the address of an operation that has one of its own, or whose path has.

    Args:
        item: The path item.
        operation: The operation.
        base: The address of the API, to which another may be relative.

    Raises:
        SpecError: A variable of the address has no default.
    """
    for owner in (operation, item):
        for first in owner.items("servers")[:1]:
            found = urljoin(base, _filled(first))
            return None if found == base else found
    return None


def _filled(node: Node) -> str:
    """Return the address of a server with its variables at their defaults."""
    defaults = {name: each.text("default") for name, each in node.members("variables")}

    def default(match: re.Match[str]) -> str:
        if match[1] not in defaults:
            text = f"the server's address has {{{match[1]}}}: add a default"
            raise SpecError(node.at / "variables", text)
        return defaults[match[1]]

    return _VARIABLE.sub(default, node.text("url"))
