# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""From decoded JSON to models: forgiving towards what is optional, honest about the rest.

A *converter* turns a value, and the `Reader` of the object or array that holds it, into a typed
value, or raises `Mismatch`. A mismatch goes up to the nearest optional field, list or map, where it
is logged with its JSON pointer: the field becomes ``None``, an item of a list or map stays as it
arrived, and its neighbours are decoded. When decoding is strict, it goes on up and fails the whole
response, as it does where there is no optional field, list or map.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol, TypeGuard, TypeVar

from .redaction import logger
from .unset import UNSET, Unset

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

ABSENT: Final = "is required and absent"


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a decoded JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Return whether a decoded JSON value is an array."""
    return isinstance(value, list)


class Converter(Protocol[T_co]):
    """Turns the value at the reader's present key into a typed value."""

    def __call__(self, value: Any, at: "Reader", /) -> T_co:
        """Convert, or raise `Mismatch`."""
        ...


class Mismatch(ValueError):  # noqa: N818 - it is no error where the field is optional
    """A value is not what the spec says; the message has its JSON pointer, never the value.

    Attributes:
        pointer: The JSON pointer; empty for the whole.
        problem: What is wrong there.
    """

    def __init__(self, pointer: str, problem: str) -> None:
        """Name the place and the problem."""
        super().__init__(pointer, problem)
        self.pointer = pointer
        self.problem = problem

    def __str__(self) -> str:
        """Show both."""
        return f"{self.pointer or 'the whole'}: {self.problem}"


class Reader:
    """Reads the members of one object or array; knows where in the response it is."""

    __slots__ = ("data", "key", "parent", "quiet", "strict")

    def __init__(
        self,
        data: Any,
        parent: "Reader | None" = None,
        *,
        strict: bool = False,
        quiet: bool = False,
    ) -> None:
        """Begin with ``data``, which is what ``parent`` is reading just now."""
        self.data = data
        self.key: str | int | None = None
        self.parent = parent
        self.strict: bool = strict if parent is None else parent.strict
        self.quiet: bool = quiet if parent is None else parent.quiet

    @classmethod
    def of_object(cls, data: Any, parent: "Reader | None") -> "Reader":
        """Read an object, or refuse anything else."""
        if is_object(data):
            return cls(data, parent)
        raise (parent or cls(data)).mismatch("an object", data)

    def strictly(self) -> "Reader":
        """Read at the same place, where nothing is forgiven."""
        other = Reader(self.data, self.parent)
        other.key, other.strict = self.key, True
        return other

    def pointer(self) -> str:
        """Write the present place as a JSON pointer (RFC 6901)."""
        above = "" if self.parent is None else self.parent.pointer()
        if self.key is None:
            return above
        return f"{above}/{str(self.key).replace('~', '~0').replace('/', '~1')}"

    def mismatch(self, expected: str, value: object) -> Mismatch:
        """Build the error for a value of the wrong type at the present place."""
        return Mismatch(
            self.pointer(),
            f"expected {expected}, got {_TYPES.get(type(value), type(value).__name__)}",
        )

    def required(self, key: str, convert: Converter[T]) -> T:
        """Read a member that must be there."""
        self.key = key
        try:
            value = self.data[key]
        except KeyError:
            raise Mismatch(self.pointer(), ABSENT) from None
        return convert(value, self)

    def optional(self, key: str, convert: Converter[T]) -> T | None:
        """Read a member that may be absent or null, and is None where it does not fit."""
        value = self.data.get(key)
        if value is None:
            return None
        self.key = key
        try:
            return convert(value, self)
        except Mismatch as mismatch:
            self._tolerate(mismatch, "ignored, kept in .raw")
            return None

    def nullable(self, key: str, convert: Converter[T]) -> T | Unset | None:
        """Read a member for which absent and null differ; UNSET is absent."""
        return self.optional(key, convert) if key in self.data else UNSET

    def items(self, convert: Converter[T]) -> list[T]:
        """Read every item of an array; one that does not fit stays as it arrived."""
        found: list[T] = []
        for index, item in enumerate(self.data):
            self.key = index
            try:
                found.append(convert(item, self))
            except Mismatch as mismatch:
                self._tolerate(mismatch, "not decoded, kept as it arrived")
                found.append(item)
        return found

    def values(self, convert: Converter[T]) -> dict[str, T]:
        """Read every member of a map; one that does not fit stays as it arrived."""
        found: dict[str, T] = {}
        for key, value in self.data.items():
            self.key = key
            try:
                found[key] = convert(value, self)
            except Mismatch as mismatch:
                self._tolerate(mismatch, "not decoded, kept as it arrived")
                found[key] = value
        return found

    def _tolerate(self, mismatch: Mismatch, consequence: str) -> None:
        if self.strict:
            raise mismatch
        if not self.quiet:
            logger.warning("%s: %s", consequence, mismatch)


_TYPES: Mapping[type, str] = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}
