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

    @property
    def has_ended(self) -> bool:
        """Whether nothing is cut off."""
        return isinstance(self._stream, _Plain) or (self._stream is None and not self._waiting)

    def feed(self, data: bytes, room: int) -> bytes:
        """Give what the next bytes stand for, at most ``room`` bytes; raises `zlib.error`."""
        found = bytearray()
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
        return bytes(found)

    def _open(self, data: bytes) -> _Stream:
        if data.startswith(_GZIP_MAGIC):
            return zlib.decompressobj(_GZIP)
        if self._members:
            return _Plain(keep=False)  # some servers pad
        if data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0:
            return zlib.decompressobj()
        return zlib.decompressobj(_HEADERLESS) if self._encoding == "deflate" else _Plain(keep=True)
