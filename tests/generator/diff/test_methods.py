"""Changes of methods that the table of rules does not show."""

import pytest

from generator.diagnostics import Pointer
from generator.diff.client import Client
from generator.ir.api import Body, BodyFormat, FormBody, JsonBody, MultipartBody, Style
from tests.generator.diff.apis import changes, client, member, operation

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
CALL = "client.things.touch()"
COMMA, PIPE = ("a", Style.COMMA_SEPARATED), ("b", Style.PIPE_SEPARATED)


def _sends(of: BodyFormat, *fields: str, is_whole: bool = False) -> Client:
    body = Body(
        at=Pointer(("body",)),
        format=of,
        fields=tuple(map(member, fields)),
        is_whole=is_whole,
        required=True,
    )
    return client(operation(body=body))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FormBody(FORM), FormBody(FORM, (COMMA,))),
        (FormBody(FORM, (COMMA,)), FormBody(FORM, (("a", Style.JSON),))),
        (MultipartBody(MULTIPART), MultipartBody(MULTIPART, (("a", "text/csv"),))),
    ],
)
def test_the_encoding_of_a_body_is_compared(old: BodyFormat, new: BodyFormat) -> None:
    """A field that is written in another way than before is a change, even of the same name."""
    assert changes(_sends(old, "a", "b"), _sends(new, "a", "b")) == [
        f"compatible encoding-changed: {CALL} writes the fields of its body differently"
    ]


def test_the_order_of_fields_is_not_compared() -> None:
    """A form whose fields stand in another order is the same form."""
    old = _sends(FormBody(FORM, (COMMA, PIPE)), "a", "b")
    new = _sends(FormBody(FORM, (PIPE, COMMA)), "b", "a")

    assert changes(old, new) == []


def test_a_body_as_a_whole_is_another_encoding() -> None:
    """A field called body, and a body without fields, are not sent alike."""
    form = JsonBody("application/json")

    assert changes(_sends(form, "body"), _sends(form, "body", is_whole=True)) == [
        f"compatible encoding-changed: {CALL} writes the fields of its body differently"
    ]


def test_servers_do_not_see_the_names_of_placeholders() -> None:
    """A path with other names in its braces is the same path."""
    assert changes(client(operation("/a/{b}")), client(operation("/a/{c}"))) == []
