"""The defaults of the command line: ``[tool.generator]`` in ``pyproject.toml``."""

import keyword
import tomllib
from pathlib import Path
from typing import cast

from attrs import frozen

from .emit.http_library import HTTP_LIBRARIES, HttpLibrary
from .load.selection import EVERYTHING, Selection

_FILE = Path("pyproject.toml")


class ConfigError(Exception):
    """The settings are missing or wrong."""


@frozen
class Settings:
    """What to read and where to write."""

    spec: Path
    output: Path
    package: str
    http: HttpLibrary
    templates: Path | None = None
    selection: Selection = EVERYTHING


def settings(
    spec: Path | None,
    output: Path | None,
    package: str | None,
    http: HttpLibrary | None,
    templates: Path | None = None,
    *,
    selection: Selection = EVERYTHING,
) -> Settings:
    """Complete what was passed with the defaults of the project in the current folder.

    Raises:
        ConfigError: A setting is missing everywhere, or is wrong.
    """
    defaults = _defaults()
    output = output or _path(defaults, "output")
    folder = output.resolve().name
    if not _is_importable(folder):
        raise ConfigError(
            f"{folder!r} cannot be imported: pass --output with a folder called by a Python name"
        )
    name = package or folder
    if not _is_importable(name):
        raise ConfigError(f"{name!r} cannot be imported: pass --package with a Python name")
    return Settings(
        spec or _path(defaults, "spec"),
        output,
        name,
        http or _http(defaults),
        _templates(templates, defaults),
        _selection(defaults, selection),
    )


def _selection(defaults: dict[str, object], passed: Selection = EVERYTHING) -> Selection:
    return Selection(
        passed.include_tags or _texts(defaults, "include-tag"),
        passed.exclude_tags or _texts(defaults, "exclude-tag"),
        passed.include_paths or _texts(defaults, "include-path"),
    )


def _texts(defaults: dict[str, object], name: str) -> tuple[str, ...]:
    """Return a list of strings, or a single one."""
    value = defaults.get(name, [])
    found = cast("list[object]", value if isinstance(value, list) else [value])
    texts = tuple(text for text in found if isinstance(text, str))
    if len(texts) < len(found):
        wrong = f"{name} in [tool.generator] of {_FILE} is {value!r}"
        raise ConfigError(f"{wrong}: write a list of strings")
    return texts


def _templates(passed: Path | None, defaults: dict[str, object]) -> Path | None:
    if passed is None and "templates" not in defaults:
        return None
    folder = passed or _path(defaults, "templates")
    if not folder.is_dir():
        raise ConfigError(f"{folder} is not a folder: pass --templates with that of your templates")
    return folder


def _http(defaults: dict[str, object]) -> HttpLibrary:
    found = defaults.get("http", "httpx")
    for library in HTTP_LIBRARIES:
        if found == library:
            return library
    known = " or ".join(HTTP_LIBRARIES)
    raise ConfigError(f"http in [tool.generator] of {_FILE} is {found!r}: write {known}")


def _is_importable(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def default_spec() -> Path:
    """Return the document of the project in the current folder.

    Raises:
        ConfigError: There is none.
    """
    return _path(_defaults(), "spec")


def selection_of(spec: Path) -> Selection:
    """Return which part of a document the project in the current folder generates.

    Raises:
        ConfigError: That is set wrongly.
    """
    defaults = _defaults()
    own = defaults.get("spec")
    is_own = isinstance(own, str) and spec.resolve() == Path(own).resolve()
    return _selection(defaults) if is_own else EVERYTHING


def _defaults() -> dict[str, object]:
    if not _FILE.exists():
        return {}
    try:
        found = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{_FILE}: {error}") from error
    return dict(found.get("tool", {}).get("generator", {}))


def _path(defaults: dict[str, object], name: str) -> Path:
    value = defaults.get(name)
    if not isinstance(value, str):
        raise ConfigError(f"pass --{name}, or set {name} in [tool.generator] of {_FILE}")
    return Path(value)
