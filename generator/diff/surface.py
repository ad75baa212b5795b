"""A document as callers see it: methods by the name that they are called by, and arguments."""

import re
from collections.abc import Mapping

from attrs import evolve, field, frozen

from ..build import Spec
from ..kinds import ObjectType, Property
from ..operations import Operation
from ..parameters import of_place
from ..views.group import grouped
from .types import renamed

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@frozen(kw_only=True)
class Argument:
    """An argument of a method."""

    property: Property
    place: str
    style: str = ""
    path_index: int | None = None
    """Which placeholder of the path it fills."""

    is_positional: bool = False


@frozen
class Method:
    """An operation as it is called."""

    call: str
    """``client.group.name``."""

    operation: Operation
    arguments: list[Argument] = field(factory=list[Argument])

    def with_argument(self, argument: Argument) -> str:
        """Spell a call that passes an argument."""
        name = argument.property.name
        return f"{self.call}({name})" if argument.is_positional else f"{self.call}({name}=...)"

    @property
    def signature(self) -> str:
        """Spell a call that passes what must be passed."""
        required = [each for each in self.arguments if each.property.required]
        required.sort(key=lambda argument: not argument.is_positional)
        spelled = [
            each.property.name if each.is_positional else f"{each.property.name}=..."
            for each in required
        ]
        spelled += ["..."] if len(required) < len(self.arguments) else []
        return f"{self.call}({', '.join(spelled)})"


def methods(spec: Spec) -> list[Method]:
    """Name the operations as the client does."""
    calls = {
        operation.at: f"client.{group.path}.{name}"
        for top in grouped(spec.operations, spec.service.client_name)
        for group in top.tree()
        for name, operation in group.operations.items()
    }
    return [
        Method(calls[operation.at], operation, _arguments(operation))
        for operation in spec.operations
    ]


def _arguments(operation: Operation) -> list[Argument]:
    """Give the arguments; the last parameter of the path is the one that is positional."""
    in_path = of_place(operation.parameters, "path")
    found = [
        Argument(
            property=parameter.property,
            place="path",
            style=parameter.style,
            path_index=index,
            is_positional=index == len(in_path) - 1,
        )
        for index, parameter in enumerate(in_path)
    ]
    found += [
        Argument(property=parameter.property, place=parameter.place, style=parameter.style)
        for parameter in of_place(operation.parameters, "query", "header", "cookie")
    ]
    fields = operation.body.fields if operation.body else []
    return [*found, *(Argument(property=field, place="body") for field in fields)]


def blanked(path: str) -> str:
    """Take the names out of the placeholders of a path: servers do not see them."""
    return _PLACEHOLDER.sub("{}", path)


def with_new_names(spec: Spec, new_names: Mapping[str, str]) -> Spec:
    """Give the old document with the names that its models and value sets have in the new one."""
    if all(old == new for old, new in new_names.items()):
        return spec

    def member(of: Property) -> Property:
        return evolve(of, kind=renamed(of.kind, new_names))

    def model(of: ObjectType) -> ObjectType:
        return evolve(of, properties=[member(each) for each in of.properties])

    def operation(of: Operation) -> Operation:
        answers = evolve(
            of.answers,
            results={key: renamed(kind, new_names) for key, kind in of.answers.results.items()},
            errors={key: renamed(kind, new_names) for key, kind in of.answers.errors.items()},
        )
        body = of.body and evolve(of.body, fields=[member(each) for each in of.body.fields])
        parameters = [evolve(each, property=member(each.property)) for each in of.parameters]
        return evolve(of, answers=answers, body=body, parameters=parameters)

    return evolve(
        spec,
        operations=[operation(each) for each in spec.operations],
        models={key: model(each) for key, each in spec.models.items()},
    )
