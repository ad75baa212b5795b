"""Views of the package and of its two clients."""

from attrs import evolve, frozen

from ..docstrings import Section, docstring
from ..quoting import literal
from ..security import Scheme, Security
from ..service import Service
from .group import GroupView
from .operation import alternatives

_SETTINGS = (
    ("timeout", "Seconds for an attempt, or None for no limit. Else 60, or what http_client has."),
    ("max_retries", "How many further attempts a call may take, where sending again is safe."),
    ("default_headers", "Sent with each call."),
    ("http_client", "An httpx client to send with. It keeps its own settings and is not closed."),
    ("strict", "Raise where any part of a response does not fit the spec, instead of logging it."),
    ("allow_http", "Accept a ``base_url`` that sends the key unencrypted to another machine."),
    ("max_response_size", "How many bytes of a response are read at most, decompressed."),
)  # fmt: skip


@frozen
class ClientView:
    """One of the two clients."""

    name: str
    driver: str
    base: str
    http_client: str
    docstring: str
    init_docstring: str
    key_arguments: list[str]
    schemes: list[str]
    """Expressions for the runtime's schemes, one for each of the document's."""

    security: str
    package: str
    base_url: str
    base_url_variable: str
    groups: list[GroupView]


@frozen
class PackageView:
    """The package as a whole."""

    name: str
    docstring: str
    version: str
    streams: bool
    """Whether a group gives answers unread."""

    sync_client: ClientView
    async_client: ClientView


def package_view(
    service: Service, security: Security, groups: list[GroupView], package: str
) -> PackageView:
    """Make the view of the package."""
    sync_client = ClientView(
        name=service.client_name,
        driver="sync_client",
        base="SyncClient",
        http_client="httpx.Client",
        docstring=docstring(f"Client for {service.title}."),
        init_docstring=_init_docstring(service, security),
        key_arguments=_key_arguments(security),
        schemes=[_scheme(scheme, service) for scheme in security.schemes.values()],
        security=alternatives(security.default),
        package=package,
        base_url=literal(service.base_url),
        base_url_variable=service.variable("base_url"),
        groups=groups,
    )
    async_client = evolve(
        sync_client,
        name=f"Async{service.client_name}",
        driver="async_client",
        base="AsyncClient",
        http_client="httpx.AsyncClient",
        docstring=docstring(f"Client for {service.title}, with awaited calls."),
        groups=[evolve(group, name=f"Async{group.name}") for group in groups],
    )
    return PackageView(
        name=service.client_name,
        docstring=docstring(f"{service.title}\n\n{service.description}", depth=0),
        version=literal(service.version),
        streams=any(group.streams for top in groups for group in top.tree()),
        sync_client=sync_client,
        async_client=async_client,
    )


def _key_arguments(security: Security) -> list[str]:
    """Name the arguments for keys; schemes of one kind share theirs."""
    found: dict[str, None] = {}
    for scheme in security.schemes.values():
        found |= dict.fromkeys(_arguments(scheme))
    return list(found)


def _arguments(scheme: Scheme) -> tuple[str, ...]:
    return ("username", "password") if scheme.kind == "basic" else (scheme.argument,)


def _scheme(scheme: Scheme, service: Service) -> str:
    name = literal(scheme.name)
    variables = [literal(service.variable(argument)) for argument in _arguments(scheme)]
    match scheme.kind:
        case "bearer":
            return f"bearer({name}, {literal(scheme.argument)}, {variables[0]})"
        case "basic":
            return f"basic({name}, {', '.join(variables)})"
        case place:
            key = f"{literal(place)}, {literal(scheme.key_name)}"
            return f"api_key({name}, {key}, {literal(scheme.argument)}, {variables[0]})"


def _init_docstring(service: Service, security: Security) -> str:
    texts = {
        argument: scheme.text
        for scheme in security.schemes.values()
        for argument in _arguments(scheme)
    }
    keys = [
        (argument, f"{text} By default ``{service.variable(argument)}`` of the environment.")
        for argument, text in texts.items()
    ]
    base_url = (
        "base_url",
        f"Where to send. Else ``{service.variable('base_url')}``, or {service.base_url}.",
    )
    return docstring(
        "Set the client up; nothing is connected before the first call.",
        [
            Section("Args", [*keys, base_url, *_SETTINGS]),
            Section(
                "Raises",
                [
                    ("MissingCredentialsError", "There is no key."),
                    ("TypeError", "A setting is of the wrong type."),
                    ("ValueError", "A setting is out of its range, or cannot be sent."),
                ],
            ),
        ],
        depth=2,
    )
