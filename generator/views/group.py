"""Views of the groups that operations hang on: a tree, one module for each group."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from .. import names
from ..operations import Operation
from .operation import OperationView, operation_view

# What the modules of groups import, under any name.
IMPORTED = frozenset(
    {
        "Any",
        "AsyncResource",
        "Call",
        "FileContent",
        "Literal",
        "Mapping",
        "NULL",
        "Operation",
        "Options",
        "Resource",
        "Sequence",
        "TYPE_CHECKING",
        "Timeout",
        "UNSET",
        "Unset",
        "async_method",
        "async_raw_method",
        "async_streaming_method",
        "as_any",
        "as_bool",
        "as_bytes",
        "as_date",
        "as_datetime",
        "as_float",
        "as_int",
        "as_none",
        "as_str",
        "as_uuid",
        "by_member",
        "by_status",
        "by_type",
        "bytes_response",
        "cached_property",
        "comma_separated",
        "content",
        "deep_object",
        "dt",
        "exploded",
        "form",
        "json_response",
        "json_object",
        "json_text",
        "json_value",
        "list_of",
        "map_of",
        "models",
        "multipart",
        "no_content",
        "null_or",
        "one_of",
        "optional",
        "pipe_separated",
        "raw_method",
        "simple_exploded",
        "space_separated",
        "streaming_method",
        "styled_form",
        "sync_method",
        "text_response",
        "uuid",
    }
)
# What every group, or the client itself, has besides its operations and children.
# Within a class, an attribute also hides what decorates and annotates the others.
_TAKEN_IN_GROUPS = frozenset(
    {"with_raw_response", "with_streaming_response", "cached_property"}
    | {f"{kind}_method" for kind in ("sync", "async", "raw", "async_raw")}
    | {"streaming_method", "async_streaming_method"}
)
_TAKEN_IN_CLIENT = frozenset(
    {"close", "with_options"} | {"cached_property", "httpx", "str", "int", "bool"}
)
# What the name of a group is part of: the names of its classes.
_CLASSES = tuple(
    f"{before}{{}}{behind}"
    for before in ("", "Async")
    for behind in ("", "WithRawResponse", "WithStreamingResponse")
)


@frozen(kw_only=True)
class Group:
    """One group: where it hangs, and the operations in it by the names of their methods."""

    attribute: str
    path: str
    module: str
    name: str
    operations: dict[str, Operation] = field(factory=dict[str, Operation])
    children: list["Group"] = field(factory=list["Group"])
    taken: set[str] = field(factory=set[str])
    """The names of its attributes."""

    module_names: set[str] = field(factory=set[str])
    """The names in its module: of imports, of its classes, and of its children's."""

    def tree(self) -> Iterable["Group"]:
        """Give the group and all below it."""
        yield self
        for child in self.children:
            yield from child.tree()


@frozen(kw_only=True)
class GroupView:
    """One group: a class for each way of calling its operations."""

    attribute: str
    path: str
    module: str
    name: str
    operations: list[OperationView]
    children: list["GroupView"]

    @property
    def streams(self) -> bool:
        """Whether an operation may answer with more than fits into memory."""
        return any(operation.may_be_large for operation in self.operations)

    def tree(self) -> Iterable["GroupView"]:
        """Give the group and all below it."""
        yield self
        for child in self.children:
            yield from child.tree()


def group_view(group: Group) -> GroupView:
    """Make the view of a group, and of those below it."""
    module_names = set(group.module_names)
    return GroupView(
        attribute=group.attribute,
        path=group.path,
        module=group.module,
        name=group.name,
        operations=[
            operation_view(operation, name, module_names)
            for name, operation in group.operations.items()
        ],
        children=[group_view(child) for child in group.children],
    )


def grouped(operations: Sequence[Operation], client: str) -> list[Group]:
    """Find the groups that hang on the client; one may be there only for those below it."""
    modules: set[str] = set()
    root = Group(
        attribute="",
        path="",
        module="",
        name=client,
        taken=set(_TAKEN_IN_CLIENT),
        module_names={*IMPORTED, client, f"Async{client}"},
    )
    groups: dict[tuple[str, ...], Group] = {(): root}
    for operation in operations:
        for depth in range(1, len(operation.group) + 1):
            path = operation.group[:depth]
            if path not in groups:
                parent = groups[path[:-1]]
                groups[path] = _group(path, parent, modules)
                modules.add(groups[path].module)
                parent.children.append(groups[path])
        group = groups[operation.group]
        group.operations[names.claim(operation.name, group.taken)] = operation
    return root.children


def _group(path: tuple[str, ...], parent: Group, modules: set[str]) -> Group:
    attribute = names.claim(path[-1], parent.taken)
    name = _class_name(path[-1], parent)
    return Group(
        attribute=attribute,
        path=f"{parent.path}.{attribute}" if parent.path else attribute,
        module=names.free(names.module("_".join(path)), modules),
        name=name,
        taken=set(_TAKEN_IN_GROUPS),
        module_names={*IMPORTED, *_class_names(name)},
    )


def _class_name(wanted: str, parent: Group) -> str:
    """Find a name of which every class may be called, and take it in the parent's module."""
    name = names.pascal_case(wanted)
    while not parent.module_names.isdisjoint(_class_names(name)):
        name += "_"
    parent.module_names.update(_class_names(name))
    return name


def _class_names(name: str) -> set[str]:
    return {pattern.format(name) for pattern in _CLASSES}
