"""vcrpy: what was recorded once is replayed without the server."""

from pathlib import Path

import pytest
import vcr
import yaml

from tests.loopback import STREAM, LoopbackServer
from tests.wire.driving import KINDS, Kind, drive, start


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_is_recorded_with_its_full_url_and_replayed(
    kind: Kind, server: LoopbackServer, tmp_path: Path
) -> None:
    """The second time nothing is sent, and the same stream arrives."""
    cassette = tmp_path / "cassette.yaml"
    recorder = vcr.VCR(filter_headers=["authorization"], match_on=["method", "uri", "body"])
    url = f"{server.url}/v2"
    with recorder.use_cassette(str(cassette)):
        drive(kind, url, start)
    with recorder.use_cassette(str(cassette), record_mode=vcr.mode.NONE):
        stream = drive(kind, url, start)

    [interaction] = yaml.safe_load(cassette.read_text())["interactions"]
    path = "/v2/texml/Accounts/account/Calls/v3:call/Streams.json"
    assert interaction["request"]["uri"] == server.url + path
    assert stream.sid == STREAM["sid"]
    assert len(server.received) == 1
