"""APIs written by hand, without a document."""

from collections.abc import Iterable

from generator.diagnostics import Diagnostics, Pointer
from generator.emit.names import Names
from generator.emit.naming import name
from generator.ir.api import (
    Api,
    Body,
    BytesContent,
    Content,
    ErrorResponse,
    JsonBody,
    JsonContent,
    Operation,
    Parameter,
    Place,
    Responses,
    SecurityScheme,
    Style,
    Success,
)
from generator.ir.types import Docs, Enum, EnumRef, Hint, Model, ModelRef, Property, Scalar, Type

SCHEMAS = Pointer(("components", "schemas"))
DONE = Responses(successes=(), errors=(), accept="application/json", text="")


def member(wire_name: str, of: Type = Scalar.STRING, *, required: bool = False) -> Property:
    """Return a property."""
    return Property(
        at=Pointer(("somewhere", wire_name)),
        wire_name=wire_name,
        type=of,
        required=required,
        docs=Docs(),
    )


def model(name: str, *members: Property, additional: Type | None = None) -> Model:
    """Return a model that is a component."""
    return Model(
        at=SCHEMAS / name,
        hint=Hint((name,)),
        docs=Docs(),
        properties=members,
        additional=additional,
    )


def enum(name: str, *values: str | int | bool, text: str = "") -> Enum:
    """Return an enum that is a component."""
    return Enum(at=SCHEMAS / name, hint=Hint((name,)), docs=Docs(text=text), values=values)


def parameter(
    name: str, place: Place = "query", of: Type = Scalar.STRING, style: Style = Style.EXPLODED
) -> Parameter:
    """Return a parameter; those of paths are required."""
    return Parameter(member(name, of, required=place == "path"), place, style)


def responses(content: Content, *errors: ErrorResponse) -> Responses:
    """Return the responses of an operation with one success."""
    success = Success("200", (("application/json", content),))
    return Responses(successes=(success,), errors=errors, accept="application/json", text="")


def json_body(*fields: Property, required: bool = True) -> Body:
    """Return a body of JSON that is passed field by field."""
    return Body(
        at=Pointer(("body",)),
        format=JsonBody("application/json"),
        fields=fields,
        is_whole=False,
        required=required,
    )


def operation(
    group: tuple[str, ...] | str,
    method: str,
    *parameters: Parameter,
    body: Body | None = None,
    returns: Responses = DONE,
    deprecated: bool = False,
) -> Operation:
    """Return an operation; its group is a path, or the dotted text of one."""
    path = tuple(group.split(".")) if isinstance(group, str) else group
    return Operation(
        at=Pointer(("paths", *path, method)),
        id=method,
        title=method,
        tags=(),
        sdk_group=path,
        sdk_method=method,
        method="POST",
        path="/" + "/".join([*path, method]),
        summary="",
        description="",
        deprecated=deprecated,
        parameters=parameters,
        body=body,
        responses=returns,
        security=None,
    )


def api(
    *operations: Operation,
    types: Iterable[Model | Enum] = (),
    schemes: tuple[SecurityScheme, ...] = (),
    title: str = "Acme",
    text: str = "",
) -> Api:
    """Return an API."""
    found = tuple(types)
    return Api(
        title=title,
        description=text,
        version="1.0.0",
        sdk_client_name=None,
        base_url="https://api.example.com",
        schemes=schemes,
        security=tuple((scheme.name,) for scheme in schemes),
        operations=operations,
        types={each.at: each for each in found},
        components=tuple(each.at.last for each in found),
    )


def named(of: Api) -> Names:
    """Return the names of an API in which nothing is wrong."""
    diagnostics = Diagnostics()
    names = name(of, diagnostics)
    assert not diagnostics.all()
    return names


KIND = enum("Kind", "a", "b", text="Which one.")
THING = model(
    "Thing",
    member("id", required=True),
    member("kind", EnumRef(KIND.at, (Scalar.STRING,))),
    member("made", Scalar.DATETIME),
    additional=Scalar.INTEGER,
)


def shop() -> Api:
    """Return an API with one of everything that decides about imports and classes."""
    thing = JsonContent(ModelRef(THING.at))
    return api(
        operation(
            "shop.things",
            "change",
            parameter("thing_id", "path", Scalar.UUID, Style.SIMPLE),
            parameter("sort", of=EnumRef(KIND.at, (Scalar.STRING,))),
            body=json_body(member("name"), member("thing", ModelRef(THING.at))),
            returns=responses(thing, ErrorResponse("404", "No such thing.", ModelRef(THING.at))),
        ),
        operation("shop.things", "photo", returns=responses(BytesContent())),
        operation("shop", "close_all"),
        types=(THING, KIND),
        schemes=(SecurityScheme("token", "bearer", "", "The key."),),
    )
