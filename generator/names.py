"""Names for Python, made from a document's names the same way each time."""

import keyword
import re
import unicodedata
from collections.abc import Collection
from hashlib import sha256

_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# Bytes of a module's name; a file has 255, which Python's cache adds to.
_LONGEST = 150


def words(name: str) -> list[str]:
    """Split a name at punctuation and at its humps: ``StatusCallbackURL`` has three words."""
    parts = _WORD.findall(unicodedata.normalize("NFKC", name))
    return [word for part in parts for word in _HUMPS.split(part)]


def snake_case(name: str) -> str:
    """Make the name of a parameter, field, function or module."""
    return identifier("_".join(words(name)).lower())


def pascal_case(name: str) -> str:
    """Make the name of a class; capitals that a name has are kept, and so is a name made so."""
    valid = identifier("_".join(words(name)))
    return identifier("".join(word[:1].upper() + word[1:] for word in words(valid)))


def identifier(name: str) -> str:
    """Make a valid identifier of a name that has letters, digits and underscores only."""
    name = unicodedata.normalize("NFKC", name)  # as Python reads names
    if not name.isidentifier():
        name = "".join(char for char in name if f"_{char}".isidentifier())
        name = f"field_{name}" if name else "field"
    return f"{name}_" if keyword.iskeyword(name) else name


def module(name: str) -> str:
    """Make the name of a module one that every file system takes, the same way each time."""
    encoded = name.encode()
    if len(encoded) <= _LONGEST:
        return name
    # The whole name decides about the end, so that what begins alike stays apart.
    return f"{encoded[:_LONGEST].decode(errors='ignore')}_{sha256(encoded).hexdigest()[:8]}"


def free(name: str, taken: Collection[str]) -> str:
    """Put underscores behind a name until nobody has it."""
    while name in taken:
        name += "_"
    return name


def claim(name: str, taken: set[str]) -> str:
    """Find a free name as `free` does, and take it."""
    found = free(name, taken)
    taken.add(found)
    return found
