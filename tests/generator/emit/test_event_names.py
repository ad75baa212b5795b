"""The names of events: those of the document in snake_case, and none that hides another."""

from generator.diagnostics import Pointer
from generator.emit.event_names import event_names
from generator.ir.events import Event, Signature
from generator.ir.types import Scalar

SIGNATURE = Signature(
    scheme="The Key",
    algorithm="ed25519",
    header="x-signature",
    encoding="base64",
    prefix="",
    timestamp=None,
    tolerance=300,
    content="{body}",
    key="public_key",
    key_encoding="base64",
    key_prefix="",
)


def _event(name: str, place: str = "", signature: Signature | None = None) -> Event:
    return Event(
        at=Pointer(("webhooks", name + place)),
        id=name,
        summary="",
        description="",
        type=Scalar.ANY,
        tag=None,
        format="json",
        signature=signature,
    )


def test_events_are_called_as_in_the_document() -> None:
    """The later one of two gets an underscore; nothing that the module uses is hidden."""
    events = [_event("JobDone"), _event("job.done"), _event("models"), _event("list")]

    names = event_names(events)

    assert [*names.constants.values()] == ["job_done", "job_done_", "models_", "list_"]


def test_a_signature_is_one_constant() -> None:
    """However many events are signed with it."""
    events = [_event("a", signature=SIGNATURE), _event("b", signature=SIGNATURE), _event("c")]

    assert event_names(events).signatures == {"The Key": "_THE_KEY"}
