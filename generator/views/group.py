"""Views of the groups that operations hang on: a tree, one module for each group."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from .. import names
from ..operations import Operation
from .operation import OperationView, operation_view

# What the modules of groups import under its own name.
_IMPORTED = frozenset(
    {"Any", "Call", "Mapping", "Method", "Operation", "Options", "RawResource", "Resource"}
    | {"Timeout", "Unset", "AsyncResource", "AsyncRawResource"}
    | {"StreamingResource", "AsyncStreamingResource"}
)
# What every group, or the client itself, has besides its operations and children.
_TAKEN_IN_GROUPS = frozenset({"bind", "with_raw_response", "with_streaming_response"})
_TAKEN_IN_CLIENT = frozenset({"close", "send", "send_raw", "send_streamed", "with_options"})


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
    module_names: set[str] = set()
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
    root = Group(attribute="", path="", module="", name=client, taken=set(_TAKEN_IN_CLIENT))
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
    cousins = {parent.name, *(group.name for group in parent.children)}
    return Group(
        attribute=attribute,
        path=f"{parent.path}.{attribute}" if parent.path else attribute,
        module=names.free("_".join(path), modules),
        name=names.free(names.pascal_case(path[-1]), cousins | _IMPORTED),
        taken=set(_TAKEN_IN_GROUPS),
    )
