"""The part of `generator/runtime` that a client needs, to be copied into it."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

RUNTIME_SOURCES = Path(__file__).parents[1] / "runtime"

_ALWAYS = frozenset({"__init__", "lazy"})


def runtime_files(modules: Iterable[str]) -> dict[str, bytes]:
    """Return the sources of modules of the runtime, and of all that those import, by file name."""
    found: set[str] = set()
    waiting = {*_ALWAYS, *modules}
    while waiting:
        found |= waiting
        waiting = {each for module in waiting for each in _imports(module)} - found
    return {f"{module}.py": _source(module) for module in sorted(found)}


def _source(module: str) -> bytes:
    return (RUNTIME_SOURCES / f"{module}.py").read_bytes()


@cache
def _imports(module: str) -> frozenset[str]:
    """Return the modules that a module imports anywhere, also in functions and for types only."""
    return frozenset(_imported(ast.parse(_source(module))))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            yield from [node.module] if node.module else [each.name for each in node.names]
