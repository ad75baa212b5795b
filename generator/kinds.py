"""What a value of the API is, once the document's schemas have been read."""

from collections.abc import Collection, Iterable

from attrs import evolve, field, frozen

from .problems import Pointer


@frozen
class Scalar:
    """A value without parts, by the name of its type or format."""

    name: str


STRING = Scalar("string")
INTEGER = Scalar("integer")
NUMBER = Scalar("number")
BOOLEAN = Scalar("boolean")
DATE = Scalar("date")
DATETIME = Scalar("date-time")
UUID = Scalar("uuid")
BASE64 = Scalar("byte")
BINARY = Scalar("binary")
ANY = Scalar("any")
NULL = Scalar("null")
BYTES = frozenset({BASE64, BINARY})
"""What only JSON, and bodies in parts, can hold."""


@frozen
class Values:
    """A closed set of values that has a name of its own."""

    name: str
    of: tuple[Scalar, ...]


@frozen
class Constant:
    """One value, always."""

    value: str | int | bool
    of: Scalar


@frozen
class Model:
    """An object with known members, by the name of its class."""

    name: str


@frozen
class Array:
    """A list."""

    items: "Kind"


@frozen
class Map:
    """An object whose members are not known by name."""

    values: "Kind"


@frozen
class Nullable:
    """A value that may be null instead."""

    kind: "Kind"


@frozen
class Union:
    """One of several kinds; which, an object's discriminator may tell."""

    kinds: tuple["Kind", ...]
    discriminator: str | None = None
    mapping: tuple[tuple[str, "Kind"], ...] = ()


Kind = Scalar | Values | Constant | Model | Array | Map | Nullable | Union


def nullable(kind: Kind) -> Kind:
    """Make a kind that may be null; twice is once."""
    return kind if isinstance(kind, Nullable) or kind in (NULL, ANY) else Nullable(kind)


def united(several: Iterable[Kind]) -> Kind:
    """Make the kind of a value that is of one of several; null makes the others nullable."""
    read = list(several)
    bare = [kind.kind if isinstance(kind, Nullable) else kind for kind in read]
    unique = tuple(dict.fromkeys(kind for kind in bare if kind != NULL))
    if not unique or ANY in unique:
        return ANY if unique else NULL
    union = unique[0] if len(unique) == 1 else Union(unique)
    return union if bare == read and NULL not in read else nullable(union)


def as_strings(kind: Kind, scalars: Collection[Kind]) -> Kind:
    """Take strings for certain scalars, where there is no other way to write them."""
    match kind:
        case Scalar():
            return STRING if kind in scalars else kind
        case Array(items):
            return Array(as_strings(items, scalars))
        case Map(values):
            return Map(as_strings(values, scalars))
        case Nullable(inner):
            return Nullable(as_strings(inner, scalars))
        case Union(each):
            return evolve(kind, kinds=tuple(as_strings(one, scalars) for one in each))
        case _:
            return kind


@frozen(kw_only=True)
class Doc:
    """What a document says about a value, for people."""

    text: str = ""
    default: object = None
    example: object = None
    values: tuple[object, ...] = ()


@frozen(kw_only=True)
class Property:
    """A member of an object, or a parameter."""

    at: Pointer
    wire_name: str
    name: str
    kind: Kind
    required: bool
    doc: Doc
    read_only: bool = False
    write_only: bool = False
    deprecated: bool = False


@frozen(kw_only=True)
class ObjectType:
    """An object with known members: what becomes a model, or the arguments of a method."""

    at: Pointer
    name: str
    doc: Doc
    properties: list[Property] = field(factory=list[Property])


@frozen(kw_only=True)
class ValueSet:
    """A named set of values: what becomes a ``Literal``."""

    at: Pointer
    name: str
    doc: Doc
    values: tuple[str | int | bool, ...]
