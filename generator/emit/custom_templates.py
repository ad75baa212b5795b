"""Templates of a user: read, checked, and each error of them located.

What can be known without a document is checked when they are read (`load_templates`): the names of
files, versions, syntax, and the names that they refer to. What they write is checked when it is
written: an error in it has the line of the template that it is likely to come from.
"""

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from traceback import walk_tb

from jinja2 import TemplateNotFound, meta

from ..diagnostics import Diagnostics, InvalidTemplatesError, Line
from .imports import RUNTIME
from .runtime_files import RUNTIME_SOURCES
from .template_files import read_templates
from .template_names import check_names
from .templates import OURS, CustomTemplate, Templates, source_of
from .write import BANNER

_OLDEST_PYTHON = (3, 11)
_CLASS = re.compile(r"'generator[\w.]*\.(\w+) object'")


def load_templates(folder: Path | None, diagnostics: Diagnostics) -> Templates:
    """Read the templates of a folder; those that are not in it, or all without one, are ours.

    Args:
        folder: What a user passed.
        diagnostics: Where errors are recorded; `Templates.raise_errors` raises if there are any.
    """
    if folder is None:
        return OURS
    known = len(diagnostics.all())
    custom = read_templates(folder, diagnostics)
    templates = CustomTemplates(custom, diagnostics)
    for name, template in custom.items():
        check_names(name, template.file, templates.environment, diagnostics)
    templates.has_errors = len(diagnostics.all()) > known
    return templates


class CustomTemplates(Templates):
    """Templates of a user, and ours where there is none of the same name."""

    def __init__(self, custom: Mapping[str, CustomTemplate], diagnostics: Diagnostics) -> None:
        """Take templates that were read.

        Args:
            custom: Each by the name of ours that it takes the place of.
            diagnostics: Where errors are recorded.
        """
        super().__init__(custom)
        self._custom = custom
        self._diagnostics = diagnostics
        self._runtime: set[str] = set()
        self._lines: set[Line] = set()
        self._used_by = cache(self._find_used)
        self.has_errors = False

    def render(self, path: str, template: str, view: Mapping[str, object]) -> str:
        """Return a file of a client; record an error where that fails."""
        if self.has_errors and not self._lines:  # they cannot be used at all
            return ""
        try:
            text = super().render(path, template, view)
        except Exception as error:
            at = self._line_of(error)
            if at is None:
                raise
            if self._is_first(at):
                self._diagnostics.error(at, f"cannot write {path}: {_reason(error)}")
            return ""
        if used := self._used_by(template):
            self._check(path, text, used)
        return text

    @property
    def runtime_modules(self) -> set[str]:
        """The modules of the runtime that files import besides those that views name."""
        return self._runtime

    def raise_errors(self) -> None:
        """Raise `InvalidTemplatesError` if an error was recorded."""
        if self.has_errors:
            raise InvalidTemplatesError

    def _is_first(self, at: Line) -> bool:
        """Return whether an error is the first of its line: it may be in many files."""
        self.has_errors = True
        is_first = at not in self._lines
        self._lines.add(at)
        return is_first

    def _line_of(self, error: Exception) -> Line | None:
        """Return the line of a template of the user in which an exception was raised."""
        files = {str(template.file): template.file for template in self._custom.values()}
        found = [
            Line(files[frame.f_code.co_filename], number)
            for frame, number in walk_tb(error.__traceback__)
            if frame.f_code.co_filename in files
        ]
        return found[-1] if found else None

    def _find_used(self, template: str) -> tuple[CustomTemplate, ...]:
        """Return the templates of the user that one consists of, itself first."""
        found: dict[str, CustomTemplate | None] = {}
        waiting = [template]
        while waiting:
            name = waiting.pop(0)
            if name in found:
                continue
            found[name] = self._custom.get(name)
            tree = self.environment.parse(source_of(name, self.environment))
            waiting += [each for each in meta.find_referenced_templates(tree) if each]
        return tuple(each for each in found.values() if each is not None)

    def _check(self, path: str, text: str, used: tuple[CustomTemplate, ...]) -> None:
        """Record what is wrong with a file that templates of the user had a part in."""
        first = Line(used[0].file, 1)
        if not text.startswith(BANNER):
            if self._is_first(first):
                message = f'{path} would lack its first line: add {{% include "_banner.jinja" %}}'
                self._diagnostics.error(first, message)
            return
        lines = text.splitlines()
        try:
            tree = ast.parse(text, path, feature_version=_OLDEST_PYTHON)
            with warnings.catch_warnings(action="ignore"):
                compile(tree, path, "exec", dont_inherit=True)
        except SyntaxError as error:
            code = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
            at = _origin(code, used) or first
            if self._is_first(at):
                message = f"{path} would not be Python, in `{code.strip()}`: {error.msg}"
                self._diagnostics.error(at, message)
            return
        for module, number in _runtime_imports(tree):
            if (RUNTIME_SOURCES / f"{module}.py").is_file():
                self._runtime.add(module)
                continue
            at = _origin(lines[number - 1], used) or first
            if self._is_first(at):
                self._diagnostics.error(at, f"the runtime has no module `{module}`")


def _origin(code: str, used: tuple[CustomTemplate, ...]) -> Line | None:
    """Return the line of a template that is the same as a line of code."""
    for template in used:
        if number := template.line_of(code):
            return Line(template.file, number)
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the template leads back to itself"
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    return _CLASS.sub(r"`\1`", str(error)) or type(error).__name__


def _runtime_imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the modules of the runtime that a module imports, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level and node.module:
            package, _, module = node.module.partition(".")
            if package == RUNTIME:
                names = [module] if module else [each.name for each in node.names]
                yield from ((name.partition(".")[0], node.lineno) for name in names)
