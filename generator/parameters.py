"""Parameters in path, query, headers and cookies, and the styles they are written in."""

import re
from collections.abc import Iterable, Iterator

from attrs import frozen
from openapi_python_client import schema as oai

from . import kinds, names
from .components import Components
from .kinds import Kind, Property
from .media_types import is_json
from .parse import raw
from .problems import Pointer, Problem, SpecError
from .said import sdk_name
from .schemas import Schemas

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
# What a header parameter must not be called.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
# What belongs to the connection and not to the caller.
_CONNECTION_HEADERS = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# By place and by what the document says about style and explode: the runtime's name for it.
# Where it says nothing, each place has its own default.
_DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
QUERY_STYLES = {
    ("form", True): "exploded",
    ("form", False): "comma_separated",
    ("spaceDelimited", True): "exploded",
    ("spaceDelimited", False): "space_separated",
    ("pipeDelimited", True): "exploded",
    ("pipeDelimited", False): "pipe_separated",
    ("deepObject", True): "deep_object",
    ("deepObject", False): "deep_object",
}
_SIMPLE_STYLES = {("simple", True): "simple_exploded", ("simple", False): "simple"}


@frozen
class Parameter:
    """A parameter: what it is, where it stands and how it is written."""

    property: Property
    place: str
    style: str


class Parameters:
    """Reads the parameters of operations."""

    def __init__(self, components: Components, schemas: Schemas) -> None:
        """Begin with what is shared in a document."""
        self._components = components
        self._schemas = schemas
        self.problems: list[Problem] = []

    def read(
        self,
        path: str,
        item: oai.PathItem,
        operation: oai.Operation,
        at: Pointer,
        *,
        owner: str,
        taken: set[str],
    ) -> list[Parameter]:
        """Read the parameters of an operation, those of the path first, in its order.

        Args:
            path: The path with its placeholders.
            item: What holds for all operations of the path.
            operation: The operation.
            at: Where the operation stands.
            owner: What is described in place is named after it where its own name is taken.
            taken: The names that arguments have already; theirs are added.

        Raises:
            SpecError: A parameter cannot be generated, or is missing from the path.
        """
        declared = list(self._declared(item, operation, at))
        placeholders = list(dict.fromkeys(_PLACEHOLDER.findall(path)))
        in_path = {raw(found.name): (found, place) for found, place in declared if _is_path(found)}
        if missing := [name for name in placeholders if name not in in_path]:
            raise SpecError.at(
                at, f"the path has {{{missing[0]}}}: declare a parameter of that name (in: path)"
            )
        for name, (_, place) in in_path.items():
            if name not in placeholders:
                raise SpecError.at(place, f"parameter {name!r} does not occur in the path {path}")
        others = [(found, place) for found, place in declared if not _is_path(found)]
        ordered = [*(in_path[name] for name in placeholders), *others]
        return [
            self._parameter(found, place, owner, taken)
            for found, place in ordered
            if not self._is_ignored(found, place)
        ]

    def _is_ignored(self, found: oai.Parameter, at: Pointer) -> bool:
        """Tell a header that OpenAPI ignores, or that belongs to the connection."""
        if found.param_in != "header":
            return False
        name = raw(found.name)
        if not _HEADER_NAME.fullmatch(name):
            text = f"{name!r} cannot be sent: name a header with letters, digits and hyphens"
            raise SpecError.at(at / "name", text)
        if name.lower() in _IGNORED_HEADERS:
            text = f"OpenAPI ignores a parameter called {name}: the client sets that header"
        elif name.lower() in _CONNECTION_HEADERS:
            text = f"a parameter called {name} is left out: the client sets that header"
        else:
            return False
        self.problems.append(Problem(at, text, "warning"))
        return True

    def _declared(
        self, item: oai.PathItem, operation: oai.Operation, at: Pointer
    ) -> Iterator[tuple[oai.Parameter, Pointer]]:
        """Give the parameters of operation and path; the operation's own win."""
        seen: set[tuple[str, str]] = set()
        path_item = Pointer(at.steps[:-1])
        for owner, place in ((operation, at), (item, path_item)):
            for index, parameter in enumerate(owner.parameters or ()):
                where, found = self._components.parameter(parameter, place / "parameters" / index)
                key = (raw(found.name), str(found.param_in))
                if key not in seen:
                    seen.add(key)
                    yield found, where

    def _parameter(
        self, found: oai.Parameter, at: Pointer, owner: str, taken: set[str]
    ) -> Parameter:
        wire_name, place = raw(found.name), str(found.param_in.value)
        name = f"{owner}/{names.pascal_case(wire_name)}"
        kind, style = self._kind_and_style(found, at, name)
        python_name = names.claim(sdk_name(found, at, wire_name), taken)
        # For a parameter, null is a word among others; not to pass it is to leave it out.
        bare = kind.kind if isinstance(kind, kinds.Nullable) else kind
        described = Property(
            at=at,
            wire_name=wire_name,
            name=python_name,
            kind=bare,
            required=found.required or place == "path",
            doc=self._schemas.doc(found, bare),
            deprecated=found.deprecated,
        )
        return Parameter(described, place, style)

    def _kind_and_style(self, found: oai.Parameter, at: Pointer, name: str) -> tuple[Kind, str]:
        if found.param_schema is not None:
            kind = self._schemas.kind(found.param_schema, at / "schema", name)
            return kinds.as_strings(kind, kinds.BYTES), _style(found, at)
        for media_type, content in (found.content or {}).items():
            if is_json(raw(media_type)):
                place = at / "content" / raw(media_type) / "schema"
                kind = self._schemas.kind(content.media_type_schema or oai.Schema(), place, name)
                if found.param_in == oai.ParameterLocation.QUERY:
                    return kind, "json_text"
                return self._json_elsewhere(kind, at), _style(found, at)
        return kinds.STRING, _style(found, at)

    def _json_elsewhere(self, kind: Kind, at: Pointer) -> Kind:
        """Leave JSON outside of a query to the caller, but for what is the same as text."""
        bare = kind.kind if isinstance(kind, kinds.Nullable) else kind
        if bare in {kinds.INTEGER, kinds.NUMBER, kinds.BOOLEAN}:
            return bare
        text = "JSON is passed as str here: write it with json.dumps"
        self.problems.append(Problem(at / "content", text, "warning"))
        return kinds.STRING


def _is_path(parameter: oai.Parameter) -> bool:
    return parameter.param_in == oai.ParameterLocation.PATH


def _style(found: oai.Parameter, at: Pointer) -> str:
    place = found.param_in.value
    style = raw(found.style) or _DEFAULT_STYLES[place]
    explode = found.explode if "explode" in found.model_fields_set else style == "form"
    styles = _SIMPLE_STYLES if place in {"path", "header"} else QUERY_STYLES
    name = styles.get((style, explode))
    if name is None:
        known = ", ".join(dict.fromkeys(style for style, _ in styles))
        raise SpecError.at(at / "style", f"style {style!r} is not supported here: use {known}")
    return name


def of_place(parameters: Iterable[Parameter], *places: str) -> list[Parameter]:
    """Choose the parameters that stand in certain places."""
    return [parameter for parameter in parameters if parameter.place in places]
