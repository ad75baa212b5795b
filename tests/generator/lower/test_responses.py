"""Responses: what a call returns, what its errors hold, and what it accepts."""

import pytest

from generator.diagnostics import Pointer
from generator.ir.api import BytesContent, Content, JsonContent, Responses, Success, TextContent
from generator.ir.types import ModelRef, Scalar, Union
from tests.generator.lower.documents import Json, errors, lowered, operation

NUMBER = {"application/json": {"schema": {"type": "integer"}}}
TEXT = {"application/json": {"schema": {"type": "string"}}}


def _response(content: Json | None = None, description: str = "") -> Json:
    found: Json = {"description": description}
    return found if content is None else {**found, "content": content}


def _responses(responses: Json, method: str = "get") -> Responses:
    return lowered(operation(method, responses=responses)).operation.responses


def _content(content: Json) -> dict[str, Content]:
    [success] = _responses({"200": _response(content)}).successes
    return dict(success.contents)


@pytest.mark.parametrize("errors_beside", [(), ("404",), ("4XX", "500"), ("302",)])
def test_the_default_is_the_success_where_no_other_is_documented(
    errors_beside: tuple[str, ...],
) -> None:
    """Errors beside it do not make it one of them alone; it describes any other error as well."""
    documented = {status: _response(TEXT) for status in errors_beside}

    found = _responses({**documented, "default": _response(NUMBER)})

    assert [(success.status, success.type) for success in found.successes] == [
        ("2XX", Scalar.INTEGER)
    ]
    assert found.error_types == {
        **dict.fromkeys(errors_beside, Scalar.STRING),
        "default": Scalar.INTEGER,
    }


def test_the_default_is_no_success_beside_one() -> None:
    """It then describes what is not documented: errors."""
    found = _responses({"201": _response(NUMBER), "default": _response(TEXT)})

    assert (found.type, found.error_types) == (Scalar.INTEGER, {"default": Scalar.STRING})


def test_several_successes_are_a_union() -> None:
    """Each status has its type; one without a body returns null."""
    found = _responses({"200": _response(NUMBER), "2XX": _response(TEXT), "204": _response()})

    assert [(success.status, success.type) for success in found.successes] == [
        ("200", Scalar.INTEGER),
        ("2XX", Scalar.STRING),
        ("204", Scalar.NULL),
    ]


def test_a_response_to_head_has_no_body() -> None:
    """Whatever is documented, HTTP sends none; its errors have none either."""
    found = _responses({"200": _response(NUMBER)}, "head")

    assert (found.successes, found.type) == ((Success("200"),), Scalar.NULL)
    assert found.accept == "application/json"


def test_json_is_asked_for_where_no_body_is_documented() -> None:
    """An API that documents none most likely sends JSON, in errors at least."""
    assert _responses({"204": _response()}).accept == "application/json"


def test_an_operation_without_successes_returns_nothing() -> None:
    """Any success will do, and nothing is known of its body."""
    assert _responses({"404": _response(NUMBER)}).successes == (Success("2XX"),)


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", JsonContent(Scalar.INTEGER)),
        ("application/problem+json", JsonContent(Scalar.INTEGER)),
        ("text/json; charset=utf-8", JsonContent(Scalar.INTEGER)),
        ("text/csv", TextContent()),
        ("image/png", BytesContent()),
    ],
)
def test_the_media_type_decides_how_a_body_is_read(media_type: str, expected: Content) -> None:
    """JSON is decoded, text is text, everything else is bytes."""
    [content] = _content({media_type: {"schema": {"type": "integer"}}}).values()

    assert content == expected


def test_a_range_of_media_types_is_json_where_its_schema_is_no_plain_text() -> None:
    """Only JSON could hold such a value; text and files are returned as bytes."""
    assert _content({"*/*": {"schema": {"type": "array"}}})["*/*"] != BytesContent()
    assert _content({"*/*": {"schema": {"type": "string"}}})["*/*"] == BytesContent()
    assert _content({"*/*": {}})["*/*"] == BytesContent()


def test_parameters_of_a_media_type_do_not_tell_responses_apart() -> None:
    """Servers need not repeat them; either schema is read."""
    versions = {
        "application/json; version=1": {"schema": {"type": "integer"}},
        "application/json; version=2": {"schema": {"type": "string"}},
    }

    assert _content(versions) == {
        "application/json": JsonContent(Union((Scalar.INTEGER, Scalar.STRING)))
    }
    assert _responses({"200": _response(versions)}).accept == ", ".join(versions)


def test_an_error_has_the_type_of_its_json() -> None:
    """Text beside it, and JSON of which nothing is known, have none."""
    problem = {"properties": {"title": {"type": "string"}}}
    found = _responses(
        {
            "204": _response(),
            "400": _response({"text/plain": {}, "application/json": {"schema": problem}}),
            "404": _response({"application/json": {}}),
            "500": _response({"text/plain": {}}),
        }
    )

    [(status, of)] = found.error_types.items()
    assert status == "400"
    at = "paths /things get responses 400 content application/json schema"
    assert of == ModelRef(Pointer(tuple(at.split())))


def test_errors_keep_the_order_of_the_document() -> None:
    """Each has its description."""
    found = _responses(
        {"404": _response(description="Lost."), "4XX": _response(), "204": {"description": "Done."}}
    )

    assert [(error.status, error.text) for error in found.errors] == [("404", "Lost."), ("4XX", "")]
    assert found.text == "Done."


@pytest.mark.parametrize("status", ["ok", "99", "600", "20", "2xy"])
def test_a_status_that_is_none_is_an_error(status: str) -> None:
    """The error says how a status is written."""
    assert errors(operation(responses={status: {"description": ""}})) == [
        (
            f"/paths/~1things/get/responses/{status}: "
            f"{status!r} is not a status: write 200, 2XX or default"
        )
    ]


def test_extensions_beside_statuses_are_no_responses() -> None:
    """Nor is a status in lower case another one."""
    found = _responses({"2xx": _response(NUMBER), "x-more": {"any": "thing"}})

    assert [success.status for success in found.successes] == ["2XX"]
