"""docs/logging.md: the lines it shows are those of the client, and its spans those of a trace."""

import json
import logging
import re
import subprocess
import sys

import pytest

from tests.docs.project import KEY, ROOT, code_blocks
from tests.loopback import STREAM, LoopbackServer, response

PAGE = "docs/logging.md"
LOGGING, TRACING = code_blocks(PAGE, "python")
LINES, SPANS = code_blocks(PAGE, "text")
EXPORTING = """
import json
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
{}
print(json.dumps([json.loads(span.to_json()) for span in exporter.get_finished_spans()]))
"""


def _refuse_once(server: LoopbackServer) -> None:
    """Respond with 429, then with a date that cannot be decoded."""
    odd = response(200, STREAM | {"date_updated": 5}, x_request_id="3f7a1c")
    server.respond(lambda _: response(429, {}) if len(server.received) == 1 else odd)


def test_the_lines_of_the_log_are_real(
    server: LoopbackServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Each line of the page is logged, with the level that it has there."""
    from generated_client import Telnyx

    _refuse_once(server)
    with (
        caplog.at_level(logging.DEBUG, "generated_client"),
        Telnyx(api_key=KEY, base_url=server.url) as client,
    ):
        client.texml.accounts.calls.streams_json("v3:a", account_sid="A", url="wss://a.example")

    logged = [
        f"{record.levelname} {record.name} {record.getMessage()}"
        for record in caplog.records
        if record.name == "generated_client"
    ]
    shown = LINES.splitlines()
    assert {line.split()[0] for line in shown} == {"DEBUG", "INFO", "WARNING"}
    for line in shown:
        pattern = re.sub(r"\d+\\ ms|127\\.0\\.0\\.1:\d+", ".*", re.escape(line.removesuffix("...")))
        assert any(re.match(pattern, each) for each in logged), (line, logged)


def test_the_logger_is_set_up_as_shown() -> None:
    """INFO lines go to standard error, in the format of the page."""
    program = f"{LOGGING}\nlogging.getLogger('generated_client').info('a line')"
    done = subprocess.run(  # noqa: S603 - code of our own page
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stderr == "INFO generated_client a line\n"


def test_retries_are_events_and_spans_of_one_trace(server: LoopbackServer) -> None:
    """The span around the call has an event for each response and a child for each attempt."""
    _refuse_once(server)
    done = subprocess.run(  # noqa: S603 - code of our own page
        [sys.executable, "-c", EXPORTING.format(TRACING)],
        env={"PYTHONPATH": str(ROOT), "TELNYX_API_KEY": KEY, "TELNYX_BASE_URL": server.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    *attempts, call = json.loads(done.stdout)
    assert call["name"] == "start stream"
    assert call["attributes"] == {"http.request.resend_count": 1}
    statuses = [event["attributes"]["http.response.status_code"] for event in call["events"]]
    assert statuses == [429, 200]
    assert [attempt["name"] for attempt in attempts] == ["POST", "POST"]
    assert [attempt["attributes"]["http.status_code"] for attempt in attempts] == statuses
    assert {attempt["parent_id"] for attempt in attempts} == {call["context"]["span_id"]}

    first, *rest = [re.split(r" {2,}", line.strip()) for line in SPANS.splitlines()]
    assert first == [
        call["name"],
        f"events: response {statuses[0]}, response {statuses[1]}; http.request.resend_count: 1",
    ]
    assert rest == [["POST", f"status {status}"] for status in statuses]
