"""Annotations: how the types of responses and of arguments are written in Python."""

from collections.abc import Callable, Iterator

from ..ir.types import Array, Constant, EnumRef, Map, ModelRef, Nullable, Scalar, Type, Union
from .imports import Scope
from .literals import literal

_BUILTINS = {
    Scalar.STRING: "str",
    Scalar.INTEGER: "int",
    Scalar.NUMBER: "float",
    Scalar.BOOLEAN: "bool",
    Scalar.BASE64: "bytes",
    Scalar.BINARY: "str",
    Scalar.NULL: "None",
}
_IMPORTED = {
    Scalar.DATE: "dt.date",
    Scalar.DATETIME: "dt.datetime",
    Scalar.UUID: "uuid.UUID",
    Scalar.ANY: "Any",
}


def response_annotation(of: Type, scope: Scope) -> str:
    """Return the type of a value in a response, where an enum is open."""
    return _joined(of, scope, _in_response)


def argument_annotation(of: Type, scope: Scope) -> str:
    """Return the type of an argument, where an enum is closed: a slip is a type error."""
    return _joined(of, scope, _in_argument)


def field_annotation(of: Type, scope: Scope, *, required: bool) -> str:
    """Return the type of a field of a model, with what it is when the member is missing."""
    if required:
        return response_annotation(of, scope)
    if isinstance(of, Nullable):
        return f"{response_annotation(of.type, scope)} | {scope.use('Unset')} | None"
    return f"{response_annotation(of, scope)} | None"


def additional_annotation(of: Type, scope: Scope) -> str:
    """Return the type of the field for members that are not known by name, from theirs."""
    return f"{scope.use('Mapping')}[str, {response_annotation(of, scope)}]"


def _in_response(of: Type, scope: Scope) -> list[str]:
    match of:
        case Scalar():
            return [_scalar(of, scope)]
        case EnumRef(at, scalars):
            return [scope.type(at), *(_scalar(scalar, scope) for scalar in scalars)]
        case Constant(_, scalar):
            return [_scalar(scalar, scope)]
        case ModelRef(at):
            return [scope.type(at)]
        case Array(items):
            return [f"list[{item_annotation(items, scope)}]"]
        case Map(values):
            return [f"dict[str, {item_annotation(values, scope)}]"]
        case _:
            raise TypeError(of)


def item_annotation(of: Type, scope: Scope) -> str:
    """Return the type of an item of a list or map: a model, or the object as it arrived."""
    annotation = response_annotation(of, scope)
    if any(isinstance(each, ModelRef) for each in _alternatives(of)):
        annotation += f" | {_scalar(Scalar.ANY, scope)}"
    return annotation


def _in_argument(of: Type, scope: Scope) -> list[str]:
    match of:
        case Scalar.UUID:
            return [_scalar(of, scope), "str"]
        case Scalar.BINARY:
            return [scope.use("FileContent")]
        case Scalar():
            return [_scalar(of, scope)]
        case EnumRef(at):
            return [scope.type(at)]
        case Constant(value):
            return [f"{scope.use('Literal')}[{literal(value)}]"]
        case ModelRef(at):
            return [scope.type(at), f"{scope.use('Mapping')}[str, {scope.use('Any')}]"]
        case Array(items):
            return [f"{scope.use('Sequence')}[{argument_annotation(items, scope)}]"]
        case Map(values):
            return [f"{scope.use('Mapping')}[str, {argument_annotation(values, scope)}]"]
        case _:
            raise TypeError(of)


def _joined(of: Type, scope: Scope, write: Callable[[Type, Scope], list[str]]) -> str:
    alternatives = list(_alternatives(of))
    if Scalar.ANY in alternatives:
        return _scalar(Scalar.ANY, scope)
    return " | ".join(dict.fromkeys(text for each in alternatives for text in write(each, scope)))


def _alternatives(of: Type) -> Iterator[Type]:
    """Yield the types that a value may have, none of which is a union or nullable itself."""
    match of:
        case Nullable(inner):
            yield from _alternatives(inner)
            yield Scalar.NULL
        case Union(variants):
            for variant in variants:
                yield from _alternatives(variant)
        case _:
            yield of


def _scalar(of: Scalar, scope: Scope) -> str:
    return _BUILTINS[of] if of in _BUILTINS else scope.use(_IMPORTED[of])
