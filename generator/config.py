"""The defaults of the command line: ``[tool.generator]`` in ``pyproject.toml``."""

import keyword
import tomllib
from pathlib import Path

from attrs import frozen

from .emit.http_library import HTTP_LIBRARIES, HttpLibrary

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
    templates: Path | None


def settings(
    spec: Path | None,
    output: Path | None,
    package: str | None,
    http: HttpLibrary | None,
    templates: Path | None = None,
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
    )


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
