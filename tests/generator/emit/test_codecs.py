"""Expressions for what the runtime reads and writes."""

import pytest
from attrs import evolve

from generator.diagnostics import Pointer
from generator.emit.codecs import converter, decoder, error_converters, style_matters, writer
from generator.emit.imports import RESOURCE, Scope
from generator.ir.api import (
    Body,
    BodyFormat,
    BytesContent,
    Content,
    ErrorResponse,
    FormBody,
    JsonBody,
    JsonContent,
    MultipartBody,
    RawBody,
    Responses,
    Style,
    Success,
    TextContent,
)
from generator.ir.types import (
    Array,
    Constant,
    Discriminator,
    EnumRef,
    Map,
    ModelRef,
    Nullable,
    Scalar,
    Type,
    Union,
)
from tests.generator.emit.samples import DONE, SCHEMAS

CAT, DOG = ModelRef(SCHEMAS / "Cat"), ModelRef(SCHEMAS / "Dog")
BOTH = Discriminator("kind", (("cat", CAT), ("dog", DOG)))
INT = JsonContent(Scalar.INTEGER)


def _scope() -> Scope:
    return Scope(RESOURCE, {CAT.at: "Cat", DOG.at: "Dog"}, dots="..")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (Scalar.DATETIME, "as_datetime"),
        (Scalar.BINARY, "as_str"),
        (EnumRef(SCHEMAS / "Kind", (Scalar.STRING,)), "as_str"),
        (EnumRef(SCHEMAS / "Kind", (Scalar.STRING, Scalar.INTEGER)), "one_of(as_str, as_int)"),
        (Constant(1, Scalar.INTEGER), "as_int"),
        (Array(Map(Nullable(CAT))), "list_of(map_of(null_or(models.Cat.from_dict)))"),
        (Union((CAT, DOG)), "one_of(models.Cat.from_dict, models.Dog.from_dict)"),
        (Union((Scalar.STRING, Scalar.BINARY)), "as_str"),
        (
            Union((CAT, DOG), BOTH),
            "by_member('kind', {'cat': models.Cat.from_dict, 'dog': models.Dog.from_dict})",
        ),
        (
            Union((CAT, Scalar.NULL), Discriminator("k", (("c", CAT),))),
            "one_of(by_member('k', {'c': models.Cat.from_dict}), as_none)",
        ),
    ],
)
def test_a_type_has_a_converter(of: Type, expected: str) -> None:
    """A discriminator decides first, and what decodes alike is tried once."""
    assert converter(of, _scope()) == expected


def _responses(*successes: tuple[str, dict[str, Content]]) -> Responses:
    return evolve(
        DONE,
        successes=tuple(Success(status, tuple(found.items())) for status, found in successes),
    )


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        (_responses(), "no_content"),
        (_responses(("204", {})), "no_content"),
        (_responses(("200", {"application/json": INT})), "json_response(lambda: as_int)"),
        (_responses(("200", {"text/csv": TextContent()})), "text_response"),
        (
            _responses(("200", {"application/json": INT, "image/png": BytesContent()})),
            (
                "by_type({'application/json': json_response(lambda: as_int), "
                "'image/png': bytes_response})"
            ),
        ),
        (
            _responses(("200", {"application/json": INT}), ("204", {})),
            "by_status({'200': json_response(lambda: as_int), '204': no_content})",
        ),
        (
            _responses(("200", {"a/json": INT, "b/json": INT}), ("201", {"a/json": INT})),
            "json_response(lambda: as_int)",
        ),
    ],
)
def test_responses_have_a_decoder(responses: Responses, expected: str) -> None:
    """Status and media type decide only where they make a difference."""
    assert decoder(responses, _scope()) == expected


def test_errors_that_are_the_default_are_not_repeated() -> None:
    """An error with the default's type is decoded as the default; one without a type is not."""
    errors = [
        ErrorResponse("400", "", CAT),
        ErrorResponse("404", "", DOG),
        ErrorResponse("409", "", None),
        ErrorResponse("default", "", CAT),
    ]

    assert error_converters(errors, _scope()) == [
        ("404", "models.Dog.from_dict"),
        ("default", "models.Cat.from_dict"),
    ]


_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data"


@pytest.mark.parametrize(
    ("format_", "fields", "optional", "whole", "optional_whole"),
    [
        (
            JsonBody(_JSON),
            f"json_object('{_JSON}')",
            f"optional(json_object('{_JSON}'))",
            *[f"json_value('{_JSON}')"] * 2,
        ),
        (FormBody(_FORM), *["form"] * 4),
        (
            FormBody(_FORM, (("a", Style.JSON),)),
            *["styled_form({'a': json_text})"] * 2,
            *["form"] * 2,
        ),
        (MultipartBody(_PARTS), *["multipart({})", "optional(multipart({}))"] * 2),
        (
            MultipartBody(_PARTS, (("a", "image/png"),)),
            *["multipart({'a': 'image/png'})", "optional(multipart({'a': 'image/png'}))"] * 2,
        ),
        (RawBody("text/csv"), *["content('text/csv')"] * 4),
    ],
)
def test_a_body_has_a_writer(
    format_: BodyFormat, fields: str, optional: str, whole: str, optional_whole: str
) -> None:
    """A body that need not be there is not sent without fields; an empty form is."""
    body = Body(at=Pointer(), format=format_, fields=(), is_whole=False, required=True)

    assert writer(body, _scope()) == fields
    assert writer(evolve(body, required=False), _scope()) == optional
    assert writer(evolve(body, is_whole=True), _scope()) == whole
    assert writer(evolve(body, is_whole=True, required=False), _scope()) == optional_whole


@pytest.mark.parametrize(
    ("style", "of", "expected"),
    [
        (Style.PIPE_SEPARATED, Scalar.STRING, False),
        (Style.PIPE_SEPARATED, EnumRef(SCHEMAS / "Kind", (Scalar.STRING,)), False),
        (Style.JSON, Scalar.STRING, True),
        (Style.PIPE_SEPARATED, Scalar.ANY, True),
        (Style.PIPE_SEPARATED, Array(Scalar.STRING), True),
    ],
)
def test_a_style_matters_for_values_with_parts(style: Style, of: Type, *, expected: bool) -> None:
    """Plain values are the same in each style, but in JSON they have quotes."""
    assert style_matters(style, of) is expected
