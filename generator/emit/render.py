"""From an API and its names to the files of its client, not yet formatted."""

from collections.abc import Iterator

from attrs import frozen

from ..ir.api import Api
from .imports import RUNTIME, runtime_modules
from .literals import in_comment
from .names import Names
from .runtime_files import runtime_files
from .templates import OURS, Templates
from .views.alias import alias_view
from .views.client import async_client_view, sync_client_view
from .views.enum import enum_view
from .views.events import events_view
from .views.model import model_view
from .views.package import model_exports, package_view
from .views.resource import resource_view


@frozen
class _Page:
    """A file that a template lays out."""

    path: str
    template: str
    view: dict[str, object]
    imports: list[str]


def render(
    api: Api, names: Names, package: str, source: str, templates: Templates = OURS
) -> dict[str, str | bytes]:
    """Return every file of a client by its path in the package.

    Args:
        api: What the client is for.
        names: What callers see.
        package: The name of the package.
        source: The name of the document's file, for the first line of each file.
        templates: What lays the files out.

    Returns:
        Text that is still to be formatted, and bytes that are copied as they are.

    Raises:
        InvalidTemplatesError: A template cannot be used; the diagnostics say why.
    """
    shown = in_comment(source)
    files: dict[str, str | bytes] = {"py.typed": b""}
    modules: set[str] = set()
    for page in _pages(api, names, package):
        view = {**page.view, "source": shown}
        files[page.path] = templates.render(page.path, f"{page.template}.jinja", view)
        modules |= runtime_modules(page.imports)
    templates.raise_errors()
    modules |= templates.runtime_modules
    return files | {f"{RUNTIME}/{name}": file for name, file in runtime_files(modules).items()}


def _pages(api: Api, names: Names, package: str) -> Iterator[_Page]:
    about = package_view(api, names)
    exported = [export.imported for export in about.exports]
    yield _Page("__init__.py", "__init__.py", {"package": about}, exported)
    clients = (
        ("client.py", sync_client_view(api, names, package)),
        ("async_client.py", async_client_view(api, names, package)),
    )
    for path, client in clients:
        yield _Page(path, path, {"client": client}, client.imports)
    if api.events:
        events = events_view(api, names)
        yield _Page("events.py", "events.py", {"module": events}, events.imports)
    yield _Page("resources/__init__.py", "resources/__init__.py", {}, [])
    for each in names.all_resources:
        resource = resource_view(each, api, names)
        path = f"resources/{resource.module}.py"
        yield _Page(path, "resources/resource.py", {"resource": resource}, resource.imports)
    # Types that are alike share a name, and are one.
    distinct = {names.classes[model.at]: model for model in reversed(api.models)}
    models = [model_view(model, api, names) for model in reversed(distinct.values())]
    enums = {names.classes[enum.at]: enum for enum in reversed(api.enums)}
    views = [enum_view(enum, names) for enum in enums.values()]
    aliases = [alias_view(alias, names) for alias in api.aliases]
    exports = model_exports([*models, *views, *aliases])
    yield _Page("models/__init__.py", "models/__init__.py", {"exports": exports}, [])
    for model in models:
        path = f"models/{model.module}.py"
        yield _Page(path, "models/model.py", {"model": model}, model.imports)
    for enum in views:
        yield _Page(f"models/{enum.module}.py", "models/enum.py", {"enum": enum}, enum.imports)
    for alias in aliases:
        yield _Page(f"models/{alias.module}.py", "models/alias.py", {"alias": alias}, alias.imports)
