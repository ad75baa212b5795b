"""How long an MP3 file plays: the headers of its frames are read, its sound is not."""

from typing import Final

_LAYER_III: Final = 0b01
_MPEG_1: Final = 0b11
_SAMPLE_RATES: Final = {
    0b11: (44100, 48000, 32000),
    0b10: (22050, 24000, 16000),
    0b00: (11025, 12000, 8000),
}
_KBITS_1: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2: Final = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HEADER: Final = 4

MP3_STARTS: Final = (b"ID3", *(bytes([0xFF, second]) for second in b"\xe2\xe3\xf2\xf3\xfa\xfb"))
"""How an MP3 file begins: with a tag, or with a frame of layer III of one of the three versions."""


def mp3_seconds(data: bytes) -> float | None:
    """Return how long an MP3 file plays, or None if the bytes are no MP3 file.

    Raw audio can begin like a frame by chance, so where that frame ends there must be the end of
    the data, or another frame. What follows the last frame, such as a tag, is ignored.
    """
    offset, seconds, frames = _after_tag(data), 0.0, 0
    while frame := _frame(data[offset : offset + _HEADER]):
        size, duration = frame
        frames += 1
        if offset + size > len(data):
            break
        offset += size
        seconds += duration
    is_whole = frames > 1 or offset == len(data)
    return seconds or None if is_whole else None


def _after_tag(data: bytes) -> int:
    """Return where the ID3v2 tag ends; its size has seven bits a byte."""
    if not data.startswith(b"ID3"):
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame(header: bytes) -> tuple[int, float] | None:
    """Return the bytes and the seconds of the frame that begins so (ISO/IEC 11172-3, 2.4.2.3)."""
    if len(header) < _HEADER or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:  # noqa: PLR2004 - the syncword
        return None
    version, layer = header[1] >> 3 & 0b11, header[1] >> 1 & 0b11
    kbits = _KBITS_1 if version == _MPEG_1 else _KBITS_2
    kbits_index, rate_index = (header[2] >> 4) - 1, header[2] >> 2 & 0b11
    rates = _SAMPLE_RATES.get(version, ())
    if layer != _LAYER_III or not 0 <= kbits_index < len(kbits) or rate_index >= len(rates):
        return None
    rate, samples = rates[rate_index], 1152 if version == _MPEG_1 else 576
    padding = header[2] >> 1 & 1
    return samples // 8 * kbits[kbits_index] * 1000 // rate + padding, samples / rate
