"""Finding what is the same thing in two documents."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from attrs import frozen

Thing = TypeVar("Thing")
Identities = Sequence[Callable[[Thing], Hashable]]
"""What things are known by, the most certain first; None where it is nothing."""


@frozen
class Matched(Generic[Thing]):
    """What both documents have, old and new; and what only one of them has."""

    pairs: list[tuple[Thing, Thing]]
    removed: list[Thing]
    added: list[Thing]


def match(
    old: Iterable[Thing],
    new: Iterable[Thing],
    identities: Identities[Thing],
) -> Matched[Thing]:
    """Pair things that agree in an identity: all by the first, what is left by the next.

    Args:
        old: The things of the old document.
        new: The things of the new document; pairs come in its order.
        identities: What they are known by.
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
