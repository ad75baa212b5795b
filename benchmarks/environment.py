"""What the measurements need: a virtualenv, generated clients, a server, subprocesses."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shutil import rmtree
from time import perf_counter
from typing import Any, Final

from attrs import frozen

from .contenders import STOCK
from .large_spec import write_large_spec

ROOT: Final = Path(__file__).parent.parent
SPEC: Final = ROOT / "spec" / "streams.yaml"
SIZES: Final = (100, 1000)
"""How many operations the large documents have."""

_VENV = ROOT / ".venv-bench"
_REQUIREMENTS = Path(__file__).parent / "requirements.txt"
_TOOLS = Path(sys.executable).parent


@frozen
class Used:
    """What a subprocess used, in seconds."""

    cpu: float
    wall: float


@frozen
class Environment:
    """A folder with generated clients, and the interpreter that runs the contenders."""

    folder: Path
    python: Path

    def large(self, size: int, kind: str) -> str:
        """Name the package of a large client; ``kind`` is ours or stock."""
        return f"large_{kind}_{size}"

    def spec(self, size: int) -> Path:
        """Return the large document of this size."""
        return self.folder / f"large_{size}.yaml"

    def run(self, *arguments: str, prefix: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Run the contenders' interpreter; show what it says when it fails."""
        done = subprocess.run(  # noqa: S603 - our own arguments
            [*prefix, str(self.python), *arguments],
            cwd=self.folder,
            env=_environ(PYTHONPATH=f"{self.folder}{os.pathsep}{ROOT}"),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
        return done

    def worker(self, module: str, *arguments: str) -> Any:
        """Run one of the workers and read what it measured."""
        return json.loads(self.run("-m", f"benchmarks.{module}", *arguments).stdout)

    def versions(self) -> dict[str, str]:
        """Return which versions of everything the contenders' virtualenv has."""
        listed = self.run("-m", "pip", "list", "--format=json", "--disable-pip-version-check")
        return {each["name"]: each["version"] for each in json.loads(listed.stdout)}

    @contextmanager
    def server(self) -> Iterator[str]:
        """Serve in a process of its own; return the address."""
        with subprocess.Popen(
            [sys.executable, "-m", "benchmarks.server"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                port = process.stdout.readline().strip() if process.stdout else ""
                yield f"http://127.0.0.1:{port}"
            finally:
                process.kill()


def _environ(**changes: str) -> dict[str, str]:
    """Return the environment without proxies and keys, and with hashes that do not vary."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and not name.startswith(("TELNYX_", "PYTHON"))
    }
    return {**kept, "PYTHONHASHSEED": "0", **changes}


def generate_ours(spec: Path, output: Path) -> Used:
    """Generate a client with our generator."""
    command = [sys.executable, "-m", "generator", "generate"]
    return _used([*command, "--spec", str(spec), "--output", str(output)])


def generate_stock(spec: Path, output: Path) -> Used:
    """Generate a client with stock openapi-python-client."""
    command = [str(_TOOLS / "openapi-python-client"), "generate", "--meta", "none", "--overwrite"]
    return _used([*command, "--path", str(spec), "--output-path", str(output)])


def _used(command: list[str]) -> Used:
    before, began = getrusage(RUSAGE_CHILDREN), perf_counter()
    subprocess.run(  # noqa: S603 - our own arguments
        command,
        cwd=ROOT,
        # Stock output is formatted by the ruff that it finds.
        env=_environ(PATH=f"{_TOOLS}{os.pathsep}{os.environ['PATH']}"),
        capture_output=True,
        check=True,
    )
    after = getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(cpu, perf_counter() - began)


def prepare(folder: Path) -> Environment:
    """Install the contenders where that is not done yet, and write the large documents."""
    environment = Environment(folder, _VENV / "bin" / "python")
    mark = _VENV / sha256(_REQUIREMENTS.read_bytes()).hexdigest()[:16]
    if not mark.exists():
        rmtree(_VENV, ignore_errors=True)
        run = [str(environment.python), "-m", "pip", "install", "--quiet"]
        run += ["--quiet", "--disable-pip-version-check", "--requirement", str(_REQUIREMENTS)]
        subprocess.run([sys.executable, "-m", "venv", str(_VENV)], check=True)  # noqa: S603 - our own arguments
        subprocess.run(run, check=True)  # noqa: S603 - our own arguments
        mark.touch()
    for size in SIZES:
        write_large_spec(size, environment.spec(size))
    generate_stock(SPEC, folder / STOCK)
    return environment
