"""Templates of a user: what is wrong with them is located, and then nothing is written."""

from pathlib import Path

import pytest

from generator.emit.templates import FOLDER
from generator.emit.views.contract import VERSION, VIEWS
from tests.generator.cases import Done, broken, files, generate, import_client, spec_of
from tests.generator.emit.mine import EXTENDING, HEAD, METHOD, MODEL, Mine


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("models/modle.py.jinja", HEAD, "1: error: `models/modle.py.jinja` is not the name of a"),
        ("README.md", "", "1: error: `README.md` is not the name of a template"),
        (MODEL, "", "1: error: states no version of the views"),
        (MODEL, "\n{# views: 1 #}", "1: error: states no version of the views"),
        (MODEL, "{# views: 0 #}", "1: error: is written for version 0 of the views"),
        (MODEL, "{# views: 22 #}", "1: error: is written for version 22 of the views"),
        (MODEL, b"\xff", "1: error: cannot be read: it is not UTF-8"),
        (MODEL, f"{HEAD}\0", "1: error: cannot be read: it has a NUL character"),
        (MODEL, f"{HEAD}\n{{% if model %}}\n", "3: error: cannot be parsed: Unexpected end"),
        (MODEL, f"{HEAD}{{{{ model.name | uper }}}}", "2: error: cannot be parsed: No filter"),
    ],
)
def test_a_file_that_is_no_template_of_this_version_is_an_error(
    name: str, text: str | bytes, error: str, mine: Mine
) -> None:
    """It would else not be used, or write something else than it was written for."""
    mine.write(name, text)
    [found] = mine.errors()
    assert found.startswith(f"{name}:{error}")


def test_a_folder_that_none_of_ours_are_in_is_an_error(mine: Mine) -> None:
    """Whatever is in it would not be used."""
    mine.write("own/model.py.jinja", METHOD)
    assert mine.errors() == [
        "own:1: error: `own` is not the name of a template: its file would not be used"
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "{{ (model.fields | first).x }}",
            "cannot write models/thing.py: `FieldView` has no attri",
        ),
        ("{{ 1 / 0 }}", "cannot write models/thing.py: division by zero"),
        ("{% include 'x' + model.name %}", 'cannot write models/thing.py: there is no template "x'),
        (
            "{% include 'models/' + 'model.py.jinja' %}",
            "cannot write models/thing.py: the template",
        ),
        ("def slip(", "models/thing.py would not be Python, in `def slip(`: '(' was never closed"),
        ("from __future__ import x", "models/thing.py would not be Python, in `from __future__ im"),
        ("from .._runtime.nope import x", "the runtime has no module `nope`"),
        ("from .._runtime import nope", "the runtime has no module `nope`"),
    ],
)
def test_what_a_template_writes_is_checked(text: str, error: str, mine: Mine) -> None:
    """The error is at the line of the template that it comes from."""
    mine.write(MODEL, f'{HEAD}{{% include "_banner.jinja" %}}\n\n{text}\n')
    [found] = mine.errors()
    assert found.startswith(f"{MODEL}:4: error: {error}")


@pytest.mark.parametrize(
    ("name", "text"), [(MODEL, f"{HEAD}x = 1\n"), ("_banner.jinja", f"{HEAD}# Licence.\n")]
)
def test_a_file_that_would_not_be_known_as_generated_is_an_error(
    name: str, text: str, mine: Mine
) -> None:
    """The next run would refuse to replace it."""
    mine.write(name, text)
    [error] = mine.errors()
    assert error.startswith(f"{name}:1: error: ")
    assert error.endswith('would lack its first line: add {% include "_banner.jinja" %}')


def test_all_errors_are_reported_at_once(mine: Mine, tmp_path: Path) -> None:
    """Those of all templates, and those of the document."""
    mine.write("models/enum.py.jinja", "")
    mine.write(MODEL, f"{EXTENDING}{{{{ model.x }}}}\nlost")

    errors = mine.errors(spec=broken(spec_of("minimal"), tmp_path))

    starts = [error.partition(": error: ")[0] for error in errors]
    assert starts[:3] == ["models/enum.py.jinja:1", f"{MODEL}:3", f"{MODEL}:3"]
    assert starts[3].startswith(f"{tmp_path}/broken.yaml:")


