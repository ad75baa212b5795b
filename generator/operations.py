"""From the document's paths to operations: what is sent, what comes back, where it is found."""

from collections.abc import Mapping
from typing import cast

from attrs import frozen
from openapi_python_client import schema as oai

from . import left_out, names
from .answers import AnswerReader, Answers
from .bodies import Bodies, Body
from .components import Components
from .parameters import Parameter, Parameters
from .parse import raw
from .problems import Pointer, Problem, SpecError
from .schemas import Schemas
from .security import Alternatives, Security

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_WITHOUT_BODY = frozenset({"get", "head"})
# The names of the options that each call has, and of what its function needs.
_TAKEN = frozenset(
    {"extra_headers", "extra_query", "extra_body", "timeout", "Call", "NULL", "Options"}
)


@frozen(kw_only=True)
class Operation:
    """One operation, read."""

    at: Pointer
    id: str
    group: tuple[str, ...]
    name: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    parameters: list[Parameter]
    body: Body | None
    answers: Answers
    security: Alternatives | None


class Operations:
    """Reads the operations of a document; collects what is wrong with them."""

    def __init__(
        self,
        document: oai.OpenAPI,
        schemas: Schemas,
        security: Security,
        paths: Mapping[str, Mapping[str, object]],
    ) -> None:
        """Begin with a document of which nothing is read yet.

        Args:
            document: The document.
            schemas: Its schemas.
            security: Its security schemes.
            paths: Its paths as they were read, whose order the typed objects have lost.
        """
        components = Components(document.components)
        self._document = document
        self._paths = paths
        self._security = security
        self._parameters = Parameters(components, schemas)
        self._bodies = Bodies(components, schemas)
        self._answers = AnswerReader(components, schemas)
        self._ids: dict[str, Pointer] = {}
        self._problems = [*left_out.of_document(document)]

    @property
    def problems(self) -> list[Problem]:
        """What was found to be wrong."""
        return [
            *self._problems,
            *self._parameters.problems,
            *self._bodies.problems,
            *self._answers.problems,
        ]

    def read(self) -> list[Operation]:
        """Read every operation, in the order of the document."""
        found: list[Operation] = []
        for path, item in self._document.paths.items():
            for method in self._paths[raw(path)]:
                operation: object = getattr(item, method) if method in _METHODS else None
                if not isinstance(operation, oai.Operation):
                    continue
                at = Pointer(("paths", raw(path), method))
                self._problems += left_out.of_operation(item, operation, at)
                try:
                    found.append(self._operation(raw(path), method, item, operation, at))
                except SpecError as error:
                    self._problems += error.problems
        return found

    def _operation(
        self, path: str, method: str, item: oai.PathItem, operation: oai.Operation, at: Pointer
    ) -> Operation:
        said = operation.model_extra or {}
        operation_id = self._operation_id(operation, at) or f"{method} {path}"
        name = names.pascal_case(operation_id)
        taken = set(_TAKEN)
        return Operation(
            at=at,
            id=raw(operation.operationId),
            group=_group(said, operation, at),
            name=_method_name(said, operation_id, at),
            method=method,
            path=path,
            summary=raw(operation.summary),
            description=raw(operation.description),
            deprecated=operation.deprecated,
            parameters=self._parameters.read(path, item, operation, at, owner=name, taken=taken),
            body=self._body(operation, method, at, name, taken),
            answers=self._answers.read(operation, method, at, name),
            security=self._security.of_operation(operation, at),
        )

    def _operation_id(self, operation: oai.Operation, at: Pointer) -> str:
        operation_id = raw(operation.operationId)
        if operation_id in self._ids:
            raise SpecError.at(
                at / "operationId",
                f"{operation_id!r} is the operationId of {self._ids[operation_id]} too: change one",
            )
        if operation_id:
            self._ids[operation_id] = at
        return operation_id

    def _body(
        self, operation: oai.Operation, method: str, at: Pointer, name: str, taken: set[str]
    ) -> Body | None:
        """Read the body; OpenAPI 3.0 says that one on GET is ignored, 3.1 that it is sent."""
        if operation.request_body is not None and method in _WITHOUT_BODY:
            is_sent = not raw(self._document.openapi).startswith("3.0")
            text = f"a body on {method.upper()} has no meaning for most servers"
            outcome = "it is sent" if is_sent else "OpenAPI 3.0 leaves it out"
            place = at / "requestBody"
            self._problems.append(Problem(place, f"{text}; {outcome}", "warning"))
            if not is_sent:
                return None
        return self._bodies.read(operation, at, name, taken)


def _group(said: Mapping[str, object], operation: oai.Operation, at: Pointer) -> tuple[str, ...]:
    group = said.get("x-sdk-group")
    if group is None:
        return (names.snake_case(raw(operation.tags[0]) if operation.tags else "default"),)
    parts = cast("list[object]", group) if isinstance(group, list) else []
    if not parts or not all(_is_name(part) for part in parts):
        raise SpecError.at(at / "x-sdk-group", "must be a list of Python names in lower case")
    return tuple(str(part) for part in parts)


def _method_name(said: Mapping[str, object], operation_id: str, at: Pointer) -> str:
    name = said.get("x-sdk-method")
    if name is None:
        return names.snake_case(operation_id)
    if not _is_name(name):
        raise SpecError.at(at / "x-sdk-method", f"{name!r} is no Python name in lower case")
    return str(name)


def _is_name(name: object) -> bool:
    """Tell a public name, in lower case as the names of functions and modules are."""
    if not isinstance(name, str) or name.startswith("_") or name != name.lower():
        return False
    return name.isidentifier() and names.identifier(name) == name
