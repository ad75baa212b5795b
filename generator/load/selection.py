"""Reading a part of a document: the operations with some tags or paths, and what they need.

Operations are removed twice. First from the document as it is written, so that errors in the others
do not matter; then from the bundled one, where path items of other files are known too. What of the
components nothing refers to any more is removed last.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from attrs import define, field, frozen

from ..diagnostics import Diagnostics, Pointer, SpecError
from .node_types import NODE_TYPES
from .refs import is_ref
from .values import is_array, is_object

_METHODS = frozenset(key for key, of in NODE_TYPES["PathItem"].items() if of == "Operation")
_LONGEST_NAME = 200


@frozen
class Selection:
    """Which operations are wanted: those that each list admits which is not empty."""

    include_tags: tuple[str, ...] = ()
    """An operation has one of these tags."""

    exclude_tags: tuple[str, ...] = ()
    """It has none of these, whatever else holds."""

    include_paths: tuple[str, ...] = ()
    """Its path has one of these patterns: ``*`` is a part of a segment, ``**`` any segments."""

    must_match: bool = field(default=True, kw_only=True)
    """Whether a name that matches nothing is an error."""

    @property
    def is_all(self) -> bool:
        """Whether all operations are wanted."""
        return not any(names for _, names in self.as_options())

    def as_options(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the options of the command line, each with its values."""
        return (
            ("--include-tag", self.include_tags),
            ("--exclude-tag", self.exclude_tags),
            ("--include-path", self.include_paths),
        )


EVERYTHING = Selection()


@define(eq=False)
class Selector:
    """Removes from a document what is not wanted, and remembers which names matched."""

    wanted: Selection
    _tags: dict[str, None] = field(factory=dict[str, None], init=False)
    _paths: dict[str, None] = field(factory=dict[str, None], init=False)

    def select(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return a document without the operations that are not wanted; nothing is changed."""
        if self.wanted.is_all:
            return data
        found = dict(data)
        for section in ("paths", "webhooks"):
            items = data.get(section)
            if is_object(items):
                kept = ((name, self._item(section, name, items[name])) for name in items)
                found[section] = {name: item for name, item in kept if item is not None}
        return found

    def finish(self, data: dict[str, Any], diagnostics: Diagnostics) -> None:
        """Remove the components that are not needed any more; report what matched nothing.

        Raises:
            SpecError: No operation is left.
        """
        if self.wanted.is_all:
            return
        _prune(data)
        if self.wanted.must_match:
            self._report(diagnostics)
            is_empty = not (data.get("paths") or data.get("webhooks"))
            if is_empty and not diagnostics.of("error"):
                text = "has no operation that --include-tag, --exclude-tag and --include-path admit"
                raise SpecError(Pointer(("paths",)), text)

    def _item(self, section: str, name: str, item: Any) -> Any:
        """Return a path item with the operations that are wanted; None without any."""
        if name.startswith("x-") or not is_object(item):
            return item
        if section == "paths":
            self._paths[name] = None
            patterns = self.wanted.include_paths
            if patterns and not any(_matches(pattern, name) for pattern in patterns):
                self._note_tags(item)
                return None
        kept = {
            key: value for key, value in item.items() if key not in _METHODS or self._admits(value)
        }
        had_any = not _METHODS.isdisjoint(item)
        return None if had_any and _METHODS.isdisjoint(kept) and not is_ref(kept) else kept

    def _admits(self, operation: Any) -> bool:
        tags = _tags_of(operation)
        self._tags.update(dict.fromkeys(tags))
        included = not self.wanted.include_tags or not tags.isdisjoint(self.wanted.include_tags)
        return included and tags.isdisjoint(self.wanted.exclude_tags)

    def _note_tags(self, item: dict[str, Any]) -> None:
        for method in _METHODS & item.keys():
            self._tags.update(dict.fromkeys(_tags_of(item[method])))

    def _report(self, diagnostics: Diagnostics) -> None:
        at = Pointer(("paths",))
        for option, tags in self.wanted.as_options()[:2]:
            for tag in (tag for tag in tags if tag not in self._tags):
                guess = _guess(tag, self._tags)
                diagnostics.error(at, f"no operation has the tag {tag!r} of {option}{guess}")
        for pattern in self.wanted.include_paths:
            if not any(_matches(pattern, path) for path in self._paths):
                guess = _guess(pattern, self._paths)
                diagnostics.error(
                    at, f"no path has the pattern {pattern!r} of --include-path{guess}"
                )


def _tags_of(operation: Any) -> set[str]:
    tags = operation.get("tags") if is_object(operation) else None
    return {tag for tag in tags if isinstance(tag, str)} if is_array(tags) else set()


def _guess(name: str, names: Iterable[str]) -> str:
    """Suggest a name that is written nearly so, or of which this is a part; case is ignored."""
    known = {each.casefold(): each for each in names if len(each) <= _LONGEST_NAME}
    wanted = name[:_LONGEST_NAME].casefold()
    close = get_close_matches(wanted, known, n=1)
    close = close or [each for each in known if wanted.strip("*/") in each][:1]
    return f": did you mean {known[close[0]]!r}?" if close else ""


_WILDCARDS = {"/**": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _matches(pattern: str, path: str) -> bool:
    parts = re.split(r"(/\*\*(?=/|$)|\*\*|\*|\?)", pattern)
    regex = "".join(_WILDCARDS.get(part) or re.escape(part) for part in parts)
    return re.fullmatch(regex, path) is not None


def _prune(data: dict[str, Any]) -> None:
    """Remove the components that nothing refers to; security schemes go by their name."""
    components = data.get("components")
    if not is_object(components):
        return
    needed: set[tuple[str, str]] = set()
    waiting = [value for key, value in data.items() if key != "components"]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, str) and node.startswith("#/components/"):
            section, name, *_ = (*Pointer.of_ref(node).steps[1:], "", "")
            holder = components.get(str(section))
            if is_object(holder) and name in holder and (section, name) not in needed:
                needed.add((str(section), str(name)))
                waiting.append(holder[str(name)])
        elif (is_object(node) or is_array(node)) and id(node) not in seen:
            seen.add(id(node))
            waiting += node.values() if is_object(node) else node
    data["components"] = {
        section: {name: of for name, of in holder.items() if (section, name) in needed}
        if is_object(holder) and section != "securitySchemes"
        else holder
        for section, holder in components.items()
    }
