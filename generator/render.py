"""From views to the text of files, by templates that only lay out."""

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .build import Build
from .quoting import prose

_HERE = Path(__file__).parent
RUNTIME = "_runtime"


def render(built: Build) -> dict[str, str]:
    """Write the text of every file of a client, not yet formatted, by its path in the package."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - no HTML; the document's text comes as literals
    )
    source = " ".join(prose(built.source).split())
    return {
        path: environment.get_template(f"{template}.jinja").render(view, source=source)
        for path, template, view in _pages(built)
    }


def _pages(built: Build) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Give path, template and view of each file."""
    package = built.package
    yield "__init__.py", "__init__.py", {"package": package}
    yield "client.py", "client.py", {"client": package.sync_client}
    yield "async_client.py", "async_client.py", {"client": package.async_client}
    yield "resources/__init__.py", "resources/__init__.py", {}
    for top in built.groups:
        for group in top.tree():
            yield f"resources/{group.module}.py", "resources/group.py", {"group": group}
    exports = sorted([*built.models, *built.value_sets], key=attrgetter("name"))
    yield "models/__init__.py", "models/__init__.py", {"exports": exports}
    for model in built.models:
        yield f"models/{model.module}.py", "models/model.py", {"model": model}
    for value_set in built.value_sets:
        yield f"models/{value_set.module}.py", "models/value_set.py", {"value_set": value_set}


def static_files() -> dict[str, bytes]:
    """Read the files that every client has as they are."""
    runtime = sorted((_HERE / "runtime").glob("*.py"))
    return {"py.typed": b""} | {f"{RUNTIME}/{file.name}": file.read_bytes() for file in runtime}
