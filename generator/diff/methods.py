"""Changes of operations: the methods of the client, their bodies, results and errors."""

import re
from collections.abc import Iterator

from ..emit.names import Method
from ..ir.api import Body, FormBody, MultipartBody, Operation
from .alignment import Alignment
from .arguments import argument_changes, signature
from .changes import ApiChange, changed, removed
from .client import Client
from .credentials import key_choice_changes, key_choices
from .matching import Identities, match
from .pagination import pagination_changes

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")

# What identifies an operation: its method and path, its operationId, how it is called.
_IDENTITIES: Identities[Method] = (
    lambda method: (method.operation.method, method.operation.path),
    lambda method: _sent(method.operation),
    lambda method: method.operation.id or None,
    lambda method: method.call,
)


def method_changes(old: Client, new: Client, types: Alignment) -> Iterator[ApiChange]:
    """Compare the methods of two clients, in the order of their operations."""
    matched = match(_methods(old), _methods(new), _IDENTITIES)
    for method in matched.removed:
        yield removed("operation-removed", f"{method.call}()", method.operation.at)
    for method in matched.added:
        yield changed("operation-added", signature(method), method.operation.at)
    for before, after in matched.pairs:
        yield from _operation_changes(before, after)
        yield from _key_changes(before, after, old, new)
        yield from argument_changes(before, after, types)
        yield from _body_changes(after, before.operation.body, after.operation.body)
        yield from _result_changes(before, after, types)
        yield from _error_changes(before, after, types)
        yield from pagination_changes(before, after)


def _methods(client: Client) -> list[Method]:
    found = {method.operation.at: method for method in client.names.methods}
    return [found[operation.at] for operation in client.api.operations]


def _operation_changes(old: Method, new: Method) -> Iterator[ApiChange]:
    """Compare what concerns a method as a whole."""
    before, after, what = old.operation, new.operation, f"{new.call}()"
    if old.call != new.call:
        yield changed("operation-renamed", what, after.at, old=f"{old.call}()")
    if _sent(before) != _sent(after):
        was, now = (f"{each.method} {each.path}" for each in (before, after))
        yield changed("operation-moved", what, after.at, old=was, new=now)
    if before.server != after.server:
        was, now = (each.server or "the server of the client" for each in (before, after))
        yield changed("base-url-changed", what, after.at / "servers", old=was, new=now)
    if before.deprecated != after.deprecated:
        outcome = "deprecated" if after.deprecated else "undeprecated"
        yield changed(f"operation-{outcome}", what, after.at)
    if _texts(before) != _texts(after):
        yield changed("operation-doc-changed", what, after.at)


def _sent(operation: Operation) -> tuple[str, str]:
    """Return method and path, without the names of placeholders: servers do not see them."""
    return operation.method, _PLACEHOLDER.sub("{}", operation.path)


def _texts(operation: Operation) -> tuple[object, ...]:
    responses = operation.responses
    errors = {error.status: error.text for error in responses.errors}
    return operation.summary, operation.description, responses.text, errors


def _key_changes(old: Method, new: Method, before: Client, after: Client) -> Iterator[ApiChange]:
    was, now = old.operation.security, new.operation.security
    if was is None and now is None:
        # The security of the API is compared once.
        return
    yield from key_choice_changes(
        f"{new.call}()",
        new.operation.at / "security",
        key_choices(before, was),
        key_choices(after, now),
    )


def _body_changes(method: Method, old: Body | None, new: Body | None) -> Iterator[ApiChange]:
    if old is None or new is None:
        return
    what, was, now = f"{method.call}()", old.format.media_type, new.format.media_type
    if was != now:
        yield changed("content-type-changed", what, new.at, old=was, new=now)
    elif _wire_names(old) == _wire_names(new) and _encoding(old) != _encoding(new):
        yield changed("encoding-changed", what, new.at)


def _wire_names(body: Body) -> set[str]:
    return {field.wire_name for field in body.fields}


def _encoding(body: Body) -> tuple[object, ...]:
    """Return how the fields of a body are written, whatever their order."""
    match body.format:
        case FormBody(_, fields) | MultipartBody(_, fields):
            parts = dict[str, object](fields)
        case _:
            parts = {}
    return type(body.format), body.is_whole, parts


def _result_changes(old: Method, new: Method, types: Alignment) -> Iterator[ApiChange]:
    before, after = old.operation.responses, new.operation.responses
    what, at = f"{new.call}()", new.operation.at / "responses"
    was, now = (dict.fromkeys(each.status for each in of.successes) for of in (before, after))
    for status in was | now:
        if status not in now:
            yield changed("status-removed", what, at, old=status)
        if status not in was:
            yield changed("status-added", what, at / status, new=status)
    if before.accept != after.accept:
        yield changed("accept-changed", what, at, old=before.accept, new=after.accept)
    yield from types.type_changes("result", what, at, before.type, after.type, direction="received")


def _error_changes(old: Method, new: Method, types: Alignment) -> Iterator[ApiChange]:
    """Compare the types of errors; a status that has none of its own has the default's."""
    before, after = old.operation.responses.error_types, new.operation.responses.error_types
    at = new.operation.at / "responses"
    for status in before | after:
        what = f"{new.call}() -> {status}"
        was = before.get(status, before.get("default"))
        now = after.get(status, after.get("default"))
        if was is not None and now is not None:
            yield from types.type_changes("error", what, at, was, now, direction="received")
        elif now is not None:
            parsed = types.annotation(types.new(now), "received")
            yield changed("error-added", what, at, new=parsed)
        elif was is not None:
            parsed = types.annotation(types.old(was), "received")
            yield changed("error-removed", what, at, old=parsed)
