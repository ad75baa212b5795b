"""What a document says about a value for people: its name in Python, and its text."""

from openapi_python_client import schema as oai

from . import names
from .kinds import Doc
from .normal import SchemaOrRef
from .parse import raw
from .problems import Pointer, SpecError


def doc(schema: SchemaOrRef | oai.Parameter | oai.Response) -> Doc:
    """Collect what is said about a value at one place."""
    if isinstance(schema, oai.Response):
        return Doc(text=raw(schema.description))
    if isinstance(schema, oai.Reference):
        beside = schema.model_extra or {}
        return Doc(
            text=str(beside.get("description", "")),
            default=beside.get("default"),
            example=beside.get("example"),
        )
    default = None if isinstance(schema, oai.Parameter) else schema.default
    return Doc(text=raw(schema.description), default=default, example=schema.example)


def sdk_name(element: SchemaOrRef | oai.Parameter, at: Pointer, wire_name: str) -> str:
    """Name a parameter or member in Python: as the document says, else in snake_case."""
    said = (element.model_extra or {}).get("x-sdk-name")
    if said is None:
        return names.snake_case(wire_name)
    if not isinstance(said, str) or names.identifier(said) != said or said.startswith("_"):
        raise SpecError.at(at / "x-sdk-name", f"{said!r} is no public Python name")
    return said
