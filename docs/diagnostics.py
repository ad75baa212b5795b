"""Write the reference of the generator's diagnostics from its source code.

    python docs/diagnostics.py > docs/diagnostics.md

Each call that records or raises a diagnostic becomes a row. The page is not committed: `make docs`
writes it anew, so it cannot lag behind the code.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[1]
ROOMS = ("load", "lower", "emit")
HEAD = """\
# Diagnostics

What the generator reports about a document, with file, line, column and JSON pointer, and about
[your own templates](templates.md), with file and line. An error stops the run before anything is
written: exit code 2. A warning means that the client is written without a part of the document. `…`
stands for a name or a value. Not listed: what is no YAML or JSON, what breaks the standard itself,
and what Jinja cannot parse; those messages quote the rule.
"""
_RECORDED = {"error", "warning", "note"}
_COLON = re.compile(r": (?=[^`]*(?:`[^`]*`[^`]*)*$)")  # outside of code


@frozen
class Row:
    """One diagnostic."""

    level: str
    message: str

    def __str__(self) -> str:
        """Write it as a row of a table."""
        cause, *remedy = map(_escaped, _COLON.split(self.message, maxsplit=1))
        return f"| {self.level} | {cause} | {''.join(remedy)} |"


def rows_of(tree: ast.Module) -> Iterator[Row]:
    """Find the diagnostics of a module, in the order of its lines."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda node: node.lineno):
        for call, level in _calls(function):
            for message in _texts(call.args[1], function, functions):
                if any(letter.isalpha() for letter in message):
                    yield Row(level, message)


def unresolved(tree: ast.Module) -> list[str]:
    """Return the calls whose message nothing is known of, as source code."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [
        ast.unparse(call)
        for function in functions
        for call, _ in _calls(function)
        if not _texts(call.args[1], function, functions)
    ]


def _calls(function: ast.FunctionDef) -> list[tuple[ast.Call, str]]:
    """Find the calls that record or raise a diagnostic, each with its level."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    calls.sort(key=lambda node: node.lineno)
    return [(call, level) for call in calls if (level := _level(call))]


def _level(call: ast.Call) -> str | None:
    match call.func:
        case ast.Attribute(attr=name, value=owner) if name in _RECORDED and len(call.args) > 1:
            return name if ast.unparse(owner).endswith("diagnostics") else None
        case ast.Name(id="SpecError") if len(call.args) > 1:
            return "error"
        case _:
            return None


def _texts(
    value: ast.expr, function: ast.FunctionDef, functions: list[ast.FunctionDef]
) -> list[str]:
    """Return what an expression may be, with `…` for its variable parts; nothing if unknown."""

    def texts(part: ast.expr) -> list[str]:
        return _texts(part, function, functions)

    match value:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(_part(part) for part in parts)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [start + end for start in texts(left) for end in texts(right) or ["…"]]
        case ast.IfExp(body=one, orelse=other):
            return [*texts(one), *texts(other)]
        case ast.Name(id=name):
            assigned = _assigned(name, function, before=value.lineno)
            return [text for each in assigned for text in texts(each)]
        case ast.Call(func=ast.Name(id=name)):
            called = [each for each in functions if each.name == name]
            returned = [
                (node.value, each)
                for each in called
                for node in ast.walk(each)
                if isinstance(node, ast.Return) and node.value
            ]
            return [text for node, each in returned for text in _texts(node, each, functions)]
        case _:
            return []


def _assigned(name: str, function: ast.FunctionDef, *, before: int) -> list[ast.expr]:
    """Return what a name may have been set to: all since it was last used."""
    named = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == name]
    used = [node.lineno for node in named if isinstance(node.ctx, ast.Load)]
    after = max((line for line in used if line < before), default=0)
    return [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == name
        and after < node.lineno < before
    ]


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "…"


def _escaped(text: str) -> str:
    """Escape what would be markup, outside of code."""
    parts = text.replace("|", "\\|").split("`")
    parts[::2] = [part.replace("<", "&lt;").replace("*", "\\*") for part in parts[::2]]
    return "`".join(parts)


def page() -> str:
    """Write the page."""
    lines = [HEAD]
    for room in ROOMS:
        for file in sorted((ROOT / "generator" / room).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            if rows := dict.fromkeys(rows_of(tree)):
                title = (ast.get_docstring(tree) or file.stem).partition("\n")[0].rstrip(".")
                title = title.replace("``", "`").replace("->", "→")
                table = ["| level | message | reason, or what to do |", "| --- | --- | --- |"]
                lines += [f"## {title}", "", *table, *map(str, rows), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
