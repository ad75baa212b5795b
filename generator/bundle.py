"""Making a document stand alone: what it refers to elsewhere becomes a component of its own.

A reference may lead to a neighbour file, or deep into another part of the document. What stands
there is moved into ``components``, and the reference with it, so that all that follows meets one
form only: ``#/components/SECTION/NAME``. A path item is put into the place of its reference.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from . import names
from .document import Document, load
from .problems import Pointer, Problem, SpecError
from .runtime.decoding import is_array, is_object

# Which section a reference leads to: told by the key above it, or above the list it is in.
# Everything else is a schema.
_SECTIONS = {
    "parameters": "parameters",
    "requestBody": "requestBodies",
    "requestBodies": "requestBodies",
    "responses": "responses",
    "headers": "headers",
    "examples": "examples",
    "links": "links",
    "callbacks": "callbacks",
    "securitySchemes": "securitySchemes",
    "paths": "paths",
}
# Below these keys stands data, in which "$ref" is a key like any other.
_DATA = frozenset({"example", "default", "enum", "const", "value"})
_DATA_LISTS = frozenset({"examples"})
_EXTENSIBLE = frozenset({"paths", "responses"})
# Below these keys, keys are names of the document's own; below the two above, extensions too.
_NAMED = frozenset({*_SECTIONS, "properties", "patternProperties", "schemas"}) - {"requestBody"}


@frozen
class _Place:
    """A node, the file it was read from, and what is known about it."""

    node: Any
    document: Document
    at: Pointer
    key: str
    """The word of OpenAPI that it stands below, which tells what it is."""

    names: bool = False
    """Whether its keys are names of the document's own."""


def bundle(document: Document) -> None:
    """Make a document stand alone, in place.

    Raises:
        SpecError: A reference leads nowhere, or off this machine; holds all that do.
    """
    if document.refers_elsewhere:
        _Bundler(document).run()


