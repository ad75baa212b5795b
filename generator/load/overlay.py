"""Applying overlays: documents of the Overlay Specification, versions 1.0 and 1.1.

They are applied in their order, each action to the result of the one before, to the document as it
is written: before references are followed, so that files beside it stay as they are.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from ..diagnostics import Diagnostics, Pointer, SpecError
from .edits import Edits, MergeError, New, type_of
from .origins import Origin
from .source_map import Source
from .values import is_array, is_object

_VERSION = re.compile(r"1\.(0|1)(\.\S+)?")
_FIELDS = frozenset({"target", "description", "update", "remove", "copy"})


def apply(
    data: dict[str, Any], overlays: Sequence[Path], source: Source, diagnostics: Diagnostics
) -> dict[str, Any]:
    """Return a document with overlays applied to it.

    Raises:
        InvalidDocumentError: They cannot be applied; the diagnostics hold all that is wrong.
    """
    if not overlays:
        return data
    edits = Edits(data, source.origins)
    for number, file in enumerate(overlays):
        # No part of the document; what is reported about it is located in the overlay.
        at = Pointer((f"overlay {number}",))
        source.move(at, file, Pointer())
        with diagnostics.recording():
            overlay = _parsed(file, at, source)
            if not _extends(overlay, file, source.path):
                text = "is another document than the one that this is applied to"
                diagnostics.warning(at / "extends", text)
            _Overlay(file, at, edits, diagnostics).apply(overlay)
    diagnostics.raise_errors()
    return edits.data


def _parsed(file: Path, at: Pointer, source: Source) -> dict[str, Any]:
    try:
        overlay = source.parse(file)
    except SpecError as error:
        found = error.diagnostic
        raise SpecError(at, found.message, found.position) from error
    if not is_object(overlay) or not _VERSION.fullmatch(str(overlay.get("overlay"))):
        text = "is no overlay of version 1.0 or 1.1: write `overlay: 1.1.0` at its top"
        raise SpecError(at, text)
    return overlay


def _extends(overlay: dict[str, Any], file: Path, document: Path) -> bool:
    """Return whether an overlay is for a document, as far as its URI is the name of a file."""
    extends = overlay.get("extends")
    if not isinstance(extends, str) or "://" in extends:
        return True
    return os.path.realpath(file.parent / unquote(extends)) == os.path.realpath(document)


@frozen
class _Overlay:
    """An overlay that is being applied."""

    file: Path
    at: Pointer
    edits: Edits
    diagnostics: Diagnostics

    def apply(self, overlay: dict[str, Any]) -> None:
        actions = overlay.get("actions")
        if not is_array(actions) or not actions:
            raise SpecError(self.at / "actions", "must be an array with at least one action")
        for index, action in enumerate(actions):
            with self.diagnostics.recording():
                self._act(self.at / "actions" / index, action, str(overlay["overlay"]))

    def _act(self, at: Pointer, action: Any, version: str) -> None:
        if not is_object(action):
            raise SpecError(at, "must be an object with a target")
        for key in action:
            if key not in _FIELDS and not key.startswith("x-"):
                text = "is no field of an action: write target, update, copy or remove"
                raise SpecError(at / key, text)
        if "copy" in action and version.startswith("1.0"):
            raise SpecError(at / "copy", "is a field of version 1.1: write `overlay: 1.1.0`")
        removes = action.get("remove", False)
        if not isinstance(removes, bool):
            raise SpecError(at / "remove", "must be true or false")
        if not removes and ("update" in action) == ("copy" in action):
            raise SpecError(at, "must have one of update, copy and `remove: true`")
        found = self._found(at / "target", action.get("target"))
        if not found:
            self.diagnostics.warning(at / "target", "matches nothing in the document")
        elif removes:
            self._remove(at, found)
        else:
            self._update(at, found, self._new(at, action))

    def _found(self, at: Pointer, query: Any) -> list[Pointer]:
        """Return the locations in the document that a JSONPath selects, each once."""
        if not isinstance(query, str) or not query.startswith("$"):
            raise SpecError(at, "must be a JSONPath, which begins with `$`")
        # Imported here, as few documents have an overlay.
        from jsonpath import JSONPathEnvironment
        from jsonpath.exceptions import JSONPathError

        try:
            matches = JSONPathEnvironment(strict=True).finditer(query, self.edits.data)
            return [*dict.fromkeys(Pointer(match.parts) for match in matches)]
        except (JSONPathError, RecursionError) as error:
            reason = error.args[0] if error.args else "it cannot be parsed"
            raise SpecError(at, f"is no JSONPath of RFC 9535: {reason}") from error

    def _new(self, at: Pointer, action: dict[str, Any]) -> New:
        if "update" in action:
            return New(action["update"], Origin(self.file, self._in_file(at / "update")))
        found = self._found(at / "copy", action["copy"])
        if len(found) != 1:
            raise SpecError(at / "copy", f"must select one value, not {len(found):,}")
        pointer = self._in_file(at / "copy")
        return New(self.edits.snapshot(found[0]), Origin(self.file, pointer, is_whole=True))

    def _remove(self, at: Pointer, found: list[Pointer]) -> None:
        """Remove the deepest values first, and the items of an array from its end."""
        if Pointer() in found:
            raise SpecError(at / "target", "is the whole document, which cannot be removed")
        for pointer in sorted(found, key=_depth, reverse=True):
            self.edits.remove(pointer)

    def _update(self, at: Pointer, found: list[Pointer], new: New) -> None:
        if len({type_of(self.edits.get(pointer)) for pointer in found}) > 1:
            text = "matches values of several types: write one action for each type"
            raise SpecError(at / "target", text)
        for pointer in found:
            try:
                self.edits.update(pointer, new)
            except MergeError as error:
                at = Pointer((*self.at.steps, *error.at.steps))
                text = f"{error}, which is at {error.into} in the document: remove that first"
                raise SpecError(at, text) from error

    def _in_file(self, at: Pointer) -> Pointer:
        return Pointer(at.steps[len(self.at.steps) :])


def _depth(pointer: Pointer) -> tuple[int, int]:
    last = pointer.steps[-1]
    return len(pointer.steps), last if isinstance(last, int) else 0
