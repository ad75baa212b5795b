"""What is deprecated warns where it is used: `deprecated`."""

import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.generator.cases import generate, spec_of
from tests.generator.conftest import Use
from tests.loopback import LoopbackServer, response

# What the checkers say of deprecated descriptors, and of an argument of the wrong type.
_MYPY = ("[deprecated]", "[arg-type]")
_PYRIGHT = ('descriptor "old" is deprecated', "cannot be assigned to parameter")


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


_USE = """\
from {package} import Acme
from {package}.resources.things import Things


def use(client: Acme) -> None:
    client.things.change("7")
    client.things.old()
    client.things.with_raw_response.old()
    client.things.old(timeout="soon")
"""


@pytest.mark.parametrize(
    ("checker", "deprecated", "refused"),
    [
        (["mypy", "--strict", "--config-file=", "--enable-error-code=deprecated"], *_MYPY),
        (["pyright", "--pythonpath", sys.executable], *_PYRIGHT),
    ],
)
def test_type_checkers_report_a_deprecated_operation(
    checker: list[str], deprecated: str, refused: str, tmp_path: Path
) -> None:
    """Where it is called, and only there; its arguments are checked as ever."""
    generate(spec_of("deprecated"), tmp_path / "acme_client")
    (tmp_path / "use.py").write_text(_USE.format(package="acme_client"))
    (tmp_path / "pyrightconfig.json").write_text('{"reportDeprecated": "error"}')

    done = subprocess.run(  # noqa: S603 - our own arguments
        [Path(sys.executable).with_name(checker[0]), *checker[1:], "use.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    lines = [line for line in done.stdout.splitlines() if "error" in line and "use.py:" in line]
    reported = [(int(line.split("use.py:")[1].split(":")[0]), line) for line in lines]
    assert {number for number, line in reported if deprecated in line} == {7, 8, 9}
    assert {number for number, line in reported if refused in line} == {9}
    assert len(reported) == 4
