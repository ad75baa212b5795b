"""One change between two documents."""

from collections.abc import Callable, Iterable

from attrs import frozen

from ..problems import Pointer
from .rules import RULES, Direction, Level


@frozen(kw_only=True)
class Change:
    """One change: by which rule, how bad, of what, and where it stands."""

    rule: str
    level: Level
    what: str
    """What the user types."""

    old: str
    new: str
    at: Pointer
    is_gone: bool
    """Whether the place is in the old document, because the new one has it no more."""

    def sentence(self, mark: Callable[[str], str] = str) -> str:
        """Say what changed.

        Args:
            mark: Makes code of what comes from the documents, in the notation that is written.
        """
        parts = {"what": mark(self.what), "old": mark(self.old), "new": mark(self.new)}
        return RULES[self.rule].says.format_map(parts)


def change(
    rule: str,
    what: str,
    at: Pointer,
    *,
    old: object = "",
    new: object = "",
    directions: Iterable[Direction] = (),
) -> Change:
    """Note a change that is found at a place of the new document."""
    return Change(
        rule=rule,
        level=RULES[rule].level(directions),
        what=what,
        old=str(old),
        new=str(new),
        at=at,
        is_gone=False,
    )


def gone(rule: str, what: str, at: Pointer, *, old: object = "") -> Change:
    """Note what is gone, at its place in the old document."""
    return Change(
        rule=rule,
        level=RULES[rule].level(()),
        what=what,
        old=str(old),
        new="",
        at=at,
        is_gone=True,
    )
