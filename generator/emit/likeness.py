"""Which types are alike: enums of the same values, models of the same members."""

from collections.abc import Collection, Mapping

from attrs import evolve

from ..diagnostics import Pointer
from ..ir import walk
from ..ir.types import Enum, EnumRef, Model, ModelRef, Property, Type


class Likeness:
    """Numbers types: alike types have the same number, whatever their locations and docs."""

    def __init__(self, types: Mapping[Pointer, Model | Enum], named: Collection[Pointer]) -> None:
        """Begin without a number.

        Args:
            types: All models and enums.
            named: The locations of those with a name of their own: they are like no other.
        """
        self._types = types
        self._named = named
        self._numbers: dict[object, int] = {}
        self._found: dict[Pointer, int] = {}
        self._open: set[Pointer] = set()

    def of(self, at: Pointer) -> int:
        """Return the number of a type."""
        known = self._found.get(at)
        if known is not None:
            return known
        if at in self._named or at in self._open:  # a name, or a type that contains itself
            return self._number(at)
        self._open.add(at)
        found = self._number(self._shape(self._types[at]))
        self._open.remove(at)
        self._found[at] = found
        return found

    def _number(self, shape: object) -> int:
        return self._numbers.setdefault(shape, len(self._numbers))

    def _shape(self, of: Model | Enum) -> object:
        if isinstance(of, Enum):
            # To Python, True is 1: values are compared as they are written.
            return tuple(map(repr, of.values))
        additional = None if of.additional is None else self._type(of.additional)
        return (*map(self._property, of.properties), additional)

    def _property(self, of: Property) -> object:
        flags = (of.required, of.read_only, of.write_only, of.deprecated)
        return (of.wire_name, of.sdk_name, flags, self._type(of.type))

    def _type(self, of: Type) -> Type:
        def numbered(leaf: Type) -> Type:
            if isinstance(leaf, ModelRef | EnumRef):
                return evolve(leaf, at=Pointer((self.of(leaf.at),)))
            return leaf

        return walk.replace(of, numbered)
