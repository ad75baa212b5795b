"""The types of values."""

from collections.abc import Iterable
from enum import Enum as _Enum

from attrs import field, frozen

from ..diagnostics import Pointer


class Scalar(_Enum):
    """A value without parts."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "date-time"
    UUID = "uuid"
    BASE64 = "base64"
    """Bytes that travel as base64 text."""

    BINARY = "binary"
    """Bytes that travel as they are."""

    ANY = "any"
    NULL = "null"


@frozen
class EnumRef:
    """An enum, by the location of its schema in `Api.types`."""

    at: Pointer
    scalars: tuple[Scalar, ...] = field(eq=False)
    """The types of its values."""


@frozen
class ModelRef:
    """A model, by the location of its schema in `Api.types`."""

    at: Pointer


@frozen
class Constant:
    """A type with one value."""

    value: str | int | bool
    scalar: Scalar


@frozen
class Array:
    """A list."""

    items: "Type"


@frozen
class Map:
    """An object whose members are not known by name."""

    values: "Type"


@frozen
class Nullable:
    """A type, or null."""

    type: "Type"


@frozen
class Discriminator:
    """Which member of an object decides about its type, and which value stands for which."""

    key: str
    mapping: tuple[tuple[str, "Type"], ...]


@frozen
class Union:
    """One of several types."""

    variants: tuple["Type", ...]
    discriminator: Discriminator | None = None


Type = Scalar | EnumRef | ModelRef | Constant | Array | Map | Nullable | Union


def nullable(of: Type) -> Type:
    """Return the type that may be null as well."""
    return of if isinstance(of, Nullable) or of in (Scalar.NULL, Scalar.ANY) else Nullable(of)


def without_null(of: Type) -> Type:
    """Return the type without null."""
    return of.type if isinstance(of, Nullable) else of


def union(several: Iterable[Type]) -> Type:
    """Return the type of a value that has one of several types; null makes the others nullable."""
    types = list(several)
    bare = [without_null(each) for each in types]
    unique = tuple(dict.fromkeys(each for each in bare if each != Scalar.NULL))
    if not unique or Scalar.ANY in unique:
        return Scalar.ANY if unique else Scalar.NULL
    found = unique[0] if len(unique) == 1 else Union(unique)
    return found if bare == types and Scalar.NULL not in types else nullable(found)


@frozen
class Docs:
    """What a document says about a value, for people."""

    text: str = ""
    default: object = field(default=None, eq=False)
    example: object = field(default=None, eq=False)


@frozen
class Hint:
    """What a type may be called that has no name of its own in the document.

    The short name is made of the parts, the long one of owner and parts. A part that is a pointer
    stands for the name of the model there.
    """

    parts: tuple[str | Pointer, ...]
    owner: str = ""

    def __truediv__(self, part: str) -> "Hint":
        """Return the hint for something inside of this."""
        return Hint((*self.parts, part), self.owner)


@frozen(kw_only=True)
class Property:
    """A member of an object, a field of a body, or a parameter."""

    at: Pointer
    wire_name: str
    type: Type
    required: bool
    docs: Docs
    sdk_name: str | None = None
    """The name that the document asks for (``x-sdk-name``)."""

    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False


@frozen(kw_only=True)
class Model:
    """An object with known members."""

    at: Pointer
    hint: Hint
    docs: Docs
    properties: tuple[Property, ...] = ()
    additional: Type | None = None
    """The type of members that are not known by name, where the document has one."""


@frozen(kw_only=True)
class Enum:
    """A closed set of values."""

    at: Pointer
    hint: Hint
    docs: Docs
    values: tuple[str | int | bool, ...]
