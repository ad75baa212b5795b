"""The wheel, as a user meets it: built, installed into an empty environment, used."""

import os
import subprocess
import sys
import venv
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

from tests.docs.project import KEY, code_blocks, copy_of_project, run_shell
from tests.loopback import STREAM, LoopbackServer

# From before any test: pip may reach its package index only as the environment tells.
ENVIRONMENT = dict(os.environ)


def test_the_wheel_works_in_an_empty_environment(server: LoopbackServer, tmp_path: Path) -> None:
    """It holds client and simulator, needs attrs and httpx only, and the first program runs."""
    project = copy_of_project(tmp_path)
    built = run_shell("make build", project)
    assert built.returncode == 0, built.stdout + built.stderr
    [wheel] = (project / "dist").iterdir()

    with ZipFile(wheel) as archive:
        names = archive.namelist()
        [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
        facts = message_from_bytes(archive.read(metadata))
        info = metadata.removesuffix("METADATA")
        archive.extractall(tmp_path / "unpacked")
    assert {name for name in names if not name.startswith(info)} == {
        file.relative_to(project).as_posix()
        for package in ("generated_client", "telnyx_simulator")
        for file in (project / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    } | {"telnyx_simulator/streams.yaml"}
    assert "generated_client/py.typed" in names
    needed = [need for need in facts.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert sorted(need.partition("<")[0].partition(">")[0] for need in needed) == ["attrs", "httpx"]

    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    subprocess.run(  # noqa: S603 - our own arguments
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)],
        env=ENVIRONMENT,
        check=True,
    )

    program = tmp_path / "program.py"
    program.write_text(code_blocks("README.md", "python")[0], encoding="utf-8")
    variables = {"TELNYX_API_KEY": KEY, "TELNYX_BASE_URL": f"{server.url}/v2"}
    ran = run_shell(f"{python} -W error {program}", tmp_path, **variables)
    assert ran.returncode == 0, ran.stderr
    assert STREAM["sid"] in ran.stdout
    [request] = server.received
    assert request.method == "POST"
    assert request.headers["authorization"] == f"Bearer {KEY}"

    # The simulator needs its extra, which this environment lacks and ours has.
    code = "from telnyx_simulator.validation import spec_file; print(spec_file())"
    unpacked = {"PYTHONPATH": str(tmp_path / "unpacked")}
    found = run_shell(f"{sys.executable} -c '{code}'", tmp_path, **unpacked)
    assert found.stdout == f"{tmp_path / 'unpacked' / 'telnyx_simulator' / 'streams.yaml'}\n"
    assert Path(found.stdout.strip()).read_text() == (project / "spec/streams.yaml").read_text()
