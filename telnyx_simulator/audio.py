"""Audio as telephones know it: 8,000 samples a second, one channel, companded to a byte each.

The two codecs are those of ITU-T G.711. Their decoding formulas are written down here; encoding
picks the code whose decoded value is nearest, so that no second formula can disagree.
"""

import math
import wave
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from attrs import field, frozen

RATE: Final = 8000
"""Samples a second."""

FRAME: Final = 160
"""Samples in a frame of 20 ms, which are as many bytes in PCMU, PCMA and G722 (64 kbit/s)."""

Companding = Literal["PCMU", "PCMA"]
SILENCE: Final[dict[str, int]] = {"PCMU": 0xFF, "PCMA": 0xD5}
_LOUDEST: Final = 32767


def _from_pcmu(code: int) -> int:
    inverted = ~code & 0xFF
    magnitude = (((inverted & 0x0F) << 3) + 0x84 << ((inverted & 0x70) >> 4)) - 0x84
    return -magnitude if inverted & 0x80 else magnitude


def _from_pcma(code: int) -> int:
    toggled = code ^ 0x55
    segment = (toggled & 0x70) >> 4
    step = (toggled & 0x0F) << 4
    magnitude = step + 8 if segment == 0 else step + 0x108 << segment - 1
    return magnitude if toggled & 0x80 else -magnitude


@cache
def _decoded(codec: Companding) -> list[int]:
    """Return the sample of each of the 256 codes."""
    formula = _from_pcmu if codec == "PCMU" else _from_pcma
    return [formula(code) for code in range(256)]


@cache
def _encoded(codec: Companding) -> bytes:
    """Return the code of each 16-bit sample; index -1 is the last, as for any sequence."""
    by_sample = {sample: code for code, sample in enumerate(_decoded(codec))}  # 0: the later code
    steps = sorted(by_sample)
    edges = [(low + high) / 2 for low, high in pairwise(steps)] + [math.inf]
    table = bytearray(1 << 16)
    step = 0
    for sample in range(-32768, 32768):
        while sample >= edges[step]:
            step += 1
        table[sample] = by_sample[steps[step]]
    return bytes(table)


@cache
def transcoding(source: Companding, target: Companding) -> bytes:
    """Return a table for ``bytes.translate``."""
    table = _encoded(target)
    return bytes(table[sample] for sample in _decoded(source))


@cache
def _magnitudes(codec: Companding) -> bytes:
    return bytes(min(abs(sample) >> 7, 255) for sample in _decoded(codec))


def peak(encoded: bytes, codec: Companding) -> int:
    """Return how loud the loudest sample is, from 0 to 255."""
    return max(encoded.translate(_magnitudes(codec)), default=0)


@frozen
class Audio:
    """Sound at 8,000 samples a second.

    Attributes:
        samples: Signed 16-bit samples.
    """

    samples: "array[int]"
    _encoded: dict[str, bytes] = field(factory=dict[str, bytes], init=False, eq=False, repr=False)
    _peaks: dict[str, bytes] = field(factory=dict[str, bytes], init=False, eq=False, repr=False)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE

    @property
    def peak(self) -> float:
        """How loud the loudest sample is, from 0 to 1."""
        return max((abs(sample) for sample in self.samples), default=0) / _LOUDEST

    def encoded(self, codec: Companding) -> bytes:
        """Return a byte for each sample."""
        if codec not in self._encoded:
            table = _encoded(codec)
            self._encoded[codec] = bytes(map(table.__getitem__, self.samples))
        return self._encoded[codec]

    def peaks(self, codec: Companding) -> bytes:
        """Return how loud each frame is when it is encoded, a byte for each, as ``peak`` does."""
        if codec not in self._peaks:
            encoded = self.encoded(codec)
            starts = range(0, len(encoded), FRAME)
            self._peaks[codec] = bytes(peak(encoded[at : at + FRAME], codec) for at in starts)
        return self._peaks[codec]

    @classmethod
    def decoded(cls, encoded: bytes, codec: Companding) -> "Audio":
        """Return the sound of encoded bytes."""
        return cls(array("h", map(_decoded(codec).__getitem__, encoded)))

    def save(self, path: str | Path) -> None:
        """Write a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(_little_endian(self.samples))

    def __add__(self, other: "Audio") -> "Audio":
        """Return this sound and then the other."""
        return Audio(self.samples + other.samples)

    def __repr__(self) -> str:
        """Say how long it is; nobody reads samples."""
        return f"<Audio of {self.seconds:.2f} s>"


def tone(frequency: float, *, seconds: float, volume: float = 0.5) -> Audio:
    """Return a sine tone of so many Hz, with 5 ms of fading at both ends against clicks."""
    count = round(seconds * RATE)
    fade = RATE * 0.005
    angle = 2 * math.pi * frequency / RATE
    return Audio(
        array(
            "h",
            (
                round(
                    _LOUDEST * volume * min(1, n / fade, (count - n) / fade) * math.sin(angle * n)
                )
                for n in range(count)
            ),
        )
    )


def silence(*, seconds: float) -> Audio:
    """Return nothing to hear."""
    return Audio(array("h", bytes(2 * round(seconds * RATE))))


def read_wav(path: str | Path) -> Audio:
    """Read a WAV file of 8, 16, 24 or 32-bit PCM, at any rate, with any number of channels.

    Raises:
        ValueError: It is no such file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        message = f"{path} is no WAV file of PCM samples: {error}"
        raise ValueError(message) from error
    if width == 1:  # the only width without a sign
        samples = array("h", (byte - 128 << 8 for byte in data))
    else:  # the two upper bytes of each sample
        upper = bytearray(len(data) // width * 2)
        upper[0::2], upper[1::2] = data[width - 2 :: width], data[width - 1 :: width]
        samples = _little_endian(array("h", bytes(upper)))
    mono = samples if channels == 1 else _mixed(samples, channels)
    return Audio(mono if rate == RATE else _resampled(mono, rate))


def _little_endian(samples: "array[int]") -> "array[int]":
    """Swap bytes on machines that need it."""
    import sys

    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples


def _mixed(samples: "array[int]", channels: int) -> "array[int]":
    return array(
        "h",
        (
            sum(samples[start : start + channels]) // channels
            for start in range(0, len(samples) - channels + 1, channels)
        ),
    )


def _resampled(samples: "array[int]", rate: int) -> "array[int]":
    """Average what falls into each sample, or repeat the nearest: good enough for a telephone."""
    count = len(samples) * RATE // rate
    edges = [position * rate // RATE for position in range(count + 1)]
    return array(
        "h",
        (
            sum(samples[low:high]) // (high - low) if high > low else samples[low]
            for low, high in pairwise(edges)
        ),
    )
