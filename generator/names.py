"""Names for Python, made from a document's names the same way each time."""

import keyword
import re
import unicodedata
from collections.abc import Collection

_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


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
