"""Building the view of an operation."""

from collections.abc import Iterable

from ...ir.api import Alternatives, Api, Body, ChosenBody, JsonBody, Operation, Place, Style
from ...ir.types import Nullable, Scalar
from ..annotations import argument_annotation, response_annotation
from ..codecs import (
    decoder,
    error_converters,
    null_if_none,
    plain_value,
    style_matters,
    style_of,
    writer,
)
from ..docstrings import Section, cut, docstring, property_text
from ..imports import Scope
from ..literals import literal
from ..names import Argument, Method
from .operation_view import ItemView, OperationView, ParameterView

_USED = ("Call", "Mapping", "Operation", "Options", "Timeout", "UNSET", "Unset")
_ERRORS = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}
_DEFAULT_ACCEPT = "application/json"  # of the runtime's Operation

_OPTIONS = (
    ("extra_headers", "Sent over the client's headers."),
    ("extra_query", "Query parameters that the spec does not have."),
    ("extra_body", "Fields of the body that the spec does not have; they win over the others."),
    ("timeout", "Seconds for an attempt, or None for no limit; by default the client's."),
)


def operation_view(
    method: Method, function: str, constant: str, api: Api, scope: Scope
) -> OperationView:
    """Build the view of an operation.

    Args:
        method: The operation and its names.
        function: What its function is called in the module.
        constant: What its constant is called there.
        api: What it is part of.
        scope: The module that it is written in.
    """
    for each in _USED:
        scope.use(each)
    operation, arguments = method.operation, _positional_first(method.arguments)
    body, responses = operation.body, operation.responses
    keyword = [_parameter(each, scope) for each in arguments if not each.is_positional]
    deprecated = tuple(each.property.wire_name for each in arguments if each.property.deprecated)
    fields = [each for each in arguments if each.place == "body"]
    is_whole = body is not None and body.is_whole
    result = response_annotation(responses.type, scope)
    return OperationView(
        name=method.name,
        function=function,
        constant=constant,
        docstring=_docstring(operation, arguments, result, api),
        positional=[_parameter(each, scope) for each in arguments if each.is_positional],
        keyword=sorted(keyword, key=lambda parameter: parameter.default is not None),
        result=result,
        method=literal(operation.method),
        path=literal(operation.path.partition("#")[0]),  # a fragment only tells paths apart
        query_styles=_styles(_in(arguments, "query"), Style.EXPLODED, scope),
        cookie_styles=_styles(_in(arguments, "cookie"), Style.EXPLODED, scope),
        header_styles=_styles(_in(method.arguments, "path", "header"), Style.SIMPLE, scope),
        accept=None if responses.accept == _DEFAULT_ACCEPT else literal(responses.accept),
        security=None if operation.security is None else alternatives(operation.security),
        server=None if operation.server is None else literal(operation.server),
        writer=None if body is None else writer(body, scope),
        decoder=decoder(responses, scope),
        errors=[
            ItemView(literal(status), convert)
            for status, convert in error_converters(responses.errors, scope)
        ],
        deprecated=operation.deprecated,
        deprecated_parameters=literal(deprecated) if deprecated else None,
        path_values=_values(_in(method.arguments, "path"), scope),
        query_values=_values(_in(arguments, "query"), scope),
        header_values=_values(_in(arguments, "header"), scope),
        cookie_values=_values(_in(arguments, "cookie"), scope),
        body_fields=[] if body is None or is_whole else _fields(body, fields, scope),
        whole_body=fields[0].name if is_whole else None,
    )


def alternatives(of: Alternatives) -> str:
    """Return alternatives of security schemes as a literal."""
    return literal(of)


def _positional_first(arguments: Iterable[Argument]) -> list[Argument]:
    return sorted(arguments, key=lambda argument: not argument.is_positional)


def _in(arguments: Iterable[Argument], *places: Place) -> list[Argument]:
    return [argument for argument in arguments if argument.place in places]


def _parameter(argument: Argument, scope: Scope) -> ParameterView:
    of = argument.property.type
    if argument.property.required:
        return ParameterView(argument.name, argument_annotation(of, scope), None)
    if isinstance(of, Nullable):
        annotation = f"{argument_annotation(of.type, scope)} | Unset | None"
        return ParameterView(argument.name, annotation, "UNSET")
    annotation = argument_annotation(of, scope)
    optional = annotation if annotation == "Any" else f"{annotation} | None"
    return ParameterView(argument.name, optional, "None")


def _fields(body: Body, arguments: Iterable[Argument], scope: Scope) -> list[ItemView]:
    value = null_if_none if isinstance(body.format, JsonBody) else plain_value
    return [
        ItemView(literal(each.property.wire_name), value(each.name, each.property.type, scope))
        for each in arguments
    ]


def _values(arguments: Iterable[Argument], scope: Scope) -> list[ItemView]:
    return [
        ItemView(
            literal(each.property.wire_name), plain_value(each.name, each.property.type, scope)
        )
        for each in arguments
    ]


def _styles(arguments: Iterable[Argument], default: Style, scope: Scope) -> list[ItemView]:
    return [
        ItemView(
            literal(each.property.wire_name),
            style_of(each.style, scope, allow_reserved=each.allow_reserved),
        )
        for each in arguments
        if each.style is not None
        and (
            each.allow_reserved
            or (each.style != default and style_matters(each.style, each.property.type))
        )
    ]


def _docstring(operation: Operation, arguments: Iterable[Argument], result: str, api: Api) -> str:
    texts = [text for text in (operation.summary, operation.description) if text.strip()]
    texts = texts or [f"{operation.method} {operation.path}."]
    if operation.body and isinstance(operation.body.format, ChosenBody):
        texts.append(_chosen(operation.body.format))
    if operation.server is not None:
        texts.append(f"It is sent to {operation.server}, unless ``base_url`` was passed.")
    if operation.pagination is not None:
        texts.append(
            "It returns one page: the method of the same name on ``with_pagination`` iterates over "
            "the items of all pages."
        )
    if operation.deprecated:
        texts.append("Deprecated: calling it warns.")
    described = [(each.name, property_text(each.property, api)) for each in arguments]
    raises = [
        (_ERRORS[error.status], f"{error.status}. {error.text}")
        for error in operation.responses.errors
        if error.status in _ERRORS
    ]
    raises.append(
        ("APIError", "Any other failure; ``may_have_executed``: whether the server may have acted.")
    )
    options = [each for each in _OPTIONS if operation.body or each[0] != "extra_body"]
    returns = _returns(operation, result)
    return docstring(
        cut("\n\n".join(texts)),
        [
            Section("Args", [*((name, text) for name, text in described if text), *options]),
            Section("Returns", [("", returns)] if returns else []),
            Section("Raises", raises),
        ],
    )


def _chosen(body: ChosenBody) -> str:
    """Describe how the content type of a body is chosen."""
    first, *others = [f"``{choice.format.media_type}``" for choice in body.choices]
    return (
        f"The body is sent as {first}; as {' or '.join(others)} where a file is passed, or a field "
        "that only this has."
    )


def _returns(operation: Operation, result: str) -> str:
    """Describe what a call returns, and name its type."""
    text = operation.responses.text.strip()
    if operation.responses.type is Scalar.NULL:
        return text
    return f"{text.rstrip('.') or 'The response'}, as `{result.replace('models.', '')}`."
