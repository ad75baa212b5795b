"""Checking a document's shape, with openapi-python-client's pydantic model of the standard.

Only that model is used of the library, not its parser of properties behind it: for 1,000
operations that takes 14 times as long, grows with the square of their number, forgets servers
and security, and drops what it cannot take. What a schema means is decided in `kinds`.
"""

from collections.abc import Iterable
from typing import Any

from openapi_python_client import schema as oai
from openapi_python_client.schema.ref import Ref
from openapi_python_client.schema.untrusted_string import UntrustedString
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .document import Document
from .problems import Pointer, Problem, SpecError
from .runtime.decoding import is_array, is_object

# What pydantic puts into the place of an error to say which branch of a union it tried.
_BRANCHES = frozenset({"ref", "other"})
_SCALARS = frozenset({"str", "int", "float", "bool"})
_MAY_BE_ABSENT = frozenset({"paths", "responses"})
_VERSIONS = ("3.0.", "3.1.")
_SHORT = frozenset({"3.0", "3.1"})


def parse(document: Document) -> oai.OpenAPI:
    """Check the document and give it as typed objects.

    Raises:
        SpecError: It is no OpenAPI 3.0 or 3.1 document; holds every place that is wrong.
    """
    version = document.data.get("openapi", document.data.get("swagger"))
    if not f"{version}.".startswith(_VERSIONS):
        raise SpecError.at(
            Pointer(), f"is OpenAPI {version}; write it in 3.0 or 3.1 (`openapi: 3.1.0`)"
        )
    if str(version) in _SHORT:  # without a patch, which has no meaning; YAML reads a number
        document.data["openapi"] = f"{version}.0"
    _drop_what_is_unread(document.data)
    try:
        return _validate(document)
    except ValidationError as error:
        raise SpecError(_problems(document, error)) from error
    except RecursionError as error:
        raise SpecError.at(Pointer(), "is nested too deeply") from error


def _drop_what_is_unread(data: dict[str, Any]) -> None:
    """Take away the extensions (``x-``) that the library's model takes for paths and answers.

    Of callbacks it knows neither extensions nor references; no client receives them anyway.
    """
    paths = data.get("paths")
    operations = [operation for item in _objects(paths) for operation in _objects(item)]
    for parent in (*operations, *_objects([data.get("components")])):
        if is_object(parent.get("callbacks")):
            parent["callbacks"] = {name: {} for name in parent["callbacks"]}
    for named in _objects([paths, *(operation.get("responses") for operation in operations)]):
        for key in [key for key in named if key.startswith("x-")]:
            del named[key]


def _objects(node: object) -> list[dict[str, Any]]:
    children = node.values() if is_object(node) else node if is_array(node) else ()
    return [*filter(is_object, children)]


def _validate(document: Document) -> oai.OpenAPI:
    """Check the document; what is not known is written out first, and only the rest told."""
    while True:
        try:
            return oai.OpenAPI.model_validate(document.data)
        except ValidationError as error:
            found = error.errors(include_url=False)
            if not sum(_write_out(document, each) for each in found):
                raise


def _write_out(document: Document, found: ErrorDetails) -> bool:
    """Write in another way what OpenAPI 3.1 allows and the library's model does not know.

    A schema may be true or false there, its values may be listed as none or as one object or
    array, and ``paths`` and ``responses`` may be left out.
    """
    *above, last = _place(document, found["loc"]).steps
    value = found["input"]
    if _is_constant(found):
        return _drop_constant(_node(document, above[:-1]), value)
    if found["type"] == "too_short" and last == "enum":
        del _node(document, above)["enum"]
    elif isinstance(value, bool) and found.get("ctx", {}).get("class_name") == "Schema":
        _node(document, above)[last] = {} if value else {"not": {}}
    elif found["type"] == "missing" and last in _MAY_BE_ABSENT:
        _node(document, above)[last] = {}
    else:
        return False
    return True


def _is_constant(found: ErrorDetails) -> bool:
    """Tell the problem that ``const`` is no scalar; the library names each type it tried."""
    is_keyword = found["loc"][-2:-1] == ("const",) and found["loc"][-1] in _SCALARS
    return is_keyword and (is_object(found["input"]) or is_array(found["input"]))


def _drop_constant(schema: dict[str, Any], value: object) -> bool:
    """Leave of a constant its JSON type; it is told once for each type that was tried."""
    if "const" not in schema:
        return False
    del schema["const"]
    schema.setdefault("type", "object" if is_object(value) else "array")
    return True


def _node(document: Document, steps: Iterable[str | int]) -> Any:
    node: Any = document.data
    for step in steps:
        node = node[step]
    return node


def _problems(document: Document, error: ValidationError) -> list[Problem]:
    """Say what is wrong at each place once: a union reports each of its branches."""
    messages: dict[Pointer, list[str]] = {}
    for found in error.errors(include_url=False):
        at = _place(document, found["loc"])
        value = "" if found["type"] == "missing" else f", not {found['input']!r:.60}"
        messages.setdefault(at, []).append(f"{found['msg']}{value}")
    return [Problem(at, " or: ".join(dict.fromkeys(said))) for at, said in messages.items()]


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
