"""How a kind is spelled in Python: in annotations, and as the converter that reads it."""

from collections.abc import Iterable

from . import kinds
from .kinds import Kind
from .quoting import literal

_ANNOTATIONS = {
    kinds.STRING: "str",
    kinds.INTEGER: "int",
    kinds.NUMBER: "float",
    kinds.BOOLEAN: "bool",
    kinds.DATE: "dt.date",
    kinds.DATETIME: "dt.datetime",
    kinds.UUID: "uuid.UUID",
    kinds.BASE64: "bytes",
    kinds.BINARY: "str",
    kinds.ANY: "Any",
    kinds.NULL: "None",
}
_ARGUMENTS = {
    kinds.UUID: ["uuid.UUID", "str"],
    kinds.BINARY: ["FileContent"],
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
    kinds.BINARY: "as_str",
    kinds.ANY: "as_any",
    kinds.NULL: "as_none",
}


def annotation(kind: Kind) -> str:
    """Spell the type of a value in an answer: a value set is open there."""
    return _joined(_types(kind))


def _types(kind: Kind) -> list[str]:
    match kind:
        case kinds.Scalar():
            return [_ANNOTATIONS[kind]]
        case kinds.Values(name, of):
            return [f"models.{name}", *(_ANNOTATIONS[scalar] for scalar in of)]
        case kinds.Constant(_, of):
            return [_ANNOTATIONS[of]]
        case kinds.Model(name):
            return [f"models.{name}"]
        case kinds.Array(items):
            return [f"list[{annotation(items)}]"]
        case kinds.Map(values):
            return [f"dict[str, {annotation(values)}]"]
        case kinds.Nullable(inner):
            return [*_types(inner), "None"]
        case kinds.Union(each):
            return [spelled for one in each for spelled in _types(one)]


def argument(kind: Kind) -> str:
    """Spell the type of an argument: a value set is closed, so that a slip is a type error."""
    return _joined(_argument_types(kind))


def _argument_types(kind: Kind) -> list[str]:
    match kind:
        case kinds.Scalar():
            return _ARGUMENTS.get(kind) or [_ANNOTATIONS[kind]]
        case kinds.Values(name, _):
            return [f"models.{name}"]
        case kinds.Constant(value, _):
            return [f"Literal[{literal(value)}]"]
        case kinds.Model(name):
            return [f"models.{name}", "Mapping[str, Any]"]
        case kinds.Array(items):
            return [f"Sequence[{argument(items)}]"]
        case kinds.Map(values):
            return [f"Mapping[str, {argument(values)}]"]
        case kinds.Nullable(inner):
            return [*_argument_types(inner), "None"]
        case kinds.Union(each):
            return [spelled for one in each for spelled in _argument_types(one)]


def _joined(types: list[str]) -> str:
    return "Any" if "Any" in types else " | ".join(dict.fromkeys(types))


def converter(kind: Kind) -> str:
    """Spell the function that reads a value of an answer."""
    match kind:
        case kinds.Scalar():
            return _CONVERTERS[kind]
        case kinds.Values(_, of):
            return _first_of(_CONVERTERS[scalar] for scalar in of)
        case kinds.Constant(_, of):
            return _CONVERTERS[of]
        case kinds.Model(name):
            return f"models.{name}.from_dict"
        case kinds.Array(items):
            return f"list_of({converter(items)})"
        case kinds.Map(values):
            return f"map_of({converter(values)})"
        case kinds.Nullable(inner):
            return f"null_or({converter(inner)})"
        case kinds.Union(each, str(key), mapping):
            cases = ", ".join(f"{literal(value)}: {converter(one)}" for value, one in mapping)
            told = {one for _, one in mapping}
            others = [converter(one) for one in each if one not in told]
            return _first_of([f"by_member({literal(key)}, {{{cases}}})", *others])
        case kinds.Union(each):
            return _first_of(converter(one) for one in each)


def _first_of(converters: Iterable[str]) -> str:
    unique = list(dict.fromkeys(converters))
    return unique[0] if len(unique) == 1 else f"one_of({', '.join(unique)})"
