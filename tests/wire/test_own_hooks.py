"""What a caller puts between us and the server: transports, hooks, settings, subclasses."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest

from generated_client import APIConnectionError
from tests.loopback import LoopbackServer
from tests.wire.driving import KINDS, Kind, Waits, drive_with, start
from tests.wire.faults import FaultServer, closes_without_a_response, responds


class Noting(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport of the caller's, on top of httpx's, that notes what it is asked to send."""

    def __init__(self) -> None:
        """Note nothing yet."""
        self.seen: list[httpx.Request] = []
        self._sync, self._async = httpx.HTTPTransport(), httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Note a request, and send it."""
        self.seen.append(request)
        return self._sync.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Note a request, and send it."""
        self.seen.append(request)
        return await self._async.handle_async_request(request)

    def close(self) -> None:
        """Close the sync one."""
        self._sync.close()

    async def aclose(self) -> None:
        """Close the async one."""
        await self._async.aclose()


@pytest.mark.parametrize("kind", KINDS)
def test_a_transport_may_be_of_the_callers_own(server: LoopbackServer, kind: Kind) -> None:
    """It is given the whole URL, the timeout, and the body."""
    transport = Noting()
    drive_with({"transport": transport, "timeout": 7}, kind, f"{server.url}/v2", start)

    [request] = server.received
    [seen] = transport.seen
    assert str(seen.url) == server.url + request.target
    assert seen.content == request.body
    assert seen.extensions["timeout"]["read"] == 7


@pytest.mark.parametrize("kind", KINDS)
def test_the_timeout_of_a_call_reaches_a_transport(server: LoopbackServer, kind: Kind) -> None:
    """Each phase of it, in place of the timeout of the custom client."""
    transport, timeout = Noting(), httpx.Timeout(3, connect=2, pool=1)
    custom = {"transport": transport, "timeout": 7}
    drive_with(custom, kind, server.url, lambda client: start(client, timeout=timeout))

    [seen] = transport.seen
    assert seen.extensions["timeout"] == {"connect": 2, "read": 3, "write": 3, "pool": 1}


class Hooks:
    """Hooks of the caller's, for requests and for responses."""

    def __init__(self, kind: Kind) -> None:
        """Note nothing yet."""
        self.seen: list[str] = []
        request, response = self.note_request, self.note_response
        if kind == "sync":
            self.hooks: Any = {"request": [request], "response": [response]}
        else:
            self.hooks = {"request": [awaited(request)], "response": [awaited(response)]}

    def note_request(self, request: httpx.Request) -> None:
        """Note where a request goes, and add a header to it."""
        self.seen.append(f"{request.method} {request.url}")
        request.headers["x-hook"] = "was here"

    def note_response(self, response: httpx.Response) -> None:
        """Note each response, and its request."""
        self.seen.append(f"{response.status_code} {response.url}")


def awaited(hook: Callable[[Any], None]) -> Callable[[Any], Awaitable[None]]:
    """Make a hook for an async client."""

    async def note(message: Any) -> None:
        hook(message)

    return note


@pytest.mark.parametrize("kind", KINDS)
def test_its_hooks_see_what_is_sent_and_responded(server: LoopbackServer, kind: Kind) -> None:
    """With the whole URL; and what they change is sent."""
    hooks = Hooks(kind)
    drive_with({"event_hooks": hooks.hooks}, kind, f"{server.url}/v2", start)

    [request] = server.received
    url = server.url + request.target
    assert hooks.seen == [f"POST {url}", f"200 {url}"]
    assert request.headers["x-hook"] == "was here"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "value", "header", "sent"),
    [
        ("headers", {"x-team": "a"}, "x-team", "a"),
        ("cookies", {"c": "1"}, "cookie", "c=1"),
        ("params", {"theirs": "1"}, "target", "theirs=1"),
    ],
)
def test_what_is_set_on_it_between_calls_counts_from_then_on(  # noqa: PLR0917 - parametrized
    server: LoopbackServer, kind: Kind, name: str, value: Any, header: str, sent: str
) -> None:
    """Settings that it did not have before, and one that is changed in place."""

    def twice(client: Any) -> Any:
        start(client)
        setattr(client._http, name, value)
        return start(client)

    async def twice_async(client: Any) -> Any:
        await start(client)
        setattr(client._http, name, value)
        return await start(client)

    drive_with({}, kind, server.url, twice if kind == "sync" else twice_async)

    first, second = ({**each.headers, "target": each.target} for each in server.received)
    assert sent not in first.get(header, "")
    assert sent in second[header]


