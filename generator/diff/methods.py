"""Changes of operations: the methods of the client and their results."""

from collections.abc import Iterator
from itertools import chain

from ..bodies import Body
from ..build import Spec
from ..kinds import Kind
from ..operations import Operation
from ..problems import Pointer
from ..spelling import annotation
from .arguments import argument_changes
from .changes import Change, change, gone
from .keys import key_choice, key_choice_changes
from .matching import Identities, match
from .surface import Method, blanked, methods
from .types import relation

# What an operation is known by: what it sends, else its operationId, else how it is called.
_IDENTITIES: Identities[Method] = (
    lambda method: (method.operation.method, method.operation.path),
    lambda method: (method.operation.method, blanked(method.operation.path)),
    lambda method: method.operation.id or None,
    lambda method: method.call,
)


def method_changes(old: Spec, new: Spec) -> Iterator[Change]:
    """Compare the operations of two documents."""
    matched = match(methods(old), methods(new), _IDENTITIES)
    for method in matched.removed:
        yield gone("operation-removed", f"{method.call}()", method.operation.at)
    for method in matched.added:
        yield change("operation-added", method.signature, method.operation.at)
    for before, after in matched.pairs:
        yield from chain(
            _method_changes(before, after),
            _key_changes(before, after, old, new),
            argument_changes(before, after),
            _body_changes(after, before.operation.body, after.operation.body),
            _result_changes(before, after),
            _error_changes(before, after),
        )


def _method_changes(old: Method, new: Method) -> Iterator[Change]:
    """Compare what holds for a method as a whole."""
    before, after = old.operation, new.operation
    what = f"{new.call}()"
    if old.call != new.call:
        yield change("operation-renamed", what, after.at, old=f"{old.call}()")
    if _sent(before) != _sent(after):
        yield change("operation-moved", what, after.at, old=_shown(before), new=_shown(after))
    if before.deprecated != after.deprecated:
        outcome = "deprecated" if after.deprecated else "undeprecated"
        yield change(f"operation-{outcome}", what, after.at)
    if _texts(before) != _texts(after):
        yield change("operation-doc-changed", what, after.at)


def _sent(operation: Operation) -> tuple[str, str]:
    return operation.method, blanked(operation.path)


def _shown(operation: Operation) -> str:
    return f"{operation.method.upper()} {operation.path}"


def _texts(operation: Operation) -> tuple[object, ...]:
    answers = operation.answers
    return operation.summary, operation.description, answers.text, answers.error_texts


def _key_changes(old: Method, new: Method, before: Spec, after: Spec) -> Iterator[Change]:
    was, now = old.operation.security, new.operation.security
    if was is None and now is None:
        # What holds for the whole document is compared once.
        return
    yield from key_choice_changes(
        f"{new.call}()",
        new.operation.at / "security",
        key_choice(before.security, was),
        key_choice(after.security, now),
    )


def _body_changes(method: Method, old: Body | None, new: Body | None) -> Iterator[Change]:
    if old is None or new is None:
        return
    what = f"{method.call}()"
    if old.media_type != new.media_type:
        yield change("content-type-changed", what, new.at, old=old.media_type, new=new.media_type)
    elif _wire_names(old) == _wire_names(new) and _writer(old) != _writer(new):
        yield change("encoding-changed", what, new.at)


def _wire_names(body: Body) -> set[str]:
    return {field.wire_name for field in body.fields}


def _writer(body: Body) -> str:
    """Give how the fields are written, whether or not there must be any."""
    return body.writer.removeprefix("optional(").rstrip(")")


def _result_changes(old: Method, new: Method) -> Iterator[Change]:
    before, after, place = old.operation.answers, new.operation.answers, new.operation.at
    what, at = f"{new.call}()", place / "responses"
    for status in dict.fromkeys([*before.results, *after.results]):
        if status not in after.results:
            yield change("status-removed", what, at, old=status)
        if status not in before.results:
            yield change("status-added", what, at / status, new=status)
    if before.accept != after.accept:
        yield change("accept-changed", what, at, old=before.accept, new=after.accept)
    yield from _received_changes("result", what, at, before.result, after.result)


def _error_changes(old: Method, new: Method) -> Iterator[Change]:
    """Compare the models of errors; a status that has none of its own has the default's."""
    before, after = old.operation.answers.errors, new.operation.answers.errors
    at = new.operation.at / "responses"
    for status in dict.fromkeys([*before, *after]):
        what = f"{new.call}() -> {status}"
        was = before.get(status, before.get("default"))
        now = after.get(status, after.get("default"))
        if was is None and now is not None:
            yield change("error-added", what, at, new=annotation(now))
        elif was is not None and now is None:
            yield change("error-removed", what, at, old=annotation(was))
        elif was is not None and now is not None:
            yield from _received_changes("error", what, at, was, now)


def _received_changes(
    subject: str, what: str, at: Pointer, old: Kind, new: Kind
) -> Iterator[Change]:
    if annotation(old) != annotation(new):
        rule = f"{subject}-{relation(old, new, 'received')}"
        yield change(rule, what, at, old=annotation(old), new=annotation(new))
