"""What the tests of the generator share: clients of small documents, ready to be called."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.generator.cases import generate, import_client, spec_of
from tests.loopback import LoopbackServer

Use = Callable[[str | Path], Any]


@pytest.fixture(scope="session")
def client_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Generate the client of a case once for all tests of a process, beside those of others."""
    parent = tmp_path_factory.mktemp("cases")

    @cache
    def make(case: str) -> Path:
        generate(spec_of(case), parent / case, "client")
        return parent / case

    return make


@pytest.fixture
def package(client_of: Callable[[str], Path], tmp_path: Path) -> Callable[[str | Path], ModuleType]:
    """Import the client of a case, or generate and import that of another document."""

    def make(spec: str | Path) -> ModuleType:
        if isinstance(spec, str):
            return import_client(client_of(spec))
        generate(spec, tmp_path / "acme")
        return import_client(tmp_path / "acme")

    return make


@pytest.fixture
def use(
    package: Callable[[str | Path], ModuleType],
    server: LoopbackServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Use]:
    """Import a client that is called ``Acme``, and connect it to the loopback server."""
    monkeypatch.setenv("ACME_API_KEY", "KEY123")
    with ExitStack() as clients:

        def make(spec: str | Path) -> Any:
            return clients.enter_context(package(spec).Acme(base_url=server.url))

        yield make


def models_of(client: object) -> ModuleType:
    """Return the models of a client that was made by `use`."""
    return import_module(".models", type(client).__module__)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return the folder of a client, alone in a folder of its own."""
    (tmp_path / "around").mkdir()
    return tmp_path / "around" / "client"
