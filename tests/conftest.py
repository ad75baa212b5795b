"""What all tests share: a server on the loopback interface and a clean environment."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.loopback import LoopbackServer

# How long a machine under load takes to draw an example says nothing about the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Serve on the loopback interface for one test."""
    with LoopbackServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the keys and proxies of whoever runs the tests, and that it is GitHub."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    for name in ("TELNYX_API_KEY", "TELNYX_BASE_URL", "TELNYX_PUBLIC_KEY", *proxies):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
