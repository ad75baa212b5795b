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
class GroupView:
    """One group: a class for each way of calling its operations."""

    attribute: str
    path: str
    module: str
    name: str
    operations: list[OperationView] = field(factory=list[OperationView])
    children: list["GroupView"] = field(factory=list["GroupView"])
    taken: set[str] = field(factory=set[str])
    """The names of its attributes."""

    module_names: set[str] = field(factory=set[str])
    """The private names in its module."""

    @property
    def streams(self) -> bool:
        """Whether an operation may answer with more than fits into memory."""
        return any(operation.may_be_large for operation in self.operations)

    def tree(self) -> Iterable["GroupView"]:
        """Give the group and all below it."""
        yield self
        for child in self.children:
            yield from child.tree()


def group_views(operations: Sequence[Operation], client: str) -> list[GroupView]:
    """Make the views of the groups that hang on the client; a group may be there for others."""
    modules: set[str] = set()
    root = GroupView(attribute="", path="", module="", name=client, taken=set(_TAKEN_IN_CLIENT))
    groups: dict[tuple[str, ...], GroupView] = {(): root}
    for operation in operations:
        for depth in range(1, len(operation.group) + 1):
            path = operation.group[:depth]
            if path not in groups:
                parent = groups[path[:-1]]
                groups[path] = _group_view(path, parent, modules)
                modules.add(groups[path].module)
                parent.children.append(groups[path])
        group = groups[operation.group]
        name = names.claim(operation.name, group.taken)
        group.operations.append(operation_view(operation, name, group.module_names))
    return root.children


def _group_view(path: tuple[str, ...], parent: GroupView, modules: set[str]) -> GroupView:
    attribute = names.claim(path[-1], parent.taken)
    cousins = {parent.name, *(view.name for view in parent.children)}
    return GroupView(
        attribute=attribute,
        path=f"{parent.path}.{attribute}" if parent.path else attribute,
        module=names.free("_".join(path), modules),
        name=names.free(names.pascal_case(path[-1]), cousins | _IMPORTED),
        taken=set(_TAKEN_IN_GROUPS),
    )
