"""The view of the module of events: callbacks, webhooks, and the messages of sockets."""

from attrs import frozen

from ...ir.api import Api
from ...ir.events import Alias, Event, Messages, Signature, Tag
from ...ir.types import Type
from ..annotations import response_annotation
from ..codecs import converter
from ..docstrings import docstring
from ..imports import EVENTS, Scope
from ..literals import literal, mapping
from ..names import Names


@frozen(kw_only=True)
class SignatureView:
    """A constant that says how requests are signed."""

    name: str
    """The constant."""

    arguments: list[str]
    """The arguments of the runtime's Signature."""


@frozen(kw_only=True)
class EventView:
    """A constant with which a callback, a webhook, or the messages of a socket are parsed."""

    name: str
    """The constant."""

    annotation: str
    """Its type."""

    value: str
    """The expression for it."""

    docstring: str
    """What is received."""


@frozen(kw_only=True)
class EventsView:
    """The module of events."""

    imports: list[str]
    """The import statements that it needs."""

    names: list[str]
    """What it exports."""

    signatures: list[SignatureView]
    """How requests are signed."""

    events: list[EventView]
    """What is received."""


def events_view(api: Api, names: Names) -> EventsView:
    """Build the view of the module of events."""
    scope = Scope(EVENTS, names.classes, dots=".")
    signatures = {
        each.signature.scheme: each.signature
        for each in api.events
        if isinstance(each, Event) and each.signature is not None
    }
    events = [
        _event(each, names, scope) if isinstance(each, Event) else _messages(each, names, scope)
        for each in api.events
    ]
    return EventsView(
        names=sorted(each.name for each in events),
        signatures=[_signature(each, names, scope) for each in signatures.values()],
        events=events,
        imports=scope.imports,
    )


def _signature(of: Signature, names: Names, scope: Scope) -> SignatureView:
    scope.use("Signature")
    arguments: dict[str, object] = {
        "algorithm": of.algorithm,
        "header": of.header,
        "encoding": of.encoding,
        "prefix": of.prefix or None,
        "timestamp": of.timestamp,
        "tolerance": of.tolerance if of.timestamp else None,
        "content": of.content,
        "key": of.key,
        "key_variable": names.variable(of.key),
        "key_encoding": of.key_encoding,
        "key_prefix": of.key_prefix or None,
    }
    return SignatureView(
        name=names.events.signatures[of.scheme],
        arguments=[
            f"{name}={literal(value)}" for name, value in arguments.items() if value is not None
        ],
    )


def _event(event: Event, names: Names, scope: Scope) -> EventView:
    annotation = _annotation(event.type, scope)
    if event.tag is None:
        convert = converter(event.received, scope)
    else:
        annotation = f"{annotation} | dict[str, {scope.use('Any')}]"
        convert = f"{scope.use('by_tag')}({literal(event.tag.path)}, {_cases(event.tag, scope)})"
    arguments = [_parser(event, scope), f"lambda: {convert}"]
    if event.signature is not None:
        arguments.append(names.events.signatures[event.signature.scheme])
    of = scope.use("Event" if event.signature is None else "SignedEvent")
    return EventView(
        name=names.events.constants[event.at],
        annotation=f"{scope.use('Final')}[{of}[{annotation}]]",
        value=f"{of}({', '.join(arguments)})",
        docstring=_text(event),
    )


def _parser(event: Event, scope: Scope) -> str:
    if event.format == "json":
        return scope.use("parse_json")
    return f"{scope.use('parse_form')}({', '.join(map(literal, event.lists))})"


def _messages(messages: Messages, names: Names, scope: Scope) -> EventView:
    received = _annotation(messages.receive, scope)
    sent = scope.use("Never") if messages.send is None else _annotation(messages.send, scope)
    [key] = messages.tag.path
    return EventView(
        name=names.events.constants[messages.at],
        annotation=f"{scope.use('Final')}[{scope.use('Messages')}[{received}, {sent}]]",
        value=f"Messages({literal(key)}, lambda: {_cases(messages.tag, scope)})",
        docstring=_text(messages),
    )


def _cases(tag: Tag, scope: Scope) -> str:
    return mapping((value, converter(of, scope)) for value, of in tag.mapping)


def _annotation(of: Type | Alias, scope: Scope) -> str:
    return scope.type(of.at) if isinstance(of, Alias) else response_annotation(of, scope)


def _text(of: Event | Messages) -> str:
    texts = [text for text in (of.summary, of.description) if text.strip()]
    return docstring("\n\n".join(texts) or f"The API's ``{of.id}``.", depth=0)
