"""Comparing two clients."""

from collections.abc import Iterator

from ..diagnostics import Pointer
from .alignment import align
from .changes import ApiChange, changed
from .client import Client
from .credentials import key_argument_changes, key_choice_changes, key_choices
from .events import event_changes
from .methods import method_changes
from .models import field_changes, naming_changes, value_changes
from .usage import usage


def compare(old: Client, new: Client) -> list[ApiChange]:
    """Return all that changed: first the client, then methods, events, models and enums."""
    types, used = align(old, new), usage(old)
    changes = [
        *_service_changes(old, new),
        *key_argument_changes(old.names, new.names),
        *key_choice_changes(
            f"{new.names.client}()",
            Pointer(("security",)),
            key_choices(old, None),
            key_choices(new, None),
        ),
        *method_changes(old, new, types),
        *event_changes(old, new, types),
        *naming_changes("model", types.models),
        *field_changes(old, new, types, used),
        *naming_changes("enum", types.enums),
    ]
    for before, after in types.enums.pairs:
        changes += value_changes(before, after, used)
    return changes


def _service_changes(old: Client, new: Client) -> Iterator[ApiChange]:
    """Compare what concerns the client as a whole."""
    before, after, info = old.api, new.api, Pointer(("info",))
    what = f"{new.names.client}()"
    if old.names.client != new.names.client:
        yield changed("client-renamed", new.names.client, info, old=old.names.client)
    if before.base_url != after.base_url:
        was, now = before.base_url or "nowhere", after.base_url or "nowhere"
        yield changed("base-url-changed", what, Pointer(("servers",)), old=was, new=now)
    if before.version != after.version:
        yield changed(
            "version-changed", what, info / "version", old=before.version, new=after.version
        )
    if (before.title, before.description) != (after.title, after.description):
        yield changed("client-doc-changed", what, info)
