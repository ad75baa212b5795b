"""The ``x-sdk-*`` keywords: those that are known, and those that are nearly."""

from tests.generator.lower.documents import Json, errors, lowered, operation, returning


def _extension(name: str, value: object) -> Json:
    return {name: value}


def test_a_misspelt_extension_is_warned_of_with_a_suggestion() -> None:
    """It would move an operation to another resource without a word."""
    found = lowered(operation(**_extension("x-sdk-grup", ["a"])))

    assert found.warnings == [
        "/paths/~1things/get/x-sdk-grup: is ignored: did you mean x-sdk-group?"
    ]
    assert found.operation.sdk_group is None


def test_an_extension_in_the_wrong_object_is_warned_of() -> None:
    """The warning says where it belongs."""
    document = operation()
    document["x-sdk-client-name"] = "Acme"

    assert lowered(document).warnings == [
        "/x-sdk-client-name: is ignored here: it belongs to Info, not to OpenAPI"
    ]


def test_extensions_of_others_may_be_anywhere() -> None:
    """They are neither operations nor responses, and their references are data."""
    ours: Json = {
        "x-text": "text",
        "x-null": None,
        "x-list": [{"$ref": "#/nowhere"}],
        "x-map": {"get": {}},
    }
    callback = {"{$url}": {"post": {"responses": {"204": {"description": ""}}, **ours}}, **ours}
    document = operation("post", callbacks={"onDone": callback}, **ours)
    item = document["paths"]["/things"]
    item |= ours
    item["post"]["responses"] |= ours
    document["paths"] |= ours
    components = {"schemas": {"x-Thing": {"type": "object", **ours}}, **ours}

    found = lowered({**document, "components": components, **ours})

    assert [success.status for success in found.operation.responses.successes] == ["204"]
    [warning] = found.warnings
    assert warning.endswith("has neither a body nor a query: there is nothing to parse")


def test_a_member_may_be_called_like_an_extension() -> None:
    """Names of properties and schemas are names, whatever they begin with."""
    schema = {"properties": {"x-size": {"type": "integer"}}}

    [found] = lowered(
        returning({"$ref": "#/components/schemas/x-Thing"}, **{"x-Thing": schema})
    ).api.models

    assert [member.wire_name for member in found.properties] == ["x-size"]


def test_a_group_that_is_not_a_list_of_names_is_an_error() -> None:
    """It is located at the extension."""
    assert errors(operation(**_extension("x-sdk-group", ["a", 7]))) == [
        "/paths/~1things/get/x-sdk-group: must be a list of Python names in lower case"
    ]


def test_a_name_that_is_not_text_is_an_error() -> None:
    """It is located at the extension, and shown."""
    parameter = {"name": "q", "in": "query", "x-sdk-name": 7, "schema": {}}

    [error] = errors(operation(parameters=[parameter]))

    assert error == (
        "/paths/~1things/get/parameters/0/x-sdk-name: "
        "must be the Python name of a parameter or field, not 7"
    )
