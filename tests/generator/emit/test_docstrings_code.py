"""Code in descriptions keeps its lines."""

import pytest
from attrs import evolve

from generator.emit.docstrings import docstring, property_text
from generator.ir.types import Docs, Scalar
from tests.generator.emit.samples import api, member

CODE = f"```python\nprint({'1 + ' * 40}1)\nprint(2)\n```"


def test_a_code_fence_is_not_wrapped() -> None:
    """Wrapped, its lines would mean something else."""
    text = f"A summary.\n\nAn example:\n\n{CODE}\n\nAnd more."

    assert _docstring(text) == f"{text}\n"


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_blank_lines_do_not_end_a_code_fence(fence: str) -> None:
    """What is between them is code as well, and so is the fence of another length."""
    line = "word " * 30
    code = f"{fence}python\na = 1\n\n{line.strip()}\n\n``\n{fence}"

    assert _docstring(f"A summary.\n\n{code}") == f"A summary.\n\n{code}\n"


def test_a_code_fence_needs_no_blank_line_around_it() -> None:
    """Text before and after it is text."""
    assert _docstring(f"A summary.\n{CODE}\nAnd more.") == f"A summary.\n\n{CODE}\n\nAnd more.\n"


def test_what_is_known_of_a_value_follows_a_code_fence() -> None:
    """On the line that ends the fence, it would belong to the code."""
    described = evolve(member("a", Scalar.STRING), docs=Docs(text=f"Text.\n{CODE}", default="b"))

    assert property_text(described, api()) == f"Text.\n{CODE}\n\nAPI default: ``b``."


def _docstring(text: str) -> str:
    """Return a docstring without its indentation."""
    return "\n".join(line.strip() for line in docstring(text).split("\n"))
