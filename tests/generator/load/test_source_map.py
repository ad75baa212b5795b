"""Only the files of a document are read; its parts are located in the files they came from."""

import os
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Pointer
from generator.load import Source
from generator.load.source_map import Location
from tests.generator.load.documents import HEAD, Folder

OUTSIDE = "x: {SECRET: [}\n"


def _refers_to(file: str) -> str:
    return f"{HEAD}paths:\n  /a: {{$ref: '{file}#/x'}}\n"


@pytest.mark.parametrize(
    "name",
    ["../secret.yaml", "%2e%2e/secret.yaml", "link.yaml", "{absolute}", "linked/secret.yaml"],
)
def test_no_file_outside_the_folder_is_read(name: str, tmp_path: Path) -> None:
    """However a reference leaves the folder, it is refused, and nothing of the file is shown."""
    secret = Folder(tmp_path).write("secret.yaml", OUTSIDE)
    folder = Folder(tmp_path / "spec")
    folder.write("x.yaml", "")
    (folder.path / "link.yaml").symlink_to(secret)
    (folder.path / "linked").symlink_to(tmp_path)

    line = folder.error(_refers_to(name.format(absolute=secret)))

    assert line.startswith("spec.yaml:4:8: error: /paths/~1a/$ref: ")
    assert "is outside the folder of the document" in line
    assert "SECRET" not in line


def test_files_outside_the_folder_are_read_if_allowed(tmp_path: Path) -> None:
    """``allow_outside`` lets references lead anywhere on the machine."""
    Folder(tmp_path).write("other.yaml", "x: {get: {operationId: far}}\n")
    folder = Folder(tmp_path / "spec")

    data = folder.load(_refers_to("../other.yaml"), allow_outside=True)

    assert data["paths"]["/a"]["get"]["operationId"] == "far"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.yaml", "'gone.yaml' cannot be read: No such file or directory"),
        ("./", "'./' cannot be read: it is not a regular file"),
        ("pipe", "'pipe' cannot be read: it is not a regular file"),
        ("a%00b", "'a%00b' is not the name of a file"),
        ("a" * 5000, "cannot be read: File name too long"),
        ("https://example.com/x.yaml", "is a URL: copy the file beside the document"),
        ("broken.yaml", "'broken.yaml:2:1' cannot be parsed as YAML"),
        ("latin.yaml", "'latin.yaml' is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_an_error_at_the_reference(
    name: str, words: str, folder: Folder
) -> None:
    """A reference to no file, or to one that never ends, is reported where it is."""
    os.mkfifo(folder.path / "pipe")
    folder.write("broken.yaml", "x: [\n")
    folder.write("latin.yaml", b"x: \xe4\n")

    line = folder.error(_refers_to(name))

    assert line.startswith("spec.yaml:4:8: error: /paths/~1a/$ref: ")
    assert words in line


@pytest.mark.parametrize("name", ["gone.yaml", ".", "pipe"])
def test_a_document_that_cannot_be_read_is_an_error(name: str, folder: Folder) -> None:
    """A document that is missing, a folder or a pipe is refused without a position."""
    os.mkfifo(folder.path / "pipe")

    assert folder.load_file(folder.path / name) == {}
    assert folder.lines[0].startswith(f"{name}:None:None: error: /: cannot be read: ")


def test_a_byte_order_mark_and_other_line_ends_are_read(folder: Folder) -> None:
    """Files from other systems have the same lines."""
    text = HEAD.replace("\n", "\r\n").encode("utf-8-sig") + b"paths: 5\r"

    assert folder.error(text).startswith("spec.yaml:3:1: error: /paths: must be a Paths Object")


def test_a_part_from_another_file_is_located_there(folder: Folder) -> None:
    """An error in another file has the name of that file, and line, column and pointer in it."""
    folder.write("parts/thing.yaml", "# Things.\nThing:\n  type: ouch\n")
    schema = "components: {schemas: {It: {$ref: 'parts/thing.yaml#/Thing'}}}\n"

    line = folder.error(f"{HEAD}{schema}")

    assert line.startswith("parts/thing.yaml:3:3: error: /Thing/type: must be one of 'string'")


def test_documents_can_be_read_from_elsewhere(tmp_path: Path) -> None:
    """With a function that reads, no file of the working tree is opened."""
    files = {"spec.yaml": b"openapi: 3.1.0\n", "gone.yaml": b""}
    source = Source(tmp_path / "spec.yaml", read=lambda path: files[path.name])

    assert source.parse(source.path) == {"openapi": "3.1.0"}
    assert source.locate([Diagnostic(Pointer(("openapi",)), "x")]) == [
        Location(source.path, 1, 1, Pointer(("openapi",)))
    ]


def test_the_position_of_a_diagnostic_is_used(tmp_path: Path) -> None:
    """A position that the parser knows is not looked up."""
    source = Source(tmp_path / "gone.yaml")

    [found] = source.locate([Diagnostic(Pointer(), "x", position=(7, 8))])

    assert (found.line, found.column) == (7, 8)
