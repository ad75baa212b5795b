"""Which names a template refers to at each place, and of which types they are.

Where the type of an expression is not known (the result of a filter or a call), its attributes are
not checked before they are used.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import attrs
from jinja2 import nodes

from ..diagnostics import Diagnostics, Line

Scope = dict[str, object]
"""The names that can be used at a place, with their types; None where that is not known."""

_DEFINED = frozenset({"defined", "undefined"})
_DEFAULTS = frozenset({"default", "d"})


class Walk:
    """A walk through one template, which knows the type of each name."""

    def __init__(
        self, scope: Scope, blocks: Mapping[str, Scope], file: Path, diagnostics: Diagnostics
    ) -> None:
        """Begin at the top of a template.

        Args:
            scope: What it sees.
            blocks: What the blocks of the templates above it see.
            file: Where it was read from.
            diagnostics: Where errors are recorded.
        """
        self.blocks: dict[str, Scope] = {}
        self._scope = scope
        self._inherited = blocks
        self._file = file
        self._diagnostics = diagnostics

    def template(self, tree: nodes.Template) -> None:
        """Check a template: its blocks last, as they see what is set outside of them."""
        inner = [node for node in tree.body if isinstance(node, nodes.Block)]
        self._all((node for node in tree.body if node not in inner), self._scope)
        self._all(inner, self._scope)

    def _all(self, found: Iterable[nodes.Node], scope: Scope) -> None:
        for node in found:
            self._check(node, scope)

    def _check(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.For() | nodes.With() | nodes.Macro() | nodes.CallBlock() | nodes.Block():
                self._inner(node, scope)
            case nodes.Assign():
                self._check(node.node, scope)
                scope |= _targets(node.target, self._type(node.node, scope))
            case nodes.AssignBlock():
                self._all(node.body, dict(scope))
                scope |= _targets(node.target, None)
            case nodes.Import():
                scope[node.target] = None
            case nodes.FromImport():
                scope |= {each if isinstance(each, str) else each[1]: None for each in node.names}
            case nodes.Expr():
                self._expression(node, scope)
            case _:
                self._all(node.iter_child_nodes(), scope)

    def _inner(self, node: nodes.Node, scope: Scope) -> None:
        """Check what has names of its own, which end with it."""
        match node:
            case nodes.For():
                self._check(node.iter, scope)
                inner = scope | _targets(node.target, _item(self._type(node.iter, scope)))
                self._all([node.test] if node.test else [], inner)
                self._all(node.body, inner)
                self._all(node.else_, dict(scope))
            case nodes.With():
                self._all(node.values, scope)
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    inner |= _targets(target, self._type(value, scope))
                self._all(node.body, inner)
            case nodes.Block():
                seen = self._scope | (scope if node.scoped else {})
                self.blocks[node.name] = seen
                self._all(node.body, seen | self._inherited.get(node.name, {}))
            case nodes.Macro() | nodes.CallBlock():
                self._all(node.defaults, scope)
                if isinstance(node, nodes.Macro):
                    scope[node.name] = None
                else:
                    self._check(node.call, scope)
                self._all(node.body, scope | {argument.name: None for argument in node.args})
            case _:
                raise TypeError(type(node).__name__)

    def _expression(self, node: nodes.Expr, scope: Scope) -> None:
        match node:
            case nodes.Test(name=name) if name in _DEFINED:
                pass
            case nodes.Filter(name=name) if name in _DEFAULTS:
                self._all(node.args, scope)
            case nodes.Name(ctx="load") if node.name not in scope:
                message = f"`{node.name}` is undefined{guess(node.name, scope)}"
                self._diagnostics.error(Line(self._file, node.lineno), message)
            case nodes.Getattr():
                self._check(node.node, scope)
                self._attribute(node, self._type(node.node, scope))
            case _:
                self._all(node.iter_child_nodes(), scope)

    def _attribute(self, node: nodes.Getattr, of: object) -> None:
        of = get_origin(of) or of
        if not isinstance(of, type):
            return
        known = _fields(of)
        if not (node.attr in known if known else hasattr(of, node.attr)):
            message = f"`{of.__name__}` has no `{node.attr}`{guess(node.attr, known)}"
            self._diagnostics.error(Line(self._file, node.lineno), message)

    def _type(self, node: nodes.Node, scope: Scope) -> object:
        """Return the type of an expression, or None."""
        match node:
            case nodes.Name():
                return _plain(scope.get(node.name))
            case nodes.Getattr():
                of = self._type(node.node, scope)
                return _plain(_fields(of).get(node.attr)) if isinstance(of, type) else None
            case _:
                return None


def _fields(of: type) -> Scope:
    """Return the fields of a view with their types; nothing for any other class."""
    return get_type_hints(of) if attrs.has(of) else {}


def _plain(of: object) -> object:
    """Return a type without None, as templates only use what is there."""
    if get_origin(of) in (Union, UnionType):
        [*others] = [each for each in get_args(of) if each is not NoneType]
        return others[0] if len(others) == 1 else None
    return of


def _item(of: object) -> object:
    """Return the type of the items of a list."""
    return get_args(of)[0] if get_origin(of) is list else None


def _targets(target: nodes.Node, of: object) -> Scope:
    """Return the names that are set, with their types."""
    if isinstance(target, nodes.Name):
        return {target.name: of}
    return {name.name: None for name in target.find_all(nodes.Name)}


def guess(name: str, known: Iterable[str]) -> str:
    """Return a question after the name that was meant; nothing where none is similar."""
    close = get_close_matches(name, list(known), n=1)
    return f": did you mean `{close[0]}`?" if close else ""
