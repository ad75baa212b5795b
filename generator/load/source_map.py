"""The files of a document, and where its parts stood in them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from ..diagnostics import Diagnostic, Line, Pointer, SpecError
from .expansion import Expansion
from .positions import positions
from .values import Position
from .yaml_json import parse

_LARGEST = 32 * 2**20


@frozen
class Location:
    """A location in a file."""

    file: Path
    line: int | None
    """From 1; None where the file could not be read."""

    column: int | None
    pointer: Pointer | None
    """Within that file; None where that is no part of the document."""


def read_file(path: Path) -> bytes:
    """Read a regular file, and no device or pipe, which may never end.

    Raises:
        OSError: There is no such file, or it is not regular.
    """
    if path.exists() and not path.is_file():
        raise OSError("it is not a regular file")
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)


class Source:
    """Where a document is read from: one file, and those that it refers to."""

    def __init__(
        self,
        path: Path,
        *,
        allow_outside: bool = False,
        read: Callable[[Path], bytes] = read_file,
    ) -> None:
        """Read nothing yet.

        Args:
            path: The document.
            allow_outside: Whether references may lead out of the folder of the document.
            read: Returns the content of a file, or raises `OSError`.
        """
        self.path = path
        self.expansion = Expansion()
        """What the files that were read stand for."""

        self._allow_outside = allow_outside
        self._read = read
        self._paths = {path.resolve(): path}
        self._texts: dict[Path, str] = {}
        self._moved: dict[tuple[str | int, ...], tuple[Path, Pointer]] = {}

    def parse(self, file: Path) -> Any:
        """Read and parse a file.

        Raises:
            SpecError: It cannot be read or parsed.
        """
        try:
            content = self._read(file)
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SpecError(Pointer(), f"is not UTF-8: {error.reason}") from error
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise SpecError(Pointer(), f"cannot be read: {reason}") from error
        if len(content) > _LARGEST:
            raise SpecError(Pointer(), f"has more than {_LARGEST:,} bytes: split it")
        self.expansion.allow(content)
        self._texts[file] = text.replace("\r\n", "\n").replace("\r", "\n")
        return parse(self._texts[file], self.expansion, is_json=file.suffix == ".json")

    def neighbour(self, name: str, file: Path) -> Path:
        """Return the path of a file that a reference in another file names.

        Raises:
            SpecError: It is a URL, not a name of a file, or outside the folder of the document.
        """
        if "://" in name:
            raise SpecError(Pointer(), "is a URL: copy the file beside the document")
        try:
            path = Path(os.path.normpath(file.parent / unquote(name)))
            resolved = path.resolve()
            folder = self.path.parent.resolve()
        except (OSError, ValueError) as error:
            raise SpecError(Pointer(), "is not the name of a file: write a path") from error
        if not (self._allow_outside or resolved.is_relative_to(folder)):
            text = "is outside the folder of the document: copy it there, or use --allow-outside"
            raise SpecError(Pointer(), text)
        return self._paths.setdefault(resolved, path)

    def move(self, to: Pointer, file: Path, pointer: Pointer) -> None:
        """Remember that a part of the document was read from elsewhere."""
        self._moved[to.steps] = file, pointer

    def was_moved(self, at: Pointer) -> bool:
        """Return whether just this part was read from elsewhere."""
        return at.steps in self._moved

    def file_of(self, at: Pointer) -> tuple[Path, Pointer]:
        """Return the file, and the location in it, that a part of the document was read from."""
        for length in range(len(at.steps), 0, -1):
            moved = self._moved.get(at.steps[:length])
            if moved is not None:
                file, pointer = moved
                return file, Pointer((*pointer.steps, *at.steps[length:]))
        return self.path, at

    def locate(self, diagnostics: Iterable[Diagnostic]) -> list[Location]:
        """Return the location of each diagnostic; each file is scanned once for all of them."""
        found = list(diagnostics)
        places = [self._place(each.at) for each in found]
        wanted: dict[Path, list[Pointer]] = {}
        for each, (file, pointer) in zip(found, places, strict=True):
            if each.position is None and pointer is not None:
                wanted.setdefault(file, []).append(pointer)
        known = {file: self._positions(file, pointers) for file, pointers in wanted.items()}
        locations: list[Location] = []
        for each, (file, pointer) in zip(found, places, strict=True):
            if isinstance(each.at, Line):
                locations.append(Location(file, each.at.number, None, None))
                continue
            position = each.position or known.get(file, {}).get(pointer or each.at)
            line, column = position or (None, None)
            locations.append(Location(file, line, column, pointer))
        return locations

    def _place(self, at: Pointer | Line) -> tuple[Path, Pointer | None]:
        return (at.file, None) if isinstance(at, Line) else self.file_of(at)

    def _positions(self, file: Path, pointers: list[Pointer]) -> dict[Pointer, Position]:
        text = self._texts.get(file)
        return {} if text is None else positions(text, pointers, is_json=file.suffix == ".json")
