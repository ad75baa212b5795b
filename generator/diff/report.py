"""All changes between two documents, and the verdict on them."""

import os
from typing import Literal

from attrs import frozen

from ..document import Document
from .changes import Change
from .rules import LEVELS, Level

Verdict = Literal["major", "minor", "patch", "no change"]

_VERDICTS: dict[Level, Verdict] = {"breaking": "major", "compatible": "minor", "patch": "patch"}


@frozen
class Located:
    """A change, and where it was read from."""

    change: Change
    file: str
    """The file, relative to the folder of the document."""

    pointer: str


@frozen
class Report:
    """What changed between two documents."""

    old: str
    new: str
    changes: list[Located]

    @property
    def verdict(self) -> Verdict:
        """Tell what the next version is, by the worst of the changes."""
        for level in LEVELS:
            if self.of(level):
                return _VERDICTS[level]
        return "no change"

    def of(self, level: Level) -> list[Located]:
        """Choose the changes of one level."""
        return [each for each in self.changes if each.change.level == level]


def located(change: Change, old: Document, new: Document) -> Located:
    """Find the file of a change."""
    document = old if change.is_gone else new
    source, pointer = document.source(change.at)
    file = os.path.relpath(source.path.resolve(), document.path.resolve().parent)
    return Located(change, file, str(pointer))
