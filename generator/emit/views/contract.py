"""What templates can rely on: the names that each of them sees, and the version of all of them.

Templates of users are written against this. `VERSION` grows when a field, a block or a template is
renamed, removed or changes its meaning, and not when one is added.
"""

from collections.abc import Mapping

from .alias import AliasView
from .client import ClientView
from .enum import EnumView
from .events import EventsView
from .model import ModelView
from .operation_view import OperationView
from .package import ExportView, PackageView
from .resource import ResourceView

VERSION = 1

EVERYWHERE: Mapping[str, object] = {"source": str}
"""What every template sees: the name of the document's file, for the first line of each module."""

VIEWS: Mapping[str, Mapping[str, object]] = {
    "_banner.jinja": {},
    "__init__.py.jinja": {"package": PackageView},
    "_lazy_exports.jinja": {"exports": list[ExportView]},
    "_client.jinja": {"client": ClientView},
    "client.py.jinja": {"client": ClientView},
    "async_client.py.jinja": {"client": ClientView},
    "events.py.jinja": {"module": EventsView},
    "resources/__init__.py.jinja": {},
    "resources/resource.py.jinja": {"resource": ResourceView},
    "resources/_operation.jinja": {"resource": ResourceView, "operation": OperationView},
    "models/__init__.py.jinja": {"exports": list[ExportView]},
    "models/model.py.jinja": {"model": ModelView},
    "models/enum.py.jinja": {"enum": EnumView},
    "models/alias.py.jinja": {"alias": AliasView},
}
"""Each template, with the views that it sees; those with an underscore are parts of others."""
