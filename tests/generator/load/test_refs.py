"""What a reference looks like, and which files references name."""

from pathlib import Path

from generator.load.refs import family, referenced_files
from tests.generator.load.documents import Folder


def test_the_files_of_a_document_are_named_without_parsing(folder: Folder) -> None:
    """Text that does not parse refers to files too, whether or not they exist."""
    text = """
    a: {$ref: 'one.yaml#/x', "$ref": "two%20.json"}
    b: [{$ref: sub/../three.yaml
    $ref: '#/here'
    $ref: https://example.com/x.yaml
    $ref: 'a%00b'
    """

    assert [*referenced_files(Path("spec/api.yaml"), text)] == [
        Path("spec/one.yaml"),
        Path("spec/two .json"),
        Path("spec/three.yaml"),
    ]
    spec = folder.write("spec.yaml", "$ref: sub/a.yaml\n")
    folder.write("sub/a.yaml", "[{$ref: ../spec.yaml}, {$ref: gone.yaml}, {$ref: /dev/zero}")
    assert family(spec) == {
        spec,
        folder.path / "sub/a.yaml",
        folder.path / "sub/gone.yaml",
        Path("/dev/zero"),
    }
