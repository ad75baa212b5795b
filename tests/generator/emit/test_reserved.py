"""The tables of reserved names agree with the templates and with the runtime."""

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.emit import imports, reserved
from generator.emit.render import render
from generator.emit.runtime_files import RUNTIME_SOURCES
from tests.generator.emit.samples import named, shop

FILES = {
    path: ast.parse(source)
    for path, source in render(shop(), named(shop()), "acme", "spec.yaml").items()
}


def _classes(path: str) -> list[ast.ClassDef]:
    return [node for node in FILES[path].body if isinstance(node, ast.ClassDef)]


def _functions(body: list[ast.stmt]) -> list[ast.FunctionDef]:
    return [node for node in body if isinstance(node, ast.FunctionDef)]


def _names(nodes: list[ast.AST]) -> set[str]:
    """Return the names that code loads."""
    return {
        found.id
        for node in nodes
        for found in ast.walk(node)
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Load)
    }


def _in_class(of: ast.ClassDef) -> set[str]:
    """Return the names that the body of a class looks up in the class itself first."""
    found: list[ast.AST] = []
    for node in of.body:
        if isinstance(node, ast.FunctionDef):
            found += [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
        elif isinstance(node, ast.AnnAssign):
            found += [node.annotation, *([node.value] if node.value else [])]
        elif isinstance(node, ast.Assign):
            found.append(node.value)
    return _names(found)


def _arguments(of: ast.FunctionDef) -> list[str]:
    return [each.arg for each in (*of.args.posonlyargs, *of.args.args, *of.args.kwonlyargs)]


def _public(module: str) -> Iterator[str]:
    """Yield the public attributes of the clients or resources in a module of the runtime."""
    for node in ast.walk(ast.parse((RUNTIME_SOURCES / f"{module}.py").read_bytes())):
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Client", "Resource")):
            methods = (ast.FunctionDef, ast.AsyncFunctionDef)
            found = [each.name for each in node.body if isinstance(each, methods)]
            found += [
                each.attr
                for each in ast.walk(node)
                if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
                if ast.unparse(each.value) == "self"
            ]
            yield from (name for name in found if not name.startswith("_"))


@pytest.mark.parametrize(
    "table", [imports.MODEL, imports.ENUM, imports.RESOURCE, imports.CLIENT, imports.EXPORTS]
)
def test_the_runtime_has_what_is_imported_from_it(table: dict[str, str]) -> None:
    """Each name of the table is defined in the module that the table says."""
    for name, source in table.items():
        module = source.partition("_runtime.")[2].partition(" ")[0]
        if source == imports.RUNTIME:
            assert (RUNTIME_SOURCES / f"{name}.py").is_file()
        elif module:
            text = (RUNTIME_SOURCES / f"{module}.py").read_text()
            imported = "api_key" if " import " in source else name
            defined = {
                getattr(node, "name", None) or getattr(node, "id", None)
                for node in ast.walk(ast.parse(text))
            }
            assert imported in defined, (name, module)


def test_fields_hide_nothing_that_the_class_of_a_model_needs() -> None:
    """What is in annotations, defaults and decorators of a model is reserved in it."""
    [model] = _classes("models/thing.py")
    own = {function.name for function in _functions(model.body)} | {"raw"}

    assert _in_class(model) | own <= reserved.MODEL_MEMBERS


def test_every_annotation_of_a_response_is_reserved_in_models() -> None:
    """Whatever type a field has, another field cannot hide it."""
    assert imports.MODEL_CLASS.keys() <= reserved.MODEL_MEMBERS
    assert {"bool", "bytes", "dict", "float", "int", "list", "str"} <= reserved.MODEL_MEMBERS


def test_arguments_hide_nothing_that_the_function_of_an_operation_needs() -> None:
    """What the body of such a function loads is an argument, private, or reserved."""
    functions = _functions(FILES["resources/shop_things.py"].body)
    assert functions
    for function in functions:
        loaded = _names([*function.body]) - set(_arguments(function))
        assert {name for name in loaded if name[0] != "_"} <= reserved.OPERATION_ARGUMENTS
        assert set(_arguments(function)) >= reserved.CALL_OPTIONS
    others = reserved.OPERATION_ARGUMENTS - reserved.CALL_OPTIONS - {"self"}
    assert imports.RESOURCE.keys() >= others


def test_keys_hide_nothing_that_the_constructor_of_a_client_needs() -> None:
    """What the body loads is reserved; and so are all arguments that every client has."""
    for path in ("client.py", "async_client.py"):
        [client] = _classes(path)
        [init] = [each for each in _functions(client.body) if each.name == "__init__"]
        arguments = set(_arguments(init)) - {"api_key"}
        loaded = {name for name in _names([*init.body]) if name[0] != "_"}
        assert loaded - {"api_key"} <= reserved.CLIENT_ARGUMENTS
        assert arguments == {"self", *reserved.CLIENT_SETTINGS}


def test_resources_hide_nothing_of_a_client() -> None:
    """The public attributes of the runtime's clients, and what its class needs, are reserved."""
    public = {*_public("base_client"), *_public("sync_client"), *_public("async_client")}
    assert public <= reserved.CLIENT_MEMBERS

    for path in ("client.py", "async_client.py"):
        [client] = _classes(path)
        needed = {name for name in _in_class(client) if name == name.lower() and name[0] != "_"}
        assert needed <= reserved.CLIENT_MEMBERS


def test_operations_hide_nothing_of_a_resource() -> None:
    """What the classes of a resource have and need in lower case is reserved."""
    for found in _classes("resources/shop_things.py"):
        needed = {name for name in _in_class(found) if name == name.lower() and name[0] != "_"}
        own = {each.name for each in _functions(found.body)}
        assert needed | own <= reserved.RESOURCE_MEMBERS
    assert {*_public("resources")} <= reserved.RESOURCE_MEMBERS


def test_every_import_of_generated_code_is_in_its_table() -> None:
    """Modules import what their table has, and what the package itself is made of."""
    own = {"annotations", "lazy_exports"}
    tables = {"models/thing.py": imports.MODEL, "models/kind.py": imports.ENUM}
    tables |= {"client.py": imports.CLIENT, "async_client.py": imports.CLIENT}
    tables |= {"resources/shop.py": imports.RESOURCE, "resources/shop_things.py": imports.RESOURCE}
    for path, table in tables.items():
        found = {
            each.asname or each.name
            for node in FILES[path].body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for each in node.names
        }
        assert found - own <= table.keys(), path


def test_a_client_cannot_be_called_like_an_export() -> None:
    """Every name that the package exports is reserved in it."""
    [exports] = [
        node.value
        for node in FILES["__init__.py"].body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    names = {name for name in ast.literal_eval(exports) if "Acme" not in name}

    assert names - {"models"} <= reserved.PACKAGE
    assert not names & set(dir(builtins))


def test_the_names_of_a_resources_classes_are_those_in_its_module() -> None:
    """All classes that a module of a resource may have are named together."""
    found = {each.name for each in _classes("resources/shop_things.py")}

    assert found <= reserved.classes("Things")
    assert Path("generator/runtime").resolve() == RUNTIME_SOURCES.resolve()
