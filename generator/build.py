"""From a document to what it says, and on to the views of its client."""

from attrs import frozen

from .bundle import bundle
from .components import Components
from .document import Document
from .kinds import ObjectType, ValueSet
from .operations import Operation, Operations
from .parse import parse
from .problems import Pointer, Problem, SpecError
from .schemas import Schemas
from .security import Security
from .service import Service, read_service
from .views.client import PackageView, package_view
from .views.group import GroupView, group_view, grouped
from .views.model import ModelView, ValueSetView, model_view, modules_for, value_set_view


@frozen
class Spec:
    """A document, read: nothing in it is undecided, and nothing yet spelled in Python."""

    document: Document
    service: Service
    security: Security
    operations: list[Operation]
    models: dict[str, ObjectType]
    value_sets: dict[str, ValueSet]
    warnings: list[Problem]


@frozen
class Build:
    """A client as views, and what there is to say about the document."""

    source: str
    package: PackageView
    groups: list[GroupView]
    models: list[ModelView]
    value_sets: list[ValueSetView]
    warnings: list[Problem]

    @property
    def operations(self) -> int:
        """How many operations the client has."""
        return sum(len(group.operations) for top in self.groups for group in top.tree())


def read(document: Document) -> Spec:
    """Read all that a document says.

    Raises:
        SpecError: It cannot be made into a client; holds all that is wrong with it.
    """
    bundle(document)
    parsed = parse(document)
    service = read_service(parsed)
    security = Security(parsed)
    schemas = Schemas(Components(parsed.components))
    reader = Operations(parsed, schemas, security, document.data["paths"])
    try:
        operations = reader.read()
    except RecursionError as error:
        raise SpecError.at(Pointer(), "is nested too deeply") from error
    # What is used in many places has its problem once.
    problems = list(dict.fromkeys([*schemas.problems, *reader.problems]))
    if any(problem.level == "error" for problem in problems):
        raise SpecError(problems)
    return Spec(
        document, service, security, operations, schemas.models, schemas.value_sets, problems
    )


def build(document: Document, package: str) -> Build:
    """Decide everything about a client.

    Raises:
        SpecError: The document cannot be made into one; holds all that is wrong with it.
    """
    spec = read(document)
    groups = [*map(group_view, grouped(spec.operations, spec.service.client_name))]
    modules = modules_for([*spec.models, *spec.value_sets])
    return Build(
        source=document.path.name,
        package=package_view(spec.service, spec.security, groups, package),
        groups=groups,
        models=[model_view(model, modules[name]) for name, model in spec.models.items()],
        value_sets=[
            value_set_view(values, modules[name]) for name, values in spec.value_sets.items()
        ],
        warnings=spec.warnings,
    )
