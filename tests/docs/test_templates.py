"""The page on templates: its templates are used, its code runs, its reference is true."""

import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.emit.views.contract import VERSION
from tests.docs.project import KEY, ROOT, code_blocks
from tests.generator.cases import Done, spec_of
from tests.loopback import STREAM, LoopbackServer

PAGE = "docs/templates.md"
METHOD, CLIENT, PYDANTIC = code_blocks(PAGE, "jinja")
USE_METHOD, TENANTS, USE_PYDANTIC = code_blocks(PAGE, "python")
REFERENCE: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "views.py"))
SPEC = ROOT / "spec" / "streams.yaml"
RECORDED = Path(__file__).parent / f"views_{VERSION}.txt"


class Project:
    """A project with templates of its own, and a client that is generated with them."""

    def __init__(self, folder: Path, spec: Path = SPEC, **templates: str) -> None:
        """Write the project as the page describes it, and generate."""
        self.folder = folder
        (folder / "app").mkdir()
        (folder / "app" / "__init__.py").touch()
        (folder / "app" / "tenants.py").write_text(TENANTS)
        for name, text in templates.items():
            file = (
                folder / "templates" / {"model": "models/model.py.jinja"}.get(name, "_client.jinja")
            )
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        output, own = folder / "app" / "telnyx", folder / "templates"
        done = Done("--spec", spec, "--output", output, "--templates", own)
        assert (done.code, done.err) == (0, "")

    def run(self, program: str, **variables: str) -> str:
        """Run a program in the project; return what it printed."""
        done = subprocess.run(  # noqa: S603 - code of our own page
            [sys.executable, "-W", "error", "-c", program],
            cwd=self.folder,
            env={"PYTHONPATH": str(self.folder), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stream(self, server: LoopbackServer, more: str) -> str:
        """Start a stream with a program, in which it is called `stream`."""
        program = f"""\
from app.telnyx import AsyncTelnyx, Telnyx
with Telnyx() as client:
    start = client.texml.accounts.calls.streams_json
    stream = start("v3:a", account_sid="a", url="wss://example.com")
    {more}
"""
        variables = {"TELNYX_API_KEY": KEY, "TELNYX_BASE_URL": server.url}
        return self.run(program, **variables)

    def types(self) -> Iterator[str]:
        """Yield what mypy finds in the client."""
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "app"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        yield from (line for line in done.stdout.splitlines() if ": error: " in line)


def test_a_method_is_added_to_a_model(tmp_path: Path, server: LoopbackServer) -> None:
    """To that of the page, and to no other."""
    project = Project(tmp_path, model=METHOD)

    project.run(USE_METHOD)

    assert project.stream(server, "print(stream.is_running)") == "True\n"
    models = tmp_path / "app" / "telnyx" / "models"
    changed = [file.name for file in models.glob("*.py") if "is_running" in file.read_text()]
    assert changed == ["call_stream.py"]


def test_both_clients_get_a_base_class(tmp_path: Path, server: LoopbackServer) -> None:
    """What it does is sent; type checkers know that the client stays one."""
    project = Project(tmp_path, client=CLIENT)

    shown = project.stream(
        server,
        """client.for_tenant("t-1").texml.accounts.calls.streams_json(
        "v3:a", account_sid="a", url="wss://example.com")
    print(type(client.for_tenant("t-1")).__name__, AsyncTelnyx().for_tenant("t-1"))""",
    )

    assert shown == f"Telnyx <AsyncTelnyx {server.url}>\n"
    assert [request.headers.get("x-tenant") for request in server.received] == [None, "t-1"]
    (tmp_path / "app" / "use.py").write_text(
        "from app.telnyx import Telnyx\nclient: int = Telnyx().for_tenant('t-1')\n"
    )
    [error] = project.types()
    assert 'has type "Telnyx"' in error


def test_models_may_be_those_of_pydantic(tmp_path: Path, server: LoopbackServer) -> None:
    """They decode responses, and events; what does not fit is an error of the client."""
    project = Project(tmp_path, model=PYDANTIC)

    project.run(USE_PYDANTIC)

    shown = project.stream(server, "print(stream.sid, type(stream).__mro__[1].__name__)")
    assert shown == f"{STREAM['sid']} BaseModel\n"
    sent = '{"event": "media", "media": {"payload": "AAAA", "track": "inbound", "chunk": "1"}}'
    message = f"from app.telnyx import events\nprint(events.stream_media.decode({sent!r}).media)"
    assert "payload=b'\\x00\\x00\\x00'" in project.run(message)


def test_models_of_pydantic_may_refer_to_each_other(tmp_path: Path) -> None:
    """And to themselves: they are complete when they are first used."""
    project = Project(tmp_path, spec_of("circles"), model=PYDANTIC)

    printed = project.run("""\
from app.telnyx.models import Tree
tree = Tree.from_dict({"label": "oak", "parent": {"label": "elm"}, "best": {"size": 1}})
print(type(tree.parent) is Tree, type(tree.best).__name__, tree.to_dict())
""")

    assert printed == (
        "True TreeBest {'label': 'oak', 'parent': {'label': 'elm'}, 'best': {'size': 1}}\n"
    )


def test_the_reference_is_that_of_the_code() -> None:
    """If not: run ``python docs/views.py``."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert REFERENCE["page"]() == text


def test_every_field_is_described() -> None:
    """With a sentence."""
    _, *sections = REFERENCE["reference"]().split("\n### ")
    rows = [line for section in sections for line in section.splitlines() if "| `" in line]
    assert len(rows) > 100
    assert [row for row in rows if not row.endswith(". |")] == []


def test_what_templates_rely_on_stays_as_long_as_its_version() -> None:
    """What is gone needs another version, and a new file; what is new is to be recorded."""
    recorded = RECORDED.read_text(encoding="utf-8").splitlines()
    found = REFERENCE["facts"]()
    gone = set(recorded) - set(found)
    assert not gone, f"raise VERSION in contract.py: {sorted(gone)}"
    assert recorded == found, f"add to {RECORDED.name}"
