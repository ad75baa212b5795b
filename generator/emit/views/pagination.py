"""The view of an operation's pagination: a constant with the rule that its pages follow."""

from attrs import frozen

from ...ir.api import Api, Operation
from ...ir.pagination import CursorRule, Input, Limit, LinkRule, OffsetRule, PageRule, Rule, Steps
from ...ir.types import Nullable
from ..annotations import item_annotation, response_annotation
from ..imports import Scope
from ..literals import literal
from ..names import Names

_ATTRIBUTES = {"query": "query", "header": "headers", "cookie": "cookies", "body": "body"}
"""Of the runtime's `Call`, by where a parameter is sent."""


@frozen
class PaginationView:
    """The constant of an operation that divides a list into pages."""

    constant: str
    """The constant."""

    annotation: str
    """Its type, with that of a page and that of an item."""

    rule: str
    """The expression for the rule."""

    item: str
    """The type of an item."""


def pagination_view(
    operation: Operation, constant: str, api: Api, names: Names, scope: Scope
) -> PaginationView | None:
    """Build the view of a pagination; None where an operation has none.

    Args:
        operation: The operation.
        constant: What the constant is called in the module.
        api: What the operation is part of.
        names: The names of its models and fields.
        scope: The module that it is written in.
    """
    found = operation.pagination
    if found is None:
        return None
    name, arguments = _rule(found.rule)
    item = item_annotation(found.items.type, scope)
    page = response_annotation(operation.responses.type, scope)
    items = f"lambda page: {_items(operation, api, names, scope)}"
    rule = f"{scope.use(name)}({', '.join([items, *arguments])})"
    return PaginationView(constant, f"{name}[{page}, {item}]", rule, item)


def _items(operation: Operation, api: Api, names: Names, scope: Scope) -> str:
    """Return the expression for the list in a page; it is None where a member above is missing."""
    path = operation.pagination.items.path if operation.pagination else ()
    found, guards = "page", list[str]()
    may_be_missing = isinstance(operation.responses.type, Nullable)
    for member in path:
        if may_be_missing:
            guards.append(f"isinstance({found}, {scope.type(member.model)})")
        found += f".{names.fields[member.model][member.wire_name]}"
        properties = {each.wire_name: each for each in api.model(member.model).properties}
        described = properties[member.wire_name]
        may_be_missing = not described.required or isinstance(described.type, Nullable)
    return f"{found} if {' and '.join(guards)} else None" if guards else found


def _rule(rule: Rule) -> tuple[str, list[str]]:
    """Return the class of a rule, and its arguments behind the first."""
    match rule:
        case CursorRule():
            arguments = [_input(rule.cursor), *_steps("next", rule.next)]
            arguments += [*_steps("last", rule.last), *_steps("has_more", rule.has_more)]
            return "ByCursor", arguments
        case OffsetRule():
            counted = _counted(rule.offset, rule.first, rule.limit, rule.total, rule.has_more)
            return "ByOffset", counted
        case PageRule():
            return "ByPage", _counted(rule.page, rule.first, rule.limit, rule.pages, rule.has_more)
        case LinkRule():
            return "ByLink", _steps("next", rule.next)


def _counted(
    number: Input, first: int, limit: Limit | None, end: Steps | None, has_more: Steps | None
) -> list[str]:
    arguments = [_input(number), f"first={first}"]
    if limit is not None:
        arguments.append(f"limit={_input(limit.input)}")
        arguments += [] if limit.default is None else [f"default={limit.default}"]
        arguments += [] if limit.maximum is None else [f"maximum={limit.maximum}"]
    return [*arguments, *_steps("end", end), *_steps("has_more", has_more)]


def _input(found: Input) -> str:
    return literal((_ATTRIBUTES[found.place], found.wire_name))


def _steps(name: str, steps: Steps | None) -> list[str]:
    return [] if steps is None else [f"{name}={literal(steps)}"]
