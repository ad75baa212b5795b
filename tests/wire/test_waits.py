"""How long a call waits before it is sent again: never less than the server asks for."""

import pytest

from generated_client import RateLimitError, UnprocessableEntityError
from tests.loopback import LoopbackServer, response
from tests.wire.driving import KINDS, Kind, Waits, drive, start

IN_TEN_SECONDS = "Tue, 14 Nov 2023 22:13:30 GMT"

ASKED: list[tuple[dict[str, str], float]] = [
    ({"retry_after": "0"}, 0.0),
    ({"retry_after": "7"}, 7.0),
    ({"retry_after": " 7.5 "}, 7.5),
    ({"retry_after": "60"}, 60.0),
    ({"retry_after": IN_TEN_SECONDS}, 10.0),
    ({"retry_after": "Tuesday, 14-Nov-23 22:13:30 GMT"}, 10.0),
    ({"retry_after": "Tue Nov 14 22:13:30 2023"}, 10.0),
    ({"retry_after": "Tue, 14 Nov 2023 22:13:10 GMT"}, 0.0),
    ({"retry_after_ms": "1500"}, 1.5),
    ({"retry_after_ms": "1500", "retry_after": "1"}, 1.5),
    ({"retry_after_ms": "15", "retry_after": "3"}, 3.0),
    ({"retry_after": "1\r\nretry-after: 9"}, 9.0),
    ({"x_ratelimit_reset": "4"}, 4.0),
    ({"x_ratelimit_reset": "4", "retry_after": "2"}, 2.0),
    ({"x_ratelimit_reset": "4", "retry_after": "soon"}, 4.0),
]
"""Headers of a 429, and the seconds that they ask for."""

TOO_LONG: list[tuple[dict[str, str], float]] = [
    ({"retry_after": "61"}, 61.0),
    ({"retry_after": "120"}, 120.0),
    ({"retry_after": "60.001"}, 60.001),
    ({"retry_after_ms": "60001"}, 60.001),
    ({"x_ratelimit_reset": "1700000000"}, 1_700_000_000.0),
    ({"retry_after": "9" * 400}, float("inf")),
    ({"retry_after": "Wed, 15 Nov 2023 22:13:20 GMT"}, 86_400.0),
]

NONSENSE = [
    "-5",
    "soon",
    "1e3",
    "0x10",
    "NaN",
    "inf",
    "5, 10",
    "٣",
    "99 Foo 99999 99:99:99 GMT",
    "",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("headers", "seconds"), ASKED)
def test_a_wait_that_the_server_asks_for_is_kept_to_the_letter(
    server: LoopbackServer, kind: Kind, headers: dict[str, str], seconds: float
) -> None:
    """Each form of Retry-After counts, the longest of them, and else the reset of the limit."""
    waits = Waits()
    server.respond(lambda _: response() if waits.seconds else response(429, {}, **headers))
    drive(kind, server.url, start, waits=waits)

    assert waits.seconds == [seconds]
    assert len(server.received) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("headers", "seconds"), TOO_LONG)
def test_a_wait_of_more_than_a_minute_is_left_to_the_caller(
    server: LoopbackServer, kind: Kind, headers: dict[str, str], seconds: float
) -> None:
    """It is neither slept nor cut short, but raised with its length."""
    waits = Waits()
    server.respond(lambda _: response(429, {}, **headers))
    with pytest.raises(RateLimitError) as raised:
        drive(kind, server.url, start, waits=waits)

    assert raised.value.retry_after == seconds
    assert raised.value.may_have_executed is False
    assert waits.seconds == []
    assert len(server.received) == 1


@pytest.mark.parametrize("returned", NONSENSE)
def test_a_wait_that_cannot_be_read_counts_as_none(server: LoopbackServer, returned: str) -> None:
    """The client waits as long as it would have without."""
    waits = Waits()
    asked = response(429, {}, retry_after="@").replace(b"@", returned.encode())
    server.respond(lambda _: response() if waits.seconds else asked)
    drive("sync", server.url, start, waits=waits)

    assert waits.seconds == [0.5]


@pytest.mark.parametrize("kind", KINDS)
def test_without_being_asked_waits_double_up_to_eight_seconds(
    server: LoopbackServer, kind: Kind
) -> None:
    """Half a second first; the jitter, which is 1 here, takes away from that."""
    waits = Waits()
    server.respond(lambda _: response(429, {}))
    with pytest.raises(RateLimitError) as raised:
        drive(kind, server.url, start, waits=waits, max_retries=7)

    assert waits.seconds == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert raised.value.retry_after is None


def test_the_wait_is_told_with_every_status(server: LoopbackServer) -> None:
    """Also where the client itself would not try again."""
    server.respond(lambda _: response(422, {}, retry_after="3"))
    with pytest.raises(UnprocessableEntityError) as raised:
        drive("sync", server.url, start)

    assert raised.value.retry_after == 3.0
