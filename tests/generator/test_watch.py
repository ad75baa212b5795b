"""The client is generated again after each change, until Ctrl-C."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO

import pytest

from generator.watch import _versions
from tests.generator.cases import ROOT

SPEC = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /things:
    post:
      operationId: touch
      requestBody:
        content: {application/json: {schema: {$ref: 'types.yaml#/Thing'}}}
      responses: {'204': {description: Done.}}
"""
TYPES = "Thing: {properties: {size: {type: integer}}}\n"
SECOND = "  /more:\n    get: {responses: {'204': {description: Done.}}}\n"
PATIENCE = 60


# Whoever runs the tests may have SIGINT ignored, which processes inherit (as under nohup).
_START = """\
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("generator", run_name="__main__")
"""


class Watch:
    """A watch in a process of its own, over a copy of the generator."""

    def __init__(self, folder: Path, *more: str) -> None:
        """Begin in a folder; Python reports every module that is imported."""
        self.folder = folder
        options = ["--spec", "spec.yaml", "--output", "client", *more]
        self.process = subprocess.Popen(  # noqa: S603 - our own arguments
            [sys.executable, "-c", _START, "watch", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONPROFILEIMPORTTIME": "1"},
            start_new_session=True,
        )
        self._lines: Queue[str] = Queue()
        assert self.process.stdout
        self._reader = Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines.put(line)

    def end(self) -> None:
        """Kill the watch; what it started ends by itself."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert not self._reader.is_alive()

    def until(self, text: str) -> list[str]:
        """Wait for a line that contains a text; return the lines up to it."""
        seen: list[str] = []
        while not (seen and text in seen[-1]):
            try:
                seen.append(self._lines.get(timeout=PATIENCE))
            except Empty:
                pytest.fail(f"no {text!r} in {seen}")
        return seen

    def write(self, name: str, text: str) -> None:
        """Replace a file, as editors do."""
        (self.folder / "draft").write_text(text)
        (self.folder / "draft").replace(self.folder / name)

    def append(self, name: str, text: str) -> None:
        """Write at the end of a file."""
        with (self.folder / name).open("a") as file:
            file.write(text)


@pytest.fixture
def unseen(tmp_path: Path) -> Iterator[Watch]:
    """Watch a small document, of which there is no client yet."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=ignored)
    (tmp_path / "spec.yaml").write_text(SPEC)
    (tmp_path / "types.yaml").write_text(TYPES)
    found = Watch(tmp_path)
    try:
        yield found
    finally:
        found.end()


@pytest.fixture
def watch(unseen: Watch) -> Watch:
    """Watch a small document; wait for its client."""
    unseen.until("client: written")
    return unseen


def test_a_change_of_the_document_is_generated(watch: Watch) -> None:
    """The document, and a file that it refers to, are watched; the summary is that of generate."""
    watch.write("spec.yaml", SPEC + SECOND)
    watch.until("spec.yaml: 2 operations")
    watch.until("client: written")

    watch.write("types.yaml", "Thing: {properties: {weight: {type: integer}}}\n")
    watch.until("client: written")

    assert "weight" in (watch.folder / "client" / "resources" / "things.py").read_text()


def test_a_document_may_be_broken_for_a_while(watch: Watch) -> None:
    """Errors are reported, the client stays as it was, and the next change is noticed."""
    before = (watch.folder / "client" / "client.py").read_bytes()

    watch.write("spec.yaml", SPEC.replace("3.1.0", "4.0.0"))
    watch.until("spec.yaml:1:1: error: /: is OpenAPI 4.0.0")
    watch.until("client is as it was")
    assert (watch.folder / "client" / "client.py").read_bytes() == before

    (watch.folder / "spec.yaml").unlink()
    watch.until("cannot be read")

    watch.write("spec.yaml", SPEC + SECOND)
    watch.until("client: written")


def test_a_change_of_the_generator_is_generated(watch: Watch) -> None:
    """Templates, runtime and the generator's own code are watched, and used as they then are."""
    for changed, text, written in (
        ("generator/templates/models/__init__.py.jinja", "# More.\n", "~ models/__init__.py"),
        ("generator/runtime/unset.py", "# More.\n", "~ _runtime/unset.py"),
        ("generator/emit/docstrings.py", "\n_LINE_LENGTH = 60\n", "~ client.py"),
    ):
        watch.append(changed, text)
        watch.until(written)


def test_the_code_of_the_generator_may_be_broken_for_a_while(watch: Watch) -> None:
    """A syntax error in it ends one run, and not the watch."""
    file = watch.folder / "generator" / "emit" / "render.py"
    code = file.read_text()

    file.write_text(f"{code}\nslip(\n")
    watch.until("SyntaxError")
    file.write_text(code)
    watch.until("client: up to date")


def test_a_change_of_templates_is_generated(tmp_path: Path) -> None:
    """Also of those that are new, in a folder that was empty; errors in them end one run only."""
    shutil.copytree(ROOT / "generator", tmp_path / "generator")
    (tmp_path / "spec.yaml").write_text(SPEC)
    (tmp_path / "types.yaml").write_text(TYPES)
    (tmp_path / "mine" / "models").mkdir(parents=True)
    watch = Watch(tmp_path, "--templates", "mine")
    try:
        watch.until("watching spec.yaml, mine and the generator")
        watch.until("client: written")
        watch.write("mine/client.py.jinja", "{# views: 0 #}")
        watch.until("mine/client.py.jinja:1: error: ")
        extending = '{# views: 1 #}{% extends "default/client.py.jinja" %}'
        watch.write("mine/client.py.jinja", extending + "{% block footer %}NEW = 1{% endblock %}")
        watch.until("~ client.py")
        (tmp_path / "mine" / "client.py.jinja").unlink()
        watch.until("~ client.py")
    finally:
        watch.end()


def test_a_change_of_size_is_noticed_whatever_the_time_is(tmp_path: Path) -> None:
    """Clocks of file systems are coarse: two writes can have one modification time."""
    spec = tmp_path / "spec.yaml"
    spec.write_text("a")
    before = _versions([spec])
    spec.write_text("ab")
    os.utime(spec, ns=before[spec][:1] * 2)

    after = _versions([spec])

    assert after[spec][0] == before[spec][0]
    assert after != before


def test_a_file_that_appears_or_disappears_is_noticed(tmp_path: Path) -> None:
    """A document that does not exist yet is watched as well."""
    spec = tmp_path / "spec.yaml"
    before = _versions([spec])
    spec.write_text("a")

    assert before != _versions([spec])
    spec.unlink()
    assert before == _versions([spec])


@pytest.mark.parametrize("moment", ["import time", "generator.emit.write", "client: written"])
def test_ctrl_c_ends_it(moment: str, unseen: Watch) -> None:
    """An interrupt is the ordinary end, at any time: exit code 0, no traceback, no remains."""
    unseen.until("watching spec.yaml")
    unseen.until(moment)

    os.killpg(unseen.process.pid, signal.SIGINT)

    lines = unseen.until("stopped watching")
    assert "Traceback" not in "".join(lines)
    assert unseen.process.wait(PATIENCE) == 0
    assert not [*unseen.folder.glob(".client.*")]
