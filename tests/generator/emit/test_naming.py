"""The names that callers see: made from the document's, each free where it is used."""

from collections.abc import Iterable

import pytest
from attrs import evolve

from generator.diagnostics import Diagnostics
from generator.emit.naming import name
from generator.ir.api import SecurityScheme
from generator.ir.types import Hint, Scalar
from tests.generator.emit.samples import (
    SCHEMAS,
    api,
    enum,
    json_body,
    member,
    model,
    named,
    operation,
    parameter,
)


def _calls(*operations: tuple[str, str]) -> list[str]:
    found = named(api(*(operation(group, method) for group, method in operations)))
    return [method.call for method in found.methods]


@pytest.mark.parametrize(
    ("operations", "calls"),
    [
        ([("a.b", "get")], ["client.a.b.get"]),
        ([("a", "get"), ("a", "get")], ["client.a.get", "client.a.get_"]),
        ([("a", "b"), ("a.b", "get")], ["client.a.b", "client.a.b_.get"]),
        ([("close", "get")], ["client.close_.get"]),
        ([("a", "with_raw_response")], ["client.a.with_raw_response_"]),
        ([("httpx", "get")], ["client.httpx_.get"]),
    ],
)
def test_an_operation_is_called_by_path_and_name(
    operations: list[tuple[str, str]], calls: list[str]
) -> None:
    """A name that the client, the resource or an earlier operation has gets an underscore."""
    assert _calls(*operations) == calls


def test_an_operation_without_extensions_is_named_after_tag_and_id() -> None:
    """The first tag is the resource, that of the path if there is none; the id is the method."""
    bare = evolve(operation("a", "get"), sdk_group=None, sdk_method=None)
    tagged = evolve(bare, tags=("Two Words", "more"), id="getThing", title="getThing")
    nameless = evolve(bare, at=bare.at / "other", id="", method="POST", path="/v1/things/{id}")

    found = named(api(tagged, nameless))

    calls = [method.call for method in found.methods]
    assert calls == ["client.two_words.get_thing", "client.things.update"]


def test_a_resource_is_one_module_with_classes_of_its_own() -> None:
    """Classes are free in the module of the parent, modules are named after the whole path."""
    found = named(api(operation("foo", "a"), operation("foo.async_foo", "b")))

    classes = [(each.module, each.class_name) for each in found.all_resources]
    assert classes == [("foo", "Foo"), ("foo_async_foo", "AsyncFoo_")]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["timeout", "extra_body"], ["timeout_", "extra_body_"]),
        (["user-name", "userName"], ["user_name", "user_name_"]),
        (["class", "2fast"], ["class_", "field_2fast"]),
        (["self"], ["self_"]),
    ],
)
def test_arguments_leave_call_options_their_names(wanted: list[str], found: list[str]) -> None:
    """Each argument has a name of its own that no call option has."""
    of = operation("a", "get", *map(parameter, wanted))

    [method] = named(api(of)).methods

    assert [argument.name for argument in method.arguments] == found


def test_the_last_parameter_of_the_path_is_positional() -> None:
    """The others are passed by name; those of the body come last."""
    of = operation(
        "a",
        "get",
        parameter("account", "path"),
        parameter("call", "path"),
        parameter("page"),
        body=json_body(member("url")),
    )

    [method] = named(api(of)).methods

    found = [(each.name, each.place, each.is_positional) for each in method.arguments]
    assert found == [
        ("account", "path", False),
        ("call", "path", True),
        ("page", "query", False),
        ("url", "body", False),
    ]


def test_fields_leave_models_their_own_names() -> None:
    """Members called like something that models have or need get an underscore."""
    of = model("Thing", *map(member, ["raw", "to_dict", "list", "userName", "user_name"]))

    [fields] = named(api(types=[of])).fields.values()

    assert [*fields.values()] == ["raw_", "to_dict_", "list_", "user_name", "user_name_"]


def test_members_without_a_name_have_a_field_of_their_own() -> None:
    """It gives way to a member that the document calls so."""
    plain = model("Plain", member("a"), additional=Scalar.STRING)
    taken = model("Taken", member("additional_properties"), additional=Scalar.STRING)
    none = model("None", member("a"))

    found = named(api(types=[plain, taken, none]))

    assert found.additional == {
        plain.at: "additional_properties",
        taken.at: "additional_properties_",
    }


def test_components_keep_their_names_and_inline_types_find_free_ones() -> None:
    """An inline type has its short name if that is free, else the one with its owner."""
    component = model("Page", member("a"))
    inline = evolve(component, at=SCHEMAS / "X" / "a", hint=Hint(("Page",), "List"))
    nested = evolve(component, at=SCHEMAS / "X" / "b", hint=Hint((inline.at, "Item")))

    found = named(evolve(api(types=[component, inline, nested]), components=("Page",)))

    assert [*found.classes.values()] == ["Page", "ListPage", "ListPageItem"]


