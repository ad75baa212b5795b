"""What the tests of the generator share: clients of small documents, ready to be called."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generator.cases import generate, import_client, spec_of
from tests.loopback import LoopbackServer

Use = Callable[[str | Path], Any]


@pytest.fixture
def package(tmp_path: Path) -> Callable[[str | Path], ModuleType]:
    """Generate and import the client of a case, or of a document of one's own."""

    def make(spec: str | Path) -> ModuleType:
        folder = tmp_path / "acme"
        generate(spec_of(spec) if isinstance(spec, str) else spec, folder)
        return import_client(folder)

    return make


@pytest.fixture
def use(
    package: Callable[[str | Path], ModuleType],
    server: LoopbackServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Use]:
    """Generate a client that is called ``Acme``, import it, hang it on the loopback server."""
    monkeypatch.setenv("ACME_API_KEY", "KEY123")
    with ExitStack() as clients:

        def make(spec: str | Path) -> Any:
            return clients.enter_context(package(spec).Acme(base_url=server.url))

        yield make


def models_of(client: object) -> ModuleType:
    """Find the models of a client that was made by `use`."""
    return import_module(".models", type(client).__module__)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Name the folder of a client, alone in a folder of its own."""
    (tmp_path / "around").mkdir()
    return tmp_path / "around" / "client"
