"""Small documents, lowered."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from generator.diagnostics import Diagnostic, Diagnostics, InvalidDocumentError
from generator.ir.api import Api, Operation
from generator.ir.types import Property, Type
from generator.load import load
from generator.load.source_map import Source
from generator.lower import lower

Json = dict[str, Any]


@frozen
class Lowered:
    """An API, and what was found on the way."""

    api: Api
    diagnostics: Diagnostics

    @property
    def operation(self) -> Operation:
        """The only operation."""
        [found] = self.api.operations
        return found

    @property
    def warnings(self) -> list[str]:
        """The warnings, each with its pointer."""
        return shown(self.diagnostics.of("warning"))


def shown(diagnostics: list[Diagnostic]) -> list[str]:
    """Return diagnostics as text."""
    return [f"{found.at}: {found.message}" for found in diagnostics]


def lowered(document: Json) -> Lowered:
    """Lower a document that is complete but for its version and its info."""
    diagnostics = Diagnostics()
    api = lower(load(_source(document), diagnostics), diagnostics)
    diagnostics.raise_errors()
    return Lowered(api, diagnostics)


def errors(document: Json) -> list[str]:
    """Return the errors of a document, each with its pointer."""
    diagnostics = Diagnostics()
    with suppress(InvalidDocumentError):
        lower(load(_source(document), diagnostics), diagnostics)
    return shown(diagnostics.of("error"))


def _source(document: Json) -> Source:
    whole = {"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"}, **document}
    text = json.dumps(whole).encode()
    return Source(Path("spec.json"), read=lambda _: text)


def operation(method: str = "get", path: str = "/things", **members: Any) -> Json:
    """Return the paths of a document with one operation."""
    return {"paths": {path: {method: {"responses": {"204": {"description": ""}}, **members}}}}


def returning(schema: Json, **schemas: Json) -> Json:
    """Return a document with one operation that returns JSON.

    Args:
        schema: The schema of what it returns.
        schemas: The components.
    """
    content = {"application/json": {"schema": schema}}
    responses = {"200": {"description": "", "content": content}}
    return {**operation(responses=responses), "components": {"schemas": schemas}}


def type_of(schema: Json, **schemas: Json) -> Type:
    """Return the type of a schema."""
    return lowered(returning(schema, **schemas)).operation.responses.type


def member(schema: Json, **schemas: Json) -> Property:
    """Return the one member of an object whose schema is given."""
    found = lowered(returning({"type": "object", "properties": {"it": schema}}, **schemas))
    model = next(model for model in found.api.models if model.properties[0].wire_name == "it")
    return model.properties[0]
