"""Models that are written: what was changed wins, what arrived is kept."""

import datetime as dt
import json

from attrs import evolve

from generated_client.models import CallStream, ErrorList
from tests.loopback import STREAM


def test_a_field_that_is_set_to_none_is_not_written() -> None:
    """What had arrived for it is not put in its place; all else is as it was."""
    stream = CallStream.from_dict({**STREAM, "newer": 1})

    expected = {key: value for key, value in {**STREAM, "newer": 1}.items() if key != "status"}
    assert evolve(stream, status=None).to_dict() == {
        **expected,
        "date_updated": "2023-08-11T19:12:11+00:00",
    }


def test_what_could_not_be_decoded_is_written_as_it_arrived() -> None:
    """It is None only because it did not decode."""
    data = {"sid": "s", "status": 7, "date_updated": "soon"}

    assert evolve(CallStream.from_dict(data), sid="t").to_dict() == {**data, "sid": "t"}


def test_a_model_is_written_as_json_text() -> None:
    """Nested models, times and what is newer than the client included."""
    noon = dt.datetime(2023, 8, 11, 12, tzinfo=dt.UTC)
    stream = evolve(CallStream.from_dict({"sid": "s", "newer": [1]}), date_updated=noon)
    errors = ErrorList.from_dict({"errors": [{"code": "1", "source": {"pointer": "/x"}}]})

    assert json.loads(stream.to_json()) == stream.to_dict()
    assert json.loads(stream.to_json())["date_updated"] == "2023-08-11T12:00:00+00:00"
    assert errors.to_json() == '{"errors":[{"code":"1","source":{"pointer":"/x"}}]}'
