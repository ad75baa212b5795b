"""Following references to what is shared in a document: schemas, parameters, answers, ..."""

from collections.abc import Mapping
from typing import TypeVar

from openapi_python_client import schema as oai
from openapi_python_client.schema.openapi_schema_pydantic import Components as Sections
from openapi_python_client.schema.openapi_schema_pydantic import SecurityScheme
from openapi_python_client.schema.untrusted_string import UntrustedString

from .parse import raw
from .problems import Pointer, SpecError

T = TypeVar("T", oai.Schema, oai.Parameter, oai.RequestBody, oai.Response, SecurityScheme)
Found = TypeVar("Found")

SCHEMAS = Pointer(("components", "schemas"))
"""Where schemas have names."""


class Components:
    """The shared parts of a document."""

    def __init__(self, components: Sections | None) -> None:
        """Take the parts of a document; it may have none."""
        sections = components or Sections()
        self._schemas = _by_name(sections.schemas)
        self._parameters = _by_name(sections.parameters)
        self._request_bodies = _by_name(sections.requestBodies)
        self._responses = _by_name(sections.responses)
        self._security_schemes = _by_name(sections.securitySchemes)

    def schema_names(self) -> list[str]:
        """Name all schemas."""
        return [*self._schemas]

    def schema(self, found: oai.Schema | oai.Reference, at: Pointer) -> tuple[Pointer, oai.Schema]:
        """Give a schema and where it stands."""
        return _follow(found, at, "schemas", self._schemas)

    def parameter(
        self, found: oai.Parameter | oai.Reference, at: Pointer
    ) -> tuple[Pointer, oai.Parameter]:
        """Give a parameter and where it stands."""
        return _follow(found, at, "parameters", self._parameters)

    def request_body(
        self, found: oai.RequestBody | oai.Reference, at: Pointer
    ) -> tuple[Pointer, oai.RequestBody]:
        """Give a request body and where it stands."""
        return _follow(found, at, "requestBodies", self._request_bodies)

    def response(
        self, found: oai.Response | oai.Reference, at: Pointer
    ) -> tuple[Pointer, oai.Response]:
        """Give a response and where it stands."""
        return _follow(found, at, "responses", self._responses)

    def security_scheme(self, name: str, at: Pointer) -> tuple[Pointer, SecurityScheme]:
        """Give the security scheme of a name, and where it stands."""
        found = self._security_schemes.get(name)
        if found is None:
            raise SpecError.at(at, f"{name!r} is not declared in components/securitySchemes")
        place = Pointer(("components", "securitySchemes", name))
        return _follow(found, place, "securitySchemes", self._security_schemes)

    def security_schemes(self) -> list[SecurityScheme]:
        """Give all security schemes that are written out."""
        named = self._security_schemes.values()
        return [scheme for scheme in named if isinstance(scheme, SecurityScheme)]


def _by_name(section: Mapping[UntrustedString, Found] | None) -> dict[str, Found]:
    return {raw(name): component for name, component in (section or {}).items()}


def _follow(
    found: T | oai.Reference,
    at: Pointer,
    section: str,
    named: Mapping[str, T | oai.Reference],
) -> tuple[Pointer, T]:
    followed: set[str] = set()
    while isinstance(found, oai.Reference):
        target = raw(found.ref)
        place = Pointer.of_ref(target)
        name = str(place.steps[-1]) if place.steps else ""
        expected = Pointer(("components", section, name))
        if not target.startswith("#") or place != expected or name not in named:
            raise SpecError.at(at / "$ref", f"{target!r} names nothing in components/{section}")
        if target in followed:
            raise SpecError.at(at / "$ref", f"{target!r} leads back to itself")
        followed.add(target)
        at, found = place, named[name]
    return at, found
