"""Changes of pagination: what ``with_pagination`` has, and how it goes through the pages."""

from collections.abc import Iterator, Mapping

from ..emit.names import Method
from ..ir.pagination import (
    CursorRule,
    Limit,
    LinkRule,
    OffsetRule,
    PageRule,
    Pagination,
    Rule,
    Steps,
)
from .changes import ApiChange, changed, removed


def pagination_changes(old: Method, new: Method) -> Iterator[ApiChange]:
    """Compare how two methods divide a list into pages.

    Callers see which items come, and where an iteration that was interrupted goes on: both may be
    others by another rule.
    """
    before, after = old.operation.pagination, new.operation.pagination
    if after is None:
        if before is not None:
            yield removed("pagination-removed", _call(old), before.at)
    elif before is None:
        yield changed("pagination-added", _call(new), after.at)
    elif (was := _shown(before)) != (now := _shown(after)):
        yield changed("pagination-changed", _call(new), after.at, old=was, new=now)


def _call(method: Method) -> str:
    resource, _, name = method.call.rpartition(".")
    return f"{resource}.with_pagination.{name}()"


def _shown(of: Pagination) -> str:
    """Return a pagination as the document has it."""
    kind, members = _members(of.rule)
    items = tuple(member.wire_name for member in of.items.path)
    shown = {"items": _pointer(items), **members}
    return ", ".join([kind, *(f"{key} {value}" for key, value in shown.items() if value)])


def _members(rule: Rule) -> tuple[str, Mapping[str, str]]:
    match rule:
        case CursorRule():
            members = {"cursor": rule.cursor.wire_name, "next": _pointer(rule.next)}
            members |= {"last": _pointer(rule.last), "has-more": _pointer(rule.has_more)}
            return "cursor", members
        case OffsetRule():
            counted = _counted(rule.first, rule.limit, rule.has_more)
            members = {"offset": rule.offset.wire_name, **counted, "total": _pointer(rule.total)}
            return "offset", members
        case PageRule():
            counted = _counted(rule.first, rule.limit, rule.has_more)
            members = {"page": rule.page.wire_name, **counted, "pages": _pointer(rule.pages)}
            return "page", members
        case LinkRule():
            return "link", {"next": _pointer(rule.next)}


def _counted(first: int, limit: Limit | None, has_more: Steps | None) -> Mapping[str, str]:
    name = "" if limit is None else limit.input.wire_name
    return {"first": str(first), "limit": name, "has-more": _pointer(has_more)}


def _pointer(steps: Steps | None) -> str:
    """Return the steps as a JSON pointer; empty where there are none."""
    escaped = (step.replace("~", "~0").replace("/", "~1") for step in steps or ())
    return "".join(f"/{step}" for step in escaped)
