# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Compressed bodies, decompressed piece by piece, so that a limit holds inside them too.

Servers are not exact about it, and the first two bytes tell what is really there:

    1f 8b                                gzip, also several members in a row (RFC 1952)
    x8 .., a multiple of 31              zlib, what "deflate" stands for (RFC 9110, 8.4.1.2)
    anything else, declared "deflate"    deflate without a header
    anything else, declared "gzip"       not compressed at all
"""

import zlib
from typing import Any, Optional

import httpx

ACCEPTED = "gzip, deflate"
_KNOWN = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_MAGIC = b"\x1f\x8b"
_TRAILER = 8
"""Bytes of a checksum and a length, at the end of gzip."""

_MOST_MEMBERS = 1_000


class _Plain:
    """Stands in where nothing is compressed, or nothing more is wanted."""

    eof = False
    unused_data = b""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return data[:max_length] if self._keep else b""


class Inflater:
    """Undoes one content encoding."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._stream: Any = None
        self._waiting = b""
        self._members = 0
        self.is_broken = False
        """Whether what came cannot be what it is declared to be; nothing after it is read."""

    @classmethod
    def of(cls, response: httpx.Response) -> Optional["Inflater"]:
        """Build the one for a response; None where there is nothing to undo."""
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if response.is_stream_consumed or encoding in {"", "identity"}:
            return None  # what was read before is decoded already
        return cls(encoding)

    @property
    def is_unknown(self) -> bool:
        """Whether it is an encoding that was not asked for."""
        return self._encoding not in _KNOWN

    @property
    def problem(self) -> str | None:
        """Why the body cannot be used, or not all of it; None where it can."""
        if self.is_unknown:
            return f"its content encoding {self._encoding!r} was not asked for"
        if self.is_broken:
            return "its compressed body is broken"
        if isinstance(self._stream, _Plain) or (self._stream is None and not self._waiting):
            return None
        return "its compressed body ends early"

    def feed(self, data: bytes, room: int) -> bytes:
        """Return what the next bytes stand for, at most ``room`` bytes."""
        if self.is_unknown:
            return data
        found = bytearray()
        # The last bytes apart: they may be a checksum that fails, and what is before them counts.
        for part in (data[:-_TRAILER], data[-_TRAILER:]):
            try:
                self._inflate(part, found, room)
            except zlib.error:
                self.is_broken = True
                break
        return bytes(found)

    def _inflate(self, data: bytes, found: bytearray, room: int) -> None:
        while data and len(found) < room and not self.is_broken:
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

    def _open(self, data: bytes) -> Any:
        if data.startswith(_GZIP_MAGIC):
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._members:
            return _Plain(keep=False)  # some servers pad
        if data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0:
            return zlib.decompressobj()
        if self._encoding == "deflate":
            return zlib.decompressobj(-zlib.MAX_WBITS)
        return _Plain(keep=True)
