"""What a value of the API is, once the document's schemas have been read."""

from attrs import field, frozen

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
