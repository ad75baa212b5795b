"""Documents that are deep, or that repeat themselves a million times, break nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from tests.generator.cases import ROOT, Done
from tests.generator.test_diagnostics import GOOD, SCHEMA

BOMB = "x-0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"x-{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * 9)}]\n" for n in range(9)
)
SCHEMA_BOMB = "    S0: &s0 {properties: {a: {type: string}}}\n" + "".join(
    f"    S{n + 1}: &s{n + 1} {{properties: {{a: *s{n}, b: *s{n}, c: *s{n}}}}}\n" for n in range(24)
)


def _components(schemas: Mapping[str, object]) -> str:
    """Return a document of schemas, whose response is ``S0``."""
    document = yaml.safe_load(GOOD.replace("schemas/Thing", "schemas/S0"))
    return json.dumps({**document, "components": {"schemas": schemas}})


def _named(*numbers: int) -> list[dict[str, str]]:
    return [{"$ref": f"#/components/schemas/S{number}"} for number in numbers]


def _object(number: int, **others: object) -> dict[str, object]:
    return {"type": "object", "properties": {f"p{number}": {"type": "string"}}, **others}


DIAMONDS = {f"S{n}": _object(n, required=["a"], allOf=_named(n + 1, n + 1)) for n in range(40)}
FAN = {f"S{n}": _object(n, oneOf=_named(n + 1, n + 2)) for n in range(40)}
LAST = {"S40": _object(40), "S41": _object(41)}
CIRCLE = {
    "S0": _object(0, oneOf=_named(1)),
    "S1": _object(1, oneOf=_named(2, 3)),
    "S2": _object(2, allOf=_named(0)),
    "S3": _object(3),
}

DEEP_OR_ENDLESS = {
    "brackets.json": "[" * 100_000,
    "lists.json": '{"openapi": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "brackets.yaml": f"{GOOD}x-deep: {'[' * 100_000}",
    "lists.yaml": f"{GOOD}x-deep: {'[' * 100_000}{']' * 100_000}",
    "hidden.yaml": f"x-closed: '{']' * 100_000}'\n{GOOD}x-deep: {'[' * 100_000}",
    "objects.yaml": f"{GOOD}x-deep: {'{a: ' * 50_000}1{'}' * 50_000}",
    "dashes.yaml": f"{GOOD}x-deep:\n  {'- ' * 100_000}1",
    "less_deep.yaml": f"{GOOD}x-deep: {'[' * 400}{']' * 400}",
    "items.yaml": GOOD.replace(SCHEMA, f"{'{items: ' * 400}{{}}{'}' * 400}"),
    "properties.yaml": GOOD.replace(SCHEMA, f"{'{properties: {a: ' * 200}{{}}{'}}' * 200}"),
    "all_of.yaml": GOOD.replace(SCHEMA, f"{'{allOf: [' * 200}{{}}{']}' * 200}"),
    "no_paths.yaml": GOOD.partition("paths:")[0],
    "bomb.yaml": GOOD + BOMB,
    "bomb_of_values.yaml": BOMB + GOOD.replace("integer}", "integer, enum: *x9}"),
    "bomb_of_an_example.yaml": BOMB + GOOD.replace("integer}", "integer, example: *x9}"),
    "bomb_of_schemas.yaml": GOOD + SCHEMA_BOMB,
    "diamonds.json": _components(DIAMONDS | LAST),
    "fan_of_variants.json": _components(FAN | LAST),
    "circle_of_variants.json": _components(CIRCLE),
}
_SCRIPT = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 ** 32, 2 ** 32))
from tests.generator.cases import Done
for name in sys.argv[1:]:
    print(name, Done("--spec", name, "--output", "client").code, flush=True)
"""


def test_no_document_breaks_the_generator(tmp_path: Path) -> None:
    """However deep a document is, however much it repeats itself: it works or is refused."""
    for name, text in DEEP_OR_ENDLESS.items():
        (tmp_path / name).write_text(text)
    with (tmp_path / "codes").open("w") as codes, (tmp_path / "log").open("w") as log:
        child = subprocess.Popen(  # noqa: S603 - our own arguments
            [sys.executable, "-c", _SCRIPT, *DEEP_OR_ENDLESS],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=codes,
            stderr=log,
        )
        with suppress(subprocess.TimeoutExpired):
            child.wait(600)
        child.kill()
        child.wait()

    found = dict(line.split() for line in (tmp_path / "codes").read_text().splitlines())
    broken = next((name for name in DEEP_OR_ENDLESS if name not in found), None)
    assert broken is None, (tmp_path / "log").read_text()[-500:]
    assert set(found.values()) <= {"0", "2"}


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("/dev/zero", [], "'/dev/zero' is outside the folder of the document"),
        ("/dev/zero", ["--allow-outside"], "'/dev/zero' cannot be read: it is not a regular file"),
        ("pipe", [], "'pipe' cannot be read: it is not a regular file"),
    ],
)
def test_a_reference_to_a_file_without_an_end_is_an_error(
    name: str, more: list[str], message: str, tmp_path: Path
) -> None:
    """Devices and pipes are not opened."""
    os.mkfifo(tmp_path / "pipe")
    spec = tmp_path / "spec.yaml"
    spec.write_text(GOOD.replace(SCHEMA, f"{{$ref: '{name}#/x'}}"))

    done = Done("--spec", spec, "--output", tmp_path / "client", *more)

    assert done.code == 2
    assert f" error: /components/schemas/Thing/$ref: {message}" in done.err


@pytest.mark.parametrize("more", [[], ["--allow-outside"]])
@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_a_document_without_an_end_is_an_error(name: str, more: list[str], tmp_path: Path) -> None:
    """Only regular files are read."""
    os.mkfifo(tmp_path / "pipe")

    done = Done("--spec", tmp_path / name, "--output", tmp_path / "client", *more)

    assert (done.code, "cannot be read: it is not a regular file" in done.err) == (2, True)
