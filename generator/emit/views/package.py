"""The views of the package and of its models: what they export."""

from collections.abc import Iterable
from operator import attrgetter

from attrs import frozen

from ...ir.api import Api
from ..docstrings import docstring
from ..imports import EVENT_EXPORTS, EXPORTS, PAGINATION_EXPORTS, STREAMING_EXPORTS
from ..literals import literal
from ..names import Names
from .alias import AliasView
from .enum import EnumView
from .model import ModelView
from .resource import paginates, streams


@frozen
class ExportView:
    """A name that a package exports, and imports when it is first used."""

    name: str
    """The name."""

    imported: str
    """The import statement that type checkers read."""

    location: str
    """Where it is below the package: ``module.name``, or ``module`` for a module itself."""


@frozen(kw_only=True)
class PackageView:
    """The package itself."""

    docstring: str
    """What the API is."""

    version: str
    """The version of the document, as a literal."""

    exports: list[ExportView]
    """What can be imported from the package."""


def package_view(api: Api, names: Names) -> PackageView:
    """Build the view of the package."""
    absent = frozenset[str]()
    if not any(map(streams, names.all_resources)):
        absent |= STREAMING_EXPORTS
    if not any(map(paginates, names.all_resources)):
        absent |= PAGINATION_EXPORTS
    client = names.client
    runtime = [_export(name, module) for name, module in EXPORTS.items() if name not in absent]
    runtime += [_export(name, module) for name, module in EVENT_EXPORTS.items() if api.events]
    events = [ExportView("events", "from . import events", "events")] if api.events else []
    return PackageView(
        docstring=docstring(f"{api.title}\n\n{api.description}", depth=0),
        version=literal(api.version),
        exports=[
            *runtime,
            *events,
            ExportView("models", "from . import models", "models"),
            _export(f"Async{client}", "async_client"),
            _export(client, "client"),
            ExportView(
                f"{client}Error",
                f"from ._runtime.errors import ClientError as {client}Error",
                "_runtime.errors.ClientError",
            ),
        ],
    )


def model_exports(types: Iterable[ModelView | EnumView | AliasView]) -> list[ExportView]:
    """Return the exports of the folder of models."""
    return [_export(each.name, each.module) for each in sorted(types, key=attrgetter("name"))]


def _export(name: str, module: str) -> ExportView:
    return ExportView(name, f"from .{module} import {name}", f"{module}.{name}")
