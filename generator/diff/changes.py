"""One change between two APIs, and the changes that arguments and fields have in common."""

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from ..diagnostics import Pointer
from ..ir.types import Property
from .rules import RULES, Direction, Level


@frozen(kw_only=True)
class ApiChange:
    """One change: its rule, how bad it is, what it is about, and where that is."""

    rule: str
    level: Level
    what: str
    """What the user types."""

    old: str
    new: str
    at: Pointer
    is_gone: bool
    """Whether the location is in the old document, because the new one has no such thing."""

    def sentence(self, mark: Callable[[str], str] = str) -> str:
        """Return the sentence that describes the change.

        Args:
            mark: Applied to all that comes from the documents, to write it as code.
        """
        parts = {"what": mark(self.what), "old": mark(self.old), "new": mark(self.new)}
        return RULES[self.rule].sentence.format_map(parts)


def changed(
    rule: str,
    what: str,
    at: Pointer,
    *,
    old: str = "",
    new: str = "",
    directions: Iterable[Direction] = (),
) -> ApiChange:
    """Return a change with its location in the new document."""
    return ApiChange(
        rule=rule,
        level=RULES[rule].level(directions),
        what=what,
        old=old,
        new=new,
        at=at,
        is_gone=False,
    )


def removed(rule: str, what: str, at: Pointer) -> ApiChange:
    """Return the removal of something, with its location in the old document."""
    return ApiChange(
        rule=rule, level=RULES[rule].level(()), what=what, old="", new="", at=at, is_gone=True
    )


def property_changes(subject: str, what: str, old: Property, new: Property) -> Iterator[ApiChange]:
    """Compare what a document says about an argument or a field, besides its type.

    Args:
        subject: The first word of the rules: ``argument`` or ``field``.
        what: What the user types.
        old: The property in the old document.
        new: The same property in the new one.
    """
    if old.wire_name != new.wire_name:
        before, after = repr(old.wire_name), repr(new.wire_name)
        yield changed(f"{subject}-sent-as", what, new.at, old=before, new=after)
    if old.deprecated != new.deprecated:
        outcome = "deprecated" if new.deprecated else "undeprecated"
        yield changed(f"{subject}-{outcome}", what, new.at)
    if _default(old) != _default(new):
        yield changed(f"{subject}-default", what, new.at, old=_default(old), new=_default(new))
    if (old.docs.text, old.docs.example) != (new.docs.text, new.docs.example):
        yield changed(f"{subject}-doc-changed", what, new.at)


def _default(of: Property) -> str:
    return "none" if of.docs.default is None else repr(of.docs.default)
