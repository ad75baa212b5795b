"""From values to text on the wire: nothing guessed, nothing lost."""

from datetime import UTC, date, datetime
from enum import Enum
from urllib.parse import unquote
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generated_client._runtime.parameters import fill_path, query_string, text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a b", "a b"),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (0.5, "0.5"),
        (date(2023, 8, 11), "2023-08-11"),
        (datetime(2023, 8, 11, 12, tzinfo=UTC), "2023-08-11T12:00:00+00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_value_is_written_as_json_would(value: object, written: str) -> None:
    """Booleans in small letters, times in ISO 8601."""
    assert text("x", value) == written


@pytest.mark.parametrize("value", [None, b"secret", ["secret"], {"a": "secret"}, object()])
def test_a_value_without_a_text_form_is_refused(value: object) -> None:
    """With its name and type, and without the value."""
    with pytest.raises(TypeError, match=f"x must be .* not {type(value).__name__}") as raised:
        text("x", value)

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("template", ["/{a}{b}/x", "/.{a}/x", "/{a}./x"])
def test_values_that_share_a_segment_cannot_leave_it_together(template: str) -> None:
    """Dots around a placeholder count as well."""
    names = [name for name in "ab" if f"{{{name}}}" in template]

    assert fill_path(template, dict.fromkeys(names, "v"))
    for dots in (".", ".."):
        with pytest.raises(ValueError, match="must not be"):
            fill_path(template, dict.fromkeys(names, dots))


@given(value=st.text(min_size=1))
def test_a_path_value_stays_in_its_segment(value: str) -> None:
    """Whatever it holds, it is one segment that decodes to it."""
    try:
        path = fill_path("/v2/{sid}/end", {"sid": value})
    except ValueError:
        assert value in {".", ".."}
        return
    head, segment, tail = path[1:].split("/")

    assert (head, tail) == ("v2", "end")
    assert unquote(segment, errors="strict") == value


def test_a_member_of_an_enum_is_its_value() -> None:
    """Its name is no part of the API."""

    class Track(str, Enum):  # noqa: UP042 - a StrEnum is its value anyway
        BOTH = "both_tracks"

    class Size(int, Enum):
        LARGE = 3

    assert query_string({"a": Track.BOTH, "b": Size.LARGE}, {}) == "a=both_tracks&b=3"
    assert fill_path("/{a}/{b}", {"a": Track.BOTH, "b": Size.LARGE}) == "/both_tracks/3"


def test_what_json_cannot_hold_is_refused_inside_of_values_too() -> None:
    """A circle, and what is no number."""
    circle: list[object] = []
    circle.append(circle)

    for value in (circle, [float("nan")]):
        with pytest.raises(ValueError, match=r"cannot be written as JSON|not JSON compliant"):
            query_string({"a": [value]}, {})
