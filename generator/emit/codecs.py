"""Expressions for what the runtime reads and writes: converters, decoders, writers, styles."""

from collections.abc import Iterable

from ..ir.api import (
    Body,
    BodyChoice,
    ChosenBody,
    Content,
    ErrorResponse,
    FormBody,
    JsonBody,
    JsonContent,
    MultipartBody,
    RawBody,
    Responses,
    Style,
    Success,
    TextContent,
)
from ..ir.types import (
    Array,
    Constant,
    Discriminator,
    EnumRef,
    Map,
    ModelRef,
    Nullable,
    Scalar,
    Type,
    Union,
    without_null,
)
from .imports import Scope
from .literals import literal, mapping

_CONVERTERS = {
    Scalar.STRING: "as_str",
    Scalar.INTEGER: "as_int",
    Scalar.NUMBER: "as_float",
    Scalar.BOOLEAN: "as_bool",
    Scalar.DATE: "as_date",
    Scalar.DATETIME: "as_datetime",
    Scalar.UUID: "as_uuid",
    Scalar.BASE64: "as_bytes",
    Scalar.BINARY: "as_str",
    Scalar.ANY: "as_any",
    Scalar.NULL: "as_none",
}
_STYLES = {
    Style.SIMPLE: "simple",
    Style.SIMPLE_EXPLODED: "simple_exploded",
    Style.EXPLODED: "exploded",
    Style.COMMA_SEPARATED: "comma_separated",
    Style.SPACE_SEPARATED: "space_separated",
    Style.PIPE_SEPARATED: "pipe_separated",
    Style.DEEP_OBJECT: "deep_object",
    Style.JSON: "json_text",
}


def converter(of: Type, scope: Scope) -> str:
    """Return the function that decodes a value of a type."""
    match of:
        case Scalar():
            return scope.use(_CONVERTERS[of])
        case EnumRef(_, scalars):
            return _one_of((converter(scalar, scope) for scalar in scalars), scope)
        case Constant(_, scalar):
            return converter(scalar, scope)
        case ModelRef(at):
            return f"{scope.type(at)}.from_dict"
        case Array(items):
            return f"{scope.use('list_of')}({converter(items, scope)})"
        case Map(values):
            return f"{scope.use('map_of')}({converter(values, scope)})"
        case Nullable(inner):
            return f"{scope.use('null_or')}({converter(inner, scope)})"
        case Union(variants, Discriminator(key, by_value)):
            cases = [(value, converter(each, scope)) for value, each in by_value]
            by_member = f"{scope.use('by_member')}({literal(key)}, {mapping(cases)})"
            mapped = {each for _, each in by_value}
            others = [converter(each, scope) for each in variants if each not in mapped]
            return _one_of([by_member, *others], scope)
        case Union(variants):
            return _one_of((converter(variant, scope) for variant in variants), scope)


def _one_of(converters: Iterable[str], scope: Scope) -> str:
    unique = list(dict.fromkeys(converters))
    return unique[0] if len(unique) == 1 else f"{scope.use('one_of')}({', '.join(unique)})"


def decoder(responses: Responses, scope: Scope) -> str:
    """Return the function that decodes a success into the value that a call returns."""
    cases = [(success.status, _by_type(success, scope)) for success in responses.successes]
    found = _choice("by_status", cases, scope)
    if responses.items is None or not responses.items.is_choice:
        return found
    return f"{scope.use('unless_streamed')}({found})"


def _by_type(success: Success, scope: Scope) -> str:
    cases = [(media_type, _content(content, scope)) for media_type, content in success.contents]
    return _choice("by_type", cases, scope)


def _content(content: Content, scope: Scope) -> str:
    match content:
        case JsonContent(of):
            return f"{scope.use('json_response')}(lambda: {converter(of, scope)})"
        case TextContent():
            return scope.use("text_response")
        case _:
            return scope.use("bytes_response")


