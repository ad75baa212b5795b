"""The pages of the site: their code runs, their links lead somewhere, their tables are true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import generated_client
from tests.docs.project import ROOT, code_blocks, run_program, table_rows
from tests.loopback import STREAM, LoopbackServer, response

PAGES = sorted(ROOT.glob("docs/*.md")) + [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")
]
RUN_ELSEWHERE = {
    "README.md": "test_readme",
    "callbacks.md": "test_events",
    "media.md": "test_events",
    "pagination.md": "test_pagination",
    "logging.md": "test_observability",
    "simulator.md": "test_docs",
    "templates.md": "test_templates",
}
RUN_HERE = {"errors.md", "proxies.md", "quickstart.md", "stopping.md", "testing.md"}


def _run(program: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a code block as a program of its own."""
    file = folder / "test_page.py"
    file.write_text(program, encoding="utf-8")
    return subprocess.run(  # noqa: S603 - code of our own pages
        [sys.executable, *arguments, str(file)],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_code_of_every_page_is_run() -> None:
    """A page with Python code is run by this file or by one that is named here."""
    with_code = {page.name for page in PAGES if "```python" in page.read_text(encoding="utf-8")}
    assert with_code <= RUN_HERE | set(RUN_ELSEWHERE)
    assert with_code >= RUN_HERE


def test_the_quick_start_streams_to_a_bot(tmp_path: Path) -> None:
    """The program starts a stream on the simulator and hears two seconds of PCMU."""
    [program] = code_blocks("docs/quickstart.md", "python")
    done = _run(program, tmp_path)

    assert done.returncode == 0, done.stderr
    assert "started " in done.stdout
    heard = re.search(r"heard (\d+) bytes of audio", done.stdout)
    assert heard
    assert int(heard[1]) >= 2 * 8_000


@pytest.mark.parametrize(
    ("returned", "printed"),
    [
        (response(), f"started {STREAM['sid']}"),
        (response(500), "a stream may be running: "),
        (response(404), "no stream was started"),
    ],
    ids=["200", "500", "404"],
)
def test_the_program_about_errors_knows_the_outcome(
    returned: bytes,
    printed: str,
    server: LoopbackServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It prints whether a stream may be running."""
    server.respond(lambda _: returned)
    [program] = code_blocks("docs/errors.md", "python")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")

    assert run_program(tmp_path / "program.py", server) == 0

    assert capsys.readouterr().out.startswith(printed)


@pytest.mark.parametrize(
    "program", code_blocks("docs/stopping.md", "python"), ids=["call", "block"]
)
def test_the_programs_about_stopping_start_and_stop(
    program: str, server: LoopbackServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both send one request to start and one to stop."""
    monkeypatch.syspath_prepend(ROOT / "examples")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")

    assert run_program(tmp_path / "program.py", server) == 0

    assert [request.form[0][0] for request in server.received] == ["Url", "Status"]


def test_the_tests_that_use_respx_pass(tmp_path: Path) -> None:
    """They are run by pytest, in a folder of their own."""
    [program] = code_blocks("docs/testing.md", "python")
    done = _run(program, tmp_path, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider")
    assert "3 passed" in done.stdout, done.stdout + done.stderr


def test_a_client_can_be_made_with_a_proxy_and_certificates_of_its_own(tmp_path: Path) -> None:
    """The program about proxies runs; it sends nothing."""
    [program] = code_blocks("docs/proxies.md", "python")
    done = _run(program, tmp_path)
    assert done.stdout == "<Telnyx https://api.telnyx.com/v2>\n", done.stderr


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """The file is there, and so is the heading."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        assert not anchor or anchor in _anchors(file), target


def test_what_is_said_to_be_supported_is_tested() -> None:
    """Each row of the table names a test that exists."""
    rows = table_rows("docs/supported.md", "What is supported of OpenAPI")
    assert rows
    for part, _, test in rows:
        file, _, name = test.strip("`").partition("::")
        code = (ROOT / "tests/generator" / file).read_text(encoding="utf-8")
        assert f"def {name}(" in code, part


def test_the_reference_has_all_that_can_be_imported() -> None:
    """Each public name of the client is in the reference."""
    page = (ROOT / "docs/api.rst").read_text(encoding="utf-8")
    for name in generated_client.__all__:
        assert f":: generated_client.{name}\n" in page, name


def test_every_page_is_in_the_navigation() -> None:
    """The start page lists each page once."""
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^[a-z][a-z-]*\*?$", index, re.MULTILINE)
    assert len(listed) == len(set(listed))
    for page in (*ROOT.glob("docs/*.md"), *ROOT.glob("docs/*.rst")):
        if page.stem != "index":
            assert page.stem in listed or f"{page.stem}*" in listed, page.name
