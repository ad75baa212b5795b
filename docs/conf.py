"""How Sphinx builds the site: `make docs`."""

import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import diagnostics  # noqa: E402 - found from here on
import views  # noqa: E402 - the same

import generated_client  # noqa: E402 - the same

(HERE / "diagnostics.md").write_text(diagnostics.page(), encoding="utf-8")
views.PAGE.write_text(views.page(), encoding="utf-8")

project = "telnyx-texml-streams"
version = release = generated_client.__version__
html_title = f"{project} {version}"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
html_theme = "furo"
html_show_copyright = False
html_use_index = False  # the search finds names
html_domain_indices = False
html_static_path = ["static"]
html_css_files = ["site.css"]

myst_heading_anchors = 3
myst_enable_extensions = ["strikethrough"]

default_role = "code"  # docstrings have names in single backticks
autodoc_default_options = {"exclude-members": "__init__, __new__", "no-value": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
maximum_signature_line_length = 60
napoleon_use_rtype = False


def keep_statuses(*arguments: Any) -> None:
    """Keep Sphinx from reading "404. Not found" in a docstring as the item of a list."""
    lines = arguments[-1]
    lines[:] = [re.sub(r"^(\s*\w+: \d{3})\. ", r"\1: ", line) for line in lines]


def setup(app: Sphinx) -> None:
    """Do so before Sphinx reads any."""
    app.connect("autodoc-process-docstring", keep_statuses, priority=1)