class _Bundler:
    def __init__(self, document: Document) -> None:
        self._root = document
        self._documents = {document.path.resolve(): document}
        self._moved: dict[tuple[Path, str, Pointer], str] = {}
        self._waiting = [_Place(document.data, document, Pointer(), "")]
        self._problems: list[Problem] = []

    def run(self) -> None:
        """Follow every reference, and those in what is found."""
        seen: set[int] = set()
        while self._waiting:
            place = self._waiting.pop()
            if id(place.node) in seen:
                continue
            seen.add(id(place.node))
            try:
                self._visit(place)
            except SpecError as error:
                self._problems += error.problems
        if self._problems:
            raise SpecError(self._problems)
        self._name_apart()

    def _name_apart(self) -> None:
        """Give an operation that several paths share a name of its own in all but one of them."""
        paths = self._root.data.get("paths")
        items = [*paths.items()] if is_object(paths) else []
        items.sort(key=lambda item: Pointer(("paths", item[0])) in self._root.origins)
        seen: set[int] = set()
        taken: set[str] = set()
        for path, item in items:
            for method, operation in item.items() if is_object(item) else ():
                name = operation.get("operationId") if is_object(operation) else None
                if not isinstance(name, str):
                    continue
                if id(operation) in seen and Pointer(("paths", path)) in self._root.origins:
                    name = names.free(f"{name}_{names.snake_case(path)}", taken)
                    item[method] = {**operation, "operationId": name}
                seen.add(id(operation))
                taken.add(name)

    def _visit(self, place: _Place) -> None:
        node = place.node if is_object(place.node) else {}
        if isinstance(node.get("$ref"), str):
            if place.key == "paths":
                self._replace(place)
            else:
                node["$ref"] = self._moved_reference(place)
        else:
            self._waiting += _below(place)

    def _replace(self, place: _Place) -> None:
        """Put a path item into the place of the reference to it; what stands beside it wins."""
        items, found = [place], place
        while isinstance(found.node.get("$ref"), str):
            found = self._target(found)
            if not is_object(found.node) or any(found.node is each.node for each in items):
                raise SpecError.at(self._here(place), "leads to no path item")
            items.append(found)
        merged: dict[str, Any] = {}
        self._root.origins[place.at] = found.document, found.at
        for each in reversed(items):
            own = {key: value for key, value in each.node.items() if key != "$ref"}
            self._waiting += _below(_Place(own, each.document, each.at, "path item"))
            for key in own:
                self._root.origins[place.at / key] = each.document, each.at / key
            merged |= own
        place.node.clear()
        place.node.update(merged)

    def _moved_reference(self, place: _Place) -> str:
        """Give the reference to a component, moved there if it has to be."""
        section = _SECTIONS.get(place.key, "schemas")
        target = self._target(place)
        steps = target.at.steps
        is_local = target.document is self._root and steps[:2] == ("components", section)
        if is_local and len(steps) == 3:  # noqa: PLR2004 - components, section, name
            return f"#{target.at}"
        source = (target.document.path.resolve(), section, target.at)
        if source not in self._moved:
            components = self._root.data.setdefault("components", {}).setdefault(section, {})
            wanted = target.at.steps[-1] if target.at.steps else target.document.path.stem
            name = names.free(names.pascal_case(str(wanted)), components)
            components[name] = target.node
            self._moved[source] = name
            moved = Pointer(("components", section, name))
            self._root.origins[moved] = target.document, target.at
            self._waiting.append(_Place(target.node, target.document, target.at, place.key))
        return f"#{Pointer(('components', section, self._moved[source]))}"

    def _target(self, place: _Place) -> _Place:
        """Find what a reference leads to."""
        reference: str = place.node["$ref"]
        file, _, fragment = reference.partition("#")
        document = self._open(file, place) if file else place.document
        at = Pointer.of_ref(reference)
        node: Any = document.data
        if fragment and not at.steps:
            raise SpecError.at(
                self._here(place), f"{reference!r} is no JSON pointer: write '#/...', not an anchor"
            )
        for step in at.steps:
            try:
                node = node[int(step) if isinstance(node, list) else step]
            except (KeyError, IndexError, ValueError, TypeError):
                raise SpecError.at(self._here(place), f"{reference!r} leads nowhere") from None
        return _Place(node, document, at, place.key)

    def _open(self, file: str, place: _Place) -> Document:
        if "://" in file:
            raise SpecError.at(
                self._here(place), f"{file!r} is on another machine: copy it beside the document"
            )
        try:
            path = (place.document.path.parent / unquote(file)).resolve()
        except (OSError, ValueError) as error:
            text = f"{file!r} is no name of a file ({error}): write a path"
            raise SpecError.at(self._here(place), text) from error
        if path not in self._documents:
            try:
                self._documents[path] = load(path)
            except SpecError as error:
                [problem] = error.problems
                where = ":".join(map(str, (file, *(problem.position or ()))))
                raise SpecError.at(self._here(place), f"{where!r} {problem.message}") from error
        return self._documents[path]

    def _here(self, place: _Place) -> Pointer:
        """Name the place of a reference, for a problem with it: by where its part was moved."""
        steps = place.at.steps
        if place.document is not self._root:
            for moved, (document, at) in self._root.origins.items():
                if document is place.document and steps[: len(at.steps)] == at.steps:
                    return Pointer((*moved.steps, *steps[len(at.steps) :], "$ref"))
        return place.at / "$ref"


def _below(place: _Place) -> Iterator[_Place]:
    """Give the nodes below a node that may hold references."""
    node = place.node
    if is_array(node) and place.key not in _DATA_LISTS:
        for index, item in enumerate(node):
            yield _Place(item, place.document, place.at / index, place.key)
    for key, value in node.items() if is_object(node) else ():
        if key.startswith("x-") and (not place.names or place.key in _EXTENSIBLE):
            continue  # an extension: data, unless something refers to it
        if place.names:
            yield _Place(value, place.document, place.at / key, place.key)
        elif key not in _DATA:
            names_below = key in _NAMED and is_object(value)
            yield _Place(value, place.document, place.at / key, key, names=names_below)
