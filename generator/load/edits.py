"""Changing a document that was parsed, without changing what aliases in it share."""

from typing import Any

from attrs import define, field, frozen

from ..diagnostics import Pointer
from .origins import Origin, Origins
from .values import is_array, is_object


class MergeError(Exception):
    """A value cannot be merged into another."""

    def __init__(self, into: Pointer, old: Any, new: "New") -> None:
        """Hold both.

        Args:
            into: Where the other is in the document.
            old: The other.
            new: The value.
        """
        super().__init__(f"{type_of(new.value)} cannot be merged into {type_of(old)}")
        self.into = into
        self.at = new.origin.pointer


@frozen
class New:
    """A value that is to become a part of a document."""

    value: Any
    origin: Origin

    def __truediv__(self, step: str | int) -> "New":
        """Return what is one step further down."""
        origin = self.origin
        pointer = origin.pointer if origin.is_whole else origin.pointer / step
        return New(self.value[step], Origin(origin.file, pointer, origin.is_whole))


@define(eq=False)
class Edits:
    """A document that is being changed; containers are copied before they are."""

    data: dict[str, Any]
    origins: Origins
    _own: dict[int, Any] = field(factory=dict[int, Any], init=False)
    """The copies, by their identity, which stay alive here so that it stays theirs."""

    def get(self, at: Pointer) -> Any:
        """Return the value at a location."""
        node: Any = self.data
        for step in at.steps:
            node = node[step]
        return node

    def snapshot(self, at: Pointer) -> Any:
        """Return the value at a location, which stays as it is whatever is changed later."""
        self._own.clear()
        return self.get(at)

    def remove(self, at: Pointer) -> None:
        """Remove a member or an item."""
        above, last = Pointer(at.steps[:-1]), at.steps[-1]
        holder = self._writable(above)
        if isinstance(last, int):
            self.origins.remove_item(above, last, len(holder))
        else:
            self.origins.forget(at)
        del holder[last]

    def update(self, at: Pointer, new: New) -> None:
        """Merge a value into what is at a location; an array takes other values as an item.

        Raises:
            MergeError: The two have types that do not go together.
        """
        if is_array(self.get(at)) and not is_array(new.value):
            self._append(at, new)
        else:
            self._merge(at, new)

    def _merge(self, at: Pointer, new: New) -> None:
        waiting = [(at, new)]
        while waiting:
            at, new = waiting.pop()
            old = self.get(at)
            if is_object(old) and is_object(new.value):
                for key in new.value:
                    if key in old:
                        waiting.append((at / key, new / key))
                    else:
                        self._writable(at)[key] = new.value[key]
                        self.origins.set(at / key, (new / key).origin)
            elif is_array(old) and is_array(new.value):
                for index in range(len(new.value)):
                    self._append(at, new / index)
            elif type_of(old) != type_of(new.value):
                raise MergeError(at, old, new)
            else:
                self._replace(at, new)

    def _append(self, at: Pointer, new: New) -> None:
        holder = self._writable(at)
        self.origins.set(at / len(holder), new.origin)
        holder.append(new.value)

    def _replace(self, at: Pointer, new: New) -> None:
        if at.steps:
            self._writable(Pointer(at.steps[:-1]))[at.steps[-1]] = new.value
        self.origins.set(at, new.origin)

    def _writable(self, at: Pointer) -> Any:
        """Return the container at a location, after it and those above it have been copied."""
        self.data = self._copied(self.data)
        node: Any = self.data
        for step in at.steps:
            node[step] = self._copied(node[step])
            node = node[step]
        return node

    def _copied(self, node: Any) -> Any:
        if id(node) in self._own:
            return node
        copy = node.copy()
        self._own[id(copy)] = copy
        return copy


def type_of(value: Any) -> str:
    """Return what a value is, as messages say it."""
    return "an object" if is_object(value) else "an array" if is_array(value) else "a plain value"
