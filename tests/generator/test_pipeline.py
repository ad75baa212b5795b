"""The same document makes the same client, byte for byte."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
import yaml

from generator.diagnostics import Diagnostics
from generator.emit.render import render
from generator.load.source_map import Source
from generator.load.yaml_json import parse
from generator.pipeline import read
from tests.generator.cases import CASES, NAMES, ROOT, Done, files, generate, spec_of

SPEC = ROOT / "spec" / "streams.yaml"


def _run(*arguments: object, seed: str = "0") -> str:
    """Run the command line in a process of its own; return what it printed."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "generator", "generate", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_the_committed_client_is_up_to_date() -> None:
    """The defaults of the project name its document and its client."""
    assert "up to date" in _run("--check")


def test_a_change_of_the_document_makes_the_check_fail(tmp_path: Path) -> None:
    """One word is enough."""
    spec = tmp_path / SPEC.name
    spec.write_text(SPEC.read_text().replace("Start streaming", "Begin streaming"))

    done = Done("--spec", spec, "--output", ROOT / "generated_client", "--check")

    assert done.code == 1
    assert "+    Begin streaming" in done.out.replace('"""', "")


def _everything(tmp_path: Path) -> Path:
    """Write one document of the operations and schemas of several cases."""
    whole = yaml.safe_load(SPEC.read_text())
    for case in ("enums", "minimal", "models", "names", "presence", "resources"):
        found = yaml.safe_load(spec_of(case).read_text())
        whole["paths"] |= {f"/{case}{path}": item for path, item in found["paths"].items()}
        for section, parts in found.get("components", {}).items():
            whole["components"][section] |= parts
    (tmp_path / "everything.json").write_text(json.dumps(whole))
    return tmp_path / "everything.json"


def test_hash_seeds_do_not_matter(tmp_path: Path) -> None:
    """Whatever order Python's sets have in a process, the bytes are the same."""
    spec = _everything(tmp_path)

    for seed in ("1", "2"):
        _run("--spec", spec, "--output", tmp_path / seed / "client", seed=seed)

    first, second = (files(tmp_path / seed / "client") for seed in ("1", "2"))
    assert len(first) > 40
    assert first == second


def test_where_the_generator_runs_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another working directory, relative or absolute paths: the bytes are the same."""
    (tmp_path / SPEC.name).write_bytes(SPEC.read_bytes())
    generate(SPEC, tmp_path / "absolute", "generated_client")
    monkeypatch.chdir(tmp_path)
    generate(Path(SPEC.name), Path("generated_client"))

    assert files(tmp_path / "generated_client") == files(ROOT / "generated_client")
    assert files(tmp_path / "absolute") == files(ROOT / "generated_client")


def _rendered(spec: Path) -> dict[str, str | bytes]:
    diagnostics = Diagnostics()
    api, names = read(Source(spec), diagnostics)
    assert diagnostics.all() == []
    return render(api, names, "client", "the document")


@pytest.mark.parametrize("case", NAMES)
def test_json_and_yaml_make_the_same_client(case: str, tmp_path: Path) -> None:
    """The format of a document decides nothing."""
    folder = copytree(spec_of(case).parent, tmp_path / "case", ignore=ignore_patterns("expected"))
    spec = folder / "spec.json"
    spec.write_text(json.dumps(parse(spec_of(case).read_text(), is_json=False)))

    assert _rendered(spec) == _rendered(spec_of(case))


def test_generated_files_have_nothing_of_the_machine(tmp_path: Path) -> None:
    """No file of a client contains a path of the machine on which it was generated."""
    generate(SPEC, tmp_path / "client")

    secrets = [str(tmp_path), str(ROOT), str(CASES), str(Path.home())]
    for path, content in files(tmp_path / "client").items():
        assert not [secret for secret in secrets if secret in content.decode()], path


def test_all_files_end_in_one_line_break_and_are_utf_8(tmp_path: Path) -> None:
    """Files are UTF-8 with Unix line ends, no trailing blanks and one line break at their end."""
    generate(spec_of("hostile_text"), tmp_path / "client")

    for path, content in files(tmp_path / "client").items():
        text = content.decode()
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert not [line for line in text.split("\n") if line != line.rstrip()], path
