"""Importing the package: what is loaded when, and which names there are."""

import ast
import copy
import pickle
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve

import generated_client
from generated_client import models
from generated_client._runtime import errors
from tests.loopback import STREAM

# httpx imports click for its own command line, where that is installed.
_PRINT_LOADED = (
    "import sys; sys.modules['click'] = None; "
    "old = set(sys.modules); {}; print(*(set(sys.modules) - old))"
)


def loaded_by(statement: str) -> set[str]:
    """Run a statement in a fresh interpreter; give the modules that it loads."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-W", "error", "-c", _PRINT_LOADED.format(statement)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_of_weight() -> None:
    """Neither a dependency nor asyncio nor a part of the client is loaded by the import alone."""
    loaded = loaded_by("import generated_client")

    assert {name for name in loaded if name.startswith("generated_client")} == {
        "generated_client",
        "generated_client._runtime",
        "generated_client._runtime.lazy",
    }
    assert not loaded & {"asyncio", "attr", "attrs", "httpx"}


def test_a_client_loads_no_models_and_none_of_the_other_kind() -> None:
    """Making a client loads httpx, but neither asyncio nor any operation or model."""
    loaded = loaded_by("from generated_client import Telnyx; Telnyx(api_key='KEY')")

    assert "httpx" in loaded
    assert not loaded & {"asyncio", "generated_client.async_client"}
    assert not {
        name
        for name in loaded
        if name.startswith(("generated_client.models", "generated_client.resources."))
    }


def test_a_method_is_there_before_httpcore_and_models_are_loaded() -> None:
    """What only a request needs is loaded with the first one, as httpx does it."""
    loaded = loaded_by(
        "from generated_client import Telnyx\n"
        "Telnyx(api_key='KEY').texml.accounts.calls.streams_json"
    )

    assert "generated_client.resources.texml_accounts_calls" in loaded
    assert not loaded & {"asyncio", "httpcore", "pickle", "generated_client.models.call_stream"}


def test_what_an_error_needs_is_loaded_before_the_first_request() -> None:
    """The files of a client may be replaced while it runs: an error must not be lost over that."""
    loaded = loaded_by("from generated_client import Telnyx; Telnyx(api_key='KEY')")

    assert {f"generated_client._runtime.{name}" for name in LOADED_FIRST} <= loaded


LOADED_FIRST = ("errors", "exchange", "inflating", "raw_response", "redaction", "retries")


def test_public_classes_name_the_package() -> None:
    """In tracebacks, help() and repr they are where they are imported from."""
    for name in generated_client.__all__:
        value = getattr(generated_client, name)
        if isinstance(value, type):
            assert (value.__module__, value.__qualname__) == ("generated_client", name)


@pytest.mark.parametrize("module", [generated_client, models], ids=["client", "models"])
def test_the_exports_are_complete_and_resolve(module: ModuleType) -> None:
    """What type checkers see is what is exported, in order, and each name can be imported."""
    assert module.__file__
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name
        for block in tree.body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    exported: list[str] = module.__all__

    assert exported == sorted(names, key=lambda name: (not name.isupper(), name))
    for name in exported:
        assert getattr(module, name) is not None
    assert set(exported) <= set(dir(module))


def test_the_version_is_listed() -> None:
    """``dir()`` and completion show it."""
    assert "__version__" in dir(generated_client)


def test_the_exports_of_models_are_all_models() -> None:
    """Each module below models has its one name exported."""
    assert models.__file__
    files = [file.stem for file in Path(models.__file__).parent.glob("[!_]*.py")]
    assert sorted(name.lower() for name in models.__all__) == sorted(
        stem.replace("_", "") for stem in files
    )


def test_every_error_is_exported() -> None:
    """Whatever the client raises of its own can be caught by a public name."""
    public = {getattr(generated_client, name) for name in generated_client.__all__}
    raised = {
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.ClientError)
    }
    assert raised <= public


@pytest.mark.parametrize("module", [generated_client, models], ids=["client", "models"])
def test_a_misspelt_name_is_an_attribute_error(module: ModuleType) -> None:
    """A name that is not there is the error that Python has for it, naming module and name."""
    with pytest.raises(AttributeError, match=rf"'{module.__name__}' has no attribute 'Telnix'"):
        _ = module.Telnix


def test_models_are_pickled_and_copied_whole() -> None:
    """Copies of every kind are equal and keep what arrived, fields that are unknown included."""
    stream = models.CallStream.from_dict({**STREAM, "newer": [1]})

    for twin in (
        pickle.loads(pickle.dumps(stream)),  # noqa: S301 - our own bytes
        copy.copy(stream),
        copy.deepcopy(stream),
        evolve(stream),
    ):
        assert twin == stream
        assert hash(twin) == hash(stream)
        assert twin.raw == {**STREAM, "newer": [1]}
        assert twin.to_dict() == stream.to_dict()

    empty = models.CallStream()
    assert pickle.loads(pickle.dumps(empty)) == empty  # noqa: S301 - our own bytes
    assert copy.deepcopy(empty).to_dict() == {}
