"""The command, as it is typed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from telnyx_simulator import cli, tone
from tests.simulator.bots import Bot, media, say
from tests.simulator.conftest import RunBot

ROOT = Path(__file__).parents[2]


def test_a_bot_is_called(bot: Bot, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is a line for each event, and a summary; nothing is wrong, so the exit code is 0."""
    tone(440, seconds=1.5).save(tmp_path / "hello.wav")
    code = cli.main(
        [
            *("--call", bot.url, "--audio", str(tmp_path / "hello.wav"), "--speed", "20"),
            *("--digits", "5", "--callback", bot.callback, "--track", "both_tracks"),
            *("--encoding", "PCMA", "--codec", "PCMA", "--quirk", "numbers=strings"),
        ]
    )
    printed = capsys.readouterr().out
    assert code == 0
    for text in (
        "base URL       http://127.0.0.1:",
        f"dialling {bot.url}",
        "sent      -->  start PCMA, 8000 Hz",
        "sent      -->  dtmf 5",
        "the person speaks",
        "your bot speaks",
        "received  <--  mark a second",
        "status callback stream-stopped: 200",
        "no findings: nothing is wrong",
    ):
        assert text in printed


def test_a_wrong_bot_has_an_exit_code(run_bot: RunBot, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary has all there is to say about each finding."""
    bot = run_bot(say(media(bytes(160))))
    assert cli.main(["--call", bot.url, "--speed", "20", "--mode", "mp3"]) == 1
    printed = capsys.readouterr().out
    assert "raw-audio-in-mp3-mode: Raw audio was sent in mp3 mode" in printed
    assert "Fix:     Start the stream with `BidirectionalMode=rtp`" in printed


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--audio", "none.wav"], "none.wav"),
        (["--audio", __file__], "is no WAV file"),
        (["--quirk", "speed=1"], "there is no quirk 'speed'"),
        (["--quirk", "tags"], "tags is one of"),
        (["--call", ""], "Url is missing"),
    ],
)
def test_wrong_arguments_are_explained(
    arguments: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with exit code 2."""
    assert cli.main(arguments) == 2
    error = capsys.readouterr().err
    assert text in error
    assert "Traceback" not in error


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_it(times: int) -> None:
    """With a summary and without a traceback; shells and make send it twice at times."""
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "telnyx_simulator"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout
    for line in program.stdout:
        if line.startswith("public key"):
            break
    for _ in range(times):
        program.send_signal(signal.SIGINT)
    printed, errors = program.communicate(timeout=30)
    assert errors == ""
    assert "no findings" in printed
    assert program.returncode == 0
