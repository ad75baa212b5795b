"""Changes of what callers pass to a method."""

from collections.abc import Iterator

from attrs import frozen

from ..emit.names import Argument, Method
from ..ir.api import Style
from ..ir.types import Nullable, Property, without_null
from .alignment import Alignment
from .changes import ApiChange, changed, property_changes, removed
from .matching import Identities, match


@frozen
class _Passed:
    """An argument of a method as callers pass it."""

    argument: Argument
    path_index: int | None
    """Which placeholder of the path it fills."""

    shown: str
    """A call that passes it."""

    @property
    def property(self) -> Property:
        return self.argument.property


# What identifies an argument: where it is sent, else its name there or here.
_IDENTITIES: Identities[_Passed] = (
    lambda passed: (passed.argument.place, passed.property.wire_name),
    lambda passed: passed.property.wire_name,
    lambda passed: passed.argument.name,
    lambda passed: passed.path_index,
)


def signature(method: Method) -> str:
    """Return a call that passes all that must be passed."""
    required = [each for each in method.arguments if each.property.required]
    required.sort(key=lambda argument: not argument.is_positional)
    passed = [*map(_shown, required)]
    passed += ["..."] if len(required) < len(method.arguments) else []
    return f"{method.call}({', '.join(passed)})"


def argument_changes(old: Method, new: Method, types: Alignment) -> Iterator[ApiChange]:
    """Compare the arguments of a method."""
    matched = match(_passed(old), _passed(new), _IDENTITIES)
    for each in matched.removed:
        yield removed("argument-removed", each.shown, each.property.at)
    for each in matched.added:
        rule = "argument-added-required" if each.property.required else "argument-added"
        yield changed(rule, each.shown, each.property.at)
    positional = [each.name for each in new.arguments if each.is_positional]
    for before, after in matched.pairs:
        yield from _name_changes(before, after, ", ".join(positional) or "nothing")
        yield from _wire_changes(before, after)
        yield from _presence_changes(before, after)
        yield from _type_changes(before, after, types)
        yield from property_changes("argument", after.shown, before.property, after.property)


def _passed(method: Method) -> Iterator[_Passed]:
    for index, each in enumerate(method.arguments):
        # The parameters of the path are the first arguments.
        path_index = index if each.place == "path" else None
        yield _Passed(each, path_index, f"{method.call}({_shown(each)})")


def _shown(argument: Argument) -> str:
    return argument.name if argument.is_positional else f"{argument.name}=..."


def _name_changes(old: _Passed, new: _Passed, positional: str) -> Iterator[ApiChange]:
    """Compare how an argument is passed.

    Args:
        old: The argument in the old client.
        new: The same argument in the new one.
        positional: The names of what is positional in the new client.
    """
    if old.argument.name != new.argument.name:
        yield changed("argument-renamed", new.shown, new.property.at, old=old.shown)
    if old.argument.is_positional and not new.argument.is_positional:
        yield changed("argument-not-positional", new.shown, new.property.at, new=positional)


def _wire_changes(old: _Passed, new: _Passed) -> Iterator[ApiChange]:
    """Compare where an argument is sent, and how it is written there."""
    what, at, before, after = new.shown, new.property.at, old.argument, new.argument
    if before.place != after.place:
        yield changed("argument-place-changed", what, at, old=before.place, new=after.place)
    elif before.style and after.style and before.style != after.style:
        was, now = _shown_style(before.style), _shown_style(after.style)
        yield changed("argument-style-changed", what, at, old=was, new=now)


def _shown_style(style: Style) -> str:
    return style.name.lower().replace("_", " ")


def _presence_changes(old: _Passed, new: _Passed) -> Iterator[ApiChange]:
    """Compare whether an argument must be passed, and what None means."""
    if old.property.required != new.property.required:
        rule = f"argument-{'required' if new.property.required else 'optional'}"
        yield changed(rule, new.shown, new.property.at)
    match _none(old.property), _none(new.property):
        case "absent", "null":
            yield changed("argument-none-is-null", new.shown, new.property.at)
        case "null", "absent":
            yield changed("argument-none-is-absent", new.shown, new.property.at)
        case _:
            pass


def _none(of: Property) -> str:
    if isinstance(of.type, Nullable):
        return "null"
    return "refused" if of.required else "absent"


def _type_changes(old: _Passed, new: _Passed, types: Alignment) -> Iterator[ApiChange]:
    """Compare types; None is a part of them only where it has one meaning in both."""
    before, after = old.property.type, new.property.type
    if not (old.property.required and new.property.required):
        before, after = without_null(before), without_null(after)
    yield from types.type_changes(
        "argument", new.shown, new.property.at, before, after, direction="passed"
    )
