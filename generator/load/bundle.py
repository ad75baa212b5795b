"""Making a document self-contained: every reference leads to one of its own components.

What a reference leads to, in another file or deep inside the document, becomes a component, so
that all later steps meet one form only: ``#/components/SECTION/NAME``. At a location where OpenAPI
knows no reference, what it leads to is put in its place; so are path items. The bundled document
is a new tree: nothing that was parsed, and that aliases may share, is changed.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from ..diagnostics import Diagnostics, Pointer, SpecError
from . import refs
from .refs import DATA, SECTIONS, VALUES
from .source_map import Source
from .targets import Place, Target, Targets, section_of
from .values import is_array, is_object


@define(eq=False)
class _Slot:
    """A value in the bundled document that may have to be replaced."""

    holder: Any
    key: str | int
    type: str
    above: "_Slot | Place" = field(repr=False)
    """Where the holder is, or where the value itself is."""

    @property
    def node(self) -> Any:
        return self.holder[self.key]

    @property
    def place(self) -> Place:
        """Where the value is; made only when it is asked for."""
        steps: list[str | int] = []
        slot = self
        while isinstance(slot.above, _Slot):
            steps.append(slot.key)
            slot = slot.above
        place = slot.above
        for step in reversed(steps):
            place /= step
        return place

    def below(self) -> Iterator["_Slot"]:
        """Yield what may have to be replaced below: objects, containers, and all references."""
        node = self.node
        for key, node_type in refs.below(self.type, node):
            is_plain = node_type == DATA or key == "$ref" or not refs.is_ref(node[key])
            if node_type not in VALUES or not is_plain:
                yield _Slot(node, key, node_type, self)


def bundle(
    data: dict[str, Any], source: Source, diagnostics: Diagnostics
) -> tuple[dict[str, Any], bool]:
    """Return a document that is self-contained, and whether it is complete.

    References that lead nowhere are errors. A schema then allows any value, so that later steps
    can find what else is wrong; other references stay, and the document is not complete.
    """
    bundler = _Bundler(data, source, diagnostics)
    return bundler.run(), bundler.is_complete


class _Bundler:
    def __init__(self, data: dict[str, Any], source: Source, diagnostics: Diagnostics) -> None:
        self._source = source
        self._diagnostics = diagnostics
        self._targets = Targets(data, source, diagnostics)
        self._root: dict[str | int, Any] = {"": data}
        self._copies: dict[tuple[int, str], Any] = {}
        self._being_copied: set[tuple[int, str]] = set()
        self._merged: list[Any] = []  # kept, so that no other object gets the id of one
        self._components: dict[tuple[Path, str, Pointer], str] = {}
        self._renamed: dict[str, str] = {}
        self._free = _FreeNames()
        self._added: dict[str, dict[str, Any]] = {}
        self._waiting: list[_Slot] = []
        self._unexpected: dict[str, list[Pointer]] = {}
        self.is_complete = True

    def run(self) -> dict[str, Any]:
        top = Place(Pointer(), self._source.path, Pointer())
        self._bundle(_Slot(self._root, "", "OpenAPI", top))
        while self._waiting:
            self._bundle(self._waiting.pop())
        data: dict[str, Any] = self._root[""]
        for section, added in self._added.items():
            components = data.setdefault("components", {})
            if is_object(components) and is_object(components.setdefault(section, {})):
                components[section].update(added)
        _complete_mappings(data, self._renamed)
        self._distinguish_operations(data)
        for places in self._unexpected.values():
            more = f" ({len(places) - 1:,} more like it)" if places[1:] else ""
            text = f"OpenAPI does not allow $ref here; resolved anyway{more}"
            self._diagnostics.warning(places[0], text)
        if is_object(data.get("components")):
            data["components"].pop("pathItems", None)
        return data

    def _bundle(self, start: _Slot) -> None:
        """Bundle a value and all below it; depth first, to notice what contains itself."""
        waiting: list[_Slot | tuple[int, str]] = [start]
        while waiting:
            slot = waiting.pop()
            if isinstance(slot, tuple):
                self._being_copied.discard(slot)
                continue
            if slot.type != DATA and refs.is_ref(slot.node):
                try:
                    slot = self._resolved(slot)
                except SpecError as error:
                    self._diagnostics.add(error.diagnostic)
                    if slot.type == "Schema":
                        slot.holder[slot.key] = {}
                    else:
                        self.is_complete = False
                    continue
            node = slot.node
            if slot.type in VALUES or not (is_object(node) or is_array(node)):
                continue
            key = id(node), slot.type
            if key in self._being_copied:
                text = "contains itself: remove one of the references"
                self._diagnostics.error(slot.place.at, text)
                self.is_complete = False
            elif key in self._copies:
                slot.holder[slot.key] = self._copies[key]
            else:
                slot.holder[slot.key] = self._copies[key] = node.copy()
                self._being_copied.add(key)
                if slot.type == "Discriminator":
                    self._rewrite_mapping(slot)
                waiting.append(key)
                waiting += reversed([*slot.below()])

    def _resolved(self, slot: _Slot) -> _Slot:
        """Rewrite the reference in a slot, or replace it by what it leads to."""
        place = slot.place
        if slot.type in SECTIONS:
            node = {**slot.node}
            node["$ref"] = self._component(slot.type, place, node["$ref"])
            self._merged.append(node)
            slot.holder[slot.key] = node
            return slot
        last = self._inline(slot, place)
        if slot.type != "PathItem":
            what = str(slot.key) if slot.type in VALUES else slot.type
            self._unexpected.setdefault(what, []).append(place.at / "$ref")
        return _Slot(slot.holder, slot.key, slot.type, Place(place.at, last.file, last.at))

    def _inline(self, slot: _Slot, place: Place) -> Target:
        """Put what a reference leads to in its place; members beside the reference win."""
        layers = [Target(slot.node, place.file, place.source)]
        while refs.is_ref(layers[-1].node):
            above = layers[-1]
            target = self._targets.of(slot.type, evolve(place, file=above.file), above.node["$ref"])
            if any(target.node is each.node for each in layers):
                text = f"{above.node['$ref']!r:.200} leads back to itself"
                raise SpecError(place.at / "$ref", text)
            layers.append(target)
        last = layers.pop()
        slot.holder[slot.key] = last.node
        self._source.move(place.at, last.file, last.at)
        self._source.move(place.at / "$ref", place.file, place.source / "$ref")
        if is_object(last.node) and any(len(each.node) > 1 for each in layers):
            merged = dict(last.node)
            for layer in reversed(layers):
                own = {key: value for key, value in layer.node.items() if key != "$ref"}
                merged |= own
                for key in own:
                    self._source.move(place.at / key, layer.file, layer.at / key)
            self._merged.append(merged)
            slot.holder[slot.key] = merged
        return last

    def _component(self, node_type: str, place: Place, ref: str) -> str:
        """Return the reference to the component that a reference leads to; make it one."""
        section = SECTIONS[node_type]
        target = self._targets.of(node_type, place, ref)
        is_own = target.file == self._source.path and target.at.steps[:2] == ("components", section)
        if is_own and len(target.at.steps) == 3:  # noqa: PLR2004 - components, section, name
            return refs.ref_to(target.at)
        known = target.file, section, target.at
        if known not in self._components:
            holder = self._added.setdefault(section, {})
            wanted = _name(target)
            name = self._free(section, wanted, [holder, section_of(self._root[""], section)])
            holder[name] = target.node
            at = Pointer(("components", section, name))
            self._components[known] = refs.ref_to(at)
            if name != wanted:
                self._renamed[refs.ref_to(at)] = wanted
            self._source.move(at, target.file, target.at)
            self._waiting.append(_Slot(holder, name, node_type, Place(at, target.file, target.at)))
        return self._components[known]

    def _rewrite_mapping(self, slot: _Slot) -> None:
        """Make references of the values of a mapping: names of schemas, or references already."""
        mapping = slot.node.get("mapping") if is_object(slot.node) else None
        if not is_object(mapping):
            return
        slot.node["mapping"] = mapping = dict(mapping)
        for value, ref in mapping.items():
            if isinstance(ref, str):
                place = slot.place / "mapping" / value
                try:
                    mapping[value] = self._mapped(place, ref)
                except SpecError as error:
                    self._diagnostics.error(place.at, error.diagnostic.message)

    def _mapped(self, place: Place, ref: str) -> str:
        """Return the reference that a value of a mapping stands for."""
        files = [place.file, self._source.path]
        known = [file for file in files if ref in self._targets.schemas_of(file)]
        if known or re.fullmatch(r"[\w-]+", ref):
            place = evolve(place, file=[*known, self._source.path][0])
            ref = refs.ref_to(Pointer(("components", "schemas", ref)))
        return self._component("Schema", place, ref)

    def _distinguish_operations(self, data: dict[str, Any]) -> None:
        """Change the operationId of an operation that several paths share, in all but one."""
        paths = data.get("paths")
        items = [*paths.items()] if is_object(paths) else []
        items.sort(key=lambda item: self._source.was_moved(Pointer(("paths", item[0]))))
        seen: set[int] = set()
        taken: dict[str, Any] = {}
        for path, shared in items:
            if not is_object(shared):
                continue
            item = data["paths"][path] = dict(shared)
            for method, operation in item.items():
                name = operation.get("operationId") if is_object(operation) else None
                if not isinstance(name, str):
                    continue
                if id(operation) in seen:
                    words = re.sub(r"\W+", "_", path).strip("_")
                    name = self._free("operationId", f"{name}_{words}", [taken])
                    item[method] = {**operation, "operationId": name}
                seen.add(id(operation))
                taken[name] = None


def _complete_mappings(data: Any, renamed: dict[str, str]) -> None:
    """Map the names of schemas that had to be renamed.

    A discriminator without a mapping means the name with which a reference ended.
    """
    for found in refs.walk(data) if renamed else ():
        schema = found.node if found.type == "Schema" and is_object(found.node) else {}
        discriminator = schema.get("discriminator")
        mapping = discriminator.setdefault("mapping", {}) if is_object(discriminator) else None
        if not is_object(mapping):
            continue
        for variants in (schema.get("oneOf"), schema.get("anyOf")):
            for variant in filter(refs.is_ref, variants if is_array(variants) else ()):
                ref = variant["$ref"]
                if ref in renamed and ref not in mapping.values():
                    mapping.setdefault(renamed[ref], ref)


def _name(target: Target) -> str:
    """Return the name that a component gets: that of its member or file."""
    steps = target.at.steps
    if not steps:
        return target.file.stem
    return f"{steps[-2]}{steps[-1]}" if isinstance(steps[-1], int) else str(steps[-1])


class _FreeNames:
    """Finds names that are not taken, without trying the same numbers again and again."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}

    def __call__(self, scope: str, name: str, taken: list[dict[str, Any]]) -> str:
        """Return the name, with a number if it has to be."""
        free = name
        while any(free in each for each in taken):
            number = self._last[scope, name] = self._last.get((scope, name), 1) + 1
            free = f"{name}{number}"
        return free
