"""Parameters: which ones an operation has, in which order, and how each is written."""

import pytest

from generator.ir.api import Parameter, Style
from generator.ir.types import Array, Scalar, Type
from tests.generator.lower.documents import Json, errors, lowered, operation

TEXT: Json = {"type": "string"}


def _parameter(name: str, place: str = "query", **members: object) -> Json:
    schema: Json = {} if "content" in members else {"schema": TEXT}
    return {"name": name, "in": place, **schema, **members}


def _lowered(*parameters: Json, path: str = "/things") -> tuple[Parameter, ...]:
    return lowered(operation(path=path, parameters=[*parameters])).operation.parameters


def _only(parameter: Json) -> Parameter:
    [found] = _lowered(parameter)
    return found


def test_parameters_of_the_path_come_first_in_its_order() -> None:
    """The others keep the order of the document."""
    found = _lowered(
        _parameter("q"),
        _parameter("second", "path", required=True),
        _parameter("h", "header"),
        _parameter("first", "path", required=True),
        path="/{first}/{second}",
    )

    assert [each.property.wire_name for each in found] == ["first", "second", "q", "h"]


def test_a_parameter_of_the_path_is_required_whatever_the_document_says() -> None:
    """There is no request without it; a document may forget to say so."""
    [found] = _lowered(_parameter("id", "path"), path="/things/{id}")

    assert found.property.required


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
def test_other_parameters_are_optional_unless_they_are_required(place: str) -> None:
    """``required`` is False where it is absent."""
    optional, required = _lowered(_parameter("a", place), _parameter("b", place, required=True))

    assert (optional.property.required, required.property.required) == (False, True)


def test_an_operation_overrides_parameters_of_its_path_item() -> None:
    """Name and place together say which parameter it is; its own come first."""
    document = operation(parameters=[_parameter("q", description="Own.")])
    document["paths"]["/things"]["parameters"] = [
        _parameter("q", description="Shared."),
        _parameter("q", "header"),
        _parameter("more"),
    ]

    found = lowered(document).operation.parameters

    assert [(each.place, each.property.wire_name, each.property.docs.text) for each in found] == [
        ("query", "q", "Own."),
        ("header", "q", ""),
        ("query", "more", ""),
    ]


@pytest.mark.parametrize(
    ("path", "parameter", "error"),
    [
        (
            "/things/{id}",
            _parameter("q"),
            ": the path has {id}: declare a parameter of that name (in: path)",
        ),
        (
            "/things",
            _parameter("id", "path"),
            "/parameters/0: parameter 'id' does not occur in the path /things",
        ),
    ],
)
def test_the_path_and_its_parameters_must_agree(path: str, parameter: Json, error: str) -> None:
    """A placeholder without a parameter is an error, and the other way round."""
    [found] = errors(operation(path=path, parameters=[parameter]))

    assert found.endswith(f"/get{error}")


@pytest.mark.parametrize("name", ["X Bad", "X:Bad", "größe", ""])
def test_a_header_that_cannot_be_sent_is_an_error(name: str) -> None:
    """Its name is no token of HTTP (RFC 9110, section 5.6.2)."""
    [error] = errors(operation(parameters=[_parameter(name, "header")]))

    assert error.endswith(
        f"/parameters/0/name: {name!r} cannot be sent: "
        "name a header with letters, digits and hyphens"
    )


@pytest.mark.parametrize(
    ("place", "members", "style"),
    [
        ("query", {}, Style.EXPLODED),
        ("query", {"explode": False}, Style.COMMA_SEPARATED),
        ("query", {"style": "spaceDelimited"}, Style.SPACE_SEPARATED),
        ("query", {"style": "pipeDelimited"}, Style.PIPE_SEPARATED),
        ("query", {"style": "pipeDelimited", "explode": True}, Style.EXPLODED),
        ("query", {"style": "deepObject"}, Style.DEEP_OBJECT),
        ("header", {}, Style.SIMPLE),
        ("header", {"explode": True}, Style.SIMPLE_EXPLODED),
        ("cookie", {}, Style.EXPLODED),
        ("cookie", {"explode": False}, Style.COMMA_SEPARATED),
    ],
)
def test_a_parameter_has_the_style_of_its_place_or_its_own(
    place: str, members: Json, style: Style
) -> None:
    """The default of ``explode`` depends on the style."""
    assert _only(_parameter("p", place, **members)).style == style


def test_a_style_of_another_place_is_an_error() -> None:
    """The error names the styles that are supported."""
    [error] = errors(operation(parameters=[_parameter("p", "query", style="simple")]))

    assert error.endswith(
        "/style: style 'simple' is not supported here: "
        "use form, spaceDelimited, pipeDelimited, deepObject"
    )


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", "null"]}, Scalar.STRING),
        ({"type": "string", "format": "byte"}, Scalar.STRING),
        ({"type": "array", "items": {"format": "binary", "type": "string"}}, Array(Scalar.STRING)),
        ({"type": "string", "format": "date"}, Scalar.DATE),
    ],
)
def test_a_parameter_has_a_type_that_text_can_hold(schema: Json, expected: Type) -> None:
    """Null is not passed but omitted, and bytes are text that the caller has encoded."""
    assert _only(_parameter("p", schema=schema)).property.type == expected


@pytest.mark.parametrize(
    ("place", "schema", "of", "style"),
    [
        ("query", {"type": "object"}, None, Style.JSON),
        ("header", {"type": "integer"}, Scalar.INTEGER, Style.SIMPLE),
        ("header", {"type": "boolean"}, Scalar.BOOLEAN, Style.SIMPLE),
        ("header", {"type": "string"}, Scalar.STRING, Style.SIMPLE),
        ("cookie", {"type": "object"}, Scalar.STRING, Style.EXPLODED),
    ],
)
def test_json_is_written_in_a_query_and_left_to_the_caller_elsewhere(
    place: str, schema: Json, of: Type | None, style: Style
) -> None:
    """Numbers and booleans are the same in JSON as in text."""
    found = _only(_parameter("p", place, content={"application/json": {"schema": schema}}))

    assert found.style == style
    assert of is None or found.property.type == of


def test_a_parameter_documents_itself_or_has_the_docs_of_its_schema() -> None:
    """Text and example of the parameter win; the default is the schema's."""
    schema = {**TEXT, "description": "Of the schema.", "example": "s", "default": "d"}

    bare = _only(_parameter("p", schema=schema)).property.docs
    own = _only(_parameter("p", schema=schema, description="Its own.", example="o")).property.docs

    assert (bare.text, bare.example, bare.default) == ("Of the schema.", "s", "d")
    assert (own.text, own.example, own.default) == ("Its own.", "o", "d")
