"""Finding what references lead to, in the document and in the files beside it."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from ..diagnostics import Diagnostics, Pointer, SpecError
from .node_types import DATA, SECTIONS, VALUES, described, type_at
from .refs import is_ref
from .source_map import Source
from .values import is_object, key_in

_LONGEST_GUESS, _MOST_GUESSES, _MOST_HOPS = 100, 20, 50


@frozen
class Place:
    """Where a value is in the bundled document, and where it was read from."""

    pointer: Pointer
    file: Path
    pointer_in_file: Pointer

    def __truediv__(self, step: str | int) -> "Place":
        """Return the place one step further down."""
        return Place(self.pointer / step, self.file, self.pointer_in_file / step)


@frozen(eq=False)
class Target:
    """What a reference leads to."""

    node: Any
    file: Path
    pointer: Pointer


class Targets:
    """Finds what references lead to; each file is parsed once."""

    def __init__(self, data: dict[str, Any], source: Source, diagnostics: Diagnostics) -> None:
        """Begin with the document itself."""
        self._source = source
        self._diagnostics = diagnostics
        self._documents: dict[Path, Any] = {source.path: data}
        self._followed: dict[tuple[Path, str], Target] = {}
        self._guesses = 0

    def find(self, node_type: str, place: Place, ref: str) -> Target:
        """Find what a reference leads to.

        Raises:
            SpecError: It leads nowhere, or to what cannot be read as what must be here.
        """
        target = self._follow(place, ref)
        root = self._documents[target.file]
        actual = type_at(target.pointer) if is_object(root) and "openapi" in root else DATA
        if actual != node_type and not {actual, node_type} & VALUES:
            text = f"{ref!r:.200} leads to {described(actual)}, not to {described(node_type)}"
            if not {actual, node_type} <= SECTIONS.keys():
                raise SpecError(place.pointer / "$ref", text)
            self._diagnostics.warning(place.pointer / "$ref", f"{text}; read as that anyway")
        return target

    def schemas_of(self, file: Path) -> dict[str, Any]:
        """Return the schemas that a file has among its components."""
        return section_of(self._documents[file], "schemas")

    def _follow(self, place: Place, ref: str, hops: int = 0) -> Target:
        """Follow a reference, and the references that are on the way."""
        if hops > _MOST_HOPS:
            raise SpecError(place.pointer / "$ref", f"{ref!r:.200} leads back to itself")
        cache_key = place.file, ref
        if cache_key in self._followed:
            return self._followed[cache_key]
        name, _, fragment = ref.partition("#")
        steps = Pointer.of_ref(ref).steps
        if fragment and not steps:
            text = f"{ref!r:.200} is not a JSON pointer: write '#/...', not an anchor"
            raise SpecError(place.pointer / "$ref", text)
        file = self._file(place, name) if name else place.file
        target = Target(self._documents[file], file, Pointer())
        for step in steps:
            while is_ref(target.node) and key_in(target.node, step) is None:
                hops += 1
                target = self._follow(evolve(place, file=target.file), target.node["$ref"], hops)
            node: Any = target.node
            key = key_in(node, step)
            if key is None:
                guess = self._guess(str(step), node)
                raise SpecError(place.pointer / "$ref", f"{ref!r:.200} leads nowhere{guess}")
            target = Target(node[key], target.file, target.pointer / key)
        self._followed[cache_key] = target
        return target

    def _guess(self, step: str, node: Any) -> str:
        """Suggest a name that is nearly the one that is missing; only a few times in a run."""
        self._guesses += 1
        if not is_object(node) or self._guesses > _MOST_GUESSES or len(step) > _LONGEST_GUESS:
            return ""
        names = [name for name in node if len(name) <= _LONGEST_GUESS]
        close = get_close_matches(step, names, n=1)
        return f": did you mean `{close[0]}`?" if close else ""

    def _file(self, place: Place, name: str) -> Path:
        try:
            file = self._source.neighbour(name, place.file)
            if file not in self._documents:
                self._documents[file] = self._source.parse(file)
        except SpecError as error:
            problem = error.diagnostic
            where = ":".join(map(str, (name, *(problem.position or ()))))
            raise SpecError(place.pointer / "$ref", f"{where!r:.200} {problem.message}") from error
        return file


def section_of(document: Any, name: str) -> dict[str, Any]:
    """Return a section of the components of a document, empty if there is none."""
    for key in ("components", name):
        document = document.get(key) if is_object(document) else None
    return document if is_object(document) else {}
