"""Status callbacks: forms to POST, or queries to GET, signed, and sent again where they fail.

The signature is Ed25519 over ``{telnyx-timestamp}|{body}``, in base64. A GET has no body, so its
signature covers none of its fields.
"""

import asyncio
import base64
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import aiohttp
from attrs import define
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from yarl import URL

from .faults import CallbackFault
from .validation import FORM

if TYPE_CHECKING:
    from .calls import Stream
    from .exchange import Exchange

_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""Always the same, so that a server can be configured once; it protects nothing."""

_FOREIGN_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC_KEY: Final = base64.b64encode(_KEY.public_key().public_bytes_raw()).decode()
"""What a server verifies with; for the client it is TELNYX_PUBLIC_KEY."""

_ATTEMPTS: Final = 3
_BETWEEN_ATTEMPTS: Final = 1.0
_OLD: Final = 3600
_OPPOSITE: Final = {"stream-started": "stream-stopped", "stream-stopped": "stream-started"}


@define
class Callback:
    """One status callback.

    Attributes:
        event: ``stream-started``, ``stream-stopped``, or the one that says that it failed.
        fault: ``forged`` and ``old`` must be refused; ``repeated`` and ``delayed`` are genuine.
        status: The status code of the last response; None: there was none.
        attempts: How often it was sent.
    """

    event: str
    fault: CallbackFault | None = None
    status: int | None = None
    attempts: int = 0

    @property
    def is_accepted(self) -> bool:
        """Whether the last response was 2xx."""
        return self.status is not None and 200 <= self.status <= 299  # noqa: PLR2004 - 2xx

    @property
    def is_genuine(self) -> bool:
        """Whether it must be accepted."""
        return self.fault not in {"forged", "old"}


class CallbackSender:
    """Sends the status callbacks of all streams; those of one stream one after the other."""

    def __init__(self, exchange: "Exchange", timeout: float) -> None:
        """Begin; a server must respond within so many seconds."""
        self._exchange = exchange
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._last: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, list[tuple[Callback, dict[str, str]]]] = {}

    def send(self, stream: "Stream", event: str, error: str | None = None) -> None:
        """Report what a stream does, if somebody wants to know."""
        if stream.callback_url is None:
            return
        fields = self._fields(stream, event, error)
        fault = self._exchange.faults.take_for_callback()
        queue = [(Callback(event, fault), fields)]
        if fault in {"forged", "old"}:
            forged = _OPPOSITE.get(event, event) if fault == "forged" else event
            queue = [(Callback(forged, fault), {**fields, "StreamEvent": forged})]
            queue.append((Callback(event), fields))
        elif fault == "repeated":
            queue.append((Callback(event, fault), fields))
        elif fault == "delayed" and event == "stream-started":  # nothing follows the others
            self._held[stream.sid] = queue
            return
        queue += self._held.pop(stream.sid, [])
        stream.pending_callbacks += 1
        previous = self._last.get(stream.sid)
        self._last[stream.sid] = self._exchange.spawn(self._deliver(stream, queue, previous))

    async def _deliver(
        self,
        stream: "Stream",
        queue: list[tuple[Callback, dict[str, str]]],
        previous: asyncio.Task[None] | None,
    ) -> None:
        try:
            if previous is not None:
                await previous
            for callback, fields in queue:
                stream.callbacks.append(callback)
                await self._send_until_accepted(stream, callback, fields)
        finally:
            stream.pending_callbacks -= 1
            if not stream.pending_callbacks:
                del self._last[stream.sid]

    async def _send_until_accepted(
        self, stream: "Stream", callback: Callback, fields: dict[str, str]
    ) -> None:
        exchange = self._exchange
        problem = ""
        for attempt in range(_ATTEMPTS if callback.is_genuine else 1):
            if attempt:
                await exchange.sleep(_BETWEEN_ATTEMPTS * 2 ** (attempt - 1))
            callback.attempts += 1
            callback.status, problem = await self._attempt(stream, callback, fields)
            text = f"status callback {callback.event}"
            text += f" ({callback.fault})" if callback.fault else ""
            exchange.journal.write("callback", f"{text}: {problem}", stream.call.sid)
            if callback.is_accepted or not self._is_retried(callback.status):
                break
        detail = f"{stream.callback_method} {stream.callback_url} with {callback.event}: {problem}"
        if callback.is_genuine and not callback.is_accepted:
            exchange.find("callback-failed", detail, stream.call, stream)
        elif callback.is_accepted and callback.fault in {"forged", "old"}:
            is_signed = stream.callback_method == "POST"
            if is_signed and exchange.quirks.callback_signature == "signed":
                exchange.find(f"{callback.fault}-callback-accepted", detail, stream.call, stream)

    def _is_retried(self, status: int | None) -> bool:
        is_server_error = status is None or status in {408, 429} or status >= 500  # noqa: PLR2004 - 5xx
        return self._exchange.quirks.callback_retries == "all failures" or is_server_error

    async def _attempt(
        self, stream: "Stream", callback: Callback, fields: dict[str, str]
    ) -> tuple[int | None, str]:
        """Send it once; return the status, and what to say of it."""
        quirks = self._exchange.quirks
        body, content_type = b"", FORM
        url = URL(stream.callback_url or "")
        if stream.callback_method == "GET":
            url = url.update_query(fields)
        elif quirks.callback_format == "JSON":
            body, content_type = json.dumps(fields).encode(), "application/json"
        else:
            body = urlencode(fields).encode()
        headers = {"User-Agent": "telnyx-webhooks"}
        if stream.callback_method == "POST":
            headers["Content-Type"] = content_type
        is_signed = (
            quirks.callback_signature == "signed"
            if stream.callback_method == "POST"
            else quirks.query_signature == "empty body"
        )
        if is_signed:
            headers |= _signature(body, callback.fault)
        try:
            async with self._exchange.session.request(
                stream.callback_method,
                url,
                data=body or None,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=quirks.callback_redirects == "followed",
                max_redirects=3,
            ) as response:
                await response.read()
                return response.status, str(response.status)
        except TimeoutError:
            return None, f"no response within {self._timeout.total:g} s"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return None, str(error) or type(error).__name__

    def _fields(self, stream: "Stream", event: str, error: str | None) -> dict[str, str]:
        fields = {
            "AccountSid": stream.call.account_sid,
            "CallSid": stream.call.sid,
            "CallSidLegacy": stream.call.sid,
            "StreamSid": stream.stream_id,
            "StreamEvent": event,
            "Timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        }
        if stream.name or self._exchange.quirks.unnamed_stream == "empty":
            fields["StreamName"] = stream.name or ""
        if error is not None:
            fields["StreamError"] = error
        return fields


def _signature(body: bytes, fault: CallbackFault | None) -> dict[str, str]:
    timestamp = str(int(time.time()) - (_OLD if fault == "old" else 0))
    key = _FOREIGN_KEY if fault == "forged" else _KEY
    signature = key.sign(timestamp.encode() + b"|" + body)
    return {
        "telnyx-timestamp": timestamp,
        "telnyx-signature-ed25519": base64.b64encode(signature).decode(),
    }
