"""The views of the two clients."""

from attrs import frozen

from ...ir.api import Api, Server
from ..docstrings import Section, docstring
from ..imports import CLIENT, Scope
from ..literals import literal, mapping
from ..names import Credential, Names, ServerArgument
from .operation import alternatives
from .operation_view import ItemView, ParameterView
from .resource import LinkView, links

_USED = ("Mapping", "Service", "Timeout", "UNSET", "Unset", "__version__", "httpx")
_DEFAULTS = ("DEFAULT_MAX_RESPONSE_SIZE", "DEFAULT_MAX_RETRIES")
_SETTINGS = (
    ("timeout", "Seconds for an attempt, or None for no limit. Else 60, or what http_client has."),
    ("max_retries", "How many further attempts a call may take, where sending again is safe."),
    ("default_headers", "Sent with each call."),
    ("http_client", "An httpx client to send with. It keeps its own settings and is not closed."),
    ("strict", "Raise where any part of a response does not fit the spec, instead of logging it."),
    ("allow_http", "Accept a ``base_url`` that sends the key unencrypted to another machine."),
    ("max_response_size", "How many bytes of a response are read at most, decompressed."),
)  # fmt: skip

_FETCHING = {
    "client_id": "With it and ``client_secret`` a token is fetched where no ``api_key`` is passed.",
    "client_secret": "The secret of ``client_id``.",
}


@frozen(kw_only=True)
class ClientView:
    """The module of a client."""

    name: str
    """The class."""

    imports: list[str]
    """The import statements that it needs."""

    base: str
    """The class of the runtime that it is derived from."""

    http_client: str
    """The class of httpx for `http_client=`."""

    docstring: str
    """What the client is."""

    init_docstring: str
    """What its arguments are."""

    key_arguments: list[str]
    """The arguments for keys, which are strings or None."""

    schemes: list[str]
    """Expressions for the runtime's security schemes."""

    security: str
    """Which schemes a call needs, unless its operation has its own."""

    package: str
    """The name of the package."""

    base_url: str
    """The address of the server, as a literal; `None` without one."""

    base_url_variable: str
    """The environment variable for `base_url`."""

    server: str | None
    """The expression for an address with variables."""

    server_arguments: list[ParameterView]
    """The arguments for variables in the address."""

    server_values: list[ItemView]
    """What is passed on for each variable."""

    resources: list[LinkView]
    """The properties of the client, one for each resource."""


def sync_client_view(api: Api, names: Names, package: str) -> ClientView:
    """Build the view of the client that blocks."""
    return _client_view(api, names, package, "", f"Client for {api.title}.")


def async_client_view(api: Api, names: Names, package: str) -> ClientView:
    """Build the view of the client whose calls are awaited."""
    text = f"Client for {api.title}, with awaited calls."
    return _client_view(api, names, package, "Async", text)


def _client_view(api: Api, names: Names, package: str, prefix: str, text: str) -> ClientView:
    scope = Scope(CLIENT, dots=".")
    for each in (*_USED, *_DEFAULTS):
        scope.use(each)
    if names.resources:
        scope.use("TYPE_CHECKING")
        scope.use("cached_property")
    driver = scope.use("async_client" if prefix else "sync_client")
    return ClientView(
        name=f"{prefix}{names.client}",
        base=f"{driver}.{prefix or 'Sync'}Client",
        http_client=f"httpx.{prefix}Client",
        docstring=docstring(text),
        init_docstring=_init_docstring(api, names),
        key_arguments=list(
            dict.fromkeys(argument for each in names.credentials for argument in each.arguments)
        ),
        schemes=[_scheme(each, names, scope) for each in names.credentials],
        security=alternatives(api.security),
        package=package,
        base_url=literal(api.base_url or None),
        base_url_variable=names.variable("base_url"),
        server=_server(api.server, scope) if api.server else None,
        server_arguments=[_server_argument(each, scope) for each in names.server_arguments],
        server_values=[
            ItemView(literal(each.variable.name), f"({literal(each.name)}, {each.name})")
            for each in names.server_arguments
        ],
        # How they are called is part of the docstrings of their own classes.
        resources=links(list(names.resources), prefix, ""),
        imports=scope.imports,
    )


def _scheme(credential: Credential, names: Names, scope: Scope) -> str:
    scheme = credential.scheme
    variables = [literal(names.variable(argument)) for argument in credential.arguments]
    argument = literal(credential.arguments[0])
    match scheme.type:
        case "bearer" if scheme.token_url:
            parts = [scope.use("client_credentials"), f"({', '.join(variables)})"]
            parts += [literal(scheme.token_url), literal(scheme.scopes)]
        case "basic":
            parts = [scope.use("basic"), *variables]
        case "bearer":
            parts = [scope.use("bearer"), argument, *variables]
        case place:
            parts = [scope.use("api_key"), literal(place), literal(scheme.key_name)]
            parts += [argument, *variables]
    function, *more = parts
    return f"{function}({', '.join([literal(scheme.name), *more])})"


def _server(server: Server, scope: Scope) -> str:
    variables = mapping(
        (each.name, f"{scope.use('Variable')}({literal(each.default)}, {literal(each.values)})")
        for each in server.variables
    )
    return f"{scope.use('Server')}({literal(server.url)}, {variables})"


def _server_argument(argument: ServerArgument, scope: Scope) -> ParameterView:
    values = ", ".join(map(literal, argument.variable.values))
    annotation = f"{scope.use('Literal')}[{values}]" if values else "str"
    return ParameterView(argument.name, annotation, literal(argument.variable.default))


def _init_docstring(api: Api, names: Names) -> str:
    texts = {
        argument: _FETCHING.get(argument, credential.scheme.text)
        if credential.scheme.token_url
        else credential.scheme.text
        for credential in names.credentials
        for argument in credential.arguments
    }
    keys = [
        (argument, f"{text} By default ``{names.variable(argument)}`` of the environment.")
        for argument, text in texts.items()
    ]
    fixed = f", or {api.base_url}" if api.base_url else ""
    base_url = ("base_url", f"Where to send. Else ``{names.variable('base_url')}``{fixed}.")
    variables = [
        (each.name, each.variable.text or f"The {each.variable.name} in the address of the server.")
        for each in names.server_arguments
    ]
    raises = [
        ("MissingCredentialsError", "There is no key."),
        ("TypeError", "A setting is of the wrong type."),
        ("ValueError", "A setting is out of its range, or cannot be sent."),
    ]
    return docstring(
        "Set the client up; nothing is connected before the first call.",
        [Section("Args", [*keys, *variables, base_url, *_SETTINGS]), Section("Raises", raises)],
        depth=2,
    )
