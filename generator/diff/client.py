"""An API as callers see it: with the names of its methods, models and enums."""

from functools import cached_property
from typing import Generic, TypeVar

from attrs import frozen

from ..diagnostics import Pointer
from ..emit.names import Names
from ..ir.api import Api
from ..ir.types import Enum, Model

Definition = TypeVar("Definition", Model, Enum)


@frozen
class Named(Generic[Definition]):
    """A model or an enum, and the name of its class."""

    name: str
    type: Definition

    @property
    def shown(self) -> str:
        """What callers type."""
        return f"models.{self.name}"


@frozen
class Client:
    """An API and its names."""

    api: Api
    names: Names

    @cached_property
    def locations(self) -> dict[str, Pointer]:
        """Where models and enums are, by name; of equal enums, where the first one is."""
        found: dict[str, Pointer] = {}
        for at, name in self.names.classes.items():
            found.setdefault(name, at)
        return found

    @property
    def models(self) -> list[Named[Model]]:
        """All models."""
        return [Named(self.names.classes[each.at], each) for each in self.api.models]

    @property
    def enums(self) -> list[Named[Enum]]:
        """All enums, each name once."""
        found = [Named(self.names.classes[each.at], each) for each in self.api.enums]
        return [each for each in found if self.locations[each.name] == each.type.at]
