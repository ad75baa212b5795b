"""The modules of the runtime that our own client does not need, imported as parts of it.

A client has only the modules that it needs. What the others do is tested with our own client
all the same: they are imported from `generator/runtime` as if they had been copied.
"""

from importlib import import_module
from types import ModuleType
from typing import Any, cast

from generated_client import _runtime
from tests.docs.project import ROOT

cast("Any", _runtime.__path__).append(str(ROOT / "generator" / "runtime"))


def _optional(name: str) -> ModuleType:
    return import_module(f"{_runtime.__name__}.{name}")


async_event_streams = _optional("async_event_streams")
choices = _optional("choices")
event_formats = _optional("event_formats")
event_framing = _optional("event_framing")
event_streams = _optional("event_streams")
framing = _optional("framing")
multipart = _optional("multipart")
streaming = _optional("streaming")
unions = _optional("unions")
