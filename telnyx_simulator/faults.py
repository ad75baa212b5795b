"""What goes wrong on request: with responses, with status callbacks, with sockets."""

from collections import deque
from collections.abc import Mapping
from typing import Literal, get_args

from attrs import evolve, field, frozen

Operation = Literal["start", "stop"]
CallbackFault = Literal["repeated", "delayed", "forged", "old"]
"""``repeated``: sent twice. ``delayed``: sent after the next one of its stream, which reorders
them. ``forged`` and ``old``: before it goes one that a server must refuse, because it is signed
with a key of somebody else or was signed an hour ago."""


@frozen(kw_only=True)
class Fault:
    """How a request to start or stop a stream fails.

    Attributes:
        status: The status code of the response. None: the connection is lost without a response.
        acts: Whether the stream is started (or stopped) all the same.
        headers: Headers of the response, such as ``{"retry-after": "1"}``.
        times: How many requests fail so.
    """

    status: int | None = 500
    acts: bool = False
    headers: Mapping[str, str] = field(factory=dict[str, str])
    times: int = 1

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be sent."""
        if self.status is not None and not 400 <= self.status <= 599:  # noqa: PLR2004 - see below
            message = f"status must be None or from 400 to 599, not {self.status}"
            raise ValueError(message)
        if self.times < 1:
            message = f"times must be at least 1, not {self.times}"
            raise ValueError(message)


class Faults:
    """The faults that are yet to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._requests: dict[Operation, deque[Fault]] = {"start": deque(), "stop": deque()}
        self._callbacks: deque[CallbackFault] = deque()

    def add(self, operation: Operation, fault: Fault) -> None:
        """Let the next requests of an operation fail."""
        self._requests[operation].append(fault)

    def add_to_callback(self, fault: CallbackFault, times: int) -> None:
        """Let the next status callbacks go wrong."""
        if fault not in get_args(CallbackFault):
            message = (
                f"a status callback can be {', '.join(get_args(CallbackFault))}, not {fault!r}"
            )
            raise ValueError(message)
        self._callbacks.extend(fault for _ in range(times))

    def take(self, operation: Operation) -> Fault | None:
        """Return the fault of a request, if it has one."""
        waiting = self._requests[operation]
        if not waiting:
            return None
        fault = waiting.popleft()
        if fault.times > 1:
            waiting.appendleft(evolve(fault, times=fault.times - 1))
        return fault

    def take_for_callback(self) -> CallbackFault | None:
        """Return the fault of a status callback, if it has one."""
        return self._callbacks.popleft() if self._callbacks else None
