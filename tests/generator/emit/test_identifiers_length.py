"""Names of modules become names of files, whose length file systems limit."""

import pytest

from generator.emit.identifiers import claim_module


@pytest.mark.parametrize(
    ("length", "letter", "is_cut"), [(150, "a", False), (151, "a", True), (51, "日", True)]
)
def test_a_module_name_has_at_most_150_bytes(length: int, letter: str, *, is_cut: bool) -> None:
    """What counts is its bytes in UTF-8; a hash of the whole name stands in for the rest."""
    name = letter * length

    found = claim_module(name, set())

    assert (found != name) == is_cut
    assert found.isidentifier()
