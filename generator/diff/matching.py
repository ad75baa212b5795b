"""Pairing what is the same thing in two APIs."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from attrs import frozen

Thing = TypeVar("Thing")
Identities = Sequence[Callable[[Thing], Hashable]]
"""What identifies a thing, the most reliable first; each may return None for nothing."""


@frozen
class Matched(Generic[Thing]):
    """The things that both APIs have, as pairs of old and new, and those that only one has."""

    pairs: list[tuple[Thing, Thing]]
    removed: list[Thing]
    added: list[Thing]


def match(
    old: Iterable[Thing], new: Iterable[Thing], identities: Identities[Thing]
) -> Matched[Thing]:
    """Pair things with equal identities: all by the first identity, the rest by the next one.

    Args:
        old: The things of the old API.
        new: The things of the new API; the pairs are in their order.
        identities: What identifies them.
    """
    before, after = dict(enumerate(old)), dict(enumerate(new))
    pairs: dict[int, tuple[Thing, Thing]] = {}
    for identity in identities:
        known: dict[Hashable, int] = {}
        for index, thing in before.items():
            known.setdefault(identity(thing), index)
        known.pop(None, None)
        for index, thing in list(after.items()):
            found = known.pop(identity(thing), None)
            if found is not None:
                pairs[index] = before.pop(found), after.pop(index)
    return Matched(
        [pairs[index] for index in sorted(pairs)], list(before.values()), list(after.values())
    )
