"""HTML in descriptions is turned into plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load.plain_text import plain_text
from tests.generator.load.documents import Folder, with_schema


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p>\n<p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        ("See <a href='https://a.example/b'>the docs</a>.", "See the docs (https://a.example/b)."),
        ("<a href='https://a.example'>https://a.example</a>", "https://a.example"),
        ("<a href='#part'>below</a>, <b>bold</b>", "below, bold"),
        ("Set <code>a_b</code> first.<br>Then go.", "Set `a_b` first.\nThen go."),
        ("Any:<ul><li>a</li><li>b</li></ul>end", "Any:\n\n- a\n- b\n\nend"),
        ("<ol>\n <li>a\n <li>b\n</ol>", "1. a\n2. b"),
        ("<pre>x = 1</pre>", "```\nx = 1\n```"),
        ("<p>Of <account id> or </nothing>.</p>", "Of <account id> or </nothing>."),
        ("<p>Keep `<p>`.</p>", "Keep `<p>`."),
        ("<p>a < b", "a < b"),
        ("<p>a<!-- b\n -->c", "ac"),
        ("<p><![ <!-- <!x <?y", "<![ <!-- <!x <?y"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    """Paragraphs, links, code and lists are written as in Markdown; other tags are no HTML."""
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "text", ["Of <account id>: a < b &amp; c.", "Returns `<p>x</p>`.", "```\n<br>\n```", "", "<p"]
)
def test_text_without_html_is_kept(text: str) -> None:
    """Also what is HTML in an example of code."""
    assert plain_text(text) == text


def test_descriptions_of_a_document_are_plain_text(folder: Folder) -> None:
    """Values that are called like that are data, and kept."""
    schema = {"description": "<p>One.</p>", "example": {"description": "<p>One.</p>"}}

    loaded = folder.load(with_schema(schema))["components"]["schemas"]["Thing"]

    assert loaded == {"description": "One.", "example": {"description": "<p>One.</p>"}}


@given(st.text(alphabet="<>/!?-[]&;`~p l'=\n", max_size=80))
def test_any_text_is_read(text: str) -> None:
    """However broken its HTML is."""
    assert isinstance(plain_text(f"<p>{text}"), str)
