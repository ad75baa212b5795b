"""Changes of keys: the arguments of the client for them, and which of them a call needs."""

from collections.abc import Iterator

from ..diagnostics import Pointer
from ..emit.names import Names
from ..ir.api import Alternatives, SecurityScheme
from .changes import ApiChange, changed, removed
from .client import Client

_SCHEMES = Pointer(("components", "securitySchemes"))

Choices = set[frozenset[str]]
"""Sets of arguments for keys, each of which is enough for a call."""


def key_argument_changes(old: Names, new: Names) -> Iterator[ApiChange]:
    """Compare the arguments for keys that the clients have."""
    before, after = _schemes(old), _schemes(new)
    for argument, scheme in before.items():
        if argument not in after:
            what = f"{new.client}({argument}=...)"
            yield removed("key-argument-removed", what, _SCHEMES / scheme.name)
    for argument, scheme in after.items():
        what, at = f"{new.client}({argument}=...)", _SCHEMES / scheme.name
        was = before.get(argument)
        if was is None:
            yield changed("key-argument-added", what, at)
            continue
        if _sent(was) != _sent(scheme):
            yield changed("key-sent-differently", what, at, old=_sent(was), new=_sent(scheme))
        if was.text != scheme.text:
            yield changed("key-doc-changed", what, at)


def key_choice_changes(what: str, at: Pointer, old: Choices, new: Choices) -> Iterator[ApiChange]:
    """Compare which keys a call needs."""
    if old == new:
        return
    # Whoever passed enough keys still does if each old choice includes a new one.
    is_enough = all(any(fewer <= choice for fewer in new) for choice in old)
    rule = "key-choice-wider" if is_enough else "key-needed"
    yield changed(rule, what, at, old=_shown(old), new=_shown(new))


def key_choices(client: Client, alternatives: Alternatives | None) -> Choices:
    """Return the arguments that a call needs; None stands for the security of the API."""
    arguments = {each.scheme.name: each.arguments for each in client.names.credentials}
    schemes = client.api.security if alternatives is None else alternatives
    found = {
        frozenset(argument for name in names for argument in arguments[name]) for names in schemes
    }
    return found or {frozenset()}


def _shown(choices: Choices) -> str:
    return " or ".join(sorted(" and ".join(sorted(keys)) or "no key" for keys in choices))


def _schemes(names: Names) -> dict[str, SecurityScheme]:
    """Return the scheme of each argument; the first of those that share it."""
    found: dict[str, SecurityScheme] = {}
    for credential in names.credentials:
        for argument in credential.arguments:
            found.setdefault(argument, credential.scheme)
    return found


def _sent(scheme: SecurityScheme) -> str:
    return f"{scheme.type} {scheme.key_name}" if scheme.key_name else scheme.type
