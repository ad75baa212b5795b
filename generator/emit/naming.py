"""Choosing the names that callers see.

Naming is a pass of its own, between what an API is and how its client is written. Where a name is
taken, the later one in the order of the document gets an underscore; what is taken from the start
is in `reserved`.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from ..diagnostics import Diagnostics, Pointer
from ..ir.api import Api, Operation, SecurityScheme, Server
from ..ir.events import Alias
from ..ir.types import Enum, Model, Property
from . import reserved
from .classes import Classes
from .event_names import event_names
from .identifiers import (
    brand,
    candidates,
    claim,
    claim_module,
    free,
    identifier,
    is_public,
    pascal_case,
    snake_case,
)
from .names import Argument, Credential, Method, Names, Resource, ServerArgument
from .routes import Call, Routes


def name(api: Api, diagnostics: Diagnostics) -> Names:
    """Decide all names; record the names in the document that cannot be used."""
    client = _client(api, diagnostics)
    types: list[Model | Enum | Alias] = [*api.types.values(), *api.aliases]
    classes = Classes(api.components, api.types).named(types)
    of_types = [classes[model.at] for model in api.models]
    of_types += [classes[enum.at] for enum in api.enums]
    of_types += [classes[alias.at] for alias in api.aliases]
    fields = {model.at: _fields(model, diagnostics) for model in api.models}
    credentials = _credentials(api.schemes)
    return Names(
        client=client,
        variables=_variables(client, api.title),
        credentials=credentials,
        server_arguments=tuple(_server_arguments(api.server, credentials)),
        resources=_Resources(client, diagnostics).of(api.operations),
        events=event_names(api.events),
        classes=classes,
        modules=_modules(of_types),
        fields=fields,
        additional={
            model.at: free(
                "additional_properties", {*reserved.MODEL_MEMBERS, *fields[model.at].values()}
            )
            for model in api.models
            if model.additional
        },
    )


def _client(api: Api, diagnostics: Diagnostics) -> str:
    wanted = api.sdk_client_name
    if wanted is not None and pascal_case(wanted) != wanted:
        text = f"{wanted!r} cannot be the name of a class: write a name like AcmeCorp"
        diagnostics.error(Pointer(("info", "x-sdk-client-name")), text)
        wanted = None
    found = wanted or pascal_case(" ".join(brand(api.title)))
    # A client called API would hide what else `APIError` means.
    hides = {found, f"{found}Error"} & reserved.PACKAGE
    return f"{found}Client" if hides else found


def _variables(client: str, title: str) -> str:
    """Return how environment variables begin: capitals in a word of the title do not split it."""
    words = brand(title)
    return (
        identifier("_".join(words))
        if pascal_case(" ".join(words)) == client
        else snake_case(client)
    )


def _credentials(schemes: Iterable[SecurityScheme]) -> tuple[Credential, ...]:
    """Name the arguments for keys: schemes of bearer tokens share one, so do those of users."""
    found = list(schemes)
    taken = set(reserved.CLIENT_ARGUMENTS)
    if any(scheme.type == "bearer" for scheme in found):
        taken.add("api_key")
    if any(scheme.token_url for scheme in found):
        taken.update(reserved.CLIENT_CREDENTIALS)
    return tuple(Credential(scheme, _arguments_for(scheme, taken)) for scheme in found)


def _arguments_for(scheme: SecurityScheme, taken: set[str]) -> tuple[str, ...]:
    match scheme.type:
        case "bearer" if scheme.token_url:
            return ("api_key", *reserved.CLIENT_CREDENTIALS)
        case "bearer":
            return ("api_key",)
        case "basic":
            return ("username", "password")
        case _:
            return (claim(snake_case(scheme.key_name), taken),)


def _server_arguments(
    server: Server | None, credentials: Iterable[Credential]
) -> Iterator[ServerArgument]:
    """Name the arguments for the variables of the address, after those for keys."""
    taken = set(reserved.CLIENT_ARGUMENTS)
    taken.update(argument for each in credentials for argument in each.arguments)
    for variable in server.variables if server else ():
        yield ServerArgument(claim(snake_case(variable.name), taken), variable)


def _modules(class_names: Iterable[str]) -> dict[str, str]:
    """Name a module for each class, also where two differ only in their capitals."""
    taken: set[str] = set()
    return {each: claim_module(snake_case(each), taken) for each in dict.fromkeys(class_names)}


def _fields(model: Model, diagnostics: Diagnostics) -> dict[str, str]:
    taken = set(reserved.MODEL_MEMBERS)
    return {each.wire_name: _property(each, taken, diagnostics) for each in model.properties}


def _property(of: Property, taken: set[str], diagnostics: Diagnostics) -> str:
    """Name an argument or a field: as the document asks for, else in snake_case."""
    wanted = of.sdk_name
    if wanted is not None and not is_public(wanted):
        text = f"{wanted!r} cannot be a public name in Python: write one in snake_case"
        diagnostics.error(of.at / "x-sdk-name", text)
        wanted = None
    return claim(wanted or snake_case(of.wire_name), taken)


class _Resources:
    """Builds the tree of resources, and names the methods in it."""

    def __init__(self, client: str, diagnostics: Diagnostics) -> None:
        self._diagnostics = diagnostics
        self._modules: set[str] = set()
        root = Resource(attribute="", path="", module="", class_name=client)
        self._found: dict[tuple[str, ...], Resource] = {(): root}
        self._members: dict[tuple[str, ...], set[str]] = {(): set(reserved.CLIENT_MEMBERS)}
        self._module_names: dict[tuple[str, ...], set[str]] = {
            (): {*reserved.RESOURCE_MODULE, client, f"Async{client}"}
        }

    def of(self, operations: Iterable[Operation]) -> tuple[Resource, ...]:
        several = list(operations)
        routes = Routes(several)
        for operation in several:
            path, wanted = self._call(operation, routes)
            for depth in range(1, len(path) + 1):
                if path[:depth] not in self._found:
                    self._add(path[:depth])
            resource = self._found[path]
            name = claim(wanted, self._members[path])
            resource.methods.append(
                Method(
                    name,
                    f"client.{resource.path}.{name}",
                    operation,
                    tuple(_arguments(operation, self._diagnostics)),
                )
            )
        return tuple(self._found[()].children)

    def _add(self, path: tuple[str, ...]) -> None:
        parent = self._found[path[:-1]]
        attribute = claim(path[-1], self._members[path[:-1]])
        class_name = _class_name(path[-1], self._module_names[path[:-1]])
        resource = Resource(
            attribute=attribute,
            path=f"{parent.path}.{attribute}" if parent.path else attribute,
            module=claim_module("_".join(path), self._modules),
            class_name=class_name,
        )
        parent.children.append(resource)
        self._found[path] = resource
        self._members[path] = set(reserved.RESOURCE_MEMBERS)
        self._module_names[path] = {*reserved.RESOURCE_MODULE, *reserved.classes(class_name)}

    def _call(self, operation: Operation, routes: Routes) -> Call:
        """Return the resource that an operation belongs to, and what its method is called.

        Of the places that its tag or its path suggest, it is the first that is free.
        """
        group, method = self._group(operation), self._method(operation)
        wanted = [(group or path, method or name) for path, name in routes.candidates(operation)]
        unused = (call for call in wanted if call[1] not in self._members.get(call[0], ()))
        return next(unused, wanted[0])

    def _group(self, operation: Operation) -> tuple[str, ...] | None:
        wanted = operation.sdk_group
        if wanted is not None and not (wanted and all(map(_is_lower_case, wanted))):
            text = "must be a list of Python names in lower case"
            self._diagnostics.error(operation.at / "x-sdk-group", text)
            return None
        return wanted

    def _method(self, operation: Operation) -> str | None:
        wanted = operation.sdk_method
        if wanted is not None and not _is_lower_case(wanted):
            text = f"{wanted!r} cannot be the name of a method: write a Python name in lower case"
            self._diagnostics.error(operation.at / "x-sdk-method", text)
            return None
        return wanted


def _is_lower_case(name: str) -> bool:
    return is_public(name) and name == name.lower()


def _class_name(wanted: str, taken: set[str]) -> str:
    """Return a name from which all classes of a resource can be named, and take those."""
    names = candidates(pascal_case(wanted), len(taken))
    found = next(each for each in names if taken.isdisjoint(reserved.classes(each)))
    taken.update(reserved.classes(found))
    return found


def _arguments(operation: Operation, diagnostics: Diagnostics) -> Iterator[Argument]:
    """Yield the arguments; the last parameter of the path is the one that is positional."""
    taken = set(reserved.OPERATION_ARGUMENTS)
    in_path = operation.parameters_in("path")
    elsewhere = operation.parameters_in("query", "header", "cookie")
    for parameter in chain(in_path, elsewhere):
        yield Argument(
            name=_property(parameter.property, taken, diagnostics),
            property=parameter.property,
            place=parameter.place,
            style=parameter.style,
            allow_reserved=parameter.allow_reserved,
            is_positional=parameter in in_path[-1:],
        )
    for each in operation.body.fields if operation.body else ():
        yield Argument(name=_property(each, taken, diagnostics), property=each, place="body")
