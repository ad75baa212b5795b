"""Changes of models and enums: their names, their texts, and the values of enums."""

from collections.abc import Iterator

from ..ir.types import Enum
from .changes import ApiChange, changed, removed
from .matching import Matched
from .surface import Definition, Named
from .usage import Usage


def naming_changes(subject: str, matched: Matched[Named[Definition]]) -> Iterator[ApiChange]:
    """Compare which models or enums there are, and what they are called.

    Args:
        subject: The first word of the rules: ``model`` or ``enum``.
        matched: The models or enums of both clients.
    """
    for each in matched.removed:
        yield removed(f"{subject}-removed", each.shown, each.type.at)
    for each in matched.added:
        yield changed(f"{subject}-added", each.shown, each.type.at)
    for before, after in matched.pairs:
        at = after.type.at
        if before.name != after.name:
            yield changed(f"{subject}-renamed", after.shown, at, old=before.shown)
        if before.type.docs.text != after.type.docs.text:
            yield changed(f"{subject}-doc-changed", after.shown, at)


def value_changes(old: Named[Enum], new: Named[Enum], used: Usage) -> Iterator[ApiChange]:
    """Compare the values of an enum."""
    at, how = new.type.at, used.directions(old.name)
    # Values are compared as they are written: to Python, True is 1.
    before, after = (dict.fromkeys(map(repr, each.type.values)) for each in (old, new))
    for value in before:
        if value not in after:
            yield changed("value-removed", new.shown, at, old=value, directions=how)
    for value in after:
        if value not in before:
            yield changed("value-added", new.shown, at, new=value, directions=how)
