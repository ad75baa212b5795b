"""A random document is refused, or its client is sound and has no code of the document's text."""

import ast
import json
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from generator.diagnostics import Diagnostics, InvalidDocumentError
from generator.emit.render import render
from generator.emit.write import Target
from generator.load.source_map import Source
from generator.pipeline import read
from tests.generator.cases import NAMES, ROOT, import_client, modules_of, spec_of
from tests.generator.specs import documents

SETTINGS = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # documents are small as they are; making them smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PACKAGES = 8


Files = dict[str, str | bytes]


def _rendered(spec: Path) -> Files:
    api, names = read(Source(spec), Diagnostics())
    return render(api, names, "acme", spec.name)


def _rendered_or_refused(document: Mapping[str, Any], folder: Path) -> Files:
    """Render the client of a document; nothing where it is refused."""
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document))
    try:
        return _rendered(spec)
    except InvalidDocumentError:
        return {}


def _modules(files: Files) -> dict[str, str]:
    """Return the files that are written from templates."""
    return {path: text for path, text in files.items() if isinstance(text, str)}


def _code(source: str) -> set[str]:
    """Return what a module calls and imports, but for what the package itself defines."""
    found: set[str] = set()
    own: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                found.add(f"{name}()")
            case ast.Call():
                found.add(ast.unparse(node))
            case ast.Import(names=aliases):
                found |= {f"import {alias.name}" for alias in aliases}
            case ast.ImportFrom(module=module, level=0):
                found.add(f"from {module} import")
            case ast.ImportFrom(names=aliases):
                own |= {f"{alias.asname or alias.name}()" for alias in aliases}
            case ast.ClassDef(name=name):
                own.add(f"{name}()")
    return found - own


@cache
def _known() -> set[str]:
    """Return what the templates write: all that the clients of harmless cases call and import."""
    specs = [spec_of(case) for case in NAMES if case != "hostile_text"]
    sources = [text for spec in specs for text in _modules(_rendered(spec)).values()]
    return set().union(*map(_code, sources))


@settings(SETTINGS, max_examples=50)
@given(documents())
def test_a_random_document_is_refused_or_its_text_is_no_code(
    document: dict[str, Any],
) -> None:
    """All files compile, are named within the package, and call what the templates call."""
    with tempfile.TemporaryDirectory() as folder:
        files = _rendered_or_refused(document, Path(folder))

    for path, source in _modules(files).items():
        assert all(part.isidentifier() for part in path.removesuffix(".py").split("/")), path
        assert _code(source) <= _known(), source


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write the clients of some random documents."""
    folder = tmp_path_factory.mktemp("fuzz")
    written: list[Path] = []

    @settings(SETTINGS, derandomize=False, database=None, max_examples=12)
    @given(documents())
    def write(document: dict[str, Any]) -> None:
        files = _rendered_or_refused(document, folder) if len(written) < PACKAGES else {}
        if len(_modules(files)) > 6:
            written.append(folder / f"random_{len(written)}")
            Target(written[-1]).write(files)

    numbers = count()
    while len(written) < PACKAGES:  # what is drawn differs with what the process has imported
        seed(next(numbers))(write)()
    return written


def test_the_clients_of_random_documents_import(packages: list[Path]) -> None:
    """Every module imports and has what it exports; nothing is written beside the packages."""
    for package in packages:
        client = import_client(package)
        for name in modules_of(package):
            module = import_module(name, client.__name__) if name != "." else client
            for export in getattr(module, "__all__", ()):
                assert getattr(module, export) is not None

    assert len(packages) == PACKAGES
    found = sorted(path.name for path in packages[0].parent.iterdir())
    assert found == [*(package.name for package in packages), "spec.json"]


def test_the_clients_of_random_documents_pass_the_strict_type_checker(
    packages: list[Path],
) -> None:
    """Mypy --strict reports nothing about any of them."""
    command = [".venv/bin/mypy", "--strict", "--config-file=", "--cache-dir=.mypy_cache/cases"]
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*command, "--no-error-summary", *map(str, packages)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout + done.stderr == ""


def test_code_that_no_template_has_is_noticed() -> None:
    """The check above can fail: a call or an import that no template writes is found."""
    assert not _code('import os\nos.abort()\nx = "abort()"') <= _known()
    assert not _code("x = (lambda: 1)()") <= _known()
    assert _code('x = "__import__(1)"') <= _known()
