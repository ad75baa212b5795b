"""OpenTelemetry and Sentry: a span for each request, with its URL, and the trace goes along."""

from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from generated_client import RateLimitError
from tests.loopback import LoopbackServer, response
from tests.wire.driving import KINDS, Kind, drive, start

PATH = "/v2/texml/Accounts/account/Calls/v3:call/Streams.json"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Collect what is traced."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    yield exporter
    instrumentor.uninstrument()
    provider.shutdown()


@pytest.mark.parametrize("kind", KINDS)
def test_each_attempt_is_a_span_with_its_full_url(
    kind: Kind, server: LoopbackServer, spans: InMemorySpanExporter
) -> None:
    """With method and status; the server receives the trace."""
    server.respond(lambda _: response(429, {}) if len(server.received) == 1 else response())
    drive(kind, f"{server.url}/v2", start)

    found = [dict(span.attributes or {}) for span in spans.get_finished_spans()]
    assert [each.get("http.url", each.get("url.full")) for each in found] == [server.url + PATH] * 2
    statuses = [
        each.get("http.status_code", each.get("http.response.status_code")) for each in found
    ]
    assert statuses == [429, 200]
    assert all("traceparent" in request.headers for request in server.received)


@pytest.fixture
def sentry() -> Iterator[list[dict[str, Any]]]:
    """Collect what is sent to Sentry."""
    sent: list[dict[str, Any]] = []

    def keep(event: Any, _: Any) -> None:
        sent.append(event)

    sentry_sdk.init(
        dsn="http://public@127.0.0.1:1/1",
        traces_sample_rate=1.0,
        before_send_transaction=keep,
        before_send=keep,
        default_integrations=True,
        auto_session_tracking=False,
        send_client_reports=False,
    )
    yield sent
    sentry_sdk.get_client().close()
    sentry_sdk.init()  # inactive; what it has patched stays so, and is patched only once


@pytest.mark.parametrize("kind", KINDS)
def test_sentry_has_a_span_for_each_request(
    kind: Kind, server: LoopbackServer, sentry: list[dict[str, Any]]
) -> None:
    """With the URL, and no key anywhere in the event of an error."""
    with sentry_sdk.start_transaction(name="call"):
        drive(kind, f"{server.url}/v2", start)

    [transaction] = sentry
    [span] = [each for each in transaction["spans"] if each["op"] == "http.client"]
    assert span["description"] == f"POST {server.url}{PATH}"
    assert "sentry-trace" in server.received[0].headers


@pytest.mark.parametrize("kind", KINDS)
def test_sentry_gets_no_key_with_an_error(
    kind: Kind, server: LoopbackServer, sentry: list[dict[str, Any]]
) -> None:
    """It sends the local variables of each frame."""
    server.respond(lambda _: response(429, {}))
    key = "KEY_of_its_own_0123456789"
    try:
        drive(kind, server.url, start, api_key=key, max_retries=0)
    except RateLimitError as error:
        sentry_sdk.capture_exception(error)

    [event] = sentry
    ours = [
        frame
        for exception in event["exception"]["values"]
        for frame in exception["stacktrace"]["frames"]
        if "_runtime" in frame["filename"]
    ]
    assert ours
    assert key not in repr(ours)
