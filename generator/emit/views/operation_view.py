"""The view of an operation: a constant, and the function that builds its call."""

from attrs import frozen

from .pagination import PaginationView


@frozen
class ParameterView:
    """A parameter of the function."""

    name: str
    """Its name."""

    annotation: str
    """Its type."""

    default: str | None
    """The expression for its default; None where it is required."""


@frozen
class ItemView:
    """An item of a mapping: the key as a literal, the value as an expression."""

    key: str
    """The key, as a literal."""

    value: str
    """The expression for the value."""


@frozen(kw_only=True)
class OperationView:
    """An operation: what is fixed, the function's signature, and the call that it builds."""

    name: str
    """The method."""

    function: str
    """The function that builds the call."""

    constant: str
    """The constant with what is fixed."""

    docstring: str
    """What the operation does, with its arguments and errors."""

    positional: list[ParameterView]
    """The positional parameters."""

    keyword: list[ParameterView]
    """The keyword parameters, those without a default first."""

    result: str
    """The type of what it returns."""

    method: str
    """The method of HTTP, as a literal."""

    path: str
    """The template of the path, as a literal."""

    query_styles: list[ItemView]
    """What writes query parameters that are not written in the usual way."""

    cookie_styles: list[ItemView]
    """The same for cookies."""

    header_styles: list[ItemView]
    """The same for headers and path parameters."""

    accept: str | None
    """The `Accept` header, as a literal; None for JSON."""

    security: str | None
    """Which schemes it needs; None for those of the client."""

    server: str | None
    """The address of a server of its own, as a literal."""

    writer: str | None
    """The expression for what writes the body; None without one."""

    decoder: str
    """The expression for what decodes a success."""

    errors: list[ItemView]
    """What decodes the body of an error, by status."""

    deprecated: bool
    """Whether calling it warns."""

    deprecated_parameters: str | None
    """The JSON names of parameters that warn, as a literal."""

    path_values: list[ItemView]
    """What is passed in the path."""

    query_values: list[ItemView]
    """What is passed in the query."""

    header_values: list[ItemView]
    """What is passed in headers."""

    cookie_values: list[ItemView]
    """What is passed in cookies."""

    body_fields: list[ItemView]
    """What is passed in the body, field by field."""

    whole_body: str | None
    """The parameter that is the whole body."""

    pagination: PaginationView | None = None
    """How its pages follow each other; None where it has one page."""