def test_equal_inline_enums_are_one() -> None:
    """To Python, True is 1: such enums are two all the same."""
    several: list[tuple[str | int | bool, ...]] = [(1, 2), (1, 2), (True, 2), ("a",)]
    enums = [
        evolve(
            enum("a", *values),
            at=SCHEMAS / "x" / str(number),
            hint=Hint(("Sort",), f"Owner{number}"),
        )
        for number, values in enumerate(several)
    ]

    found = named(evolve(api(types=enums), components=()))

    assert [*found.classes.values()] == ["Sort", "Sort", "Owner2Sort", "Owner3Sort"]


def test_models_whose_names_differ_in_case_have_files_of_their_own() -> None:
    """File systems that ignore case keep the modules of all models apart."""
    found = named(api(types=[model("Straße"), model("Strasse"), model("THING"), model("Thing")]))

    assert found.modules == {
        "Straße": "straße",
        "Strasse": "strasse_",
        "THING": "thing",
        "Thing": "thing_",
    }


def _scheme(name: str, key: str = "") -> SecurityScheme:
    if key:
        return SecurityScheme(name, "header", key, "The key.")
    return SecurityScheme(name, "basic" if name == "basic" else "bearer", "", "The key.")


@pytest.mark.parametrize(
    ("schemes", "arguments"),
    [
        ([_scheme("a"), _scheme("b")], [("api_key",), ("api_key",)]),
        ([_scheme("basic")], [("username", "password")]),
        ([_scheme("a", "X-Api-Key"), _scheme("b", "x_api_key")], [("x_api_key",), ("x_api_key_",)]),
        ([_scheme("a", "api-key"), _scheme("b")], [("api_key_",), ("api_key",)]),
        ([_scheme("a", "pools"), _scheme("b", "httpx")], [("pools",), ("httpx",)]),
        ([_scheme("a", "Timeout"), _scheme("b", "self")], [("timeout_",), ("self_",)]),
    ],
)
def test_keys_have_arguments_that_hide_nothing(
    schemes: Iterable[SecurityScheme], arguments: list[tuple[str, ...]]
) -> None:
    """Bearer tokens share an argument; keys get an underscore if the client has the name."""
    found = named(api(schemes=tuple(schemes)))

    assert [each.arguments for each in found.credentials] == arguments


def test_a_client_does_not_hide_what_its_package_exports() -> None:
    """The client of an API called API leaves `APIError` its meaning."""
    assert named(api(title="API")).client == "APIClient"
    assert named(api(title="acme")).variable("api_key") == "ACME_API_KEY"


@pytest.mark.parametrize(
    ("title", "client", "variable"),
    [
        ("OpenAI API", "OpenAI", "OPENAI_API_KEY"),
        ("GitHub's official OpenAPI spec + extension", "GitHub", "GITHUB_API_KEY"),
        ("The Acme Corp REST API (beta)", "AcmeCorp", "ACME_CORP_API_KEY"),
        ("API of Acme", "APIOfAcme", "API_OF_ACME_API_KEY"),
        ("2fast API", "Field2fast", "FIELD_2FAST_API_KEY"),
    ],
)
def test_a_client_is_named_after_the_product(title: str, client: str, variable: str) -> None:
    """What a title says about APIs is left out; capitals in a word do not split a variable."""
    names = named(api(title=title))

    assert (names.client, names.variable("api_key")) == (client, variable)


def test_a_client_that_names_itself_has_variables_of_that_name() -> None:
    """The words of the title count only where they are the client's name."""
    itself = named(evolve(api(title="Voice API"), sdk_client_name="AcmeCorp"))
    same = named(evolve(api(title="OpenAI API"), sdk_client_name="OpenAI"))

    assert itself.variable("base_url") == "ACME_CORP_BASE_URL"
    assert same.variable("base_url") == "OPENAI_BASE_URL"


def test_names_that_cannot_be_used_are_errors() -> None:
    """Each extension with a name that Python cannot use is reported where it is."""
    diagnostics = Diagnostics()
    of = operation(
        ("a", "B"), "get-it", evolve(parameter("a"), property=evolve(member("a"), sdk_name="_a"))
    )

    name(evolve(api(of), sdk_client_name="my client"), diagnostics)

    assert [str(each.at) for each in diagnostics.of("error")] == [
        "/info/x-sdk-client-name",
        "/paths/a/B/get-it/x-sdk-group",
        "/paths/a/B/get-it/x-sdk-method",
        "/somewhere/a/x-sdk-name",
    ]
