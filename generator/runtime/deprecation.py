# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""How type checkers learn that an operation is deprecated (PEP 702).

A decorator on the method would need Python 3.13 or typing_extensions. What type checkers see is a
descriptor instead, whose ``__get__`` is deprecated; at runtime the method is as ever, and calling
it warns.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import deprecated

    class Deprecated(Generic[P, T]):
        """A method that is deprecated."""

        @deprecated("the API deprecates this operation")
        def __get__(self, instance: object, owner: type, /) -> Callable[P, T]:
            """Return the method of an object."""
            ...


def deprecated_method(method: Callable[Concatenate[Any, P], T]) -> "Deprecated[P, T]":
    """Return a method as it is, deprecated for type checkers."""
    return cast("Deprecated[P, T]", method)
