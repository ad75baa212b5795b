"""A server that fails in every way a server can, and the ways it fails in.

A fault is a function of a `Peer`, the server's end of one attempt. It says how much of the
request is read, whether a stream is started, and what goes back: bytes, silence or a reset.
"""

import gzip
import json
import socket
import ssl
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock, Thread
from typing import Self

import trustme
from attrs import define, field

from tests.loopback import STREAM, Received, read_request, response


@define
class Peer:
    """The server's end of a connection, for one attempt."""

    server: "FaultServer"
    socket: socket.socket

    def read(self) -> Received:
        """Read one request, and count it."""
        with self.socket.makefile("rb") as stream:
            request = read_request(stream)
        if request is None:
            raise ConnectionAbortedError
        self.server.received.append(request)
        return request

    def start(self) -> None:
        """Read one request and start a stream."""
        self.read()
        self.server.started += 1

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(data)

    def wait(self) -> None:
        """Be silent until the client hangs up."""
        while self.socket.recv(65536):
            pass

    def close(self) -> None:
        """End the connection in the ordinary way."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


Fault = Callable[[Peer], None]

_PATIENCE = 8.0  # seconds until a connection counts as forgotten by the client


@define
class FaultServer:
    """Does to each attempt what the next fault says; the last fault stays."""

    faults: Sequence[Fault]
    received: list[Received] = field(factory=list[Received])
    started: int = 0
    attempts: int = 0
    stuck: int = 0
    """Connections on which the client neither sent anything nor hung up."""

    _listener: socket.socket = field(factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _threads: list[Thread] = field(factory=list[Thread])
    _lock: Lock = field(factory=Lock)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Its address, without TLS."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._run(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        """Accept no more, and wait until all that came is dealt with."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def refuse(self) -> None:
        """Listen no more; the port stays taken, so that connections to it are refused."""
        self._listener.shutdown(socket.SHUT_RDWR)

    def _run(self, work: Callable[..., None], *args: object) -> None:
        thread = Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE)
        with connection, suppress(OSError):
            try:
                while True:
                    self._next_fault()(Peer(self, connection))
                    if not connection.recv(1, socket.MSG_PEEK):
                        break
            except TimeoutError:
                self.stuck += 1

    def _next_fault(self) -> Fault:
        with self._lock:
            self.attempts += 1
            return self.faults[min(self.attempts, len(self.faults)) - 1]


def responds(status: int = 200, body: object = STREAM, **headers: str) -> Fault:
    """Start a stream if the status is 2xx, and respond."""
    return sends(response(status, body, **headers), starts=200 <= status < 300)


def sends(data: bytes, *, starts: bool = True, then: Fault | None = None) -> Fault:
    """Read a request and send bytes, whatever they are."""

    def fault(peer: Peer) -> None:
        if starts:
            peer.start()
        else:
            peer.read()
        peer.send(data)
        if then is not None:
            then(peer)

    return fault


def never_responds(peer: Peer) -> None:
    """Start a stream and say nothing."""
    peer.start()
    peer.wait()


def resets_before_reading(peer: Peer) -> None:
    """Reset when the request has come, without a look at it."""
    peer.socket.recv(1, socket.MSG_PEEK)
    peer.reset()


def resets_after_the_head(peer: Peer) -> None:
    """Reset when the head of the request is in, and its body is not read."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += peer.socket.recv(1)
    peer.reset()


def resets_after_the_body(peer: Peer) -> None:
    """Start a stream and reset."""
    peer.start()
    peer.reset()


def closes_without_a_response(peer: Peer) -> None:
    """Start a stream and close."""
    peer.start()
    peer.close()


def trickles(head: bytes, piece: bytes) -> Fault:
    """Start a stream and send a body that never ends, as fast as it is taken."""

    def fault(peer: Peer) -> None:
        peer.start()
        peer.send(head)
        while True:
            peer.send(piece)

    return fault


def speaks_no_tls(peer: Peer) -> None:
    """Respond to a TLS handshake in plain text."""
    peer.socket.recv(65536)
    peer.send(response(400))
    peer.wait()


def never_shakes_hands(peer: Peer) -> None:
    """Leave a TLS handshake without a response."""
    peer.wait()


def untrusted_certificate() -> Fault:
    """Shake hands with a certificate that nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    def fault(peer: Peer) -> None:
        with context.wrap_socket(peer.socket, server_side=True) as secured:
            Peer(peer.server, secured).start()

    return fault


def chunked(*chunks: bytes, status: int = 200, end: bytes = b"0\r\n\r\n") -> bytes:
    """Write a response in chunks."""
    head = f"HTTP/1.1 {status} Status\r\ntransfer-encoding: chunked\r\n".encode()
    pieces = [b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks]
    return head + b"content-type: application/json\r\n\r\n" + b"".join(pieces) + end


STREAM_JSON = json.dumps(STREAM).encode()
STREAM_GZIP = gzip.compress(STREAM_JSON, mtime=0)
HTML = b"<html><body><h1>Bad Gateway</h1></body></html>"
