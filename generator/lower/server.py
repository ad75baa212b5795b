"""The address of the API: that of its first server."""

import re

from ..diagnostics import Pointer, SpecError
from .node import Node

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def base_url(root: Node) -> str:
    """Return the first server's address with its variables at their defaults, if there is one.

    Raises:
        SpecError: A variable of the address has no default.
    """
    servers = root.items("servers")
    if not servers:
        return ""
    defaults = {name: node.text("default") for name, node in servers[0].members("variables")}

    def default(match: re.Match[str]) -> str:
        if match[1] not in defaults:
            text = f"the server's address has {{{match[1]}}}: add a default"
            raise SpecError(Pointer(("servers", 0, "variables")), text)
        return defaults[match[1]]

    return _VARIABLE.sub(default, servers[0].text("url"))
