"""What is deprecated warns where it is used: `deprecated`."""

import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.generator.conftest import Use
from tests.loopback import LoopbackServer, response


@pytest.fixture
def things(server: LoopbackServer, use: Use) -> Any:
    """Return the resource of `deprecated`, connected to a server that returns no content."""
    server.respond(lambda _: response(204, b""))
    return use("deprecated").things


@pytest.mark.parametrize(
    ("operation", "arguments", "what"),
    [
        ("old", {}, "GET /old"),
        ("change", {"page": 0}, "page of POST /things/{id}"),
        ("change", {"x_old": ""}, "X-Old of POST /things/{id}"),
        ("change", {"old": "c"}, "old of POST /things/{id}"),
        ("change", {"name": "n"}, "name of POST /things/{id}"),
        ("change", {"name": None}, "name of POST /things/{id}"),
    ],
)
def test_a_deprecated_call_warns_at_the_line_of_the_caller(
    operation: str, arguments: dict[str, Any], what: str, things: Any
) -> None:
    """The warning names what is deprecated: the operation, a parameter or a field."""
    path = ("7",) if operation == "change" else ()
    call = getattr(things, operation)

    with pytest.warns(DeprecationWarning, match=f"^{re.escape(what)} is deprecated$") as caught:
        call(*path, **arguments)

    [warning] = caught
    line = Path(warning.filename).read_text().splitlines()[warning.lineno - 1]
    assert (warning.filename, line.strip()) == (__file__, "call(*path, **arguments)")


def test_what_is_not_deprecated_does_not_warn(server: LoopbackServer, things: Any) -> None:
    """A call that uses nothing deprecated is silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        things.change("7", fresh="f", title="t")

    assert len(server.received) == 1
