"""``x-sdk-pagination``: what of a page leads to the next one, and what does not fit."""

from typing import Any

import pytest

from generator.diagnostics import Pointer
from generator.ir.pagination import (
    CursorRule,
    Input,
    Items,
    Limit,
    LinkRule,
    Member,
    OffsetRule,
    PageRule,
    Pagination,
)
from generator.ir.types import ModelRef, Scalar
from tests.generator.lower.documents import Json, errors, lowered, returning

AT = "/paths/~1things/get/x-sdk-pagination"
LIST = Pointer(("components", "schemas", "List"))
META = Pointer(("components", "schemas", "Meta"))
THING = Pointer(("components", "schemas", "Thing"))


def _document(extension: object) -> Json:
    document = returning(
        {"$ref": "#/components/schemas/List"},
        List={
            "type": "object",
            "properties": {
                "data": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                "meta": {"$ref": "#/components/schemas/Meta"},
                "any": {},
                "either": {"oneOf": [{"$ref": "#/components/schemas/Meta"}, {"type": "string"}]},
            },
        },
        Meta={
            "type": ["object", "null"],
            "properties": {
                "next/cursor": {"type": ["string", "null"]},
                "names": {"type": "array", "items": {"type": "string"}},
                "more": {"type": "boolean"},
                "total": {"type": "integer"},
            },
        },
        Thing={"type": "object", "properties": {"id": {"type": "string"}}},
    )
    maximum: Json = {"type": "integer", "default": 20, "maximum": 100}
    parameters: list[Json] = [
        {"name": "cursor", "in": "query", "schema": {"type": "string"}},
        {"name": "limit", "in": "query", "schema": maximum},
        {"name": "X-Page", "in": "header", "schema": {"type": "integer"}},
    ]
    get: Json = document["paths"]["/things"]["get"]
    get |= {"parameters": parameters, "x-sdk-pagination": extension}
    return document


def _rule(**extension: Any) -> object:
    found = lowered(_document({"items": "/data", **extension})).operation.pagination
    assert found
    return found.rule


def test_the_items_are_found_by_the_members_that_lead_to_them() -> None:
    """Each with its model, whether it may be null or not."""
    found = lowered(
        _document({"type": "cursor", "items": "/data", "cursor": "cursor", "last": "/id"})
    ).operation.pagination

    assert found == Pagination(
        at=Pointer(("paths", "/things", "get", "x-sdk-pagination")),
        items=Items((Member(LIST, "data"),), ModelRef(THING)),
        rule=CursorRule(cursor=Input("query", "cursor"), next=None, last=("id",)),
    )
    nested = lowered(_document({"type": "link", "items": "/meta/names"})).operation.pagination
    assert nested
    assert nested.items == Items((Member(LIST, "meta"), Member(META, "names")), Scalar.STRING)


def test_an_operation_may_return_the_list_itself() -> None:
    """The pointer to the whole response is empty."""
    document = returning({"type": "array", "items": {"type": "integer"}})
    document["paths"]["/things"]["get"]["x-sdk-pagination"] = {"type": "link", "items": ""}

    found = lowered(document).operation.pagination
    assert found
    assert found.items == Items((), Scalar.INTEGER)


def test_each_type_has_its_rule() -> None:
    """A limit comes with what the document says about its parameter."""
    limit = Limit(Input("query", "limit"), 20, 100)
    cursor = Input("query", "cursor")
    assert _rule(type="cursor", cursor="cursor", next="/meta/next~1cursor") == CursorRule(
        cursor=cursor, next=("meta", "next/cursor"), last=None
    )
    assert _rule(type="offset", offset="cursor", limit="limit", total="/meta/total") == OffsetRule(
        offset=cursor, first=0, limit=limit, total=("meta", "total")
    )
    assert _rule(type="page", page="X-Page", first=0, **{"has-more": "/meta/more"}) == PageRule(
        page=Input("header", "X-Page"), first=0, has_more=("meta", "more")
    )
    assert _rule(type="link") == LinkRule(next=None)


def test_a_field_of_the_body_may_have_the_cursor() -> None:
    """As searches have it that are sent by POST."""
    document = _document({"type": "page", "items": "/data", "page": "page", "limit": "size"})
    fields = {"page": {"type": "integer"}, "size": {"type": "integer", "maximum": 9}}
    schema = {"type": "object", "properties": fields}
    post: Json = document["paths"]["/things"].pop("get")
    document["paths"]["/things"]["post"] = post
    post |= {"requestBody": {"content": {"application/json": {"schema": schema}}}}

    found = lowered(document).operation.pagination
    assert found
    assert found.rule == PageRule(
        page=Input("body", "page"), first=1, limit=Limit(Input("body", "size"), None, 9)
    )


@pytest.mark.parametrize(
    ("extension", "at", "message"),
    [
        ([], "", "must be an object"),
        ({"items": "/data"}, "", "needs `type`: write one of cursor, offset, page, link"),
        (
            {"type": "pages"},
            "/type",
            "'pages' is not known: write one of cursor, offset, page, link",
        ),
        ({"type": "link", "item": ""}, "/item", "is not known for type link: did you mean items?"),
        ({"type": "link", "x": 1}, "/x", "is not known for type link: there are type, items, next"),
        ({"type": "link"}, "", "needs `items`"),
        (
            {"type": "link", "items": "data"},
            "/items",
            "must be a JSON pointer such as /data, not 'data'",
        ),
        ({"type": "link", "items": 1}, "/items", "must be a JSON pointer such as /data, not 1"),
        (
            {"type": "link", "items": "/dat"},
            "/items",
            "leads nowhere: the response has no 'dat' there: did you mean data?",
        ),
        (
            {"type": "link", "items": "/any/data"},
            "/items",
            "leads nowhere: where 'data' should be, no members are described",
        ),
        (
            {"type": "link", "items": "/either/data"},
            "/items",
            "leads nowhere: where 'data' should be, there is no one object",
        ),
        (
            {"type": "link", "items": "/meta"},
            "/items",
            "must lead to the items: what is there in the response is not an array",
        ),
        (
            {"type": "link", "items": "/data", "next": "/meta/more"},
            "/next",
            "leads to another type: it must be string",
        ),
        (
            {"type": "link", "items": "/data", "next": ""},
            "/next",
            "must lead to a member, not to the whole",
        ),
        ({"type": "page", "items": "/data"}, "", "needs `page`"),
        (
            {"type": "page", "items": "/data", "page": "curser"},
            "/page",
            "the operation has no parameter 'curser': did you mean cursor?",
        ),
        (
            {"type": "page", "items": "/data", "page": "zzz"},
            "/page",
            "the operation has no parameter 'zzz'",
        ),
        (
            {"type": "page", "items": "/data", "page": 1},
            "/page",
            "must be the name of a parameter, not 1",
        ),
        (
            {"type": "page", "items": "/data", "page": "X-Page", "first": "1"},
            "/first",
            "must be a whole number, not '1'",
        ),
        (
            {"type": "cursor", "items": "/data", "cursor": "cursor"},
            "",
            "needs `next`, the cursor in a response, or `last`, that in its last item: one",
        ),
        (
            {"type": "cursor", "items": "/data", "cursor": "cursor", "last": "/ID"},
            "/last",
            "leads nowhere: the response has no 'ID' there",
        ),
    ],
)
def test_what_does_not_fit_the_operation_is_an_error_where_it_is(
    extension: object, at: str, message: str
) -> None:
    """One typing error must not end an iteration early, or never."""
    assert errors(_document(extension)) == [f"{AT}{at}: {message}"]
