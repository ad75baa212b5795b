"""The vendor on one machine: takes requests to start streams, and dials your WebSocket server.

    from telnyx_simulator import Simulator, tone

    with Simulator(speed=20) as telnyx:
        call = telnyx.call(audio=tone(440, seconds=2))
        call.start_stream("ws://localhost:8000/media", BidirectionalMode="rtp")
        call.finish()
        assert call.findings == []

It needs the extra ``[simulator]``. Names are loaded when they are first used, because the pytest
plugin beside this module is imported by each run of pytest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .audio import Audio, read_wav, silence, tone
    from .callbacks import Callback
    from .calls import Call, Refused, Stream
    from .faults import Fault
    from .findings import Finding
    from .quirks import Quirks
    from .simulator import Simulator

__all__ = [
    "Audio",
    "Call",
    "Callback",
    "Fault",
    "Finding",
    "Quirks",
    "Refused",
    "Simulator",
    "Stream",
    "read_wav",
    "silence",
    "tone",
]

_MODULES: Final = {
    "Audio": "audio",
    "Call": "calls",
    "Callback": "callbacks",
    "Fault": "faults",
    "Finding": "findings",
    "Quirks": "quirks",
    "Refused": "calls",
    "Simulator": "simulator",
    "Stream": "calls",
    "read_wav": "audio",
    "silence": "audio",
    "tone": "audio",
}

if not TYPE_CHECKING:  # a misspelt import is still a type error

    def __getattr__(name: str) -> Any:
        """Load a public name from its module."""
        if name not in _MODULES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
