"""Whether the names that a user's template refers to exist: of templates, blocks, views, fields.

A name in a branch that no document of today reaches would else be an error of tomorrow.
"""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, nodes

from ..diagnostics import Diagnostics, Line
from .template_scopes import Scope, Walk, guess
from .templates import DEFAULT, source_of
from .views.contract import EVERYWHERE, VIEWS

_UNKNOWN = "?"  # the base of a template that computes its name
_ALWAYS = ("super", "self", "loop", "caller", "varargs", "kwargs")
_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def check_names(name: str, file: Path, environment: Environment, diagnostics: Diagnostics) -> None:
    """Record each name that a template refers to and that does not exist.

    Args:
        name: The template; it can be parsed.
        file: Where it was read from.
        environment: What finds templates by their names.
        diagnostics: Where errors are recorded.
    """
    tree = environment.parse(source_of(name, environment))
    extended = _base(tree)
    if _are_known(name, tree, file, diagnostics) and extended != _UNKNOWN:
        blocks = _blocks_above(name, extended, environment)
        Walk(_own_scope(name, environment), blocks, file, diagnostics).template(tree)
        if extended is not None:
            _check_unused(tree, blocks, extended, file, diagnostics)


def _blocks_above(name: str, base: str | None, environment: Environment) -> dict[str, Scope]:
    """Return the blocks of what a template extends, each with what it sees."""
    blocks: dict[str, Scope] = {}
    seen = {name}
    while base in _known() and base not in seen:
        seen.add(base)
        tree = environment.parse(source_of(base, environment))
        walk = Walk(_own_scope(base, environment), {}, Path(base), Diagnostics())
        walk.template(tree)
        blocks = walk.blocks | blocks
        base = _base(tree)
    return blocks


def _own_scope(name: str, environment: Environment) -> Scope:
    views = VIEWS[name.removeprefix(DEFAULT)]
    return {**dict.fromkeys([*environment.globals, *_ALWAYS]), **EVERYWHERE, **views}


def _base(tree: nodes.Template) -> str | None:
    """Return the name of the template that another extends."""
    for node in tree.body:
        if isinstance(node, nodes.Extends):
            return str(node.template.value) if isinstance(node.template, nodes.Const) else _UNKNOWN
    return None


def _are_known(name: str, tree: nodes.Template, file: Path, diagnostics: Diagnostics) -> bool:
    """Return whether the templates that one refers to exist, and are not itself."""
    are_known = True
    for node in tree.find_all(_REFERENCES):
        named: object = getattr(node, "template", None)
        if not isinstance(named, nodes.Const):
            continue
        other = str(named.value)
        if other in _known() and other != name:
            continue
        are_known = False
        if other == name:
            message = f'"{other}" is this template itself: ours is called "{DEFAULT}{name}"'
        else:
            message = f'there is no template "{other}"{guess(other, _known())}'
        diagnostics.error(Line(file, node.lineno), message)
    return are_known


def _known() -> list[str]:
    return [*VIEWS, *(f"{DEFAULT}{name}" for name in VIEWS)]


def _check_unused(
    tree: nodes.Template,
    blocks: Mapping[str, Scope],
    base: str,
    file: Path,
    diagnostics: Diagnostics,
) -> None:
    """Record what a template that extends another has outside of that one's blocks."""
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in blocks:
            known = ", ".join(sorted(blocks))
            message = f'"{base}" has no block `{node.name}`: it has {known}'
            diagnostics.error(Line(file, node.lineno), message)
        if isinstance(node, nodes.Output):
            written = [each for each in node.nodes if not _is_blank(each)]
            if written:
                message = f'what is outside of the blocks of "{base}" is not written: move it'
                diagnostics.error(Line(file, _line(written[0])), message)


def _is_blank(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.TemplateData) and not node.data.strip()


def _line(node: nodes.Expr) -> int:
    if not isinstance(node, nodes.TemplateData):
        return node.lineno
    blank = len(node.data) - len(node.data.lstrip())
    return node.lineno + node.data.count("\n", 0, blank)
