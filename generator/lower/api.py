"""From the document as a whole to the API."""

from collections.abc import Iterator
from typing import TypeVar

from attrs import evolve

from ..diagnostics import Diagnostics, Pointer, SpecError
from ..ir.api import Api, Body, Operation
from ..ir.events import Event, Messages
from ..ir.reach import reachable
from ..ir.weight import weight
from ..load.document import Document
from ..load.expansion import Expansion, limited, text_size
from . import extensions, unsupported
from .bodies import Bodies
from .events import Events
from .node import Node
from .operations import METHODS, operation_title, types_of
from .pagination import Paginations
from .parameters import Parameters
from .resolver import Resolver
from .responses import ResponseReader
from .schemas import Schemas, is_component
from .security import Security
from .security_schemes import SecuritySchemes
from .server import base_url, own_server, server
from .signatures import Signatures

_Part = TypeVar("_Part", bound=Operation | Event | Messages)
_WITHOUT_BODY = frozenset({"get", "head"})


def lower(document: Document, diagnostics: Diagnostics) -> Api:
    """Return what a document says; after an error, without the part that it is in.

    Raises:
        InvalidDocumentError: The document stands for more than a client can be made of.
    """
    with limited(diagnostics):
        return _Lowering(
            Node(document.data, Pointer()), document.source.expansion, diagnostics
        ).api()


class _Lowering:
    def __init__(self, root: Node, expansion: Expansion, diagnostics: Diagnostics) -> None:
        self._root = root
        self._expansion = expansion
        self._diagnostics = diagnostics
        self._resolver = Resolver(root.value, expansion)
        self._schemas = Schemas(self._resolver, diagnostics)
        declared = SecuritySchemes(root, self._resolver)
        self._security = Security(root, declared, diagnostics)
        self._parameters = Parameters(self._resolver, self._schemas, diagnostics)
        self._bodies = Bodies(self._resolver, self._schemas, diagnostics)
        self._responses = ResponseReader(self._resolver, self._schemas, diagnostics)
        self._paginations = Paginations(self._resolver, self._schemas)
        signatures = Signatures(declared, diagnostics)
        self._events = Events(root, self._resolver, self._schemas, signatures, diagnostics)
        self._ids: dict[str, Pointer] = {}
        self._bodies_of_get: list[Pointer] = []
        self._base_url = ""

    def api(self) -> Api:
        extensions.check(self._root.value, self._diagnostics)
        info, address, client_name = self._root / "info", None, None
        with self._diagnostics.recording():
            self._base_url = base_url(self._root)
            address = server(self._root)
        with self._diagnostics.recording():
            client_name = extensions.sdk_client_name(info)
        operations = tuple(self._counted(self._operations()))
        events = tuple(self._counted(self._events.lower()))
        unsupported.bodies_of_get(
            self._bodies_of_get, self._diagnostics, are_sent=self._sends_bodies_of_get
        )
        components, used = self._component_names(), self._used()
        return Api(
            title=info.text("title"),
            description=info.text("description"),
            version=info.text("version"),
            sdk_client_name=client_name,
            base_url=self._base_url,
            server=address,
            schemes=self._security.schemes,
            security=self._security.default,
            operations=operations,
            events=events,
            types=self._schemas.types,
            components=components,
            unused=tuple(name for name in components if name not in used),
        )

    def _counted(self, parts: Iterator[_Part]) -> Iterator[_Part]:
        for part in parts:
            self._expansion.add(weight(part, text_size, self._expansion.left), part.at)
            yield part

    def _component_names(self) -> tuple[str, ...]:
        components = self._root.get("components")
        return tuple(name for name, _ in components.members("schemas")) if components else ()

    def _used(self) -> set[str]:
        return {at.last for at in self._resolver.followed if is_component(at)}

    def _operations(self) -> Iterator[Operation]:
        """Yield every operation, in the order of the document."""
        for path, item in self._root.members("paths"):
            if path.startswith("x-"):
                continue
            if not path.startswith("/"):
                # Put behind the address of the server, it could name another host.
                self._diagnostics.error(item.at, "a path must begin with a slash")
                continue
            for method in item.value:
                if method in METHODS:
                    before = self._schemas.failures
                    node = item / method
                    with self._diagnostics.recording(), node.limiting_depth():
                        operation = self._operation(path, item, node)
                        if not self._is_skipped(operation, before):
                            yield operation

    def _is_skipped(self, operation: Operation, failures: int) -> bool:
        """Return whether a part of an operation has an error, and those are not wanted."""
        if not self._diagnostics.skip_invalid:
            return False
        reached = reachable(types_of(operation), self._schemas.types)
        return self._schemas.failures > failures or not reached.isdisjoint(self._schemas.incomplete)

    def _operation(self, path: str, item: Node, node: Node) -> Operation:
        title = operation_title(path, node, METHODS & item.value.keys())
        found = Operation(
            at=node.at,
            id=self._operation_id(node),
            title=title,
            tags=tuple(str(tag.value) for tag in node.items("tags")),
            sdk_group=extensions.sdk_group(node),
            sdk_method=extensions.sdk_method(node),
            method=node.at.last.upper(),
            path=path,
            summary=node.text("summary"),
            description=node.text("description"),
            deprecated=node.flag("deprecated"),
            parameters=self._parameters.lower(path, item, node, title),
            body=self._body(node, title),
            responses=self._responses.lower(node, title),
            security=self._security.of_operation(node),
            server=own_server(item, node, self._base_url),
        )
        return evolve(found, pagination=self._paginations.lower(node, found))

    def _operation_id(self, node: Node) -> str:
        name = node.text("operationId")
        if name in self._ids:
            text = f"{name!r} is the operationId of {self._ids[name]} too: change one"
            raise SpecError(node.at / "operationId", text)
        if name:
            self._ids[name] = node.at
        return name

    def _body(self, node: Node, title: str) -> Body | None:
        """Return the body; OpenAPI 3.0 ignores one on GET, 3.1 does not."""
        if node.value.get("requestBody") is not None and node.at.last in _WITHOUT_BODY:
            self._bodies_of_get.append(node.at / "requestBody")
            if not self._sends_bodies_of_get:
                return None
        return self._bodies.lower(node, title)

    @property
    def _sends_bodies_of_get(self) -> bool:
        return not self._root.text("openapi").startswith("3.0")
