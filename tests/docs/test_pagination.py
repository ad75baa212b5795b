"""The page about pagination: its document is generated, its program run, its tables are true."""

import subprocess
import sys
from pathlib import Path

from generator.lower.pagination import MEMBERS
from tests.docs.project import code_blocks, table_rows
from tests.generator.cases import generate
from tests.loopback import LoopbackServer, Received, response

PAGE = "docs/pagination.md"
DATA = {None: ["a", "b"], "2": ["c"]}


def _respond(request: Received) -> bytes:
    after = dict(request.query).get("after")
    data = [{"id": each} for each in DATA[after]]
    return response(200, {"data": data, "meta": {} if after else {"next": "2"}})


def test_the_program_prints_items_and_pages(tmp_path: Path, server: LoopbackServer) -> None:
    """With the client of the document that is on the page."""
    server.respond(_respond)
    [document] = code_blocks(PAGE, "yaml")
    [program] = code_blocks(PAGE, "python")
    (tmp_path / "acme.yaml").write_text(document, encoding="utf-8")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    generate(tmp_path / "acme.yaml", tmp_path / "acme")

    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={"ACME_BASE_URL": server.url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "a\nb\nc\n2\n1\n", done.stderr
    assert [each.target for each in server.received] == [
        "/things?limit=50",
        "/things?after=2&limit=50",
    ] * 2


def test_the_table_has_each_member_of_the_extension() -> None:
    """By type, but for the two that all have."""
    found: dict[str, set[str]] = {}
    kind = ""
    for cells in table_rows(PAGE, "In the document"):
        kind = cells[0].strip("`") or kind
        found.setdefault(kind, set()).add(cells[1].strip("`"))

    assert found == {kind: {*members} - {"type", "items"} for kind, members in MEMBERS.items()}
