"""From the document's paths to operations: what is sent, what comes back, where it is found."""

import re
from collections.abc import Iterator, Mapping
from typing import cast

from attrs import evolve, frozen
from openapi_python_client import schema as oai

from . import kinds, names
from .components import Components
from .kinds import Kind, Property
from .parse import raw
from .problems import Pointer, Problem, SpecError
from .schemas import Schemas, doc, sdk_name

FORM = "application/x-www-form-urlencoded"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# The names of the options that each call has.
_TAKEN = frozenset({"extra_headers", "extra_query", "extra_body", "timeout"})
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@frozen(kw_only=True)
class Operation:
    """One operation, read."""

    group: tuple[str, ...]
    name: str
    method: str
    path: str
    summary: str
    description: str
    path_parameters: list[Property]
    has_body: bool
    form_fields: list[Property]
    result: Kind
    result_text: str
    errors: Mapping[str, Kind]
    error_texts: Mapping[str, str]


class Operations:
    """Reads the operations of a document; collects what is wrong with them."""

    def __init__(self, document: oai.OpenAPI, schemas: Schemas) -> None:
        """Begin with a document of which nothing is read yet."""
        self._document = document
        self._components = Components(document.components)
        self._schemas = schemas
        self.problems: list[Problem] = []

    def read(self) -> list[Operation]:
        """Read every operation, in the order of the document."""
        found: list[Operation] = []
        for path, item in self._document.paths.items():
            for method in _METHODS:
                operation: oai.Operation | None = getattr(item, method)
                if operation is None:
                    continue
                at = Pointer(("paths", raw(path), method))
                try:
                    found.append(self._operation(raw(path), method, item, operation, at))
                except SpecError as error:
                    self.problems += error.problems
        return found

    def _operation(
        self, path: str, method: str, item: oai.PathItem, operation: oai.Operation, at: Pointer
    ) -> Operation:
        said = operation.model_extra or {}
        operation_id = raw(operation.operationId) or f"{method} {path}"
        name = names.pascal_case(operation_id)
        taken = set(_TAKEN)
        path_parameters = self._path_parameters(path, item, operation, at, taken)
        result, result_text = self._result(operation, at, name)
        errors, error_texts = self._errors(operation, at, name)
        return Operation(
            group=_group(said, operation, at),
            name=_method_name(said, operation_id, at),
            method=method.upper(),
            path=path,
            summary=raw(operation.summary),
            description=raw(operation.description),
            path_parameters=path_parameters,
            has_body=operation.request_body is not None,
            form_fields=self._form_fields(operation, at, name, taken),
            result=result,
            result_text=result_text,
            errors=errors,
            error_texts=error_texts,
        )

    def _path_parameters(
        self,
        path: str,
        item: oai.PathItem,
        operation: oai.Operation,
        at: Pointer,
        taken: set[str],
    ) -> list[Property]:
        """Read path parameters in the order of the path; each placeholder has one."""
        found: dict[str, Property] = {}
        for parameter, place in self._parameters(item, operation, at):
            wire_name = raw(parameter.name)
            if parameter.param_in != oai.ParameterLocation.PATH:
                raise SpecError.at(place, f"{parameter.param_in} parameters are not supported")
            if parameter.param_schema is None:
                raise SpecError.at(place, f"parameter {wire_name!r} needs a schema")
            kind = self._schemas.kind(parameter.param_schema, place / "schema", wire_name)
            python_name = names.free(sdk_name(parameter, place, wire_name), taken)
            taken.add(python_name)
            found[wire_name] = Property(
                wire_name=wire_name,
                name=python_name,
                kind=kind,
                required=True,
                doc=doc(parameter),
            )
        placeholders = _PLACEHOLDER.findall(path)
        for wire_name in dict.fromkeys([*placeholders, *found]):
            if wire_name not in found:
                raise SpecError.at(at, f"the path has {{{wire_name}}}: declare it as a parameter")
            if wire_name not in placeholders:
                raise SpecError.at(at, f"parameter {wire_name!r} does not occur in the path")
        return [found[wire_name] for wire_name in placeholders]

    def _parameters(
        self, item: oai.PathItem, operation: oai.Operation, at: Pointer
    ) -> Iterator[tuple[oai.Parameter, Pointer]]:
        """Give the parameters of path and operation, the operation's own first."""
        seen: set[tuple[str, str]] = set()
        path_item = Pointer(at.steps[:-1])
        for owner, place in ((operation, at), (item, path_item)):
            for index, parameter in enumerate(owner.parameters or ()):
                where = place / "parameters" / index
                where, resolved = self._components.parameter(parameter, where)
                key = (raw(resolved.name), resolved.param_in)
                if key not in seen:
                    seen.add(key)
                    yield resolved, where

    def _form_fields(
        self, operation: oai.Operation, at: Pointer, name: str, taken: set[str]
    ) -> list[Property]:
        if operation.request_body is None:
            return []
        at, body = self._components.request_body(operation.request_body, at / "requestBody")
        content = {raw(media): content for media, content in body.content.items()}
        if set(content) != {FORM}:
            raise SpecError.at(at / "content", f"bodies other than {FORM} are not supported")
        at = at / "content" / FORM / "schema"
        schema = content[FORM].media_type_schema
        fields = schema and self._schemas.object_type(schema, at, f"{name}Body")
        if not fields:
            raise SpecError.at(at, "a form needs a schema of type object with properties")
        found: list[Property] = []
        for member in fields.properties:
            if isinstance(member.kind, kinds.Model | kinds.Array | kinds.Map):
                raise SpecError.at(at, f"form field {member.wire_name!r} must be a plain value")
            free = names.free(member.name, taken)
            taken.add(free)
            found.append(evolve(member, name=free))
        return found

    def _result(self, operation: oai.Operation, at: Pointer, name: str) -> tuple[Kind, str]:
        """Read the answer of success; there is one."""
        statuses = [raw(status) for status in operation.responses if raw(status).startswith("2")]
        if len(statuses) != 1:
            raise SpecError.at(at / "responses", "there must be one answer with a status of 2xx")
        kind, text = self._answer(operation, statuses[0], at, f"{name}Answer")
        return kind, text

    def _errors(
        self, operation: oai.Operation, at: Pointer, name: str
    ) -> tuple[dict[str, Kind], dict[str, str]]:
        found: dict[str, Kind] = {}
        texts: dict[str, str] = {}
        for status in map(raw, operation.responses):
            if not status.startswith("2"):
                found[status], texts[status] = self._answer(
                    operation, status, at, f"{name}{status.capitalize()}"
                )
        return found, texts

    def _answer(
        self, operation: oai.Operation, status: str, at: Pointer, name: str
    ) -> tuple[Kind, str]:
        """Read one answer: its JSON body, and what is said about it."""
        place = at / "responses" / status
        said = next(found for key, found in operation.responses.items() if raw(key) == status)
        at, answer = self._components.response(said, place)
        content = {raw(media): found for media, found in (answer.content or {}).items()}
        json = content.get("application/json")
        if json is None or json.media_type_schema is None or len(content) != 1:
            raise SpecError.at(
                at / "content",
                "answers other than application/json with a schema are not supported",
            )
        place = at / "content" / "application/json" / "schema"
        return self._schemas.kind(json.media_type_schema, place, name), doc(said).text


def _group(said: Mapping[str, object], operation: oai.Operation, at: Pointer) -> tuple[str, ...]:
    group = said.get("x-sdk-group")
    if group is None:
        return (names.snake_case(raw(operation.tags[0]) if operation.tags else "default"),)
    parts = cast("list[object]", group) if isinstance(group, list) else []
    if not parts or not all(_is_name(part) for part in parts):
        raise SpecError.at(at / "x-sdk-group", "must be a list of Python names")
    return tuple(str(part) for part in parts)


def _method_name(said: Mapping[str, object], operation_id: str, at: Pointer) -> str:
    name = said.get("x-sdk-method")
    if name is None:
        return names.snake_case(operation_id)
    if not _is_name(name):
        raise SpecError.at(at / "x-sdk-method", f"{name!r} is no Python name")
    return str(name)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.isidentifier() and names.identifier(name) == name
