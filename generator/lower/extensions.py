"""The extensions that the generator knows, and a warning for those that it does not."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from ..diagnostics import Diagnostics, SpecError
from ..load.values import is_array, is_object
from ..load.walk import walk
from .node import Node

_PREFIX = "x-sdk-"
KNOWN: Mapping[str, tuple[str, ...]] = {
    "Info": ("x-sdk-client-name",),
    "Operation": ("x-sdk-group", "x-sdk-method", "x-sdk-messages", "x-sdk-pagination"),
    "Parameter": ("x-sdk-name",),
    "Schema": ("x-sdk-name",),
    "SecurityScheme": ("x-sdk-signature",),
}
"""By the object of OpenAPI that they belong to."""


def sdk_name(node: Node) -> str | None:
    """Return the name that a parameter or a member is to have in Python."""
    return _text(node, "x-sdk-name", "the Python name of a parameter or field")


def sdk_client_name(info: Node) -> str | None:
    """Return the name that the client class is to have."""
    return _text(info, "x-sdk-client-name", "the name of the client class")


def sdk_method(operation: Node) -> str | None:
    """Return the name that the method of an operation is to have."""
    return _text(operation, "x-sdk-method", "the name of a method")


def sdk_group(operation: Node) -> tuple[str, ...] | None:
    """Return where on the client an operation is to be found."""
    found = operation.get("x-sdk-group")
    if found is None:
        return None
    parts = found.value if is_array(found.value) else []
    if not parts or not all(isinstance(part, str) for part in parts):
        raise SpecError(found.at, "must be a list of Python names in lower case")
    return tuple(str(part) for part in parts)


def _text(node: Node, key: str, meaning: str) -> str | None:
    found = node.get(key)
    if found is None:
        return None
    if not isinstance(found.value, str):
        raise SpecError(found.at, f"must be {meaning}, not {found.value!r:.60}")
    return found.value


def check(document: Mapping[str, Any], diagnostics: Diagnostics) -> None:
    """Warn of extensions that begin like ours and are none, or that are in the wrong object."""
    for node in walk(document):
        for key in _ours(node.value):
            known = KNOWN.get(node.type, ())
            if key not in known:
                diagnostics.warning(node.pointer / key, _unknown(key, node.type, known))


def _ours(value: object) -> Iterator[str]:
    for key in value if is_object(value) else ():
        if key.startswith(_PREFIX):
            yield key


def _unknown(key: str, holder: str, known: tuple[str, ...]) -> str:
    everywhere = [each for several in KNOWN.values() for each in several]
    if key in everywhere:
        owners = " and ".join(owner for owner, several in KNOWN.items() if key in several)
        return f"is ignored here: it belongs to {owners}, not to {holder}"
    close = get_close_matches(key, known or everywhere, n=1)
    return f"is ignored: did you mean {close[0]}?" if close else "is ignored: it is not known"
