"""README.md: its code is run as it stands there, and its claims are checked."""

import builtins
import inspect
import json
import logging
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import generated_client
from generated_client import Telnyx, events
from generated_client._runtime.settings import DEFAULT_TIMEOUT
from tests.docs.project import (
    KEY,
    ROOT,
    code_blocks,
    copy_of_project,
    make_targets,
    run_program,
    run_shell,
    table_rows,
)
from tests.loopback import STREAM, LoopbackServer, Received, response

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS = code_blocks("README.md", "python")
SYNC, ERRORS, EVENTS = PROGRAMS
_INSTALL, COMMANDS = code_blocks("README.md", "sh")
OWN_PROJECT, *_ = code_blocks("docs/generator.md", "sh")
[SPEC_CHANGE] = code_blocks("README.md", "diff")
[SPEC_DIFF] = code_blocks("docs/generator.md", "markdown")
PATH = re.compile(r"/v2/texml/Accounts/61bf923e[^/]*/Calls/v3:KBnLO0ZK[^/]*/Streams\.json")
REFUSED_CODEC = {"code": "10032", "source": {"pointer": "/BidirectionalCodec"}}


def run(program: str, server: LoopbackServer, folder: Path) -> int:
    """Run a code block."""
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    return run_program(file, server)


def test_the_page_is_short() -> None:
    """README.md has at most 120 lines, none of which is very long."""
    assert len(README.splitlines()) <= 120
    assert not [line for line in README.splitlines() if len(line) > 100 and line[0] not in "|-"]


