"""One table says what the standard has at each location of a document."""

import pytest

from generator.diagnostics import Pointer
from generator.load.node_types import described, type_at


@pytest.mark.parametrize(
    ("pointer", "node_type"),
    [
        ("#/paths/~1a/get/parameters/0", "Parameter"),
        ("#/components/schemas/A/properties/default", "Schema"),
        ("#/components/schemas/A/default/x", "data"),
        ("#/components/schemas", "{Schema}"),
        ("#/components/x-more/A", "data"),
        ("#/info/title", "plain"),
        ("#/webhooks/x-a/post", "Operation"),
    ],
)
def test_the_type_of_a_location_is_known(pointer: str, node_type: str) -> None:
    """The path from the top of a document says what is at its end."""
    assert type_at(Pointer.of_ref(pointer)) == node_type


@pytest.mark.parametrize(
    ("node_type", "words"),
    [
        ("OpenAPI", "an OpenAPI Object"),
        ("PathItem", "a Path Item Object"),
        ("OAuthFlows", "an OAuth Flows Object"),
        ("[Schema]", "an array of Schema Objects"),
        ("{Header}", "an object of Header Objects"),
    ],
)
def test_node_types_are_called_as_in_the_standard(node_type: str, words: str) -> None:
    """Messages use the words of the OpenAPI specification."""
    assert described(node_type) == words