def _choice(function: str, cases: list[tuple[str, str]], scope: Scope) -> str:
    """Return the function that chooses among decoders, where there is more than one."""
    match list(dict.fromkeys(decode for _, decode in cases)):
        case []:
            return scope.use("no_content")
        case [only]:
            return only
        case _:
            return f"{scope.use(function)}({mapping(cases)})"


def error_converters(errors: Iterable[ErrorResponse], scope: Scope) -> list[tuple[str, str]]:
    """Return the converters of error bodies by status, without those that are the default's."""
    types = {error.status: error.type for error in errors if error.type is not None}
    default = types.get("default")
    return [
        (status, converter(each, scope))
        for status, each in types.items()
        if status == "default" or each != default
    ]


def writer(body: Body, scope: Scope) -> str:
    """Return the function that writes the body of a request."""
    match body.format:
        case JsonBody(media_type) if body.is_whole:
            return f"{scope.use('json_value')}({literal(media_type)})"
        case RawBody(media_type):
            return f"{scope.use('content')}({literal(media_type)})"
        # An empty form says the same as none, and is what a server of forms expects.
        case FormBody() if body.is_whole:
            return scope.use("form")
        case FormBody():
            return _fields_writer(body.format, scope)
        case ChosenBody(choices):
            written = ", ".join(_choice_of_body(each, scope) for each in choices)
            return _optional(body, f"{scope.use('first_that_fits')}({written})", scope)
        case _:
            return _optional(body, _fields_writer(body.format, scope), scope)


def _fields_writer(of: JsonBody | FormBody | MultipartBody, scope: Scope) -> str:
    """Return the function that writes a body whose fields are passed one by one."""
    match of:
        case JsonBody(media_type):
            return f"{scope.use('json_object')}({literal(media_type)})"
        case FormBody(_, ()):
            return scope.use("form")
        case FormBody(_, styles):
            written = [(field, style_of(style, scope)) for field, style in styles]
            return f"{scope.use('styled_form')}({mapping(written)})"
        case MultipartBody(_, content_types, files):
            types = mapping((field, literal(each)) for field, each in content_types)
            arguments = f"{types}, files={literal(files)}" if files else types
            return f"{scope.use('multipart')}({arguments})"


def _choice_of_body(choice: BodyChoice, scope: Scope) -> str:
    """Return one of the content types of a body."""
    arguments = [
        literal(choice.format.media_type),
        _fields_writer(choice.format, scope),
        literal(choice.fields),
    ]
    if choice.required:
        arguments.append(f"required={literal(choice.required)}")
    if isinstance(choice.format, MultipartBody):
        arguments.append("takes_files=True")
    return f"{scope.use('Choice')}({', '.join(arguments)})"


def _optional(body: Body, write: str, scope: Scope) -> str:
    return write if body.required else f"{scope.use('optional')}({write})"


def plain_value(name: str, of: Type, scope: Scope) -> str:
    """Return what is written for a value outside of JSON, where null in a list has to be marked."""
    bare = without_null(of)
    has_nulls = isinstance(bare, Array) and isinstance(bare.items, Nullable)
    if not has_nulls:
        return null_if_none(name, of, scope)
    marked = f"{scope.use('with_nulls')}({name})"
    is_nullable = isinstance(of, Nullable)
    return f"{scope.use('NULL')} if {name} is None else {marked}" if is_nullable else marked


def null_if_none(name: str, of: Type, scope: Scope) -> str:
    """Return what is written for a value: of a type that may be null, null where it is None."""
    if not isinstance(of, Nullable):
        return name
    return f"{scope.use('NULL')} if {name} is None else {name}"


def style_of(style: Style, scope: Scope, *, allow_reserved: bool = False) -> str:
    """Return the function that writes a value in a style."""
    write = scope.use(_STYLES[style])
    if not allow_reserved:
        return write
    separator = ", ','" if style is Style.COMMA_SEPARATED else ""
    return f"{scope.use('reserved')}({write}{separator})"


def style_matters(style: Style, of: Type) -> bool:
    """Return whether a style makes a difference: a plain value is written the same in each."""
    plain = of is not Scalar.ANY and isinstance(of, Scalar | EnumRef | Constant)
    return style is Style.JSON or not plain
