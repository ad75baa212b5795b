# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""The address of a server with variables in it, filled in by the arguments of the client."""

import re
from collections.abc import Mapping
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
# What cannot end the host of an address, and what cannot end its path: the key must not go to
# another host than the one that the spec has, whatever is passed.
_IN_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_IN_PATH = re.compile(r"[A-Za-z0-9._~:/-]*")


class Variable(NamedTuple):
    """A variable of an address."""

    default: str
    values: tuple[str, ...] = ()
    """The values that it may have; any where there are none."""


class Server(NamedTuple):
    """An address, and its variables by the names that it has for them in braces."""

    url: str
    variables: Mapping[str, Variable]

    def filled(self, values: Mapping[str, tuple[str, str]]) -> str:
        """Return the address with values in it.

        Args:
            values: For each variable the name of its argument and what was passed.

        Raises:
            TypeError: A value is not a string.
            ValueError: A value is none of those that are allowed, or would change the host.
        """
        path = self.url.find("/", self.url.find("://") + 3)

        def value(found: re.Match[str]) -> str:
            is_in_path = 0 <= path < found.start()
            return self._checked(found[1], *values[found[1]], _IN_PATH if is_in_path else _IN_HOST)

        return _PLACEHOLDER.sub(value, self.url)

    def _checked(self, name: str, argument: str, value: str, allowed: re.Pattern[str]) -> str:
        variable = self.variables[name]
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers vary
            raise TypeError(f"{argument} must be a string, not {type(value).__name__}")
        if variable.values and value not in variable.values:
            raise ValueError(f"{argument} must be one of {', '.join(variable.values)}")
        if value != variable.default and not allowed.fullmatch(value):
            raise ValueError(f"{argument} must have no other characters than an address has there")
        return value
