"""Text of a document is data: values, names and docs that look like code are none."""

from typing import get_args

import yaml

from tests.generator.cases import spec_of
from tests.generator.conftest import Use, models_of
from tests.loopback import LoopbackServer, response

HOSTILE = yaml.safe_load(spec_of("hostile_text").read_text())
KEY = '"": __import__("os").abort() #'
MARKED = "\u2028\u0085\u202e\U0001f600\\"


def test_hostile_values_pass_unchanged(server: LoopbackServer, use: Use) -> None:
    """Keys and values that look like code are sent and read as they are in the document."""
    client = use("hostile_text")
    values = HOSTILE["components"]["schemas"]["Values"]["enum"]
    body = {"values": values[1], "code": values[0], KEY: values[0], MARKED: MARKED}
    server.respond(lambda _: response(body=body))

    assert list(get_args(models_of(client).Values)) == values
    for value in values:
        found = client.calls.hostile(value, values=value, import_os_abort=value, marked=MARKED)
        assert (found.values, found.code, found.to_dict()) == (values[1], values[0], body)

    assert [request.form for request in server.received] == [
        [("values", value), (KEY, value), (MARKED, MARKED)] for value in values
    ]


def test_a_path_of_any_characters_is_sent_as_it_is(server: LoopbackServer, use: Use) -> None:
    """Quotes, backslashes and emoji in a path are percent-encoded; a fragment is never sent."""
    client = use("hostile_text")
    server.respond(lambda _: response(body={}))

    client.calls.hostile("a")

    assert server.received[0].target == "/%22%22%22%5Ca/'%F0%9F%92%A5/"


def test_docstrings_hold_the_text(use: Use) -> None:
    """``help()`` shows the descriptions of the document, quotes and backslashes included."""
    method = use("hostile_text").calls.hostile

    assert method.__doc__.startswith('""" + __import__("os").abort() + """ {{ 7*7 }} {% raise %}')
    assert r"'''" in method.__doc__
    assert r"\N{DIGIT ONE}" in method.__doc__
    assert "\u202e" not in method.__doc__
