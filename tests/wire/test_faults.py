"""What becomes of a call when the server or the way to it fails: one table.

The first half of a row is what is done to the attempts, the second what must come of it. A stream
that is started twice is billed twice, and one whose start is not reported is billed unseen: so each
row counts the requests and the streams, and says what the caller learns.
"""

import pickle
from typing import Any

import pytest
from httpcore._trace import Trace

from generated_client import APIConnectionError, APIError
from tests.loopback import STREAM
from tests.wire.driving import KEY, KINDS, Kind, Waits, drive, start
from tests.wire.faults import FaultServer, responds, sends
from tests.wire.faults_of_connections import BREAKING_OFF, CONNECTING, REPEATING
from tests.wire.faults_of_responses import BODIES, LATIN, STATUSES
from tests.wire.rows import Case, closes, sized

TABLE = [*CONNECTING, *BREAKING_OFF, *BODIES, *STATUSES, *REPEATING]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_a_fault_never_starts_a_stream_twice_nor_hides_one(case: Case, kind: Kind) -> None:
    """Requests, streams, waits, and what the caller can see it are those of the table."""
    check(case, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", [*CONNECTING, *BREAKING_OFF[:6]], ids=lambda case: case.name)
def test_no_trace_event_of_httpcore_is_relied_on(
    case: Case, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a later httpcore calls them, or whether it has any."""
    begin = Trace.__init__

    def rename(self: Trace, name: str, *args: Any, **options: Any) -> None:
        begin(self, f"renamed_{name}", *args, **options)

    monkeypatch.setattr(Trace, "__init__", rename)
    check(case, kind)


def check(case: Case, kind: Kind) -> None:
    """Do to a call what a row of the table says, and compare what comes of it."""
    waits = Waits()
    raised: APIError | None = None
    with FaultServer(case.faults) as server:
        url = f"{case.scheme}://127.0.0.1:{server.port}/v2"
        if case.refused:
            server.refuse()
        try:
            result = drive(
                kind,
                url,
                case.act,
                waits=waits,
                timeout=case.timeout,
                max_retries=case.max_retries,
                max_response_size=case.max_response_size,
            )
        except APIError as error:
            raised = error
        else:
            assert result.sid == STREAM["sid"]

    assert (len(server.received), server.started) == (case.requests, case.started)
    assert server.stuck == 0
    assert waits.seconds == list(case.waits)
    if case.raises is None:
        assert raised is None
    else:
        assert isinstance(raised, case.raises)
        assert raised.may_have_executed is case.may_have_executed
        assert raised.request.headers["authorization"] == "[redacted]"
        assert case.message in str(raised)
        assert KEY not in repr(raised) + str(raised) + repr(raised.__cause__)


def test_text_is_read_in_the_charset_that_it_is_in() -> None:
    """What is not UTF-8 is read in the charset that the response names."""
    returned = responds(body=LATIN, content_type="application/json; charset=ISO-8859-1")
    with FaultServer([returned]) as server:
        stream = drive("sync", f"http://127.0.0.1:{server.port}", start)

    assert stream.name == "Köln"


@pytest.mark.parametrize("kind", KINDS)
def test_what_came_of_a_started_stream_before_the_end_is_kept(kind: Kind) -> None:
    """The id may be in it; the key that the server sends back is not."""
    half = f'{{"sid":"e9cea0be","returned":"{KEY}","na'.encode()

    with (
        FaultServer([sends(sized(200, 100, half), then=closes)]) as server,
        pytest.raises(APIConnectionError) as caught,
    ):
        drive(kind, server.url, start)

    assert caught.value.response is not None
    kept = pickle.loads(pickle.dumps(caught.value)).response  # noqa: S301 - our own
    assert b"e9cea0be" in kept.content
    assert KEY.encode() not in kept.content
