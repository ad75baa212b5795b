"""The HTTP server: two operations of the REST API, and the page to watch."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from aiohttp import web

from .calls import Call, Refused, Stream
from .faults import Fault, Operation
from .page import Page
from .validation import NOT_FOUND, Checked, Failure, failure_of

if TYPE_CHECKING:
    from .exchange import Exchange

_STREAMS: Final = "/v2/texml/Accounts/{account_sid}/Calls/{call_sid}/Streams"
_CLOSING: Final = 0.5
"""Real seconds that requests have when the simulator ends."""


class Server:
    """Serves while it is entered."""

    def __init__(self, exchange: "Exchange", host: str, port: int) -> None:
        """Prepare; port 0 is any that is free."""
        self._exchange = exchange
        self._host = host
        self._port = port
        self._page = Page(exchange)
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._page.show),
                web.get("/watch", self._page.watch),
                web.post(_STREAMS + ".json", self._start),
                web.post(_STREAMS + "/{streaming_sid}.json", self._stop),
                web.route("*", "/{path:.*}", self._unknown),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_CLOSING)

    @property
    def address(self) -> str:
        """Where it serves, such as ``http://127.0.0.1:8080``."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except BaseException:
            await self._runner.cleanup()
            raise
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await self._page.close()
        await self._runner.cleanup()

    async def _start(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.Response:
            call, checked = await self._checked("start", request)
            stream = self._exchange.admit(call, checked)
            named = {"name": stream.name} if stream.name is not None else {}
            return self._respond(200, self._resource(stream, "in-progress") | named)

        return await self._with_fault("start", request, act)

    async def _stop(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.Response:
            call, checked = await self._checked("stop", request)
            for code, detail in checked.findings:
                self._exchange.find(code, detail, call)
            if checked.failure:
                raise Refused(checked.failure)
            sid = request.match_info["streaming_sid"].lower()
            stream = next((each for each in call.streams if each.sid == sid), None)
            if stream is None:
                self._exchange.find("unknown-call", f"streaming_sid {sid}", call)
                raise Refused(NOT_FOUND)
            if not self._exchange.stop(stream, "stopped on request"):
                raise Refused(self._repeated())
            return self._respond(200, self._resource(stream, "stopped"))

        return await self._with_fault("stop", request, act)

    def _repeated(self) -> Failure:
        if self._exchange.quirks.repeated_stop == "404":
            return NOT_FOUND
        return Failure(422, "90048", "Media streaming is not used", "The stream has ended.")

    async def _checked(self, operation: Operation, request: web.Request) -> tuple[Call, Checked]:
        """Check a request; return its call and what is known of the request.

        Raises:
            Refused: The key is missing, or there is no such call.
        """
        exchange = self._exchange
        checked = exchange.validator.check(
            operation,
            request.rel_url.raw_path,
            await request.read(),
            request.headers.get("Content-Type", ""),
            request.headers.get("Authorization"),
        )
        sids = request.match_info["account_sid"], request.match_info["call_sid"]
        call = exchange.calls.get(sids[1])
        if checked.findings and checked.findings[0][0] == "authentication":
            exchange.find(*checked.findings[0], call)
            raise Refused(checked.failure or NOT_FOUND)
        if call is None or call.account_sid != sids[0]:
            what = "call_sid" if call is None else "account_sid"
            exchange.find("unknown-call", f"{what} {sids[call is None]}")
            raise Refused(NOT_FOUND)
        return call, checked

    async def _with_fault(
        self, operation: Operation, request: web.Request, act: Callable[[], Awaitable[web.Response]]
    ) -> web.StreamResponse:
        """Act, unless a fault keeps us from it; respond, unless a fault responds otherwise."""
        fault = self._exchange.faults.take(operation)
        response = self._failing(fault) if fault else self._respond(200, {})
        if fault is None or fault.acts:
            try:
                acted = await act()
            except Refused as refused:
                acted = self._refuse(refused.failure)
            response = response if fault else acted
        exchange, call_sid = self._exchange, request.match_info["call_sid"]
        if fault and fault.status is None:
            outcome = "the connection is lost" + (" after acting" if fault.acts else "")
            if request.transport:
                request.transport.abort()
        else:
            outcome = str(response.status) + (" after acting" if fault and fault.acts else "")
        exchange.journal.write("request", f"{operation} request: {outcome}", call_sid)
        return response

    def _failing(self, fault: Fault) -> web.Response:
        failure = failure_of(fault.status or 500)
        response = self._respond(failure.status, failure.body())
        response.headers.update(fault.headers)
        return response

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/v2/"):
            self._exchange.find("unknown-call", f"{request.method} {request.path}")
        return self._refuse(NOT_FOUND)

    def _refuse(self, failure: Failure) -> web.Response:
        body = failure.body()
        if failure.status == 404 and self._exchange.quirks.not_found_body == "detail only":  # noqa: PLR2004 - a status
            body = {"errors": [{"detail": failure.detail}]}
        return self._respond(failure.status, body)

    def _respond(self, status: int, body: dict[str, Any]) -> web.Response:
        headers: dict[str, str] = {self._exchange.quirks.request_id_header: str(uuid.uuid4())}
        return web.json_response(body, status=status, headers=headers)

    def _resource(self, stream: Stream, status: str) -> dict[str, str]:
        """Return a stream as the REST API shows it."""
        quirks, now = self._exchange.quirks, datetime.now(UTC)
        is_iso = quirks.date_format == "ISO 8601"
        in_uri = stream.sid if quirks.uri_id == "sid" else str(uuid.uuid4())
        folder = _STREAMS.format(account_sid=stream.call.account_sid, call_sid=stream.call.sid)
        return {
            "account_sid": stream.call.account_sid,
            "call_sid": stream.call.sid,
            "sid": stream.sid,
            "status": status,
            "date_updated": f"{now:%Y-%m-%dT%H:%M:%SZ}" if is_iso else format_datetime(now),
            "uri": f"{folder}/{in_uri}.json",
        }
