"""Where operations are found on the client, as far as their document does not say.

With a tag: on a resource of its name. Without: on the resources of the path, `ir.route`. The method
is called like the operationId; where there is none, or it only repeats method and path, like what
these say.
"""

from collections.abc import Iterable

from attrs import frozen

from ..ir.api import Operation
from ..ir.plurals import singular
from ..ir.route import Route, is_derived, route
from .identifiers import snake_case, words

_DEFAULT = ("default",)
_SEPARATORS = "/.:_"

Call = tuple[tuple[str, ...], str]
"""Resources, and a method."""


@frozen
class _Found:
    operation: Operation
    route: Route
    by_path: bool
    """Whether the method is called like what the path says."""


class Routes:
    """Finds places for operations; what an operation is called is its own, unless two clash."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Look at all operations first: an action that is a resource too is called ``create``."""
        several = list(operations)
        methods: dict[str, set[str]] = {}
        for each in several:
            methods.setdefault(each.path, set()).add(each.method.lower())
        self._found = {each.at: _look(each, methods[each.path]) for each in several}
        self._resources = {
            tuple(map(snake_case, found.route.resource[: depth + 1]))
            for found in self._found.values()
            for depth in range(len(found.route.resource))
        }

    def candidates(self, operation: Operation) -> list[Call]:
        """Return where an operation can be found, the best place first."""
        found = self._found[operation.at]
        where, prefix = found.route, tuple(map(snake_case, found.route.prefix))
        resource = tuple(map(snake_case, where.resource))
        if operation.tags or operation.sdk_group:
            tag = operation.tags[0] if operation.tags else (operation.sdk_group or _DEFAULT)[-1]
            return [((snake_case(tag),), name) for name in _in_tag(found, tag)]
        verb = snake_case(where.verb)
        if not found.by_path:
            return [(resource or _DEFAULT, snake_case(operation.title))]
        if where.is_action and (*resource, verb) in self._resources:
            resource, verb = (*resource, verb), "create"
        names = [(resource or _DEFAULT, verb)]
        if where.placeholder:
            names.append((resource or _DEFAULT, f"{verb}_by_{snake_case(where.placeholder)}"))
        return [*names, ((*prefix, *resource) or _DEFAULT, verb)]


def _look(operation: Operation, methods: set[str]) -> _Found:
    method = operation.method.lower()
    by_path = not operation.id or is_derived(operation.id, method, operation.path)
    return _Found(operation, route(method, operation.path, methods), by_path)


def _in_tag(found: _Found, tag: str) -> list[str]:
    """Return what an operation can be called on the resource of its tag."""
    if not found.by_path:
        return [snake_case(_without_tag(found.operation.title, tag))]
    where, every = found.route, list(found.route.resource)
    rest = every
    for index, each in enumerate(every):
        if _letters(each) == _letters(tag):
            rest = every[index + 1 :]
    many = where.verb.startswith("list") or where.verb.endswith("_all")
    names = [rest, every, [*where.prefix, *every]]
    return [
        snake_case("_".join([where.verb, *(each if many else [*map(singular, each)])]))
        for each in names
    ]


def _without_tag(title: str, tag: str) -> str:
    """Return an operationId without its tag in front: ``repos/get`` of ``repos`` is ``get``."""
    for index, char in enumerate(title):
        if char in _SEPARATORS and _letters(title[:index]) == _letters(tag):
            rest = title[index + 1 :]
            return rest if words(rest) else title
    return title


def _letters(name: str) -> str:
    return singular("".join(words(name)).lower())
