"""Views of operations: functions that build a call."""

from attrs import frozen

from .. import kinds
from ..docstrings import Section, described, docstring
from ..kinds import Property
from ..operations import Operation
from ..quoting import literal
from ..spelling import annotation as spell
from ..spelling import argument, converter

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
    """A value that is sent: its name on the wire, as a literal, and the expression for it."""

    key: str
    value: str


@frozen
class OperationView:
    """One operation."""

    name: str
    method: str
    path: str
    docstring: str
    positional: list[ParameterView]
    keyword: list[ParameterView]
    result: str
    decode: str
    errors: list[ItemView]
    path_values: list[ItemView]
    has_body: bool
    form_fields: list[ItemView]

    @property
    def constant(self) -> str:
        """The name of what is fixed for all calls."""
        return f"_{self.name.upper()}"


def operation_view(operation: Operation, name: str) -> OperationView:
    """Make the view of an operation, under the name that is free for it."""
    others, last = operation.path_parameters[:-1], operation.path_parameters[-1:]
    keyword = [_parameter_view(parameter) for parameter in [*others, *operation.form_fields]]
    return OperationView(
        name=name,
        method=literal(operation.method),
        path=literal(operation.path),
        docstring=_docstring(operation),
        positional=[_parameter_view(parameter) for parameter in last],
        keyword=sorted(keyword, key=lambda parameter: parameter.default is not None),
        result=spell(operation.result),
        decode=converter(operation.result),
        errors=[
            ItemView(literal(status), converter(kind))
            for status, kind in _distinct_errors(operation).items()
        ],
        path_values=[_item_view(parameter) for parameter in operation.path_parameters],
        has_body=operation.has_body,
        form_fields=[_item_view(member) for member in operation.form_fields],
    )


def _parameter_view(parameter: Property) -> ParameterView:
    if parameter.required:
        return ParameterView(parameter.name, argument(parameter.kind), None)
    if isinstance(parameter.kind, kinds.Nullable):
        spelled = f"{argument(parameter.kind.kind)} | None | Unset"
        return ParameterView(parameter.name, spelled, "UNSET")
    return ParameterView(parameter.name, f"{argument(parameter.kind)} | None", "None")


def _item_view(parameter: Property) -> ItemView:
    return ItemView(literal(parameter.wire_name), parameter.name)


def _distinct_errors(operation: Operation) -> dict[str, kinds.Kind]:
    """Leave out what the default says as well."""
    default = operation.errors.get("default")
    return {
        status: kind
        for status, kind in operation.errors.items()
        if status == "default" or kind != default
    }


def _docstring(operation: Operation) -> str:
    others, last = operation.path_parameters[:-1], operation.path_parameters[-1:]
    arguments = [*last, *others, *operation.form_fields]
    return docstring(
        "\n\n".join(text for text in (operation.summary, operation.description) if text)
        or f"{operation.method} {operation.path}.",
        [
            Section(
                "Args",
                [(argument.name, described(argument.doc)) for argument in arguments],
            ),
            Section("Returns", [("", operation.result_text)]),
            Section(
                "Raises",
                [
                    (_ERRORS[status], f"{status}. {text}")
                    for status, text in operation.error_texts.items()
                    if status in _ERRORS
                ]
                + [
                    (
                        "APIError",
                        "Any other failure; ``may_have_executed`` tells whether it counts.",
                    )
                ],
            ),
        ],
    )
