"""The names in a user's template are those that it sees: an error in it has its line."""

import pytest

from tests.generator.emit.mine import EXTENDING, HEAD, MODEL, Mine

WHOLE = f'{HEAD}{{% include "_banner.jinja" %}}\n\n'


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{{ modle.name }}", "`modle` is undefined: did you mean `model`?"),
        ("{{ model.nam }}", "`ModelView` has no `nam`: did you mean `name`?"),
        ("{% for f in model.fields %}{{ f.kye }}{% endfor %}", "`FieldView` has no `kye`: did"),
        ("{% if false %}{{ model.additional.x }}{% endif %}", "`AdditionalView` has no `x`"),
        ("{{ model.fields.first }}", "`list` has no `first`"),
        ("{% set m = model %}{{ m.x }}", "`ModelView` has no `x`"),
        ("{% with m = model.fields[0] %}{{ n }}{% endwith %}", "`n` is undefined"),
        ("{% macro a(b) %}{{ b }}{{ c }}{% endmacro %}", "`c` is undefined"),
        ("{% for f in model.fields %}{% endfor %}{{ f }}", "`f` is undefined"),
        ('{% include "_banner.jinj" %}', 'there is no template "_banner.jinj": did you mean `_ba'),
        (f'{{% include "{MODEL}" %}}', f'"{MODEL}" is this template itself: ours is called "defa'),
    ],
)
def test_a_name_that_does_not_exist_is_an_error(text: str, error: str, mine: Mine) -> None:
    """It is found also where no model of the document leads there."""
    mine.write(MODEL, WHOLE + text)
    [found] = mine.errors()
    assert found.startswith(f"{MODEL}:4: error: {error}")


def test_templates_that_no_file_needs_are_checked(mine: Mine) -> None:
    """The document has no enum today."""
    mine.write("models/enum.py.jinja", f"{WHOLE}{{{{ enum.valeus }}}}")
    [error] = mine.errors()
    assert error.startswith("models/enum.py.jinja:4: error: `EnumView` has no `valeus`")


@pytest.mark.parametrize(
    ("text", "line", "error"),
    [
        ("{% block method %}{% endblock %}", 3, "has no block `method`: it has bases, decorators,"),
        ("\n\ndef lost() -> None: ...", 5, "is not written"),
        ("{{ model.name }}", 3, "is not written"),
        ("{% block methods %}{{ model.x }}{% endblock %}", 3, "`ModelView` has no `x`"),
        ("{% block methods %}{{ field }}{% endblock %}", 3, "`field` is undefined"),
    ],
)
def test_what_a_template_that_extends_ours_would_not_write_is_an_error(
    text: str, line: int, error: str, mine: Mine
) -> None:
    """Jinja itself leaves it out without a word."""
    mine.write(MODEL, EXTENDING + text)
    [found] = mine.errors()
    assert found.startswith(f"{MODEL}:{line}: error: ")
    assert error in found


def test_blocks_see_the_names_of_the_loops_that_they_are_in(mine: Mine) -> None:
    """Through all templates that are extended; a block that is nested may be new."""
    head = '{# views: 1 #}{% extends "default/'
    inside = "{% block docstring %}{% block mine %}{% endblock %}{{ super() }}    # {{ x }}\n"
    for name, known in (
        ("resources/resource.py.jinja", "class.base"),
        ("resources/_operation.jinja", "operation.path"),
        ("client.py.jinja", "client.name"),
    ):
        mine.write(name, f'{head}{name}" %}}{inside.replace("x", known)}{{% endblock %}}')
    assert mine.generate().err == ""

    mine.write("client.py.jinja", f'{head}client.py.jinja" %}}{inside}{{% endblock %}}')
    assert mine.generate().err.startswith(f"{mine.folder}/client.py.jinja:1: error: `x` is undef")


def test_all_that_jinja_has_can_be_used(mine: Mine) -> None:
    """No name is taken for undefined that it knows; tests for one may name it."""
    text = f"""\
{EXTENDING}{{% set known = ["a"] %}}
{{% from "_banner.jinja" import x as y with context %}}
{{% import "_banner.jinja" as banner with context %}}
{{% macro twice(text, times=2) %}}{{{{ text * times }}}}{{{{ caller() }}}}{{% endmacro %}}
{{% block methods %}}
{{{{ super() }}}}
{{% set more %}}{{{{ model.name }}}}{{% endset %}}
{{% for a, b in [(1, 2)] if a %}}
    # {{{{ a }}}} {{{{ b }}}} {{{{ loop.index }}}} {{{{ known[0] }}}} {{{{ more }}}}
    # {{{{ source }}}}
{{% else %}}
    # {{{{ self.footer() }}}} {{{{ banner }}}} {{{{ y }}}}
{{% endfor %}}
    # {{{{ nope is defined }}}} {{{{ nope | default("no") }}}} {{{{ range(3) | list }}}}
    # {{% call twice("x") %}}{{{{ model.fields | map(attribute="name") | join }}}}{{% endcall %}}

{{% endblock %}}
"""
    mine.write(MODEL, text)
    done = mine.generate()

    assert (done.code, done.err) == (0, "")
    written = (mine.target / "models" / "thing.py").read_text()
    assert "# 1 2 1 a Thing\n    # spec.yaml\n" in written
    assert "# False no [0, 1, 2]\n    # xxid\n" in written
