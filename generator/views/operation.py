"""Views of operations: functions that build a call."""

from collections.abc import Iterable

from attrs import frozen

from .. import kinds, names
from ..docstrings import Section, described, docstring
from ..kinds import Kind, Property
from ..operations import Operation
from ..parameters import Parameter, of_place
from ..quoting import literal
from ..security import Alternatives
from ..spelling import annotation, argument, converter

_ERRORS = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}


@frozen
class ParameterView:
    """One parameter of the function."""

    name: str
    annotation: str
    default: str | None


@frozen
class ItemView:
    """A pair of a mapping: the key as a literal, the value as an expression."""

    key: str
    value: str


@frozen(kw_only=True)
class OperationView:
    """One operation: what is fixed, the function's signature, and the call it builds."""

    name: str
    function: str
    constant: str
    docstring: str
    positional: list[ParameterView]
    keyword: list[ParameterView]
    result: str

    method: str
    path: str
    query_styles: list[ItemView]
    cookie_styles: list[ItemView]
    header_styles: list[ItemView]
    accept: str | None
    security: str | None
    writer: str | None
    decoder: str
    may_be_large: bool
    errors: list[ItemView]
    deprecated: bool
    deprecated_parameters: str | None

    path_values: list[ItemView]
    query_values: list[ItemView]
    header_values: list[ItemView]
    cookie_values: list[ItemView]
    body_fields: list[ItemView]
    whole_body: str | None


def operation_view(operation: Operation, name: str, module: set[str]) -> OperationView:
    """Make the view of an operation.

    Args:
        operation: The operation.
        name: The name that is free for it in its group.
        module: The names that its module has already; its own are added.
    """
    function = names.claim(f"_{name}", module)
    constant = names.claim(f"_{name.upper()}", module)
    positional, keyword = _arguments(operation)
    views = [_parameter_view(parameter) for parameter in keyword]
    parameters, body, answers = operation.parameters, operation.body, operation.answers
    deprecated = tuple(each.wire_name for each in (*positional, *keyword) if each.deprecated)
    return OperationView(
        name=name,
        function=function,
        constant=constant,
        docstring=_docstring(operation, [*positional, *keyword]),
        positional=[_parameter_view(parameter) for parameter in positional],
        keyword=sorted(views, key=lambda parameter: parameter.default is not None),
        result=annotation(answers.result),
        method=literal(operation.method.upper()),
        path=literal(operation.path.partition("#")[0]),  # what follows only tells paths apart
        query_styles=_styles(of_place(parameters, "query"), "exploded"),
        cookie_styles=_styles(of_place(parameters, "cookie"), "exploded"),
        header_styles=_styles(of_place(parameters, "path", "header"), "simple"),
        accept=None if answers.accept == "application/json" else literal(answers.accept),
        security=None if operation.security is None else alternatives(operation.security),
        writer=body.writer if body else None,
        decoder=answers.decoder,
        may_be_large=answers.may_be_large,
        errors=_error_items(answers.errors),
        deprecated=operation.deprecated,
        deprecated_parameters=literal(deprecated) if deprecated else None,
        path_values=_values(of_place(parameters, "path")),
        query_values=_values(of_place(parameters, "query")),
        header_values=_values(of_place(parameters, "header")),
        cookie_values=_values(of_place(parameters, "cookie")),
        body_fields=[] if body is None or body.is_whole else [*map(_item_view, body.fields)],
        whole_body=body.fields[0].name if body and body.is_whole else None,
    )


def alternatives(groups: Alternatives) -> str:
    """Write groups of security schemes as a tuple of tuples."""
    return repr(groups)


def _arguments(operation: Operation) -> tuple[list[Property], list[Property]]:
    """Give what is passed by position, the last parameter of the path, and by name."""
    in_path = [parameter.property for parameter in of_place(operation.parameters, "path")]
    elsewhere = of_place(operation.parameters, "query", "header", "cookie")
    fields = operation.body.fields if operation.body else []
    others = [parameter.property for parameter in elsewhere]
    return in_path[-1:], [*in_path[:-1], *others, *fields]


def _parameter_view(parameter: Property) -> ParameterView:
    if parameter.required:
        return ParameterView(parameter.name, argument(parameter.kind), None)
    if isinstance(parameter.kind, kinds.Nullable):
        spelled = f"{argument(parameter.kind.kind)} | Unset | None"
        return ParameterView(parameter.name, spelled, "UNSET")
    spelled = argument(parameter.kind)
    optional = spelled if spelled == "Any" else f"{spelled} | None"
    return ParameterView(parameter.name, optional, "None")


def _item_view(field: Property) -> ItemView:
    """Write a field of the body; where it may be null, None is null and not absent."""
    value = field.name
    if isinstance(field.kind, kinds.Nullable):
        value = f"NULL if {value} is None else {value}"
    return ItemView(literal(field.wire_name), value)


def _values(parameters: Iterable[Parameter]) -> list[ItemView]:
    properties = [parameter.property for parameter in parameters]
    return [ItemView(literal(found.wire_name), found.name) for found in properties]


def _styles(parameters: Iterable[Parameter], default: str) -> list[ItemView]:
    return [
        ItemView(literal(parameter.property.wire_name), parameter.style)
        for parameter in parameters
        if parameter.style != default and _has_parts(parameter)
    ]


def _has_parts(parameter: Parameter) -> bool:
    """Tell whether a style makes a difference: a plain value is written the same in each."""
    plain = kinds.Scalar | kinds.Values | kinds.Constant
    kind = parameter.property.kind
    return parameter.style == "json_text" or kind == kinds.ANY or not isinstance(kind, plain)


def _error_items(errors: dict[str, Kind]) -> list[ItemView]:
    """Write the models of errors; those that the default is as well are left out."""
    default = errors.get("default")
    return [
        ItemView(literal(status), converter(kind))
        for status, kind in errors.items()
        if status == "default" or kind != default
    ]


def _docstring(operation: Operation, arguments: list[Property]) -> str:
    texts = [text for text in (operation.summary, operation.description) if text.strip()]
    texts = texts or [f"{operation.method.upper()} {operation.path}."]
    if operation.deprecated:
        texts.append("Deprecated: a call of it warns.")
    raises = [
        (_ERRORS[status], f"{status}. {text}")
        for status, text in operation.answers.error_texts.items()
        if status in _ERRORS
    ]
    raises.append(
        ("APIError", "Any other failure; ``may_have_executed`` tells if the server may have acted.")
    )
    described_arguments = [
        (found.name, text) for found in arguments if (text := described(found.doc))
    ]
    return docstring(
        "\n\n".join(texts),
        [
            Section("Args", [*described_arguments, *_options(operation)]),
            Section("Returns", _returns(operation)),
            Section("Raises", raises),
        ],
    )


def _options(operation: Operation) -> list[tuple[str, str]]:
    """Describe the arguments that every operation has."""
    body = "Fields of the body that the spec does not have; they win over the others."
    return [
        ("extra_headers", "Sent over the client's headers."),
        ("extra_query", "Query parameters that the spec does not have."),
        *([("extra_body", body)] if operation.body else []),
        ("timeout", "Seconds for an attempt, or None for no limit; by default the client's."),
    ]


def _returns(operation: Operation) -> list[tuple[str, str]]:
    """Describe the result, and name its type."""
    text = operation.answers.text.strip()
    if operation.answers.result != kinds.NULL:
        result = annotation(operation.answers.result).replace("models.", "")
        text = f"{text.rstrip('.') or 'The response'}, as `{result}`."
    return [("", text)] if text else []
