"""An OpenAPI document: its data, the file it came from, and where its parts stand."""

import re
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .problems import Pointer, SpecError
from .reading import read_json, read_yaml
from .runtime.decoding import is_object

_REFERENCE = re.compile(r"""\$ref["']?\s*:\s*["']?([^\s"',}]*)""")
# A path item is put into the place of its reference, wherever that leads.
_COMPONENT = re.compile(r"#/components/(?!pathItems/)\w+/[^/]+")
_LARGEST = 32 * 2**20


@frozen
class Document:
    """A document as it was read, and where it came from."""

    path: Path
    data: dict[str, Any]
    refers_elsewhere: bool = False
    """Whether a reference in it may lead to anything but a named component of its own."""

    origins: dict[Pointer, tuple["Document", Pointer]] = field(
        factory=dict[Pointer, tuple["Document", Pointer]]
    )
    """Where parts were read from that have been moved here from elsewhere."""

    def source(self, at: Pointer) -> tuple["Document", Pointer]:
        """Find the file, and the place in it, that a place was read from."""
        for length in range(len(at.steps), 0, -1):
            origin = self.origins.get(Pointer(at.steps[:length]))
            if origin is not None:
                document, place = origin
                return document, Pointer((*place.steps, *at.steps[length:]))
        return self, at


def load(path: Path) -> Document:
    """Read a document.

    Raises:
        SpecError: There is no such file, or it holds no YAML or JSON object.
    """
    text = _text(path)
    data: object = read_json(text) if path.suffix == ".json" else read_yaml(text)
    if not is_object(data):
        raise SpecError.at(Pointer(), "is no OpenAPI document: there is no object at its top")
    references = _REFERENCE.findall(text)
    return Document(path, data, not all(map(_COMPONENT.fullmatch, references)))


def _text(path: Path) -> str:
    """Read a file, and no device or pipe, which may never end."""
    try:
        if path.exists() and not path.is_file():
            raise SpecError.at(Pointer(), "cannot be read: is no regular file; name one")
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise SpecError.at(Pointer(), f"has more than {_LARGEST:,} bytes: split it")
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, ValueError) as error:
        raise SpecError.at(Pointer(), f"cannot be read: {error}") from error
