"""Reading the folder of a user's templates: which files are in it, and whether they are templates.

The first line of each states the version of the views that it is written for: ``{# views: 1 #}``.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from jinja2 import TemplateSyntaxError

from ..diagnostics import Diagnostics, Line
from .templates import OURS, CustomTemplate
from .views.contract import VERSION, VIEWS

_VERSION = re.compile(r"\{#-?\s*views:\s*(\d+)\s*-?#\}")
_FOLDERS = {name.partition("/")[0] for name in VIEWS if "/" in name}


def read_templates(folder: Path, diagnostics: Diagnostics) -> dict[str, CustomTemplate]:
    """Read the templates of a folder, by their names.

    Args:
        folder: Where they are.
        diagnostics: Where each file that is no template of this version is recorded.
    """
    found: dict[str, CustomTemplate] = {}
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        if name not in VIEWS:
            text = "is not the name of a template: its file would not be used"
            diagnostics.error(Line(file, 1), f"`{name}` {text}{_guess(name)}")
            continue
        try:
            template = CustomTemplate(file, file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            diagnostics.error(Line(file, 1), f"cannot be read: {_reason(error)}")
            continue
        if "\0" in template.text:
            diagnostics.error(Line(file, 1), "cannot be read: it has a NUL character")
        elif _is_valid(name, template, diagnostics):
            found[name] = template
    return found


def _files(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the files of a folder, and the folders in it that none of ours are in.

    Those that are hidden, or that editors make (``name~``), are left alone.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        if not depth and path.name in _FOLDERS and path.is_dir():
            yield from _files(path, depth + 1)
        else:
            yield path


def _is_valid(name: str, template: CustomTemplate, diagnostics: Diagnostics) -> bool:
    """Return whether a template is written for this version, and can be parsed."""
    stated = _VERSION.match(template.text.partition("\n")[0])
    if stated is None:
        text = f"states no version of the views: begin its first line with {{# views: {VERSION} #}}"
        diagnostics.error(Line(template.file, 1), text)
        return False
    if int(stated[1]) != VERSION:
        text = f"is written for version {int(stated[1])} of the views, and they have {VERSION}"
        diagnostics.error(
            Line(template.file, 1), f"{text}: see what CHANGELOG.md says, then state {VERSION}"
        )
        return False
    try:
        OURS.environment.compile(template.text, name, str(template.file))
    except TemplateSyntaxError as error:
        diagnostics.error(Line(template.file, error.lineno), f"cannot be parsed: {error.message}")
        return False
    return True


def _guess(name: str) -> str:
    close = get_close_matches(name, VIEWS, n=1)
    return f". Did you mean `{close[0]}`?" if close else ""


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return f"{error.strerror}" if isinstance(error, OSError) else f"it is not UTF-8: {error.reason}"
