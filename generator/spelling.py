"""How a kind is spelled in Python: in annotations, and as the converter that reads it."""

from . import kinds
from .kinds import Kind

_ANNOTATIONS = {
    kinds.STRING: "str",
    kinds.INTEGER: "int",
    kinds.NUMBER: "float",
    kinds.BOOLEAN: "bool",
    kinds.DATE: "dt.date",
    kinds.DATETIME: "dt.datetime",
    kinds.UUID: "uuid.UUID",
    kinds.BASE64: "bytes",
    kinds.ANY: "Any",
}
_CONVERTERS = {
    kinds.STRING: "as_str",
    kinds.INTEGER: "as_int",
    kinds.NUMBER: "as_float",
    kinds.BOOLEAN: "as_bool",
    kinds.DATE: "as_date",
    kinds.DATETIME: "as_datetime",
    kinds.UUID: "as_uuid",
    kinds.BASE64: "as_bytes",
    kinds.ANY: "as_any",
}


def annotation(kind: Kind) -> str:
    """Spell the type of a value in an answer: a value set is open there."""
    match kind:
        case kinds.Scalar():
            return _ANNOTATIONS[kind]
        case kinds.Values(name, of):
            return f"models.{name} | {_ANNOTATIONS[of]}"
        case kinds.Model(name):
            return f"models.{name}"
        case kinds.Array(items):
            return f"list[{annotation(items)}]"
        case kinds.Map(values):
            return f"dict[str, {annotation(values)}]"
        case kinds.Nullable(inner):
            return f"{annotation(inner)} | None"


def argument(kind: Kind) -> str:
    """Spell the type of an argument: a value set is closed, so that a slip is a type error."""
    match kind:
        case kinds.Values(name, _):
            return f"models.{name}"
        case kinds.Scalar("uuid"):
            return "uuid.UUID | str"
        case _:
            return annotation(kind)


def converter(kind: Kind) -> str:
    """Spell the function that reads a value of an answer."""
    match kind:
        case kinds.Scalar():
            return _CONVERTERS[kind]
        case kinds.Values(_, of):
            return _CONVERTERS[of]
        case kinds.Model(name):
            return f"models.{name}.from_dict"
        case kinds.Array(items):
            return f"list_of({converter(items)})"
        case kinds.Map(values):
            return f"map_of({converter(values)})"
        case kinds.Nullable(inner):
            return f"null_or({converter(inner)})"
