"""Python identifiers, made from a document's names the same way each time."""

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import count

_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# Words of a title that say that it is one of an API.
_ABOUT_TITLES = frozenset(
    {"API", "APIs", "Api", "OpenAPI", "REST", "RESTful", "Rest", "Specification", "official"}
)

# Bytes of a module's name. A file name has at most 255; Python's cache adds to it.
_LONGEST = 150

_MOST_UNDERSCORES = 8

# What Windows opens a device for, whatever the folder and the extension.
_DEVICES = frozenset({"aux", "con", "nul", "prn"}) | {
    f"{device}{number}" for device in ("com", "lpt") for number in "123456789¹²³"
}


def words(name: str) -> list[str]:
    """Split a name at punctuation and at its humps: ``StatusCallbackURL`` has three words."""
    parts = _WORD.findall(unicodedata.normalize("NFKC", name))
    return [word for part in parts for word in _HUMPS.split(part)]


def snake_case(name: str) -> str:
    """Return the name of a parameter, field, function or module."""
    return identifier("_".join(words(name)).lower())


def pascal_case(name: str) -> str:
    """Return the name of a class; capitals are kept, and so is a name in PascalCase."""
    valid = identifier("_".join(words(name)))
    return identifier("".join(word[:1].upper() + word[1:] for word in words(valid)))


def brand(title: str) -> list[str]:
    """Return the words of a title that name the product: ``OpenAI`` of ``The OpenAI API``."""
    found = re.sub(r"['\u2019]s\b", "", unicodedata.normalize("NFKC", title))
    parts = _WORD.findall(found)
    if len(parts) > 1 and parts[0] == "The":
        del parts[0]
    ends = (index for index, part in enumerate(parts) if part in _ABOUT_TITLES and index)
    return parts[: next(ends, len(parts))]


def identifier(name: str) -> str:
    """Return a valid identifier for a name of letters, digits and underscores."""
    name = unicodedata.normalize("NFKC", name)  # as Python normalises names
    if not name.isidentifier():
        name = "".join(char for char in name if f"_{char}".isidentifier())
        name = f"field_{name}" if name else "field"
    return f"{name}_" if keyword.iskeyword(name) else name


def is_public(name: str) -> bool:
    """Return whether a name can be a public attribute as it is."""
    return name.isidentifier() and not name.startswith("_") and identifier(name) == name


def free(name: str, taken: Collection[str]) -> str:
    """Return the name, with underscores behind it until it is not taken, or else a number."""
    return next(each for each in candidates(name, len(taken)) if each not in taken)


def candidates(name: str, number: int) -> Iterator[str]:
    """Yield names to choose from: the first that is free is the name.

    Args:
        name: What is wanted.
        number: Where to count from once there are many underscores. With the number of names
            that are taken, almost any number of names is kept apart in little time.
    """
    yield from (f"{name}{'_' * underscores}" for underscores in range(_MOST_UNDERSCORES + 1))
    yield from (f"{name}_{found}" for found in count(number))


def claim(name: str, taken: set[str]) -> str:
    """Return a free name as `free` does, and take it."""
    found = free(name, taken)
    taken.add(found)
    return found


def claim_module(name: str, taken: set[str]) -> str:
    """Return a free module name that every file system accepts, and take it.

    Names that differ in case only are one to some file systems, and devices of Windows have names.

    Args:
        name: An identifier.
        taken: The names that are taken, with their case folded; the new one is added.
    """
    encoded = name.encode()
    if len(encoded) > _LONGEST:
        # A hash of the whole name keeps apart what begins alike.
        shortened = encoded[:_LONGEST].decode(errors="ignore")
        name = f"{shortened}_{sha256(encoded).hexdigest()[:8]}"
    names = candidates(name, len(taken))
    found = next(each for each in names if _is_free(each.casefold(), taken))
    taken.add(found.casefold())
    return found


def _is_free(module: str, taken: Collection[str]) -> bool:
    return module not in taken and module not in _DEVICES