def _elsewhere(status: int) -> None:
    """Send a request of the hook's own, which fails or is refused."""
    if status:
        request = httpx.Request("POST", "https://metrics.example.com")
        httpx.Response(status, request=request).raise_for_status()
    httpx.post("http://127.0.0.1:1/metrics", trust_env=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [0, 404, 429, 503])
def test_what_a_hook_does_on_its_own_says_nothing_about_the_call(
    server: LoopbackServer, kind: Kind, status: int
) -> None:
    """The stream was started by then: it is not started again, and the caller is warned."""

    def hook(_: object) -> None:
        _elsewhere(status)

    hooks = {"response": [hook if kind == "sync" else awaited(hook)]}

    with pytest.raises(APIConnectionError, match="a hook failed") as caught:
        drive_with({"event_hooks": hooks}, kind, server.url, start)

    assert caught.value.may_have_executed
    assert len(server.received) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_hook_that_fails_is_a_mistake_of_the_callers(
    server: LoopbackServer, kind: Kind
) -> None:
    """Its error is raised as it is: nothing was sent."""

    def hook(_: object) -> None:
        raise ValueError("no such tenant")

    hooks = {"request": [hook if kind == "sync" else awaited(hook)]}

    with pytest.raises(ValueError, match="no such tenant"):
        drive_with({"event_hooks": hooks}, kind, server.url, start)

    assert server.received == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_response_hook_that_fails_leaves_the_outcome_unknown(
    server: LoopbackServer, kind: Kind
) -> None:
    """The stream was started by then: its error is the cause of ours."""

    def hook(_: object) -> None:
        raise ValueError("cannot write the log")

    hooks = {"response": [hook if kind == "sync" else awaited(hook)]}

    with pytest.raises(APIConnectionError) as caught:
        drive_with({"event_hooks": hooks}, kind, server.url, start)

    assert caught.value.may_have_executed
    assert isinstance(caught.value.__cause__, ValueError)
    assert len(server.received) == 1


class Retrying(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that tries again on its own, elsewhere, where nobody listens."""

    def __init__(self) -> None:
        """Begin without a request."""
        self._sync, self._async = httpx.HTTPTransport(), httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Lose the response of the first attempt, and be refused at the second."""
        with suppress(httpx.ReadError, httpx.RemoteProtocolError):
            return self._sync.handle_request(request)
        request.url = httpx.URL("http://127.0.0.1:1")
        return self._sync.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do the same, awaited."""
        with suppress(httpx.ReadError, httpx.RemoteProtocolError):
            return await self._async.handle_async_request(request)
        request.url = httpx.URL("http://127.0.0.1:1")
        return await self._async.handle_async_request(request)

    def close(self) -> None:
        """Close the sync one."""
        self._sync.close()

    async def aclose(self) -> None:
        """Close the async one."""
        await self._async.aclose()


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_unknown_transport_says_about_sending_is_no_evidence(kind: Kind) -> None:
    """One that was refused may have sent before: the outcome is unknown, and nothing repeated."""
    with (
        FaultServer([closes_without_a_response]) as server,
        pytest.raises(APIConnectionError) as caught,
    ):
        drive_with({"transport": Retrying()}, kind, server.url, start)

    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    assert caught.value.may_have_executed
    assert server.started == 1


@pytest.mark.parametrize("kind", KINDS)
def test_that_httpx_itself_was_refused_is_evidence(kind: Kind) -> None:
    """A custom client with nothing between it and the network was refused: nothing was sent."""
    waits = Waits()
    with FaultServer([responds()]) as server:
        server.refuse()
        with pytest.raises(APIConnectionError) as caught:
            drive_with({}, kind, server.url, start, waits=waits)

    assert caught.value.may_have_executed is False
    assert waits.seconds == [0.5, 1.0]
