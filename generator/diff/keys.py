"""Changes of keys: what the client is given, and what a call needs of it."""

from collections.abc import Iterator

from ..problems import Pointer
from ..security import Alternatives, Scheme, Security
from .changes import Change, change, gone

_SCHEMES = Pointer(("components", "securitySchemes"))

Choice = set[frozenset[str]]
"""Sets of arguments for keys, each of which will do for a call."""


def key_argument_changes(client: str, old: Security, new: Security) -> Iterator[Change]:
    """Compare the arguments for keys that the client has."""
    before, after = _by_argument(old), _by_argument(new)
    for argument, scheme in before.items():
        if argument not in after:
            yield gone("key-argument-removed", f"{client}({argument}=...)", _SCHEMES / scheme.name)
    for argument, scheme in after.items():
        what, at, was = f"{client}({argument}=...)", _SCHEMES / scheme.name, before.get(argument)
        if was is None:
            yield change("key-argument-added", what, at)
            continue
        if _how(was) != _how(scheme):
            yield change("key-sent-differently", what, at, old=_how(was), new=_how(scheme))
        if was.text != scheme.text:
            yield change("key-doc-changed", what, at)


def key_choice_changes(what: str, at: Pointer, old: Choice, new: Choice) -> Iterator[Change]:
    """Compare which keys a call needs."""
    if old == new:
        return
    # Who had enough for a call has it still, if each old choice holds a new one.
    is_enough = all(any(fewer <= choice for fewer in new) for choice in old)
    rule = "key-choice-wider" if is_enough else "key-needed"
    yield change(rule, what, at, old=_spelled(old), new=_spelled(new))


def key_choice(security: Security, alternatives: Alternatives | None) -> Choice:
    """Give the arguments that a call needs; None stands for what holds for the whole document."""
    named = security.default if alternatives is None else alternatives
    found: Choice = {
        frozenset(argument for name in names for argument in _arguments(security.schemes[name]))
        for names in named
    }
    return found or {frozenset()}


def _spelled(choice: Choice) -> str:
    return " or ".join(sorted(" and ".join(sorted(keys)) or "no key" for keys in choice))


def _arguments(scheme: Scheme) -> tuple[str, ...]:
    return ("username", "password") if scheme.kind == "basic" else (scheme.argument,)


def _by_argument(security: Security) -> dict[str, Scheme]:
    """Give the scheme that tells how an argument is sent; the first of those that share it."""
    found: dict[str, Scheme] = {}
    for scheme in security.schemes.values():
        for argument in _arguments(scheme):
            found.setdefault(argument, scheme)
    return found


def _how(scheme: Scheme) -> str:
    return f"{scheme.kind} {scheme.key_name}" if scheme.key_name else scheme.kind
