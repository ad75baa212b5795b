"""The files of a client: valid Python that imports what it uses, and the runtime that it needs."""

import ast
import subprocess
from pathlib import Path

import attrs
import pytest
from attrs import evolve
from hypothesis import given, settings
from ruff import find_ruff_bin

from generator.emit.format import formatted, write_files
from generator.emit.render import render
from generator.emit.runtime_files import RUNTIME_SOURCES
from generator.emit.write import RUNTIME_LINE
from generator.ir.api import Api, BytesContent, FormBody, JsonContent, MultipartBody, Style
from generator.ir.types import Array, Constant, EnumRef, Map, Nullable, Property, Scalar, Union
from tests.generator.cases import import_client
from tests.generator.emit.samples import (
    KIND,
    THING,
    api,
    enum,
    json_body,
    member,
    model,
    named,
    operation,
    parameter,
    responses,
    shop,
)
from tests.generator.emit.test_identifiers import ANYTHING


def _files(of: Api, source: str = "spec.yaml") -> dict[str, bytes]:
    return formatted(render(of, named(of), "acme", source))


def _runtime(of: Api) -> set[str]:
    files = render(of, named(of), "acme", "spec.yaml")
    return {path.removeprefix("_runtime/") for path in files if path.startswith("_runtime/")}


def _everything() -> Api:
    """Return an API with every kind of type, body and response."""
    scalars = [member(scalar.name.lower(), scalar) for scalar in Scalar]
    kind = EnumRef(KIND.at, (Scalar.STRING,))
    parts = [
        member("list", Array(kind)),
        member("map", Map(Nullable(Scalar.INTEGER)), required=True),
        member("constant", Constant("x", Scalar.STRING)),
        member("either", Union((Scalar.STRING, Scalar.DATE))),
        member("maybe", Nullable(kind)),
    ]
    whole = model("Whole", *scalars, *parts, additional=Nullable(Scalar.DATE))
    fields: list[Property] = [*scalars, *parts]
    in_query = [parameter(style.name, "query", Array(kind), style) for style in list(Style)[2:]]
    in_header = [parameter(style.name, "header", Scalar.ANY, style) for style in list(Style)[:2]]
    form = FormBody("application/x-www-form-urlencoded", (("list", Style.JSON),))
    parted = MultipartBody("multipart/form-data", (("list", "text/csv"),))
    body = json_body(*fields, required=False)
    return api(
        operation("all", "as_json", *in_query, body=body, returns=responses(BytesContent())),
        operation("all", "as_form", *in_header, body=evolve(body, format=form)),
        operation("all.below", "as_parts", body=evolve(body, format=parted)),
        types=[KIND, whole],
    )


