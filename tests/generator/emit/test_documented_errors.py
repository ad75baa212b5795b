"""Docstrings name the errors that the runtime raises."""

from generator.emit.views.operation import _ERRORS
from generator.runtime.errors import _BY_STATUS


def test_docstrings_and_runtime_have_the_same_error_for_each_status() -> None:
    """The two tables are apart, because no room of the generator imports the runtime."""
    assert {str(status): error.__name__ for status, error in _BY_STATUS.items()} == _ERRORS
