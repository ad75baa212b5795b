"""The tables of docs/simulator.md, made from what they are about."""

import ast
from itertools import pairwise
from pathlib import Path

from telnyx_simulator import quirks
from telnyx_simulator.findings import ADVICE


def findings_table() -> str:
    """Return a row for each finding."""
    rows = [f"| `{code}` | {advice.what} {advice.fix} |" for code, advice in ADVICE.items()]
    return "\n".join(["| finding | what it is, and what to do |", "| --- | --- |", *rows])


def quirks_table() -> str:
    """Return a row for each quirk, with its settings and the sentence below it in the code."""
    [body] = [
        node.body
        for node in ast.parse(Path(quirks.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    sentences = {
        statement.target.id: ast.literal_eval(below.value)
        for statement, below in pairwise(body)
        if isinstance(statement, ast.AnnAssign)
        and isinstance(statement.target, ast.Name)
        and isinstance(below, ast.Expr)
    }
    rows = [
        f"| `{name}` | {', '.join(values)} | {sentences[name]} |"
        for name, values in quirks.choices().items()
    ]
    return "\n".join(["| quirk | settings | what it is about |", "| --- | --- | --- |", *rows])
