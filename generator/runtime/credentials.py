# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Keys: where they come from, and where in a request they are sent."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from os import environ
from typing import Literal, NamedTuple

import httpx

from .errors import MissingCredentialsError
from .parameters import header_value
from .redaction import Secrets

Alternatives = tuple[tuple[str, ...], ...]
"""Names of schemes: all of any one tuple are enough. An empty tuple is a call without any key."""

Place = Literal["header", "query", "cookie"]


class Scheme(NamedTuple):
    """One security scheme of the spec: no secret is in it."""

    name: str
    place: Place
    key_name: str
    """The name of the header, query parameter or cookie."""

    arguments: Mapping[str, str]
    """The client's arguments for it, each with its environment variable."""

    write: Callable[..., str]
    """From the checked arguments to what is sent."""

    check: Callable[[str, str], str]

    auth_arguments: Mapping[str, str] = {}
    """Further arguments, with which a key is fetched where none is passed."""

    auth: Callable[..., httpx.Auth] | None = None
    """From these, the base URL and ``allow_http`` to what fetches it."""

    def value(self, passed: Mapping[str, str | None]) -> str | None:
        """Write the key from the arguments or the environment; None where a part is missing.

        Of a name and a password either may be empty (RFC 7617), but not both.

        Raises:
            ValueError: It cannot be sent where it belongs, because of a line break for example.
        """
        parts = self._parts(self.arguments, passed)
        return self.write(*parts.values()) if parts and any(parts.values()) else None

    def fetching(
        self, passed: Mapping[str, str | None], base_url: httpx.URL, *, allow_http: bool
    ) -> httpx.Auth | None:
        """Build what fetches the key; None where a part is missing or nothing does."""
        parts = self._parts(self.auth_arguments, passed)
        if self.auth is None or not parts or not all(parts.values()):
            return None
        return self.auth(parts, base_url, allow_http=allow_http)

    def _parts(
        self, arguments: Mapping[str, str], passed: Mapping[str, str | None]
    ) -> dict[str, str] | None:
        """Return checked arguments, passed or of the environment; None where one is missing."""
        parts = Secrets()
        for argument, variable in arguments.items():
            source, found = argument, passed.get(argument)
            if found is None:
                source, found = variable, environ.get(variable)
            if found is not None:
                parts[argument] = self.check(source, found)
        return parts if len(parts) == len(arguments) else None

    def __str__(self) -> str:
        """Show how to pass its key, for the error."""
        choices = [each for each in (self.arguments, self.auth_arguments) if each]
        return " or ".join(
            f"{' and '.join(f'{argument}=...' for argument in each)}"
            f" ({' and '.join(each.values())})"
            for each in choices
        )


def bearer(name: str, argument: str, variable: str) -> Scheme:
    """Describe a key that is sent as ``Authorization: Bearer`` (RFC 6750)."""
    arguments = {argument: variable}
    return Scheme(name, "header", "authorization", arguments, "Bearer {}".format, header_value)


def basic(name: str, username_variable: str, password_variable: str) -> Scheme:
    """Describe a name and password that are sent as ``Authorization: Basic`` (RFC 7617)."""
    arguments = {"username": username_variable, "password": password_variable}
    return Scheme(name, "header", "authorization", arguments, _basic, _encodable)


def api_key(name: str, place: Place, key_name: str, argument: str, variable: str) -> Scheme:
    """Describe a key that is sent as it is."""
    key_name, check = (
        (key_name.lower(), header_value) if place == "header" else (key_name, _encodable)
    )
    return Scheme(name, place, key_name, {argument: variable}, str, check)


def _basic(username: str, password: str) -> str:
    if ":" in username:
        raise ValueError("username must not contain a colon: it would end there (RFC 7617)")
    return f"Basic {b64encode(f'{username}:{password}'.encode()).decode()}"


def _encodable(name: str, value: str) -> str:
    """Check a key that is sent in an encoded form; the error never shows it."""
    if not value.isprintable():
        raise ValueError(f"{name} has a line break or a control character")
    return value


class Keys(NamedTuple):
    """The keys that are sent with a call."""

    header: Secrets
    query: Secrets
    cookie: Secrets
    auth: httpx.Auth | None = None
    """What adds a key that has to be fetched."""


def _keys(
    schemes: list[Scheme], values: Mapping[str, str], auths: Mapping[str, httpx.Auth]
) -> Keys:
    header, query, cookie = Secrets(), Secrets(), Secrets()
    by_place = {"header": header, "query": query, "cookie": cookie}
    auth = None
    for scheme in schemes:
        if scheme.name in values:
            by_place[scheme.place][scheme.key_name] = values[scheme.name]
        else:
            auth = auths[scheme.name]
    return Keys(header, query, cookie, auth)


class Service(NamedTuple):
    """What the spec says about the server and its keys."""

    base_url: str | None
    base_url_variable: str
    user_agent: str
    schemes: tuple[Scheme, ...]
    security: Alternatives

    def given_url(self, passed: str | httpx.URL | None) -> str | httpx.URL | None:
        """Return the base URL that was passed or is in the environment, if any."""
        return passed or environ.get(self.base_url_variable) or None

    def url(self, passed: str | httpx.URL | None) -> str | httpx.URL:
        """Return the base URL that was passed, is in the environment or in the spec."""
        found = self.given_url(passed) or self.base_url
        if not found:
            raise ValueError(f"base_url is needed: pass it, or set {self.base_url_variable}")
        return found

    def key_values(self, passed: Mapping[str, str | None]) -> dict[str, str]:
        """Find the keys that there are, by scheme; raises what `Scheme.value` raises."""
        found = ((scheme.name, scheme.value(passed)) for scheme in self.schemes)
        return {name: value for name, value in found if value is not None}

    def auths(
        self, passed: Mapping[str, str | None], base_url: httpx.URL, *, allow_http: bool
    ) -> dict[str, httpx.Auth]:
        """Build what fetches keys, by scheme; raises what the URL of one is refused for."""
        found = {
            scheme.name: scheme.fetching(passed, base_url, allow_http=allow_http)
            for scheme in self.schemes
            if scheme.auth is not None
        }
        return {name: auth for name, auth in found.items() if auth is not None}

    def choose(
        self,
        values: Mapping[str, str],
        alternatives: Alternatives,
        auths: Mapping[str, httpx.Auth],
    ) -> Keys:
        """Return the keys of the first alternative for which all keys are there.

        An empty one, a call without any key, comes last wherever it stands.

        Raises:
            MissingCredentialsError: There is no such alternative.
        """
        by_name = {scheme.name: scheme for scheme in self.schemes}
        for names in sorted(alternatives, key=lambda names: not names) or ((),):
            if all(name in values or name in auths for name in names):
                return _keys([by_name[name] for name in names], values, auths)
        missing = [" and ".join(str(by_name[name]) for name in names) for names in alternatives]
        raise MissingCredentialsError(
            f"no key: pass {' or '.join(missing)}, as an argument or as the environment variable"
        )

    def header_names(self) -> frozenset[str]:
        """List the headers in which keys are sent, in lower case."""
        return frozenset(each.key_name for each in self.schemes if each.place == "header")
