"""Changes that arguments and fields of models have in common."""

from collections.abc import Iterator

from ..kinds import Property
from ..quoting import literal
from .changes import Change, change


def common_changes(subject: str, what: str, old: Property, new: Property) -> Iterator[Change]:
    """Compare what is said about a value.

    Args:
        subject: What the names of the rules begin with: ``argument`` or ``field``.
        what: What the user types.
        old: The value in the old document.
        new: The same value in the new one.
    """
    if old.wire_name != new.wire_name:
        before, after = literal(old.wire_name), literal(new.wire_name)
        yield change(f"{subject}-sent-as", what, new.at, old=before, new=after)
    if new.deprecated != old.deprecated:
        outcome = "deprecated" if new.deprecated else "undeprecated"
        yield change(f"{subject}-{outcome}", what, new.at)
    if _default(old) != _default(new):
        yield change(f"{subject}-default", what, new.at, old=_default(old), new=_default(new))
    if (old.doc.text, old.doc.example) != (new.doc.text, new.doc.example):
        yield change(f"{subject}-doc-changed", what, new.at)


def _default(value: Property) -> str:
    return "none" if value.doc.default is None else literal(value.doc.default)
