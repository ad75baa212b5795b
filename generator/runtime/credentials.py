"""Keys: where they come from, and where in a request they stand."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from os import environ
from typing import Literal, NamedTuple

from .encoding import header_value

Alternatives = tuple[tuple[str, ...], ...]
"""Groups of schemes, each of which will do; an empty group is a call without any key."""


class Credential(NamedTuple):
    """The key of one security scheme."""

    scheme: str
    place: Literal["header", "query", "cookie"]
    name: str
    value: str | None
    """None where none was given."""

    source: str
    """How to give one, for the error."""

    def __repr__(self) -> str:
        """Show where the key goes, and not the key."""
        return f"<{type(self).__name__} {self.scheme}: {self.place} {self.name}>"


def bearer(scheme: str, argument: str, value: str | None, variable: str) -> Credential:
    """Send a key as ``Authorization: Bearer`` (RFC 6750)."""
    key = _given(argument, value, variable, header_value)
    header = None if key is None else f"Bearer {key}"
    return Credential(scheme, "header", "authorization", header, _source(argument, variable))


def basic(
    scheme: str, username: str | None, password: str | None, variables: tuple[str, str]
) -> Credential:
    """Send name and password as ``Authorization: Basic`` (RFC 7617)."""
    name = _given("username", username, variables[0], _encodable)
    word = _given("password", password, variables[1], _encodable)
    header = None
    if name is not None and word is not None:
        if ":" in name:
            raise ValueError("username must not contain a colon: it would end there (RFC 7617)")
        header = f"Basic {b64encode(f'{name}:{word}'.encode()).decode()}"
    source = f"username=... and password=... ({variables[0]} and {variables[1]})"
    return Credential(scheme, "header", "authorization", header, source)


def api_key(
    scheme: str,
    place: Literal["header", "query", "cookie"],
    name: str,
    given: tuple[str, str | None, str],
) -> Credential:
    """Send a key as it is; ``given`` is the argument, its value and its variable."""
    argument, value, variable = given
    key = _given(argument, value, variable, header_value if place == "header" else _encodable)
    name = name.lower() if place == "header" else name
    return Credential(scheme, place, name, key, _source(argument, variable))


def _given(
    argument: str, value: str | None, variable: str, check: Callable[[str, str], str]
) -> str | None:
    """Take a key from the argument or the environment.

    Raises:
        ValueError: It cannot stand where it is sent, because of a line break for example.
    """
    found = value if value is not None else environ.get(variable)
    return check(argument if value is not None else variable, found) if found else None


def _encodable(name: str, value: str) -> str:
    """Check a key that is sent in an encoded form; the error never shows it (RFC 7617)."""
    if not value.isprintable():
        raise ValueError(f"{name} has a line break or a control character")
    return value


def _source(argument: str, variable: str) -> str:
    return f"{argument}=... ({variable})"


class Keys(NamedTuple):
    """The keys that go with a call."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]

    def __repr__(self) -> str:
        """Show none of them."""
        return f"<{type(self).__name__}>"


def choose(credentials: Sequence[Credential], alternatives: Alternatives) -> Keys:
    """Take the keys of the first group of schemes for which all keys were given.

    An empty group, a call without any key, comes last wherever it stands.

    Raises:
        MissingCredentialsError: There is no such group.
    """
    by_scheme = {credential.scheme: credential for credential in credentials}
    for group in sorted(alternatives, key=lambda group: not group) or ((),):
        found = [by_scheme[scheme] for scheme in group]
        if all(credential.value is not None for credential in found):
            return Keys(
                *(
                    {each.name: str(each.value) for each in found if each.place == place}
                    for place in ("header", "query", "cookie")
                )
            )
    from .errors import MissingCredentialsError

    missing = [" and ".join(by_scheme[scheme].source for scheme in group) for group in alternatives]
    raise MissingCredentialsError(
        f"no key: pass {' or '.join(missing)}, as an argument or as the environment variable"
    )
