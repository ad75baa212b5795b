"""What is not known for sure of the vendor, as switches.

Its documents are silent or in conflict about each of these. The first value of a switch is the
default, which is the likelier one; software that is to survive the live service survives them all.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_type_hints

from attrs import evolve, fields, frozen


@frozen(kw_only=True)
class Quirks:
    """How the vendor behaves where that is uncertain."""

    json_bodies: Literal["refused", "accepted"] = "refused"
    """The reference says forms; the vendor's own SDKs send JSON."""

    missing_authorization: Literal["401", "404"] = "401"
    """The status of a request without a key."""

    not_found_body: Literal["with code", "detail only"] = "with code"
    """The body of a 404: code 10005, or the detail alone as in the reference."""

    missing_url: Literal["422", "400"] = "422"
    """The status of a start without `Url`."""

    second_stream: Literal["accepted", "refused"] = "accepted"
    """A second start on a call that has a stream: both run and are billed, or code 90045."""

    repeated_stop: Literal["404", "422"] = "404"
    """The status of a stop of a stream that has ended."""

    date_format: Literal["ISO 8601", "RFC 2822"] = "ISO 8601"
    """The format of `date_updated`."""

    uri_id: Literal["sid", "other"] = "sid"
    """Whether the id in `uri` is that in `sid`; in the vendor's example it is not."""

    request_id_header: Literal["x-request-id", "request-id"] = "x-request-id"
    """The header that has the id of a request."""

    stream_id: Literal["sid", "upper case", "other"] = "sid"
    """How the id in frames and status callbacks relates to the `sid` of the response."""

    numbers: Literal["numbers", "strings"] = "numbers"
    """How `sample_rate`, `channels` and the codes of error frames are written."""

    client_state: Literal["absent", "null"] = "absent"
    """`client_state` in the start frame, when there is none."""

    tags: Literal["absent", "empty"] = "absent"
    """`tags` in the start frame, when there are none."""

    custom_parameters: Literal["absent", "empty"] = "absent"
    """`custom_parameters` in the start frame, when there are none."""

    chunk_counter: Literal["per track", "shared"] = "per track"
    """Whether `media.chunk` counts each track by itself."""

    timestamp_unit: Literal["milliseconds", "samples"] = "milliseconds"
    """The unit of `media.timestamp`."""

    after_error: Literal["open", "closed"] = "open"
    """The socket after an error frame."""

    short_chunks: Literal["played", "dropped"] = "played"
    """Audio of less than 20 ms."""

    lost_socket: Literal["ended", "dialled again"] = "ended"
    """A stream whose socket is closed by your server."""

    stream_id_after_redial: Literal["same", "new"] = "same"
    """The id in the frames of a socket that was dialled again."""

    failure_event: Literal["stream-error", "stream-failed"] = "stream-error"
    """The name of the status callback that says that a stream failed."""

    unnamed_stream: Literal["empty", "absent"] = "empty"
    """`StreamName` in status callbacks of a stream without a name."""

    callback_format: Literal["form", "JSON"] = "form"
    """The body of status callbacks."""

    callback_signature: Literal["signed", "absent"] = "signed"
    """Whether POST callbacks are signed; the documents say so, nobody published one."""

    query_signature: Literal["empty body", "absent"] = "empty body"
    """The signature of GET callbacks, which covers none of their fields in any case."""

    callback_redirects: Literal["failure", "followed"] = "failure"
    """A status callback whose response is a redirect."""

    callback_retries: Literal["all failures", "server errors"] = "all failures"
    """What is sent again: whatever is not 2xx, or only 408, 429, 5xx and lost connections."""

    @classmethod
    def parsed(cls, settings: Mapping[str, str]) -> "Quirks":
        """Build quirks from names and values.

        Raises:
            ValueError: There is no such quirk, or it has no such setting.
        """
        if unknown := sorted(settings.keys() - choices()):
            message = f"there is no quirk {unknown[0]!r}; there are {', '.join(choices())}"
            raise ValueError(message)
        found: dict[str, Any] = dict(settings)
        return cls(**found)

    def __attrs_post_init__(self) -> None:
        """Refuse a misspelt setting."""
        for name, values in choices().items():
            if getattr(self, name) not in values:
                message = f"{name} is one of {values}, not {getattr(self, name)!r}"
                raise ValueError(message)


def choices() -> dict[str, tuple[str, ...]]:
    """Return the settings of each quirk, the default first."""
    hints = get_type_hints(Quirks)
    return {quirk.name: get_args(hints[quirk.name]) for quirk in fields(Quirks)}


def alternatives() -> Iterator[tuple[str, Quirks]]:
    """Yield quirks that differ from the default in one setting each, with its name."""
    for name, values in choices().items():
        for value in values[1:]:
            changes: dict[str, Any] = {name: value}
            yield f"{name}={value}", evolve(Quirks(), **changes)
