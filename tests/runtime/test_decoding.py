"""From decoded JSON to models: forgiving where it may be, strict where that is asked for."""

import logging
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from generated_client._runtime import converters
from generated_client._runtime.converters import list_of, map_of, null_or
from generated_client._runtime.decoding import Mismatch, Reader
from generated_client._runtime.unset import UNSET
from generated_client._runtime.writing import jsonable
from generated_client.models import CallStream, ErrorList
from tests.optional import unions

Read = Callable[[Any, Reader], Any]
NOON = datetime(2023, 8, 11, 12, 0, tzinfo=UTC)


def reader(data: Any, *, strict: bool = False) -> Reader:
    """Begin at the top of a response."""
    return Reader(data, strict=strict)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-08-11T12:00:00Z", NOON),
        ("2023-08-11T12:00:00.000000Z", NOON),
        ("2023-08-11t12:00:00z", NOON),
        ("2023-08-11 12:00:00", NOON),
        ("2023-08-11T14:00:00+02:00", NOON),
        ("Fri, 11 Aug 2023 12:00:00 +0000", NOON),
        ("Fri, 11 Aug 2023 14:00:00 +0200", NOON),
        ("Fri, 11 Aug 2023 12:00:00 GMT", NOON),
        ("Fri, 11 Aug 2023 12:00:00 -0000", NOON),
        ("2023-08-11", NOON - timedelta(hours=12)),
    ],
)
def test_a_time_is_read_in_either_format(text: str, moment: datetime) -> None:
    """ISO 8601 or RFC 2822; without an offset it is UTC."""
    found = converters.as_datetime(text, reader({}))

    assert found == moment
    assert found.tzinfo is not None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2023-13-45T99:99:99Z",
        "Fri, 99 Aug 99999 12:00:00 +0000",
        "Fri, 11 Aug 2023 12:00:00 +9999",
        "12:00",
        "\ud800",
        1691755200,
        True,
        {},
    ],
)
def test_a_time_that_is_none_is_left_out_and_logged(
    value: object, caplog: pytest.LogCaptureFixture
) -> None:
    """The id that came with it still arrives, and `raw` keeps what was sent."""
    with caplog.at_level(logging.WARNING, logger="generated_client"):
        stream = CallStream.from_dict({"sid": "s", "date_updated": value})

    assert (stream.sid, stream.date_updated) == ("s", None)
    assert stream.raw["date_updated"] == value
    assert stream.to_dict() == {"sid": "s", "date_updated": value}
    assert "/date_updated: expected a date and time" in caplog.text


def test_null_in_an_optional_field_counts_as_absent(caplog: pytest.LogCaptureFixture) -> None:
    """It is None, and nothing is logged."""
    stream = CallStream.from_dict({"sid": None, "status": None})

    assert stream == CallStream()
    assert caplog.text == ""


def test_values_and_members_newer_than_the_client_arrive() -> None:
    """A status that is not documented is a string, a new member is in `raw`."""
    stream = CallStream.from_dict({"sid": "s", "status": "hovering", "region": "eu"})

    assert stream.status == "hovering"
    assert stream.raw["region"] == "eu"
    assert stream.to_dict() == {"sid": "s", "status": "hovering", "region": "eu"}
    assert "region" not in repr(stream)
    assert stream == CallStream(sid="s", status="hovering")


ODD: list[tuple[Any, str, Any]] = [
    ({"errors": "no"}, "/errors: expected an array, got a string", None),
    (
        {"errors": [{"source": {"pointer": 1.5}}]},
        "/errors/0/source/pointer: expected a string, got a number",
        [{"source": {}}],
    ),
    ({"errors": [{"source": []}]}, "/errors/0/source: expected an object, got an array", [{}]),
]


