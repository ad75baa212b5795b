"""What holds for every document: its client can be imported, or it is refused and says where."""

import re
import shutil
import sys
from importlib import import_module
from pathlib import Path

from tests.generator.cases import Done, import_client, modules_of, spec_of
from tests.generator.mutations import mutated

_LOCATED = re.compile(r".+?(:\d+:\d+)?: (error|warning|note): /.*")
_SUMMARY = re.compile(r"\d[\d,]* errors?.*; .* is as it was")


def write_mutated(seed: int, folder: Path) -> Path:
    """Write the document of a seed into a folder, with the files beside it that it refers to."""
    case, text, suffix = mutated(seed)
    shutil.copytree(spec_of(case).parent, folder, ignore=shutil.ignore_patterns("expected"))
    spec = folder / f"mutated{suffix}"
    spec.write_bytes(text.encode(errors="surrogatepass"))
    return spec


def check(spec: Path, client: Path) -> bool:
    """Generate a client, and import all of it.

    Returns:
        Whether there is one.

    Raises:
        AssertionError: The document was refused without its locations.
        Exception: The generator or the client failed.
    """
    done = Done("--spec", spec, "--output", client)
    if done.code:
        *located, summary = done.err.splitlines()
        assert done.code == 2, done.code
        assert any(": error: " in line for line in located), done.err
        assert all(map(_LOCATED.fullmatch, located)), done.err
        assert _SUMMARY.fullmatch(summary), summary
        assert not client.exists()
        return False
    package = import_client(client)
    try:
        for name in modules_of(client):
            module = import_module(name, package.__name__) if name != "." else package
            for export in getattr(module, "__all__", ()):
                assert getattr(module, export) is not None
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == package.__name__]:
            del sys.modules[name]
    return True
