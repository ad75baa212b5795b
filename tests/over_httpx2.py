"""Run the tests of the wire and of the runtime with a client over httpx2: ``make test-httpx2``.

They run in a copy of the project whose client is generated over httpx2. There the tests import
httpx2 under the name of httpx, as the client does; nothing else in them differs.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.emit.http_library import over
from tests.docs.project import copy_of_project

FOLDERS = ("tests/wire", "tests/runtime")
PYTEST = ("-m", "pytest", "--quiet", "--numprocesses", "auto", "-p", "no:cacheprovider")


def main() -> int:
    """Generate, rewrite and run; return the exit code of pytest."""
    with TemporaryDirectory(prefix="over-httpx2-") as folder:
        project = copy_of_project(Path(folder))
        _run(project, "-m", "generator", "generate", "--http", "httpx2").check_returncode()
        for tests in FOLDERS:
            for file in (project / tests).rglob("*.py"):
                [content] = over({"": file.read_text(encoding="utf-8")}, "httpx2").values()
                file.write_text(str(content), encoding="utf-8")
        return _run(project, *PYTEST, *FOLDERS, *sys.argv[1:]).returncode


def _run(project: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python with the copy, in place of the installed project, as what it imports."""
    return subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
