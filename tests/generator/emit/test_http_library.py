"""A client over httpx2: it differs in its imports, and httpx need not be installed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from generator.emit.http_library import over
from tests.docs.project import ROOT

CODE = """\
import httpx
import httpcore

def f() -> "httpx.Client":
    import httpx
    return httpx.Client()
"""
OVER_HTTPX2 = """\
import httpx2 as httpx
import httpcore2 as httpcore

def f() -> "httpx.Client":
    import httpx2 as httpx
    return httpx.Client()
"""


def test_imports_are_replaced_in_text_and_in_bytes() -> None:
    """Those of functions too, at their indentation; the name in the code stays."""
    files = over({"client.py": CODE, "runtime.py": CODE.encode()}, "httpx2")
    assert files == {"client.py": OVER_HTTPX2, "runtime.py": OVER_HTTPX2.encode()}


@pytest.mark.parametrize(
    "line",
    [
        "import httpx2",
        "import httpx_sse",
        "#: import httpx",
        "import httpx  # as every client",
        "text = 'import httpx'",
    ],
)
def test_only_a_whole_line_is_an_import(line: str) -> None:
    """Text of the document that mentions one stays as it is."""
    assert over({"client.py": f"{line}\n"}, "httpx2") == {"client.py": f"{line}\n"}


def test_a_client_over_httpx_is_as_it_was_rendered() -> None:
    """Nothing is replaced."""
    assert over({"client.py": CODE}, "httpx") == {"client.py": CODE}


def _imports(package: Path) -> set[str]:
    """Return the packages that the modules of a package import, by their first names."""
    found = set[str]()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            match node:
                case ast.Import(names):
                    found |= {name.name.partition(".")[0] for name in names}
                case ast.ImportFrom(module=str(module), level=0):
                    found.add(module.partition(".")[0])
                case _:
                    pass
    return found


def _python(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own


def test_a_client_over_httpx2_works_without_httpx(tmp_path: Path) -> None:
    """No module of it imports httpx or httpcore, and both clients are made where none is."""
    generate = ("-m", "generator", "generate", "--http", "httpx2", "--output")
    _python(ROOT, *generate, str(tmp_path / "acme"))
    assert {"httpx2", "httpcore2"} <= _imports(tmp_path / "acme")
    assert _imports(tmp_path / "acme").isdisjoint({"httpx", "httpcore"})
    code = "import sys; sys.modules.update(httpx=None, httpcore=None)"
    code += "; import acme; acme.Telnyx(api_key='KEY')._http; acme.AsyncTelnyx(api_key='KEY')._http"
    _python(tmp_path, "-W", "error", "-c", code)
