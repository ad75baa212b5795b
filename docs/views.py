"""Write the reference of templates, blocks and views into `docs/templates.md`.

    python docs/views.py

It is read from the source code. `make docs` writes it too; a test fails while it is another.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import attrs

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from generator.emit.templates import FOLDER  # noqa: E402 - found from here on
from generator.emit.views.contract import EVERYWHERE, VERSION, VIEWS  # noqa: E402 - the same

PAGE = ROOT / "docs" / "templates.md"
HEADING = "## Reference"
_BLOCK = re.compile(r"{% block (\w+)")
_BASE = re.compile(r'{% extends "([^"]+)" %}')


def reference() -> str:
    """Return the reference, from its heading to the end of the page."""
    everywhere = ", ".join(f"`{name}`" for name in EVERYWHERE)
    lines = [
        HEADING,
        "",
        f"Version {VERSION} of the views. Every template sees {everywhere} too, the name of the",
        "document. In the blocks `bases`, `docstring` and `methods` of the template of a",
        "resource, `class` is the [ClassView](#classview) that is being written. Literals and",
        "expressions are Python code; a `docstring` is what is between the quotes, escaped.",
        "",
        "| template | sees | blocks |",
        "|---|---|---|",
        *(_row(name, views) for name, views in VIEWS.items()),
    ]
    for view in sorted(_views(VIEWS.values()), key=lambda view: view.__name__):
        lines += ["", f"### {view.__name__}", "", (view.__doc__ or "").strip(), ""]
        lines += ["| field | type | meaning |", "|---|---|---|", *_fields(view)]
    return "\n".join(lines) + "\n"


def _row(name: str, views: Mapping[str, object]) -> str:
    seen = ", ".join(f"`{view}`: {_shown(of)}" for view, of in views.items())
    blocks = ", ".join(f"`{block}`" for block in sorted(blocks_of(name)))
    return f"| `{name}` | {seen} | {blocks} |"


def blocks_of(name: str) -> set[str]:
    """Return the blocks of one of our templates, with those of what it extends."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    base = _BASE.search(text)
    return {*_BLOCK.findall(text), *(blocks_of(base[1]) if base else ())}


def _views(of: Iterable[object]) -> set[type]:
    """Return the views in types, and those in their fields."""
    found: set[type] = set()
    for each in of:
        if isinstance(each, Mapping):
            found |= _views(each.values())
        elif isinstance(each, type) and attrs.has(each):
            found |= {each, *_views(get_type_hints(each).values())}
        else:
            found |= _views(get_args(each))
    return found


def _fields(view: type) -> Iterator[str]:
    docs = _docstrings(view)
    for name, of in get_type_hints(view).items():
        yield f"| `{name}` | {_shown(of)} | {docs[name]} |"


def _docstrings(view: type) -> dict[str, str]:
    """Return the docstring of each field of a view, which only its source code has."""
    module = sys.modules[view.__module__]
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    [body] = [
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == view.__name__
    ]
    found: dict[str, str] = {}
    for field, docs in pairwise(body):
        match field, docs:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split()).replace("``", "`")
            case _:
                pass
    return found


def _shown(of: object) -> str:
    """Return a type as it is read on the page."""
    if get_origin(of) is list:
        return f"list of {_shown(get_args(of)[0])}"
    if get_origin(of) in (Union, UnionType):
        return " or ".join(_shown(each) for each in get_args(of))
    name = "None" if of is type(None) else getattr(of, "__name__", str(of))
    is_view = isinstance(of, type) and attrs.has(of)
    return f"[{name}](#{name.lower()})" if is_view else f"`{name}`"


def facts() -> list[str]:
    """Return each name that templates can rely on, in a line of its own, sorted."""
    found = [
        f"{name} sees {view}: {_shown(of)}"
        for name, of_it in VIEWS.items()
        for view, of in of_it.items()
    ]
    found += [f"{name} has block {block}" for name in VIEWS for block in blocks_of(name)]
    found += [
        f"{view.__name__}.{field}: {_shown(of)}"
        for view in _views(VIEWS.values())
        for field, of in get_type_hints(view).items()
    ]
    return sorted(found)


def page() -> str:
    """Return the whole page, with the reference as it is now."""
    text, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    return text + reference()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
