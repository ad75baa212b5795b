"""Changes of what callers pass to a method."""

from collections.abc import Iterator
from itertools import chain

from .. import kinds
from ..kinds import Kind, Property
from ..spelling import argument as spelled
from .changes import Change, change, gone
from .matching import Identities, match
from .surface import Argument, Method
from .types import relation
from .values import common_changes

# What an argument is known by: where it stands in a request, else by its name there or here.
_IDENTITIES: Identities[Argument] = (
    lambda argument: (argument.place, argument.property.wire_name),
    lambda argument: argument.property.wire_name,
    lambda argument: argument.property.name,
    lambda argument: argument.path_index,
)


def argument_changes(old: Method, new: Method) -> Iterator[Change]:
    """Compare the arguments of a method."""
    matched = match(old.arguments, new.arguments, _IDENTITIES)
    for argument in matched.removed:
        yield gone("argument-removed", old.with_argument(argument), argument.property.at)
    for argument in matched.added:
        rule = "argument-added-required" if argument.property.required else "argument-added"
        yield change(rule, new.with_argument(argument), argument.property.at)
    for before, after in matched.pairs:
        what, at = new.with_argument(after), after.property.at
        if before.property.name != after.property.name:
            yield change("argument-renamed", what, at, old=old.with_argument(before))
        if before.is_positional and not after.is_positional:
            now = ", ".join(each.property.name for each in new.arguments if each.is_positional)
            yield change("argument-not-positional", what, at, new=now or "nothing")
        if before.place != after.place:
            yield change("argument-place-changed", what, at, old=before.place, new=after.place)
        elif before.style != after.style:
            yield change("argument-style-changed", what, at, old=before.style, new=after.style)
        yield from chain(
            _presence_changes(what, before.property, after.property),
            _type_changes(what, before.property, after.property),
            common_changes("argument", what, before.property, after.property),
        )


def _presence_changes(what: str, old: Property, new: Property) -> Iterator[Change]:
    """Compare whether an argument must be passed, and what it means to pass None."""
    if old.required != new.required:
        yield change(f"argument-{'required' if new.required else 'optional'}", what, new.at)
    match _none(old), _none(new):
        case "absent", "null":
            yield change("argument-none-is-null", what, new.at)
        case "null", "absent":
            yield change("argument-none-is-absent", what, new.at)
        case _:
            pass


def _none(value: Property) -> str:
    if isinstance(value.kind, kinds.Nullable):
        return "null"
    return "refused" if value.required else "absent"


def _type_changes(what: str, old: Property, new: Property) -> Iterator[Change]:
    """Compare types; whether None is one of them matters only where it always had one meaning."""
    both = old.required and new.required
    before, after = (old.kind, new.kind) if both else (_bare(old.kind), _bare(new.kind))
    if spelled(before) != spelled(after):
        rule = f"argument-{relation(before, after, 'passed')}"
        yield change(rule, what, new.at, old=spelled(before), new=spelled(after))


def _bare(kind: Kind) -> Kind:
    return kind.kind if isinstance(kind, kinds.Nullable) else kind
