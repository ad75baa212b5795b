"""Bodies in parts: names and files arrive as they were passed."""

from email.message import Message
from email.parser import BytesParser

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
