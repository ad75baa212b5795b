"""Checking a document's shape, with openapi-python-client's pydantic model of the standard.

Only that model is used of the library, not its parser of properties behind it: for 1,000
operations that takes 14 times as long, grows with the square of their number, forgets servers
and security, and drops what it cannot take. What a schema means is decided in `kinds`.
"""

from typing import Any

from openapi_python_client import schema as oai
from openapi_python_client.schema.ref import Ref
from openapi_python_client.schema.untrusted_string import UntrustedString
from pydantic import ValidationError

from .document import Document
from .problems import Pointer, Problem, SpecError

# What pydantic puts into the place of an error to say which branch of a union it tried.
_BRANCHES = frozenset({"ref", "other"})
_VERSIONS = ("3.0.", "3.1.")


def parse(document: Document) -> oai.OpenAPI:
    """Check the document and give it as typed objects.

    Raises:
        SpecError: It is no OpenAPI 3.0 or 3.1 document; holds every place that is wrong.
    """
    version = document.data.get("openapi", document.data.get("swagger"))
    if not str(version).startswith(_VERSIONS):
        raise SpecError.at(
            Pointer(), f"is OpenAPI {version}; write it in 3.0 or 3.1 (`openapi: 3.1.0`)"
        )
    try:
        return oai.OpenAPI.model_validate(document.data)
    except ValidationError as error:
        raise SpecError(
            Problem(_place(document, found["loc"]), f"{found['msg']}: {found['input']!r:.60}")
            for found in error.errors(include_url=False)
        ) from error
    except RecursionError as error:
        raise SpecError.at(Pointer(), "is nested too deeply") from error


def _place(document: Document, loc: tuple[str | int, ...]) -> Pointer:
    """Leave out of pydantic's place what is not in the document."""
    node: Any = document.data
    at = Pointer()
    for step in loc:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            # A key that is missing is named; a branch of a union is none.
            if step in _BRANCHES or not isinstance(step, str) or "[" in step:
                continue
        at /= step
    return at


def raw(text: UntrustedString | Ref | str | None) -> str:
    """Take the text of a document out of the library's wrapper; it is data, never code."""
    if isinstance(text, UntrustedString | Ref):
        return str(text.get_untrusted_value())
    return text or ""