def test_an_error_in_many_files_is_reported_once(mine: Mine) -> None:
    """Every model is written by the same line."""
    mine.write(MODEL, METHOD.replace("return 1", "slip("))
    assert len(mine.errors(spec=spec_of("models"))) == 1


@pytest.mark.parametrize("text", ["", METHOD.replace("return 1", "slip(")])
def test_skipping_invalid_operations_skips_no_template(text: str, mine: Mine) -> None:
    """A client without what a template would have added is another client."""
    mine.write(MODEL, text)
    assert len(mine.errors("--skip-invalid")) == 1


def test_a_client_is_kept_where_a_template_is_broken(mine: Mine) -> None:
    """It is as it was, byte for byte."""
    generate(spec_of("minimal"), mine.target)
    before = files(mine.target)

    mine.write(MODEL, EXTENDING + "{{ x }}")
    assert mine.generate().code == 2
    assert files(mine.target) == before


def test_a_check_honours_templates(mine: Mine) -> None:
    """A client is stale if it was written without them, and up to date after it."""
    generate(spec_of("minimal"), mine.target)
    mine.write(MODEL, METHOD)

    stale = mine.generate("--check")
    assert stale.code == 1
    assert "+    def more(self) -> int:" in stale.out
    assert mine.generate().code == 0
    assert mine.generate("--check").code == 0


def test_hidden_files_and_those_of_editors_are_left_alone(mine: Mine) -> None:
    """A folder without any template changes nothing."""
    generate(spec_of("minimal"), mine.target)
    for name in (".gitkeep", "models/.model.py.jinja.swp", "models/model.py.jinja~"):
        mine.write(name, b"\xff")

    done = mine.generate()

    assert (done.code, "up to date" in done.out) == (0, True)


def test_the_folder_must_exist(target: Path, tmp_path: Path) -> None:
    """A misspelt one would generate a client without any template of the user."""
    for wrong in (tmp_path / "nope", spec_of("minimal")):
        done = Done("--spec", spec_of("minimal"), "--output", target, "--templates", wrong)
        remedy = "pass --templates with that of your templates"
        assert (done.code, done.err) == (2, f"error: {wrong} is not a folder: {remedy}\n")


def test_the_folder_may_be_a_setting(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``templates`` in ``[tool.generator]``."""
    mine.write(MODEL, METHOD)
    settings = mine.folder.parent / "pyproject.toml"
    settings.write_text('[tool.generator]\ntemplates = "mine"\n')
    monkeypatch.chdir(settings.parent)

    generate(spec_of("minimal"), mine.target)
    assert "def more" in (mine.target / "models" / "thing.py").read_text()

    settings.write_text("[tool.generator]\ntemplates = 1\n")
    done = Done("--spec", spec_of("minimal"), "--output", mine.target)
    assert done.code == 2
    assert "templates in [tool.generator]" in done.err


def test_every_template_is_in_the_contract() -> None:
    """And no other; its version is a whole number from 1."""
    ours = {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.jinja")}
    assert set(VIEWS) == ours
    assert VERSION >= 1


def test_modules_of_the_runtime_that_a_template_imports_are_copied(mine: Mine) -> None:
    """With those that they import, and no others; the client can be imported."""
    line = "from .._runtime.multipart import multipart\nfrom .._runtime import styles\n"
    mine.write(
        MODEL, f"{EXTENDING}{{% block imports %}}\n{{{{ super() }}}}\n{line}{{% endblock %}}\n"
    )
    assert mine.generate().err == ""

    client = import_client(mine.target)
    assert client.models.Thing.__module__.endswith("models.thing")
    copied = {file.stem for file in (mine.target / "_runtime").glob("*.py")}
    assert copied >= {"multipart", "styles", "files"}
    assert "choices" not in copied


def test_exports_that_cannot_be_sorted_are_left_as_they_are(mine: Mine) -> None:
    """A comment between them could end up above another name."""
    footer = '__all__ = [\n    "b",\n    # another\n    "a",\n]\n'
    mine.write(MODEL, f"{EXTENDING}{{% block footer %}}\n{footer}{{% endblock %}}\n")
    assert mine.generate().err == ""
    assert footer in (mine.target / "models" / "thing.py").read_text()
