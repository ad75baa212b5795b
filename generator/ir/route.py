"""What method and path say about an operation: which resource it belongs to, and what it does.

    GET    /checkout/sessions                    checkout, sessions   list
    POST   /checkout/sessions                    checkout, sessions   create
    GET    /checkout/sessions/{session}          checkout, sessions   retrieve
    POST   /checkout/sessions/{session}/expire   checkout, sessions   expire

A path that ends in a plural is a collection, one that ends in a placeholder an item of it. A POST
to anything else is an action of what comes before; so is what `_ACTIONS` lists, with any method.
"""

import re
from collections.abc import Collection

from attrs import frozen

from .plurals import is_plural, singular

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_PREFIX = re.compile(r"api|rest|v\d+([._]\d+)*", re.IGNORECASE)
_ACTIONS = frozenset({"count", "download", "export", "import", "preview", "search", "upload"})
# A query or a fragment only tells paths apart, an extension asks for a format.
_UNIMPORTANT = re.compile(r"[?#].*|\.(json|xml)$")
_CONNECTORS = ("", "by", "with")

_OF_ITEMS = {"get": "retrieve", "post": "update", "put": "update", "patch": "update"}
_OF_COLLECTIONS = {
    "get": "list",
    "post": "create",
    "put": "update_all",
    "patch": "update_all",
    "delete": "delete_all",
}
_OF_SINGLETONS = {"get": "retrieve", "post": "create", "put": "update", "patch": "update"}


@frozen
class Route:
    """What a path says about one of its operations."""

    prefix: tuple[str, ...]
    """The segments that say nothing about the resource: ``api``, ``v1``."""

    resource: tuple[str, ...]
    """The segments without prefix, placeholders and action."""

    verb: str
    is_action: bool = False
    placeholder: str = ""
    """What an item is found by besides another placeholder right before it."""

    @property
    def noun(self) -> str:
        """One of what the operation deals with, in words."""
        return " ".join(map(singular, self.resource))


def route(method: str, path: str, methods: Collection[str]) -> Route:
    """Return what a path says about an operation.

    Args:
        method: The HTTP method, in lower case.
        path: The path with its placeholders.
        methods: All methods of the path: where there is PATCH, PUT replaces.
    """
    segments = [each for each in re.split(r"[/:]", _UNIMPORTANT.sub("", path)) if each]
    fixed = [_PLACEHOLDER.sub("", each).strip("-_.()") for each in segments]
    words = [each for each in fixed if each]
    start = 0
    while start < len(words) - 1 and _PREFIX.fullmatch(words[start]):
        start += 1
    prefix, resource = tuple(words[:start]), tuple(words[start:])
    if not fixed or not fixed[-1]:
        placeholder = segments[-1].strip("{}") if len(fixed) > 1 and not fixed[-2] else ""
        return Route(prefix, resource, _of_item(method, methods), placeholder=placeholder)
    if not resource:
        return Route(prefix, resource, _OF_SINGLETONS.get(method, method))
    last = resource[-1]
    is_verb = last.lower() in _ACTIONS or (method == "post" and not is_plural(last))
    if is_verb and len(resource) > 1:
        return Route(prefix, resource[:-1], last, is_action=True)
    verbs = _OF_COLLECTIONS if is_plural(last) else _OF_SINGLETONS
    return Route(prefix, resource, verbs.get(method, method))


def _of_item(method: str, methods: Collection[str]) -> str:
    if method == "put" and "patch" in methods:
        return "replace"
    if method == "post" and not {"put", "patch"}.isdisjoint(methods):
        return "create"
    return _OF_ITEMS.get(method, method)


def is_derived(operation_id: str, method: str, path: str) -> bool:
    """Return whether an operationId only repeats method and path: ``PostCheckoutSessions``."""
    found = _letters(operation_id)
    segments = [each for each in path.split("/") if each]
    for start in range(len(segments) + 1):
        if start and not _PREFIX.fullmatch(segments[start - 1]):
            break
        for connector in _CONNECTORS:
            rest = "".join(
                f"{connector if '{' in each else ''}{_letters(each)}" for each in segments[start:]
            )
            if rest and found in {f"{method}{rest}", f"{rest}{method}"}:
                return True
    return False


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())
