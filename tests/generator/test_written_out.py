"""What OpenAPI 3.1 allows and the library's model does not know is no problem of a document."""

from pathlib import Path

import pytest

from tests.generator.cases import Done
from tests.generator.conftest import Use
from tests.generator.test_diagnostics import GOOD
from tests.loopback import LoopbackServer, answer


def _size(schema: str) -> str:
    return GOOD.replace("size: {type: integer}", f"size: {schema}, whole: true")


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("{const: {a: 1}}", {"a": 1}),
        ("{const: [1]}", [1]),
        ("{type: object, const: {a: 1}}", {"b": [2]}),
        ("{type: string, enum: []}", "any"),
        ("{enum: []}", 1.5),
        ("{anyOf: [{const: {a: 1}}, {const: [1]}]}", [1]),
    ],
)
def test_a_value_of_its_shape_is_read(
    schema: str, value: object, use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """A constant with parts is any value of its JSON type; a list of no values restricts none."""
    (tmp_path / "spec.yaml").write_text(_size(schema))
    server.respond(lambda _: answer(body={"size": value, "whole": 1}))

    thing = use(tmp_path / "spec.yaml").default.touch("x")

    assert (thing.size, thing.whole) == (value, 1)


def test_members_may_be_called_like_the_keywords(
    use: Use, server: LoopbackServer, tmp_path: Path
) -> None:
    """Properties called const and enum are what their schemas say."""
    spec = GOOD.replace("size: {type: integer}", "const: true, enum: {type: string}")
    (tmp_path / "spec.yaml").write_text(spec)
    server.respond(lambda _: answer(body={"const": 1, "enum": "x"}))

    thing = use(tmp_path / "spec.yaml").default.touch("x")

    assert (thing.const, thing.enum) == (1, "x")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "version: '1'",
            "version: true",
            "/info/version: Input should be a valid string, not True",
        ),
        ("title: Acme, ", "", "/info/title: Field required"),
        ("required: true, schema: {type: string}", "required: 5, schema: true", "not 5"),
    ],
)
def test_only_what_is_wrong_is_told(old: str, new: str, words: str, tmp_path: Path) -> None:
    """Beside another problem, schemas that are true or constant are not told."""
    assert old in GOOD
    spec = tmp_path / "spec.yaml"
    spec.write_text(_size("{const: [1]}, no: false").replace(old, new))

    done = Done("--spec", spec, "--output", tmp_path / "client")

    [line, _] = done.err.splitlines()
    assert (done.code, words in line) == (2, True)


@pytest.mark.parametrize("version", ["3.0", "'3.0'", "3.1", "'3.1'"])
def test_a_version_needs_no_patch(version: str, tmp_path: Path) -> None:
    """What is written in 3.0 or 3.1 is read, as text and as a number of YAML."""
    (tmp_path / "spec.yaml").write_text(GOOD.replace("3.1.0", version))

    done = Done("--spec", tmp_path / "spec.yaml", "--output", tmp_path / "client")

    assert (done.code, done.err) == (0, "")
