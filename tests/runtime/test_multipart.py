"""Bodies in parts: names and files arrive as they were passed."""

from email.message import Message
from email.parser import BytesParser
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from tests.optional import multipart as multipart_bodies


def parts(fields: dict[str, object]) -> list[Message]:
    """Write fields, and read them with the standard library."""
    content_type, body = multipart_bodies.multipart({})(fields, {}) or ("", b"")
    header = f"Content-Type: {content_type}\r\n\r\n".encode()
    found = BytesParser().parsebytes(header + body).get_payload()
    assert isinstance(found, list)
    return [part for part in found if isinstance(part, Message)]


@pytest.mark.parametrize("name", ["a\nX: y", "a\rb", "a\r\nX: y", 'a"; filename="x', "a b"])
def test_a_name_cannot_end_its_header(name: str) -> None:
    """Line ends and quotes are escaped as browsers do it."""
    [field] = parts({name: "value"})
    [file] = parts({"file": (name, b"data")})
    escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

    assert field.get_param("name", header="content-disposition") == escaped
    assert file.get_filename() == escaped
    assert (field["X"], file["X"]) == (None, None)
    assert file.get_payload(decode=True) == b"data"


def _files(fields: dict[str, object], content_types: dict[str, str] | None = None) -> Message:
    """Write one field that the spec calls a file, and return its part."""
    write = multipart_bodies.multipart(content_types or {}, files=["file"])
    content_type, body = write(fields, {}) or ("", b"")
    header = f"Content-Type: {content_type}\r\n\r\n".encode()
    payload = BytesParser().parsebytes(header + body).get_payload()
    assert isinstance(payload, list)
    [part] = payload
    assert isinstance(part, Message)
    return part


@pytest.mark.parametrize(
    ("value", "name", "content_type"),
    [
        (b"hi", "file", "text/csv"),
        (("a.txt", b"hi"), "a.txt", "text/csv"),
        (("a.txt", "hi"), "a.txt", "text/csv"),
        (("a.txt", BytesIO(b"hi")), "a.txt", "text/csv"),
        (("a.txt", b"hi", "text/plain"), "a.txt", "text/plain"),
        (("a.txt", "hi", "text/plain"), "a.txt", "text/plain"),
        (("a.txt", b"hi", None), "a.txt", "text/csv"),
        ((None, b"hi", "text/plain"), "file", "text/plain"),
    ],
)
def test_a_file_has_any_form_of_httpx(value: object, name: str, content_type: str) -> None:
    """The content type that was passed goes before that of the spec."""
    part = _files({"file": value}, {"file": "text/csv"})

    assert part.get_filename() == name
    assert part.get_content_type() == content_type
    assert part.get_payload(decode=True) == b"hi"


@pytest.mark.parametrize("how", ["opened", "path", "renamed"])
def test_a_file_on_disk_has_its_base_name(how: str, tmp_path: Path) -> None:
    """Its folder stays private; a name that is passed goes first."""
    path = tmp_path / "a.mp3"
    path.write_bytes(b"hi")
    with path.open("rb") as file:
        values = {"opened": file, "path": path, "renamed": ("b.mp3", path)}
        part = _files({"file": values[how]})

    assert part.get_filename() == {"renamed": "b.mp3"}.get(how, "a.mp3")
    assert part.get_payload(decode=True) == b"hi"


@pytest.mark.parametrize("value", ["a.txt", ["a.txt"]])
def test_text_is_no_file(value: object) -> None:
    """The error names both things that may have been meant."""
    with pytest.raises(TypeError, match=r"file must be a file, not a str: pass pathlib\.Path"):
        _files({"file": value})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (("a.txt", b"hi", "text/plain", {"x": "y"}), r"must be \(name, content\) or \(name"),
        (("a.txt", 1), "must be bytes, a binary file or a path, not 1"),
        (("a.txt", StringIO("hi")), "must be bytes, a binary file or a path, not 'hi'"),
    ],
)
def test_a_file_in_another_form_is_refused(value: object, message: str) -> None:
    """The error says which forms there are."""
    with pytest.raises(TypeError, match=message):
        _files({"file": value})


def test_a_content_type_cannot_end_its_header() -> None:
    """It is checked as headers are."""
    with pytest.raises(ValueError, match="the content type of file has a line break"):
        _files({"file": ("a.txt", b"hi", "text/plain\r\nX: y")})
