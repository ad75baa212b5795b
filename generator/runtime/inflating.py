"""Compressed answers, undone piece by piece, so that a limit holds inside them too.

Servers are not exact about it, and the first two bytes tell what is really there:

    1f 8b                           gzip, also several members one after the other (RFC 1952)
    x8 .., a multiple of 31         zlib, which is what "deflate" stands for (RFC 9110, 8.4.1.2)
    anything else, said "deflate"   deflate without a header
    anything else, said "gzip"      not compressed at all
"""

import zlib
from typing import Protocol

ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})
"""What is asked for in Accept-Encoding."""

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16
_HEADERLESS = -zlib.MAX_WBITS
_TRAILER = 8
"""Bytes of a checksum and a length, at the end of gzip."""

_MOST_MEMBERS = 1_000


class _Stream(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class _Plain:
    """Stands in where nothing is compressed, or nothing more is wanted."""

    eof = False
    unused_data = b""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        return data[:max_length] if self._keep else b""


class Inflater:
    """Undoes one content encoding."""

    def __init__(self, encoding: str) -> None:
        """Begin with a body that is said to be encoded so."""
        self._encoding = encoding
        self._stream: _Stream | None = None
        self._waiting = b""
        self._members = 0
        self.is_broken = False
        """Whether what came cannot be what it is said to be; nothing is read from there on."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing is cut off."""
        is_plain = isinstance(self._stream, _Plain)
        return not self.is_broken and (is_plain or (self._stream is None and not self._waiting))

    def feed(self, data: bytes, room: int) -> bytes:
        """Give what the next bytes stand for, at most ``room`` bytes."""
        found = bytearray()
        # The last bytes apart: they may be a checksum that fails, and what is before them counts.
        for piece in (data[:-_TRAILER], data[-_TRAILER:]):
            if self.is_broken:
                break
            try:
                self._inflate(piece, found, room)
            except zlib.error:
                self.is_broken = True
        return bytes(found)

    def _inflate(self, data: bytes, found: bytearray, room: int) -> None:
        while data and len(found) < room:
            if self._stream is None:
                data, self._waiting = self._waiting + data, b""
                if len(data) < len(_GZIP_MAGIC):
                    self._waiting = data
                    break
                self._stream = self._open(data)
            found += self._stream.decompress(data, room - len(found))
            data = b""
            if self._stream.eof:
                self._members += 1
                data, self._stream = self._stream.unused_data, None
                if self._members > _MOST_MEMBERS:
                    raise zlib.error("it has too many parts")

    def _open(self, data: bytes) -> _Stream:
        if data.startswith(_GZIP_MAGIC):
            return zlib.decompressobj(_GZIP)
        if self._members:
            return _Plain(keep=False)  # some servers pad
        if data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0:
            return zlib.decompressobj()
        return zlib.decompressobj(_HEADERLESS) if self._encoding == "deflate" else _Plain(keep=True)
