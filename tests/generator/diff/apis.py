"""Small APIs, built of the values that describe them."""

from collections.abc import Iterable, Sequence

from attrs import evolve

from generator.diagnostics import Diagnostics, Pointer
from generator.diff.changes import ApiChange
from generator.diff.client import Client
from generator.diff.compare import compare
from generator.emit.naming import name
from generator.ir.api import Api, Body, JsonContent, Operation, Parameter, Responses, Style, Success
from generator.ir.types import Docs, Enum, EnumRef, Hint, Model, ModelRef, Property, Scalar, Type

NOTHING = Responses(successes=(Success("204"),), errors=(), accept="application/json", text="")


def member(wire_name: str, of: Type = Scalar.STRING, *, required: bool = False) -> Property:
    """Return a member of an object, or a parameter."""
    at = Pointer(("members", wire_name))
    return Property(at=at, wire_name=wire_name, type=of, required=required, docs=Docs())


def model(
    name: str, *members: Property, at: Pointer | None = None, additional: Type | None = None
) -> Model:
    """Return a model: a component, or one that has its schema elsewhere."""
    return Model(
        at=at or _component(name),
        hint=Hint((name,)),
        docs=Docs(),
        properties=members,
        additional=additional,
    )


def enum(name: str, *values: str, at: Pointer | None = None) -> Enum:
    """Return an enum of strings: a component, or one that has its schema elsewhere."""
    return Enum(at=at or _component(name), hint=Hint((name,)), docs=Docs(), values=values)


def _component(name: str) -> Pointer:
    return Pointer(("components", "schemas", name))


def ref(of: Model | Enum) -> ModelRef | EnumRef:
    """Return the type that a model or an enum is."""
    return ModelRef(of.at) if isinstance(of, Model) else EnumRef(of.at, (Scalar.STRING,))


def returns(of: Type) -> Responses:
    """Return responses with a success that has a body of JSON."""
    success = Success("200", (("application/json", JsonContent(of)),))
    return evolve(NOTHING, successes=(success,))


def operation(
    path: str = "/things",
    *,
    parameters: Sequence[Parameter] = (),
    body: Body | None = None,
    responses: Responses = NOTHING,
) -> Operation:
    """Return an operation, called ``client.things.touch``."""
    return Operation(
        at=Pointer(("paths", path, "post")),
        id="touch",
        title="touch",
        tags=("things",),
        sdk_group=None,
        sdk_method=None,
        method="POST",
        path=path,
        summary="",
        description="",
        deprecated=False,
        parameters=tuple(parameters),
        body=body,
        responses=responses,
        security=None,
    )


def in_query(of: Property, style: Style = Style.EXPLODED) -> Parameter:
    """Return a query parameter."""
    return Parameter(of, "query", style)


def client(*operations: Operation, types: Iterable[Model | Enum] = ()) -> Client:
    """Return a client of operations, and of the models and enums that they use."""
    found = {each.at: each for each in types}
    api = Api(
        title="Acme",
        description="",
        version="1",
        sdk_client_name=None,
        base_url="https://api.example.com",
        schemes=(),
        security=(),
        operations=operations,
        types=found,
        components=tuple(at.last for at in found if at.steps[0] == "components"),
        unused=(),
    )
    return Client(api, name(api, Diagnostics()))


def changes(old: Client, new: Client) -> list[str]:
    """Return a line for each change: level, rule, sentence."""
    return [*map(line, compare(old, new))]


def line(change: ApiChange) -> str:
    """Return a change as one line."""
    return f"{change.level} {change.rule}: {change.sentence()}"
