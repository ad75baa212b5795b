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
from .expansion import copied_size
from .free_names import FreeNames
from .node_types import DATA, SECTIONS, VALUES, below
from .operation_ids import distinguish_operations
from .refs import is_ref, ref_to
from .source_map import Source
from .targets import Place, Target, Targets, section_of
from .values import is_array, is_object
from .walk import walk


@define(eq=False)
class _Slot:
    """A value in the bundled document that may have to be replaced."""

    holder: Any
    key: str | int
    type: str
    parent: "_Slot | Place" = field(repr=False)
    """The slot of the holder, or where the value itself is."""

    @property
    def node(self) -> Any:
        return self.holder[self.key]

    @property
    def place(self) -> Place:
        """Where the value is; made only when it is asked for."""
        steps: list[str | int] = []
        slot = self
        while isinstance(slot.parent, _Slot):
            steps.append(slot.key)
            slot = slot.parent
        place = slot.parent
        for step in reversed(steps):
            place /= step
        return place

    def below(self) -> Iterator["_Slot"]:
        """Yield what may have to be replaced below: objects, containers, and all references."""
        node = self.node
        for key, node_type in below(self.type, node):
            is_plain = node_type == DATA or key == "$ref" or not is_ref(node[key])
            if node_type not in VALUES or not is_plain:
                yield _Slot(node, key, node_type, self)


def bundle(
    data: dict[str, Any],
    source: Source,
    diagnostics: Diagnostics,
    whole: dict[str, Any] | None = None,
) -> tuple[dict[str, Any], bool]:
    """Return a document that is self-contained, and whether it is complete.

    References that lead nowhere are errors. A schema then allows any value, so that later steps
    can find what else is wrong; other references stay, and the document is not complete.

    Args:
        data: The document, or a part of it.
        source: Where it was read from.
        diagnostics: What is wrong is recorded here.
        whole: The document that `data` is a part of, where references may lead.
    """
    bundler = _Bundler(data, source, diagnostics, whole or data)
    return bundler.run(), bundler.is_complete


class _Bundler:
    def __init__(
        self,
        data: dict[str, Any],
        source: Source,
        diagnostics: Diagnostics,
        whole: dict[str, Any],
    ) -> None:
        self._source = source
        self._diagnostics = diagnostics
        self._targets = Targets(whole, source, diagnostics)
        self._root: dict[str | int, Any] = {"": data}
        self._copies: dict[tuple[int, str], Any] = {}
        self._being_copied: set[tuple[int, str]] = set()
        self._merged: list[Any] = []  # kept, so that no other object gets the id of one
        self._components: dict[tuple[Path, str, Pointer], str] = {}
        self._renamed: dict[str, str] = {}
        self._free_names = FreeNames()
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
        distinguish_operations(data, self._source, self._free_names)
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
            if slot.type != DATA and is_ref(slot.node):
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
                self._diagnostics.error(slot.place.pointer, text)
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
            holder_type = str(slot.key) if slot.type in VALUES else slot.type
            self._unexpected.setdefault(holder_type, []).append(place.pointer / "$ref")
        return _Slot(
            slot.holder, slot.key, slot.type, Place(place.pointer, last.file, last.pointer)
        )

    def _inline(self, slot: _Slot, place: Place) -> Target:
        """Put what a reference leads to in its place; members beside the reference win."""
        layers = [Target(slot.node, place.file, place.pointer_in_file)]
        while is_ref(layers[-1].node):
            reference = layers[-1]
            ref = reference.node["$ref"]
            target = self._targets.find(slot.type, evolve(place, file=reference.file), ref)
            if any(target.node is layer.node for layer in layers):
                raise SpecError(place.pointer / "$ref", f"{ref!r:.200} leads back to itself")
            layers.append(target)
        last = layers.pop()
        self._source.expansion.add(copied_size(last.node), place.pointer / "$ref")
        slot.holder[slot.key] = last.node
        self._source.move(place.pointer, last.file, last.pointer)
        self._source.move(place.pointer / "$ref", place.file, place.pointer_in_file / "$ref")
        if is_object(last.node) and any(len(layer.node) > 1 for layer in layers):
            merged = dict(last.node)
            for layer in reversed(layers):
                own = {key: value for key, value in layer.node.items() if key != "$ref"}
                merged |= own
                for key in own:
                    self._source.move(place.pointer / key, layer.file, layer.pointer / key)
            self._merged.append(merged)
            slot.holder[slot.key] = merged
        return last

    def _component(self, node_type: str, place: Place, ref: str) -> str:
        """Return the reference to the component that a reference leads to; make it one."""
        section = SECTIONS[node_type]
        target = self._targets.find(node_type, place, ref)
        is_own = target.file == self._source.path and target.pointer.steps[:2] == (
            "components",
            section,
        )
        if is_own and len(target.pointer.steps) == 3:  # noqa: PLR2004 - components, section, name
            return ref_to(target.pointer)
        origin = target.file, section, target.pointer
        if origin not in self._components:
            holder = self._added.setdefault(section, {})
            wanted = _name(target)
            name = self._free_names.find(
                section, wanted, [holder, section_of(self._root[""], section)]
            )
            holder[name] = target.node
            pointer = Pointer(("components", section, name))
            self._components[origin] = ref_to(pointer)
            if name != wanted:
                self._renamed[ref_to(pointer)] = wanted
            self._source.move(pointer, target.file, target.pointer)
            place = Place(pointer, target.file, target.pointer)
            self._waiting.append(_Slot(holder, name, node_type, place))
        return self._components[origin]

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
                    self._diagnostics.error(place.pointer, error.diagnostic.message)

    def _mapped(self, place: Place, ref: str) -> str:
        """Return the reference that a value of a mapping stands for."""
        files = [place.file, self._source.path]
        owners = [file for file in files if ref in self._targets.schemas_of(file)]
        if owners or re.fullmatch(r"[\w-]+", ref):
            place = evolve(place, file=[*owners, self._source.path][0])
            ref = ref_to(Pointer(("components", "schemas", ref)))
        return self._component("Schema", place, ref)


def _complete_mappings(data: Any, renamed: dict[str, str]) -> None:
    """Map the names of schemas that had to be renamed.

    A discriminator without a mapping means the name with which a reference ended.
    """
    for node in walk(data) if renamed else ():
        schema = node.value if node.type == "Schema" and is_object(node.value) else {}
        discriminator = schema.get("discriminator")
        mapping = discriminator.setdefault("mapping", {}) if is_object(discriminator) else None
        if not is_object(mapping):
            continue
        for variants in (schema.get("oneOf"), schema.get("anyOf")):
            for variant in filter(is_ref, variants if is_array(variants) else ()):
                ref = variant["$ref"]
                if ref in renamed and ref not in mapping.values():
                    mapping.setdefault(renamed[ref], ref)


def _name(target: Target) -> str:
    """Return the name that a component gets: that of its member or file."""
    steps = target.pointer.steps
    if not steps:
        return target.file.stem
    return f"{steps[-2]}{steps[-1]}" if isinstance(steps[-1], int) else str(steps[-1])
