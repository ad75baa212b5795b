"""The same document gives the same bytes, and the committed client is what its document gives."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
import yaml

from generator.reading import read_yaml
from tests.generator.cases import CASES, NAMES, ROOT, Done, files, generate, spec_of

SPEC = ROOT / "spec" / "streams.yaml"


def _run(*arguments: object, seed: str = "0", folder: Path = ROOT) -> str:
    """Run the command line in a process of its own; give what it printed."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "generator", "generate", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_the_committed_client_is_fresh() -> None:
    """The defaults of the project name its document and its client, which belong together."""
    assert "up to date" in _run("--check")


def test_the_committed_client_would_be_noticed_to_be_stale(tmp_path: Path) -> None:
    """A change of one word in the document makes the check fail."""
    spec = tmp_path / SPEC.name
    spec.write_text(SPEC.read_text().replace("Start streaming", "Begin streaming"))

    done = Done("--spec", spec, "--output", ROOT / "generated_client", "--check")

    assert done.code == 1
    assert "+    Begin streaming" in done.out.replace('"""', "")


def _everything(tmp_path: Path) -> Path:
    """Write one document with the operations and schemas of cases that go together."""
    whole = yaml.safe_load(SPEC.read_text())
    for case in ("groups", "minimal", "models", "names", "presence", "value_sets"):
        found = yaml.safe_load(spec_of(case).read_text())
        whole["paths"] |= {f"/{case}{path}": item for path, item in found["paths"].items()}
        for section, parts in found.get("components", {}).items():
            whole["components"][section] |= parts
    (tmp_path / "everything.json").write_text(json.dumps(whole))
    return tmp_path / "everything.json"


def test_hash_seeds_do_not_matter(tmp_path: Path) -> None:
    """Whatever order Python's sets have in a process, the bytes are the same."""
    spec = _everything(tmp_path)

    for seed in ("1", "2", "3"):
        _run("--spec", spec, "--output", tmp_path / seed / "client", seed=seed)

    first, second, third = (files(tmp_path / seed / "client") for seed in ("1", "2", "3"))
    assert len(first) > 40
    assert first == second == third


def test_where_the_generator_runs_does_not_matter(tmp_path: Path) -> None:
    """Another working directory, relative or absolute paths: the bytes are the same."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / SPEC.name).write_bytes(SPEC.read_bytes())

    relative = ["--spec", SPEC.name, "--output", "generated_client"]
    _run(*relative, folder=tmp_path / "elsewhere")
    _run("--spec", SPEC, "--output", tmp_path / "absolute", "--package", "generated_client")

    assert files(tmp_path / "elsewhere" / "generated_client") == files(ROOT / "generated_client")
    assert files(tmp_path / "absolute") == files(ROOT / "generated_client")


@pytest.mark.parametrize("case", NAMES)
def test_json_and_yaml_give_the_same_client(case: str, tmp_path: Path) -> None:
    """The format of a document shows in nothing but the file name in each banner."""
    folder = copytree(spec_of(case).parent, tmp_path / "case", ignore=ignore_patterns("expected"))
    spec = folder / "spec.json"
    spec.write_text(json.dumps(read_yaml(spec_of(case).read_text())))

    generate(spec, tmp_path / "json" / "client")
    generate(spec_of(case), tmp_path / "yaml" / "client")

    from_json = files(tmp_path / "json" / "client")
    banner = b"from spec.json: do not edit."
    assert all(banner in content.partition(b"\n")[0] for content in from_json.values())
    assert {
        path: content.replace(banner, b"from spec.yaml: do not edit.", 1)
        for path, content in from_json.items()
    } == files(tmp_path / "yaml" / "client")


def test_generated_files_tell_nothing_about_the_machine(tmp_path: Path) -> None:
    """No file of a client holds a path of the machine that it was generated on."""
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
