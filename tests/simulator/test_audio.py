"""Sound: two codecs, WAV files, and how long MP3 files are."""

import math
import wave
from array import array
from pathlib import Path

import pytest

from telnyx_simulator import Audio, read_wav, silence, tone
from telnyx_simulator.audio import SILENCE, Companding, peak, transcoding
from telnyx_simulator.mp3 import mp3_seconds
from tests.simulator.bots import MP3_SECOND

CODECS: list[Companding] = ["PCMU", "PCMA"]


@pytest.mark.parametrize(
    ("codec", "code", "sample"),
    [
        ("PCMU", 0xFF, 0),
        ("PCMU", 0x00, -32124),
        ("PCMU", 0x80, 32124),
        ("PCMU", 0xF0, 120),
        ("PCMA", 0xD5, 8),
        ("PCMA", 0x55, -8),
        ("PCMA", 0xAA, 32256),
        ("PCMA", 0x2A, -32256),
    ],
)
def test_codes_mean_what_g711_says(codec: Companding, code: int, sample: int) -> None:
    """Values from the tables of the recommendation, scaled to 16 bits, decode and encode."""
    assert list(Audio.decoded(bytes([code]), codec).samples) == [sample]
    assert Audio(array("h", [sample])).encoded(codec) == bytes([code])


@pytest.mark.parametrize("codec", CODECS)
def test_each_code_survives(codec: Companding) -> None:
    """Decoding and encoding returns each code, but for the second zero of PCMU."""
    codes = bytes(code for code in range(256) if (codec, code) != ("PCMU", 0x7F))
    assert Audio.decoded(codes, codec).encoded(codec) == codes


@pytest.mark.parametrize("codec", CODECS)
def test_a_tone_is_loud_and_silence_is_not(codec: Companding) -> None:
    """Peaks are computed from the encoded bytes alone."""
    assert 120 <= peak(tone(440, seconds=0.1).encoded(codec), codec) <= 130
    assert peak(silence(seconds=0.02).encoded(codec), codec) == 0
    assert set(silence(seconds=0.02).encoded(codec)) == {SILENCE[codec]}


def test_transcoding_keeps_the_sound() -> None:
    """A tone from PCMU to PCMA differs by the steps of the codecs only."""
    sound = tone(300, seconds=0.1)
    there = sound.encoded("PCMU").translate(transcoding("PCMU", "PCMA"))
    errors = [
        abs(a - b) for a, b in zip(sound.samples, Audio.decoded(there, "PCMA").samples, strict=True)
    ]
    assert max(errors) < 1200


def write_wav(path: Path, width: int, channels: int, rate: int) -> None:
    """Write 0.1 s of a tone of 200 Hz at half the volume."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        top = 1 << 8 * width - 2
        for n in range(rate // 10):
            value = round(top * math.sin(2 * math.pi * 200 * n / rate))
            sample = (
                bytes([128 + value]) if width == 1 else value.to_bytes(width, "little", signed=True)
            )
            file.writeframes(sample * channels)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize(
    ("channels", "rate"), [(1, 8000), (2, 8000), (1, 44100), (2, 16000), (1, 6000)]
)
def test_wav_files_of_any_shape_are_read(
    width: int, channels: int, rate: int, tmp_path: Path
) -> None:
    """Widths, channels and rates become 8,000 samples a second of one channel."""
    write_wav(tmp_path / "a.wav", width, channels, rate)
    audio = read_wav(tmp_path / "a.wav")
    assert audio.seconds == pytest.approx(0.1)
    assert audio.peak == pytest.approx(0.5, abs=0.03)


def test_a_saved_file_is_read_again(tmp_path: Path) -> None:
    """Saving loses nothing."""
    sound = tone(440, seconds=0.1) + silence(seconds=0.1)
    sound.save(tmp_path / "a.wav")
    assert read_wav(tmp_path / "a.wav") == sound


@pytest.mark.parametrize("content", [b"", b"ID3", b"RIFF....WAVEjunk"])
def test_other_files_are_refused_by_name(content: bytes, tmp_path: Path) -> None:
    """The error names the file."""
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.wav is no WAV file"):
        read_wav(tmp_path / "a.wav")


@pytest.mark.parametrize(
    ("data", "seconds"),
    [
        (MP3_SECOND, 39 * 1152 / 44100),
        (b"ID3\x04\0\0\0\0\x01\x00" + bytes(128) + MP3_SECOND, 39 * 1152 / 44100),
        (MP3_SECOND + b"TAG" + bytes(125), 39 * 1152 / 44100),
        (b"\xff\xf3\x40\xc0" + bytes(100), 576 / 22050),
        (b"", None),
        (b"ID3\x04\0\0\0\0\0\0", None),
        (b"\xff\xfb\x90\x00", None),
        (b"\xff\xf3\x40\xc0" + bytes(300), None),
        (b"\xff" * 160, None),
        (bytes(range(256)), None),
    ],
)
def test_mp3_files_are_told_from_other_bytes(data: bytes, seconds: float | None) -> None:
    """Headers of frames are followed; silence in PCMU, all ones, is no MP3."""
    assert mp3_seconds(data) == (None if seconds is None else pytest.approx(seconds))
