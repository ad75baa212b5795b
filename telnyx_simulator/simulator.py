"""The simulator as a context manager: it has a thread and an event loop of its own."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final, Self

from .audio import Audio, Companding, silence
from .callbacks import PUBLIC_KEY
from .calls import Call
from .exchange import Exchange, Settings
from .faults import CallbackFault, Fault, Operation
from .findings import Finding
from .journal import Event
from .quirks import Quirks
from .server import Server

_NOTHING: Final = silence(seconds=0)


class Simulator:
    """Telnyx on one machine: a REST API that dials your WebSocket server.

    Enter it with ``with``, or in async code with ``async with``, which lets your event loop run
    while the simulator ends. All methods may be called from sync and async code; those that wait
    for something have a twin that ends in ``_async``.
    """

    public_key: Final = PUBLIC_KEY
    """What signatures of status callbacks are verified with: TELNYX_PUBLIC_KEY."""

    def __init__(
        self,
        *,
        speed: float = 1.0,
        quirks: Quirks | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        handshake_timeout: float = 5.0,
        callback_timeout: float = 2.0,
    ) -> None:
        """Prepare; nothing listens before it is entered.

        Args:
            speed: How many seconds of a call pass in a second; 20 is fine for tests.
            quirks: How the vendor behaves where that is uncertain.
            host: Where the REST API and the page are served.
            port: The port; 0 is any that is free.
            handshake_timeout: Real seconds in which a WebSocket server must complete the handshake.
            callback_timeout: Real seconds in which a server must respond to a status callback.
        """
        self._settings = Settings(
            speed=speed,
            quirks=quirks or Quirks(),
            handshake_timeout=handshake_timeout,
            callback_timeout=callback_timeout,
        )
        self._address = host, port
        self._ready: Future[tuple[Exchange, str]] = Future()
        self._end: Callable[[], object] = lambda: None
        self._done: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="telnyx-simulator", daemon=True)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        self._ready.result()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Hang up all calls, deliver the last status callbacks, and end."""
        self._end()
        self._thread.join()
        self._done.result()

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        return self.__enter__()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Do the same as ``__exit__`` while the event loop runs."""
        await asyncio.to_thread(self.__exit__, exc_type, exc_value, traceback)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - it is raised where the simulator is used
            (self._done if self._ready.done() else self._ready).set_exception(error)
        else:
            self._done.set_result(None)

    async def _serve(self) -> None:
        loop, end = asyncio.get_running_loop(), asyncio.Event()
        async with Exchange(self._settings) as exchange, Server(exchange, *self._address) as server:
            self._end = lambda: loop.call_soon_threadsafe(end.set)
            self._ready.set_result((exchange, server.address))
            await end.wait()

    @property
    def _exchange(self) -> Exchange:
        if not self._ready.done():
            message = "enter the simulator first: with Simulator() as telnyx"
            raise RuntimeError(message)
        return self._ready.result()[0]

    @property
    def page(self) -> str:
        """The address of the page to watch."""
        _ = self._exchange
        return f"{self._ready.result()[1]}/"

    @property
    def url(self) -> str:
        """The base URL of the REST API, which takes any API key."""
        return f"{self.page}v2"

    @property
    def account_sid(self) -> str:
        """The id of the only account."""
        return self._exchange.account_sid

    @property
    def calls(self) -> list[Call]:
        """All calls, those that are over included."""
        return list(self._exchange.calls.values())

    @property
    def findings(self) -> list[Finding]:
        """What is wrong, with any call or with none."""
        return list(self._exchange.all_findings())

    @property
    def events(self) -> list[Event]:
        """The last 2,000 things that happened."""
        return list(self._exchange.journal.events)

    @property
    def lateness(self) -> list[int]:
        """How many frames left so many milliseconds late; the last of 1,001 is 1,000 or more."""
        return list(self._exchange.lateness)

    def call(
        self, audio: Audio = _NOTHING, *, encoding: Companding = "PCMU", sid: str | None = None
    ) -> Call:
        """Begin a call.

        Args:
            audio: What the person says, once for each stream; then silence.
            encoding: The codec of the telephone.
            sid: The id of the call; by default a new one.
        """
        exchange = self._exchange
        audio.peaks(encoding)  # here, not in the event loop: an hour of audio takes a while
        return exchange.run(lambda: exchange.add_call(audio, encoding, sid))

    def fail(self, operation: Operation, fault: Fault) -> None:
        """Let the next requests to start or stop a stream fail."""
        exchange = self._exchange
        exchange.run(lambda: exchange.faults.add(operation, fault))

    def fail_callback(self, fault: CallbackFault, *, times: int = 1) -> None:
        """Let the next status callbacks be repeated, delayed, or preceded by a false one."""
        exchange = self._exchange
        exchange.run(lambda: exchange.faults.add_to_callback(fault, times))

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Call a function, in the thread of the simulator, for each thing that happens."""
        exchange = self._exchange
        exchange.run(lambda: exchange.journal.listeners.append(listener))

    def wait(self, condition: Callable[[], Any], *, timeout: float = 10) -> None:
        """Wait until a condition holds, which is looked at in the thread of the simulator.

        Raises:
            TimeoutError: It did not hold in so many seconds; the message has the last events.
        """
        self._exchange.wait_for(self._exchange.journal.wait(condition, timeout))

    async def wait_async(self, condition: Callable[[], Any], *, timeout: float = 10) -> None:  # noqa: ASYNC109 - as in wait
        """Do the same as ``wait``, in async code."""
        await self._exchange.wait_for_async(self._exchange.journal.wait(condition, timeout))