@pytest.mark.parametrize(("data", "problem", "kept"), ODD)
def test_what_does_not_fit_fails_up_to_the_nearest_optional_field(
    data: Any, problem: str, kept: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The warning holds the place and the kinds, and never the value."""
    with caplog.at_level(logging.WARNING, logger="generated_client"):
        found = ErrorList.from_dict(data)

    assert [record.getMessage() for record in caplog.records] == [
        f"ignored, kept in .raw: {problem}"
    ]
    assert (found.errors is None) == (kept is None)
    assert found.raw == data


@pytest.mark.parametrize(("data", "problem", "_kept"), ODD)
def test_strict_raises_what_would_have_been_logged(data: Any, problem: str, _kept: Any) -> None:
    """The same pointer, in the same words."""
    with pytest.raises(Mismatch) as raised:
        ErrorList.from_dict(data, Reader(None, strict=True))

    assert str(raised.value) == problem


def test_a_pointer_is_escaped() -> None:
    """As RFC 6901 has it, for members whose names hold a slash or a tilde."""
    at = Reader({"a/b": {"~": 1}}, strict=True)
    with pytest.raises(Mismatch) as raised:
        at.required("a/b", map_of(converters.as_str))

    assert str(raised.value).startswith("/a~1b/~0: ")


def test_absent_and_null_differ_where_null_means_something() -> None:
    """Absent is UNSET, null is None, and so is what cannot be read."""
    at = reader({"null": None, "odd": 1, "text": "a"})

    assert at.nullable("absent", converters.as_str) is UNSET
    assert at.nullable("null", converters.as_str) is None
    assert at.nullable("odd", converters.as_str) is None
    assert at.nullable("text", converters.as_str) == "a"


@pytest.mark.parametrize("value", [{}, {"x": None}, {"x": 1}])
def test_a_required_member_fails_its_object(value: dict[str, Any]) -> None:
    """Where it is absent, null, or of another kind."""
    with pytest.raises(Mismatch, match=r"^/x: "):
        reader(value).required("x", converters.as_str)


FITS: list[tuple[Read, Any, Any]] = [
    (converters.as_str, "", ""),
    (converters.as_bool, False, False),
    (converters.as_int, 3, 3),
    (converters.as_int, 3.0, 3),
    (converters.as_int, 10**30, 10**30),
    (converters.as_int, "-10", -10),
    (converters.as_float, 3, 3),
    (converters.as_float, 0.5, 0.5),
    (converters.as_date, "2023-08-11", date(2023, 8, 11)),
    (
        converters.as_uuid,
        "C0FFEE00-0000-4000-8000-000000000000",
        UUID(int=0xC0FFEE << 104 | 1 << 78 | 1 << 63),
    ),
    (converters.as_bytes, "aGk=", b"hi"),
    (converters.as_any, [1], [1]),
    (converters.as_none, None, None),
    (list_of(converters.as_int), [1, 2], [1, 2]),
    (map_of(converters.as_int), {"a": 1}, {"a": 1}),
    (null_or(converters.as_int), None, None),
    (null_or(converters.as_int), 1, 1),
]
DOES_NOT: list[tuple[Read, Any]] = [
    (converters.as_str, 1),
    (converters.as_bool, 0),
    (converters.as_int, True),
    (converters.as_int, 1.5),
    (converters.as_int, float("inf")),
    (converters.as_int, float("nan")),
    (converters.as_int, "1.0"),
    (converters.as_int, " 1"),
    (converters.as_int, "\u0661"),
    (converters.as_int, "9" * 5_000),
    (converters.as_float, True),
    (converters.as_float, "1"),
    (converters.as_date, "11 Aug"),
    (converters.as_date, 1),
    (converters.as_uuid, "x"),
    (converters.as_uuid, 1),
    (converters.as_bytes, "ä"),
    (converters.as_bytes, 1),
    (converters.as_none, 0),
    (list_of(converters.as_int), {}),
    (map_of(converters.as_int), []),
]


@pytest.mark.parametrize(("convert", "value", "expected"), FITS)
def test_a_value_of_its_kind_is_taken(convert: Read, value: Any, expected: Any) -> None:
    """It becomes what Python has for it."""
    assert convert(value, reader({})) == expected


def test_strict_decoding_takes_no_digits_for_a_number() -> None:
    """They are a string, as the spec says."""
    with pytest.raises(Mismatch, match="a whole number"):
        converters.as_int("1", reader({}, strict=True))


@pytest.mark.parametrize(("convert", "value"), DOES_NOT)
def test_a_value_of_another_kind_is_a_mismatch(convert: Read, value: Any) -> None:
    """None is turned into another; the error does not show the value."""
    with pytest.raises(Mismatch, match=r"expected .*, got |expected"):
        convert(value, reader({}))


@pytest.mark.parametrize(
    ("convert", "value", "pointer"),
    [
        (list_of(CallStream.from_dict), [{"sid": "a"}, 7, {"sid": "b"}], "/x/1"),
        (map_of(CallStream.from_dict), {"k": {"sid": "a"}, "l": None}, "/x/l"),
        (list_of(list_of(converters.as_int)), [[1], [1, "two"]], "/x/1/1"),
    ],
)
def test_an_item_that_does_not_fit_stays_as_it_arrived(
    convert: Read, value: Any, pointer: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Its neighbours are decoded, and its pointer is logged; strict decoding raises instead."""
    with caplog.at_level(logging.WARNING, logger="generated_client"):
        found = reader({"x": value}).required("x", convert)

    [message] = [record.getMessage() for record in caplog.records]
    assert message.startswith(f"not decoded, kept as it arrived: {pointer}: expected ")
    assert jsonable(found) == value
    assert found != value or pointer == "/x/1/1"
    with pytest.raises(Mismatch, match=f"^{pointer}: expected "):
        reader({"x": value}, strict=True).required("x", convert)


def test_times_keep_their_offset() -> None:
    """The zone that the server sent is not lost."""
    moment = converters.as_datetime("2023-08-11T14:00:00+02:00", reader({}))

    assert moment.tzinfo == timezone(timedelta(hours=2))


def test_what_is_tried_strictly_changes_nothing_for_others() -> None:
    """Responses that are read at the same time share what stands above them."""
    top = Reader(None)
    seen: list[tuple[bool, bool]] = []

    def note(value: Any, at: Reader) -> Any:
        seen.append((at.strict, top.strict))
        raise at.mismatch("anything else", value)

    with pytest.raises(Mismatch):
        unions.one_of(note)({}, top)

    assert seen == [(True, False), (False, False)]


UUID_TEXT = "0b4ec1d0-59e2-4c55-8f39-6b2c9d7a3f10"
MOMENT_OR_DATE = [converters.as_datetime, converters.as_date]
MOMENT_OR_TEXT = [converters.as_datetime, converters.as_str]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("converts", "value", "expected"),
    [
        (MOMENT_OR_DATE, "2026-11-25", date(2026, 11, 25)),
        (MOMENT_OR_DATE, "2026-11-25T10:00:00Z", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        (MOMENT_OR_DATE, "Wed, 25 Nov 2026 10:00:00 GMT", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        (
            MOMENT_OR_TEXT,
            "2026-11-25T10:00:00.5+00:00",
            datetime(2026, 11, 25, 10, 0, 0, 500_000, UTC),
        ),
        (MOMENT_OR_TEXT, "2026-11-25", "2026-11-25"),
        (MOMENT_OR_TEXT, "20261125", "20261125"),
        ([converters.as_uuid, converters.as_str], UUID_TEXT, UUID(UUID_TEXT)),
        (
            [converters.as_uuid, converters.as_str],
            UUID_TEXT.replace("-", ""),
            UUID_TEXT.replace("-", ""),
        ),
        ([converters.as_uuid, converters.as_str], f"{{{UUID_TEXT}}}", f"{{{UUID_TEXT}}}"),
    ],
)
def test_a_string_is_taken_for_what_it_is_written_as(
    converts: list[Any], value: str, expected: object, *, strict: bool
) -> None:
    """One of several types must not eat what is meant as another, nor write it back changed."""
    found = unions.one_of(*converts)(value, Reader(None, strict=strict))
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"id": "1"}, "/name: is required and absent"),
        ({"id": "1", "name": 2}, "/name: expected a string, got a number"),
        ({"id": 1}, "/number: is required and absent"),
        (3, "the whole: expected one of several types, got a number"),
    ],
)
def test_a_value_of_no_type_names_what_the_nearest_misses(value: object, problem: str) -> None:
    """Not only that it is none of them."""

    def named(value: object, at: Reader) -> tuple[str, str]:
        members = Reader.of_object(value, at)
        identifier = members.required("id", converters.as_str)
        return identifier, members.required("name", converters.as_str)

    def numbered(value: object, at: Reader) -> tuple[int, int]:
        members = Reader.of_object(value, at)
        identifier = members.required("id", converters.as_int)
        return identifier, members.required("number", converters.as_int)

    with pytest.raises(Mismatch) as caught:
        unions.one_of(named, numbered)(value, Reader(None, strict=True))
    assert str(caught.value) == problem
    assert str(pickle.loads(pickle.dumps(caught.value))) == problem  # noqa: S301 - our own
