"""The server that is called: it returns the same response to all, as fast as Python can.

``python -m benchmarks.server`` prints its port, then serves until it is killed.
"""

import asyncio
import json
import re
from typing import cast

STREAM = {
    "account_sid": "61bf923e-5e4d-4595-a110-56190ea18a1b",
    "call_sid": "v3:KBnLO0ZK3DhKM5s7bE9VluaSmKsOchKht_fUYvxcp8ysbmzCCtpkmA",
    "sid": "e9cea0be-7dbd-4b98-98b1-c0089d9d43b0",
    "name": "My stream",
    "status": "in-progress",
    "date_updated": "2023-08-11T19:12:11Z",
    "uri": (
        "/v2/texml/Accounts/61bf923e-5e4d-4595-a110-56190ea18a1b/Calls/"
        "v3:KBnLO0ZK3DhKM5s7bE9VluaSmKsOchKht_fUYvxcp8ysbmzCCtpkmA/Streams/"
        "b08f0fa1-a32c-4218-b3b5-9cf78941ccac.json"
    ),
}
"""The example of the vendor's reference, with the date as ISO 8601."""

RFC_2822_DATE = "Fri, 11 Aug 2023 19:12:11 +0000"

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END_OF_HEAD = b"\r\n\r\n"


def response(body: bytes) -> bytes:
    """Write a response with the headers that such an API sends."""
    head = (
        "HTTP/1.1 200 OK\r\n"
        "date: Fri, 11 Aug 2023 19:12:11 GMT\r\n"
        "content-type: application/json\r\n"
        f"content-length: {len(body)}\r\n"
        "x-request-id: 7cbd2a4f-6d57-4c1f-9f0a-6c54d1a6a0de\r\n"
        "cache-control: max-age=0, private, must-revalidate\r\n"
        "server: loopback\r\n\r\n"
    )
    return head.encode() + body


class Responding(asyncio.Protocol):
    """One connection: each request that is complete gets the response."""

    RESPONSE = response(json.dumps(STREAM).encode())

    def __init__(self) -> None:
        """Begin with nothing received."""
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Respond to the requests that are complete; keep the rest."""
        self._received += data
        while (end := self._end_of_request()) is not None:
            self._received = self._received[end:]
            self._transport.write(self.RESPONSE)

    def _end_of_request(self) -> int | None:
        head = self._received.find(_END_OF_HEAD)
        if head < 0:
            return None
        length = _LENGTH.search(self._received, 0, head)
        end = head + len(_END_OF_HEAD) + (int(length[1]) if length else 0)
        return end if len(self._received) >= end else None


async def serve() -> None:
    """Serve on a free port of the loopback interface, and print which."""
    server = await asyncio.get_running_loop().create_server(Responding, "127.0.0.1", backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
