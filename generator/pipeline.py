"""From a document to its client, in five steps.

    load     Source -> Document        YAML or JSON, made self-contained, canonical and valid
    lower    Document -> Api           what the API is, without OpenAPI and without Python
    name     Api -> Names              what callers will type
    render   Api, Names -> files       views, templates, the runtime that they need
    write    files -> Change           formatted, compared, swapped into place

Each step records what it finds in the one `Diagnostics`. The first three go on after an error for
as long as they can, so that one run reports what all of them find.
"""

from attrs import frozen

from .config import Settings
from .diagnostics import Diagnostics
from .emit.custom_templates import load_templates
from .emit.http_library import over
from .emit.names import Names
from .emit.naming import name
from .emit.render import render
from .emit.templates import Templates
from .emit.write import Change, Target
from .ir.api import Api
from .load import EVERYTHING, Selection, load
from .load.document import Document
from .load.source_map import Source
from .lower import lower


@frozen
class Generated:
    """An API, and what writing its client changes."""

    api: Api
    names: Names
    change: Change


def read(
    source: Source, diagnostics: Diagnostics, selection: Selection = EVERYTHING
) -> tuple[Api, Names]:
    """Return what a document says, or the wanted part of it, and what callers will type.

    Raises:
        InvalidDocumentError: No client can be made of it; the diagnostics say why.
    """
    document: Document = load(source, diagnostics, selection)
    api: Api = lower(document, diagnostics)
    names: Names = name(api, diagnostics)
    diagnostics.raise_errors(except_skipped=diagnostics.skip_invalid and bool(api.operations))
    return api, names


def generate(
    source: Source, target: Target, settings: Settings, diagnostics: Diagnostics, *, check: bool
) -> Generated:
    """Write the client of a document; or, to check it, only say what writing would change.

    Raises:
        InvalidDocumentError: No client can be made of the document; the diagnostics say why.
        InvalidTemplatesError: A template cannot be used; the diagnostics say why.
        OSError: The client cannot be written; it is as it was.
    """
    templates: Templates = load_templates(settings.templates, diagnostics)
    api, names = read(source, diagnostics, settings.selection)
    files: dict[str, str | bytes] = render(
        api, names, settings.package, source.path.name, templates
    )
    files = over(files, settings.http)
    change: Change = target.check(files) if check else target.write(files)
    return Generated(api, names, change)
