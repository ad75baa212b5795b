"""Code in descriptions keeps its lines."""

from generator.emit.docstrings import docstring

CODE = f"```python\nprint({'1 + ' * 40}1)\nprint(2)\n```"


def test_a_code_fence_is_not_wrapped() -> None:
    """Wrapped, its lines would mean something else."""
    made = docstring(f"A summary.\n\nAn example:\n\n{CODE}\n\nAnd more.")

    assert "\n".join(line.strip() for line in made.split("\n")) == (
        f"A summary.\n\nAn example:\n\n{CODE}\n\nAnd more.\n"
    )