@pytest.mark.parametrize("program", [SYNC, ERRORS], ids=["start", "errors"])
def test_each_program_starts_one_stream(
    program: str, server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each Python block sends one start request, with the key and the address, and tells the id."""
    assert run(program, server, tmp_path) == 0

    [request] = server.received
    assert request.method == "POST"
    assert PATH.fullmatch(request.target)
    assert request.headers["authorization"] == f"Bearer {KEY}"
    [(name, address)] = request.form
    assert name == "Url"
    assert address.startswith("wss://")
    assert STREAM["sid"] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("returned", "printed"),
    [
        (response(429, retry_after="90"), "not started; the server asks to wait 90.0 seconds"),
        (response(422, {"errors": [REFUSED_CODEC]}), "not started: [('10032', '/Bidirectional"),
        (response(404), "not started: "),
        (response(302, location="https://example.com/"), "perhaps started: "),
        (response(500), "perhaps started: "),
        (response(503, retry_after="1"), "perhaps started: "),
        (response(200, b"<html>"), "perhaps started: "),
    ],
    ids=["429", "422", "404", "302", "500", "503", "200 HTML"],
)
def test_the_error_program_tells_whether_a_stream_may_be_running(
    returned: bytes,
    printed: str,
    server: LoopbackServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The block about errors prints the right verdict for each response, after one request."""
    server.respond(lambda _: returned)

    run(ERRORS, server, tmp_path)

    assert capsys.readouterr().out.startswith(printed)
    assert len(server.received) == 1


def test_a_lost_connection_is_perhaps_a_stream(
    server: LoopbackServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The block about errors does not send again, nor deny, what was lost on the way back."""

    def hang_up(_: Received) -> bytes:
        raise ConnectionError

    server.respond(hang_up)
    run(ERRORS, server, tmp_path)

    assert capsys.readouterr().out.startswith("perhaps started: ")
    assert len(server.received) == 1


def test_the_block_about_events_verifies_a_callback_and_decodes_a_frame(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`on_status` prints what was signed, `on_frame` returns the audio of a frame."""
    private = Ed25519PrivateKey.generate()
    public = b64encode(private.public_key().public_bytes_raw()).decode()
    monkeypatch.setenv("TELNYX_PUBLIC_KEY", public)
    body = b"StreamSid=S1&StreamEvent=stream-started"
    headers = events.stream_status.sign(body, b64encode(private.private_bytes_raw()).decode())
    block: dict[str, Any] = {}
    exec(EVENTS, block)  # noqa: S102 - code of our own page

    block["on_status"](body, headers)

    frame = {"event": "media", "media": {"payload": b64encode(b"audio").decode()}}
    assert capsys.readouterr().out == "S1 stream-started\n"
    assert block["on_frame"](json.dumps(frame)) == b"audio"


def test_the_log_has_a_line_for_each_call_and_no_secrets(
    server: LoopbackServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One INFO line is logged for a call, and neither key nor body at any level."""
    with caplog.at_level(logging.DEBUG, logger="generated_client"):
        run(SYNC, server, tmp_path)

    assert [record.levelname for record in caplog.records].count("INFO") == 1
    assert "authorization" in caplog.text
    assert KEY not in caplog.text
    assert STREAM["sid"] not in caplog.text


def test_the_commands_work_on_a_copy(tmp_path: Path) -> None:
    """The commands at the top regenerate the same client, and run tests that pass."""
    project = copy_of_project(tmp_path)
    done = run_shell(
        COMMANDS,
        project,
        PYTEST_ADDOPTS="tests/wire/test_start_stream.py",  # all tests would run this one again
        PYTEST_XDIST_AUTO_NUM_WORKERS="0",
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "generated_client: up to date" in done.stdout
    assert " passed" in done.stdout


def test_a_spec_change_does_to_the_client_what_the_page_shows(
    server: LoopbackServer, tmp_path: Path
) -> None:
    """The lines shown are all that `make check` reports as added, and the new field is sent."""
    project = copy_of_project(tmp_path)
    spec = project / "spec" / "streams.yaml"
    before = "".join(line[1:] for line in SPEC_CHANGE.splitlines(keepends=True) if line[0] == " ")
    after = "".join(line[1:] for line in SPEC_CHANGE.splitlines(keepends=True))
    text = spec.read_text(encoding="utf-8")
    assert text.count(before) == 1
    spec.write_text(text.replace(before, after), encoding="utf-8")

    checked = run_shell("make check", project)
    assert checked.returncode != 0
    lines = checked.stdout.splitlines()
    assert [line for line in lines if line[:1] == "+" and "bidirectional_sampling_rate" in line]
    assert not [line for line in lines if line.startswith("- ")]

    (project / "program.py").write_text(
        SYNC.replace("url=", "bidirectional_sampling_rate=16000, url="), encoding="utf-8"
    )
    used = run_shell(
        "make generate && .venv/bin/python program.py",
        project,
        TELNYX_API_KEY=KEY,
        TELNYX_BASE_URL=server.url,
    )
    assert used.returncode == 0, used.stdout + used.stderr
    [request] = server.received
    assert ("BidirectionalSamplingRate", "16000") in request.form


def test_the_client_works_inside_another_project(server: LoopbackServer, tmp_path: Path) -> None:
    """The client generated into another project is imported from there, and sends."""
    project = copy_of_project(tmp_path)
    app = tmp_path / "app" / "src"
    done = run_shell(OWN_PROJECT, project)
    assert done.returncode == 0, done.stdout + done.stderr

    (app / "program.py").write_text(
        SYNC.replace("from generated_client import", "from app.telnyx import"), encoding="utf-8"
    )
    used = run_shell(
        "../../project/.venv/bin/python program.py",
        app,
        TELNYX_API_KEY=KEY,
        TELNYX_BASE_URL=server.url,
    )
    assert used.returncode == 0, used.stderr
    [request] = server.received
    assert request.headers["user-agent"].startswith("telnyx/")


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """Generating over somebody's own package is an error, and changes nothing in it."""
    project = copy_of_project(tmp_path)
    mine = tmp_path / "app" / "src" / "app" / "telnyx" / "mine.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("MINE = True\n", encoding="utf-8")

    done = run_shell(OWN_PROJECT, project)

    assert done.returncode == 2
    assert "mine.py" in done.stderr
    assert [file.name for file in mine.parent.iterdir()] == ["mine.py"]


def test_the_table_of_settings_is_complete() -> None:
    """The table lists the arguments of both clients, in their order, with their defaults."""
    rows = {
        row[0].strip("`"): row[2].strip("`") for row in table_rows("docs/client.md", "Settings")
    }
    for client in (Telnyx, generated_client.AsyncTelnyx):
        parameters = dict(inspect.signature(client).parameters)
        assert list(rows) == list(parameters)
        for name in ("max_retries", "strict", "allow_http"):
            assert rows[name] == str(parameters[name].default)
        assert parameters["max_response_size"].default == 10 * 2**20
        assert rows["max_response_size"] == "10 MiB"
    assert f"<Telnyx {rows['base_url']}>" == repr(Telnyx(api_key=KEY))
    assert float(rows["timeout"]) == DEFAULT_TIMEOUT


def test_the_options_that_are_named_exist() -> None:
    """What the page calls options of a call and of with_options are their arguments."""
    sentence = r"Each call takes (.*?)\. `with_options` makes\s(.*?)\sthat shares"
    page = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
    options = re.search(sentence, page, re.DOTALL)
    assert options
    start = inspect.signature(Telnyx(api_key=KEY).texml.accounts.calls.streams_json)
    assert re.findall(r"`(\w+)`", options[1]) == list(start.parameters)[-4:]
    changed = inspect.signature(Telnyx.with_options).parameters
    assert set(re.findall(r"`(\w+)`", options[2])) == set(changed) - {"self"}


def test_the_errors_that_are_named_exist() -> None:
    """Each error on the page is one of the client's, or of Python."""
    names = set(re.findall(r"`(\w+Error)`", README)) - {"CancelledError"}
    assert "APIError" in names
    for name in names:
        assert hasattr(generated_client, name) or hasattr(builtins, name), name


def test_the_make_targets_that_are_named_exist() -> None:
    """Each `make` command on the page has a target in the Makefile."""
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"generate", "test"} <= named <= make_targets()


def test_the_diff_of_the_second_operation_is_what_the_page_shows(tmp_path: Path) -> None:
    """Without the operation that stops a stream the spec differs by the lines shown."""
    spec = (ROOT / "spec/streams.yaml").read_text(encoding="utf-8")
    stop = spec[spec.index("  /texml/Accounts/{account_sid}/Calls/{call_sid}/Streams/{") :]
    stop = stop[: stop.index("\ncomponents:")]
    before = tmp_path / "streams.yaml"
    before.write_text(spec.replace(stop, "").replace("[in-progress, stopped]", "[in-progress]"))

    command = [sys.executable, "-m", "generator", "diff", "--format", "markdown"]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, str(before), "spec/streams.yaml"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("**minor**")
    assert SPEC_DIFF.strip() in done.stdout
