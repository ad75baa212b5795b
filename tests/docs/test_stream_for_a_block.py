"""The example that stops its stream when a block ends."""

import runpy

import pytest

from generated_client import APIConnectionError, APIError, InternalServerError, Telnyx
from tests.docs.project import KEY, ROOT, run_program
from tests.loopback import STREAM, LoopbackServer, Received, response

EXAMPLE = ROOT / "examples" / "stream_for_a_block.py"
streaming = runpy.run_path(str(EXAMPLE))["streaming"]
OVER = {"errors": [{"code": "90018", "title": "Call has already ended"}]}


def _stop_with(server: LoopbackServer, returned: bytes) -> None:
    """Respond to starts as usual, and to stops with this."""

    def respond(request: Received) -> bytes:
        return returned if "/Streams/" in request.path else response()

    server.respond(respond)


def _run(server: LoopbackServer, error: Exception | None = None) -> None:
    with (
        Telnyx(api_key=KEY, base_url=server.url) as client,
        streaming(client, "v3:a", account_sid="A", url="wss://example.com") as stream,
    ):
        assert stream.sid == STREAM["sid"]
        assert len(server.received) == 1
        if error:
            raise error


def _stopped(server: LoopbackServer) -> bool:
    [_, stop] = server.received
    return stop.path.endswith(f"/Streams/{STREAM['sid']}.json")


def test_the_stream_is_stopped_at_the_end_of_the_block(server: LoopbackServer) -> None:
    """Not before."""
    _run(server)
    assert _stopped(server)


def test_the_stream_is_stopped_if_the_block_raises(server: LoopbackServer) -> None:
    """The error of the block is raised."""
    with pytest.raises(ZeroDivisionError):
        _run(server, ZeroDivisionError())
    assert _stopped(server)


@pytest.mark.parametrize("returned", [response(404), response(422, OVER)], ids=["404", "422"])
def test_a_stream_that_has_ended_already_is_fine(server: LoopbackServer, returned: bytes) -> None:
    """The call may have ended in the meantime; what the block raises is not hidden."""
    _stop_with(server, returned)
    _run(server)
    server.received.clear()
    with pytest.raises(ZeroDivisionError):
        _run(server, ZeroDivisionError())
    assert _stopped(server)


def test_a_stream_that_could_not_be_stopped_is_an_error(server: LoopbackServer) -> None:
    """It goes on and is billed; the error of the block is the context."""
    _stop_with(server, response(500))
    with pytest.raises(InternalServerError) as raised:
        _run(server, ZeroDivisionError())
    assert isinstance(raised.value.__context__, ZeroDivisionError)


def test_other_reasons_not_to_stop_are_errors(server: LoopbackServer) -> None:
    """A 422 with another code may leave the stream running."""
    _stop_with(server, response(422, {"errors": [{"code": "10004"}]}))
    with pytest.raises(APIError, match="10004"):
        _run(server)


def test_a_block_is_not_run_without_a_stream(server: LoopbackServer) -> None:
    """Nothing is stopped either if the start fails or its response has no id."""
    server.respond(lambda _: response(200, {"name": "a"}))
    with pytest.raises(ValueError, match="'name': 'a'"):
        _run(server, ZeroDivisionError())

    def hang_up(_: Received) -> bytes:
        raise ConnectionError

    server.respond(hang_up)
    with pytest.raises(APIConnectionError):
        _run(server, ZeroDivisionError())
    assert not [request for request in server.received if "/Streams/" in request.path]


def test_the_program_streams_until_enter_is_pressed(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks for that, and stops the stream."""
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", asked.append)
    assert run_program(EXAMPLE, server, "A", "v3:a", "wss://example.com") == 0
    assert asked == [f"streaming: {STREAM['sid']}; press Enter to stop"]
    assert _stopped(server)
