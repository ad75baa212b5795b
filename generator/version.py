"""The versions that decide what is generated."""

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

_OWN, *_OTHERS = "telnyx-texml-streams", "openapi-python-client", "ruff"


def version() -> str:
    """Return the version of this project, and those that decide the bytes of a client."""
    others = [f"{name} {_installed(name)}" for name in _OTHERS]
    python = f"Python {platform.python_version()}"
    return f"generator of {_OWN} {_installed(_OWN)} ({', '.join([*others, python])})"


def _installed(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return "(not installed)"
