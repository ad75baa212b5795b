"""Choosing the names of models, enums and aliases: those with a name in the document keep it.

The others are named after the place where they are described: ``CheckoutSession`` and ``LineItem``
for the items of ``line_items`` there. Where that name is taken, more of the place is written. Types
that are alike and are described at members of one name share the name of the first of them.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from ..diagnostics import Pointer
from ..ir.events import Alias
from ..ir.plurals import is_plural, singular
from ..ir.types import Enum, Hint, Model
from . import reserved
from .identifiers import claim, pascal_case, words
from .likeness import Likeness

LONGEST = 60
"""Letters of a name that is made here."""

_SCHEMAS = ("components", "schemas")
_Named = Model | Enum | Alias
_Parts = tuple[str | Pointer, ...]


class Classes:
    """Names types in the order in which they are met."""

    def __init__(self, components: Iterable[str], types: Mapping[Pointer, Model | Enum]) -> None:
        """Begin with the names that the document has for its schemas."""
        self._taken = set(reserved.MODEL_MODULE)
        self._components = {
            Pointer(("components", "schemas", name)): claim(pascal_case(name), self._taken)
            for name in components
        }
        self._likeness = Likeness(types, self._components.keys())
        self._found: dict[Pointer, str] = {}
        self._shared: dict[tuple[object, ...], str] = {}

    def named(self, types: Iterable[_Named]) -> Mapping[Pointer, str]:
        """Return the names by the locations of the types.

        What schemas with names describe goes first: operations come and go.
        """
        by_location = {each.at: each for each in types}
        for at in sorted(by_location, key=lambda at: at.steps[:2] != _SCHEMAS):
            self._name(at, by_location)
        return {at: self._found[at] for at in by_location}

    def _name(self, at: Pointer, types: Mapping[Pointer, _Named]) -> None:
        """Name a type, and before it the models that it is in."""
        above = [of for of in types[at].hint.parts if isinstance(of, Pointer) and of != at]
        for model in above:
            if model not in self._found:
                self._name(model, types)
        self._found[at] = self._components.get(at) or self._inline(types[at])

    def _inline(self, of: _Named) -> str:
        """Return the name of a type that is alike, or else the shortest name that is free."""
        detail = "Value" if isinstance(of, Enum) else "Data"
        hint = _of_values(of.hint) if isinstance(of, Enum) else of.hint
        names = list(dict.fromkeys(_names(hint, self._found, detail)))
        if isinstance(of, Alias):
            return self._claim(names)
        alike = self._likeness.of(of.at)
        keys = [(alike, name) for name in (_member(hint), *names) if name]
        found = next((self._shared[key] for key in keys if key in self._shared), None)
        name = found or self._claim(names)
        for key in keys[: 1 if found else None]:
            self._shared.setdefault(key, name)
        self._shared.setdefault((alike, name), name)
        return name

    def _claim(self, names: list[str]) -> str:
        unused = (name for name in names if name not in self._taken)
        return claim(next(unused, names[-1]), self._taken)


def _names(hint: Hint, found: Mapping[Pointer, str], detail: str) -> Iterator[str]:
    """Yield names to choose from, the best one first.

    Args:
        hint: Where the type is described.
        found: The names of the models that it may be in.
        detail: What the last name ends with.
    """
    whole = _of_items(hint.parts)
    choices = [*_without_asides(whole), whole, (hint.owner, *whole), (hint.owner, *hint.parts)]
    for parts in (*choices, (hint.owner, *whole, detail)):
        yield from _shortened(" ".join(found[p] if isinstance(p, Pointer) else p for p in parts))


def _member(hint: Hint) -> str:
    """Return the name of the member that a type is described at; empty where there is none."""
    *above, last = _of_items(hint.parts)
    is_parameter = bool(hint.owner) and not above
    is_member = any(isinstance(part, Pointer) for part in above) or above[1:] == ["Body"]
    name = pascal_case(str(last)) if is_parameter or is_member else ""
    return "" if str(last).isdigit() else name


def _of_values(hint: Hint) -> Hint:
    """Name the values in a list like the list, unless that is a plural or a whole response."""
    match hint.parts:
        case (*_, _, str(member), "Item") if not is_plural(member) and member != "Response":
            return evolve(hint, parts=hint.parts[:-1])
        case _:
            return hint


def _of_items(parts: _Parts) -> _Parts:
    """Name the items of a plural in the singular."""
    found: list[str | Pointer] = []
    for part in parts:
        before = found[-1] if found else None
        if part == "Item" and isinstance(before, str) and is_plural(before):
            found[-1] = singular(before)
        else:
            found.append(part)
    return tuple(found)


def _without_asides(parts: _Parts) -> Iterator[_Parts]:
    """Yield shorter names: that of a body goes without saying, and that it creates something."""
    match parts:
        case (str(title), "Body", str(member), *_) if not member.isdigit():
            yield (title.removesuffix(" create"), *parts[2:])
            yield (title, *parts[2:])
        case _:
            pass


def _shortened(text: str) -> Iterator[str]:
    """Yield the name of a class; one that is too long without some of the words in its middle."""
    name = pascal_case(text)
    if len(name) <= LONGEST:
        yield name
        return
    every = words(name)
    for kept in (3, 2, 4, 1):
        first = "".join(every[:kept])[: LONGEST // 2]
        last = every[kept:]
        while last and len(first) + sum(map(len, last)) > LONGEST:
            last = last[1:]
        yield pascal_case(f"{first}{''.join(last)}" if last else name[:LONGEST])
