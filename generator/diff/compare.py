"""Comparing two documents that have been read."""

from collections.abc import Iterator
from itertools import chain

from ..build import Spec
from ..problems import Pointer
from ..service import Service
from .changes import Change, change
from .keys import key_argument_changes, key_choice, key_choice_changes
from .methods import method_changes
from .models import field_changes, match_models, match_value_sets, naming_changes, value_changes
from .report import Report, located
from .surface import with_new_names
from .types import directions


def compare(old: Spec, new: Spec, old_name: str, new_name: str) -> Report:
    """Find all that changed between two documents, the client first, value sets last.

    Args:
        old: The document before.
        new: The document now.
        old_name: What to call the document before in the report.
        new_name: What to call the document now.
    """
    changes = [located(each, old.document, new.document) for each in _changes(old, new)]
    return Report(old_name, new_name, changes)


def _changes(old: Spec, new: Spec) -> Iterator[Change]:
    client, used = new.service.client_name, directions(old)
    models = match_models(old.models, new.models)
    value_sets = match_value_sets(old.value_sets, new.value_sets)
    # A new name is one change, not one more at each place that uses it.
    new_names = {before.name: after.name for before, after in models.pairs}
    new_names |= {before.name: after.name for before, after in value_sets.pairs}
    old = with_new_names(old, new_names)
    models = match_models(old.models, new.models)
    yield from chain(
        _service_changes(old.service, new.service),
        key_argument_changes(client, old.security, new.security),
        key_choice_changes(
            f"{client}()",
            Pointer(("security",)),
            key_choice(old.security, None),
            key_choice(new.security, None),
        ),
        method_changes(old, new),
        naming_changes("model", models),
    )
    for before, after in models.pairs:
        yield from field_changes(before, after, used)
    yield from naming_changes("value-set", value_sets)
    for first, second in value_sets.pairs:
        yield from value_changes(first, second, used)


def _service_changes(old: Service, new: Service) -> Iterator[Change]:
    """Compare what holds for the client as a whole."""
    what, info = f"{new.client_name}()", Pointer(("info",))
    if old.client_name != new.client_name:
        yield change("client-renamed", new.client_name, info, old=old.client_name)
    if old.base_url != new.base_url:
        before, after = old.base_url or "nowhere", new.base_url or "nowhere"
        yield change("base-url-changed", what, Pointer(("servers",)), old=before, new=after)
    if old.version != new.version:
        yield change("version-changed", what, info / "version", old=old.version, new=new.version)
    if (old.title, old.description) != (new.title, new.description):
        yield change("client-doc-changed", what, info)