@pytest.mark.parametrize("of", [shop(), api(), _everything()], ids=["shop", "empty", "everything"])
def test_each_file_imports_what_it_uses_and_nothing_else(of: Api, tmp_path: Path) -> None:
    """Ruff finds no import that is not used, no name that is not defined."""
    write_files(tmp_path, {path: f for path, f in _files(of).items() if "_runtime" not in path})

    done = subprocess.run(  # noqa: S603 - our own arguments
        [find_ruff_bin(), "check", "--isolated", "--no-cache", "--select=F", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")


def test_a_client_has_one_module_for_each_resource_and_type() -> None:
    """Modules are named after paths on the client, and after models and enums."""
    assert {path for path in _files(shop()) if not path.startswith("_runtime/")} == {
        *("__init__.py", "client.py", "async_client.py", "py.typed"),
        *("resources/__init__.py", "resources/shop.py", "resources/shop_things.py"),
        *("models/__init__.py", "models/thing.py", "models/kind.py"),
    }


@pytest.mark.parametrize(
    ("of", "present", "absent"),
    [
        (
            api(operation("a", "b")),
            {"errors.py"},
            {"multipart.py", "additional.py", "streaming.py", "files.py", "unions.py", "styles.py"},
        ),
        (shop(), {"additional.py", "streaming.py"}, {"multipart.py"}),
        (_everything(), {"multipart.py", "files.py", "unions.py", "styles.py"}, set[str]()),
    ],
    ids=["plain", "shop", "everything"],
)
def test_only_the_runtime_that_is_reached_is_copied(
    of: Api, present: set[str], absent: set[str]
) -> None:
    """A client has the modules of the runtime that it imports, and those that they import."""
    found = _runtime(of)

    assert present | {"__init__.py", "lazy.py"} <= found
    assert not absent & found


def test_the_runtime_is_copied_byte_for_byte() -> None:
    """What is tested in the generator's runtime is what clients run."""
    files = _files(shop())

    assert all(
        content == (RUNTIME_SOURCES / path.removeprefix("_runtime/")).read_bytes()
        for path, content in files.items()
        if path.startswith("_runtime/")
    )


def test_a_copy_says_where_to_edit_it() -> None:
    """Each module of the runtime begins with the line by which its copies are recognised."""
    for file in RUNTIME_SOURCES.glob("*.py"):
        assert file.read_text().startswith(RUNTIME_LINE), file


def test_a_resource_has_a_class_for_each_way_to_call() -> None:
    """Sync and async, raw, and streaming only where a response may be large."""
    files = _files(shop())

    def classes(path: str) -> list[str]:
        body = ast.parse(files[path]).body
        return [node.name for node in body if isinstance(node, ast.ClassDef)]

    raw = ["ShopWithRawResponse", "AsyncShopWithRawResponse"]
    assert classes("resources/shop.py") == ["Shop", "AsyncShop", *raw]
    assert classes("resources/shop_things.py")[-2:] == [
        "ThingsWithStreamingResponse",
        "AsyncThingsWithStreamingResponse",
    ]


def test_a_client_without_a_server_has_no_address() -> None:
    """Its docstring ends with the environment variable."""
    of = evolve(api(), base_url="")

    assert "Where to send. Else ``ACME_BASE_URL``.\n" in str(
        render(of, named(of), "acme", "s")["client.py"]
    )


def test_a_style_is_written_where_it_differs_from_the_default() -> None:
    """The runtime knows the default, and a plain value is the same in each style."""
    items = Array(Scalar.STRING)
    of = operation(
        "shop",
        "list_all",
        parameter("plain", style=Style.PIPE_SEPARATED),
        parameter("usual", of=items),
        parameter("piped", of=items, style=Style.PIPE_SEPARATED),
    )

    source = "".join(str(render(api(of), named(api(of)), "acme", "s")["resources/shop.py"]).split())

    assert "query={'piped':pipe_separated,}," in source


def test_members_without_a_name_are_decoded_and_written_back(tmp_path: Path) -> None:
    """They are in a typed mapping; what does not fit stays in ``raw``; null counts as absent."""
    folder = tmp_path / "acme"
    write_files(folder, _files(shop()))
    thing = import_client(folder).models.Thing
    arrived = {"id": "a", "x": 1, "y": 2.0, "odd": "text", "none": None}

    found = thing.from_dict(arrived)

    assert (found.id, found.additional_properties) == ("a", {"x": 1, "y": 2})
    assert found.to_dict() == arrived
    made = thing(id="b", additional_properties={"x": 3})
    assert made.to_dict() == {"id": "b", "x": 3}
    assert made == thing.from_dict({"id": "b", "x": 3})
    fewer = attrs.evolve(found, additional_properties={"y": 4})
    assert fewer.to_dict() == {"id": "a", "y": 4, "odd": "text", "none": None}


def test_null_is_a_value_where_members_without_a_name_may_be_null(tmp_path: Path) -> None:
    """Null is kept in the mapping, and written back as null."""
    folder = tmp_path / "acme"
    of = model("Thing", member("id"), additional=Nullable(Scalar.DATE))
    write_files(folder, _files(api(types=[of])))
    thing = import_client(folder).models.Thing

    found = thing.from_dict({"x": None, "y": "2020-02-29"})

    assert found.additional_properties["x"] is None
    assert thing(additional_properties=found.additional_properties).to_dict() == {
        "x": None,
        "y": "2020-02-29",
    }


def test_equal_enums_are_one_alias() -> None:
    """Enums with one name are written once, with the text of the first."""
    first, second = enum("Sort", "up", "down", text="First."), enum("sort", "up", text="Second.")
    of = api(types=[first, second])
    names = evolve(named(of), classes={first.at: "Sort", second.at: "Sort"})

    files = render(of, evolve(names, modules={"Sort": "sort"}), "acme", "spec.yaml")

    assert "First." in str(files["models/sort.py"])
    assert str(files["models/__init__.py"]).count("import Sort") == 1


def _code(source: bytes | str) -> str:
    """Return what code there is, without the content of strings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def _with_text(text: str) -> Api:
    of = operation("shop", "buy", parameter("a"), returns=responses(JsonContent(Scalar.STRING)))
    return api(
        evolve(of, summary=text, description=text, path=f"/{text}"),
        types=[evolve(THING, docs=evolve(THING.docs, text=text)), KIND],
        text=text,
    )


_PLAIN = render(_with_text("plain"), named(_with_text("plain")), "acme", "spec.yaml")


@settings(max_examples=30, deadline=None)
@given(ANYTHING)
def test_no_text_and_no_file_name_changes_the_code(text: str) -> None:
    """The code of a client is the same whatever a document holds and is called."""
    of = _with_text(text)

    for path, source in render(of, named(of), "acme", text).items():
        if isinstance(source, str):
            assert _code(source) == _code(_PLAIN[path])


def test_a_file_name_does_not_decide_about_the_encoding(tmp_path: Path) -> None:
    """A document called like an encoding cookie gives a client that imports."""
    write_files(tmp_path / "acme", _files(shop(), "coding:utf-7 .yaml"))

    first = (tmp_path / "acme" / "client.py").read_bytes().splitlines()[0]
    assert b"coding :utf-7 .yaml" in first
    assert import_client(tmp_path / "acme").Acme
