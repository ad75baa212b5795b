"""An API: its operations, what they send and return, its security and its address.

Api ── operations ── Operation ── parameters ── Parameter ── Property
│                       ├─────── body ──────── Body ─────── JsonBody | FormBody | ...
│                       └─────── responses ─── Responses ── Success, ErrorResponse
├──── types ──────── Model | Enum, by location
└──── schemes ────── SecurityScheme
"""

from collections.abc import Mapping
from enum import Enum as _Enum
from typing import Literal

from attrs import field, frozen

from ..diagnostics import Pointer
from .events import Alias, Event, Messages
from .pagination import Pagination
from .types import Enum, Model, Property, Scalar, Type, union

Alternatives = tuple[tuple[str, ...], ...]
"""Names of security schemes: the schemes of any one of the tuples are enough."""

Place = Literal["path", "query", "header", "cookie"]
"""Where a parameter is sent."""


class Style(_Enum):
    """How a value with parts is written as text."""

    SIMPLE = "simple"
    SIMPLE_EXPLODED = "simple, exploded"
    EXPLODED = "form, exploded"
    COMMA_SEPARATED = "form"
    SPACE_SEPARATED = "spaceDelimited"
    PIPE_SEPARATED = "pipeDelimited"
    DEEP_OBJECT = "deepObject"
    JSON = "application/json"


@frozen
class Parameter:
    """A parameter: what it is, where it is sent, and how it is written."""

    property: Property
    place: Place
    style: Style
    allow_reserved: bool = False
    """Whether reserved characters are sent as they are, in a query."""


@frozen
class JsonBody:
    """A body of JSON."""

    media_type: str


@frozen
class FormBody:
    """A body of ``application/x-www-form-urlencoded``."""

    media_type: str
    styles: tuple[tuple[str, Style], ...] = ()
    """How fields are written that are not plainly exploded, by their wire names."""


@frozen
class MultipartBody:
    """A body of ``multipart/form-data``."""

    media_type: str
    content_types: tuple[tuple[str, str], ...] = ()
    """The content types of parts that have one, by their wire names."""

    files: tuple[str, ...] = ()
    """The wire names of the fields that are files, or lists of files."""


@frozen
class RawBody:
    """A body that is sent as the text or the bytes that the caller passes."""

    media_type: str


@frozen
class BodyChoice:
    """One of the formats of a body, and the fields that it has, by their wire names."""

    format: JsonBody | FormBody | MultipartBody
    fields: tuple[str, ...]
    required: tuple[str, ...]


@frozen
class ChosenBody:
    """A body in the first of several formats that can carry the fields that are passed."""

    choices: tuple[BodyChoice, ...]

    @property
    def media_type(self) -> str:
        """The media types, the preferred one first."""
        return ", ".join(choice.format.media_type for choice in self.choices)


BodyFormat = JsonBody | FormBody | MultipartBody | RawBody | ChosenBody


@frozen(kw_only=True)
class Body:
    """The body of a request."""

    at: Pointer
    format: BodyFormat
    fields: tuple[Property, ...]
    is_whole: bool
    """Whether the one field is the body itself, and not a member of it."""

    required: bool


@frozen
class JsonContent:
    """A response body of JSON."""

    type: Type


@frozen
class TextContent:
    """A response body of text."""

    type: Type = Scalar.STRING


@frozen
class BytesContent:
    """A response body of bytes."""

    type: Type = Scalar.BASE64


Content = JsonContent | TextContent | BytesContent


@frozen
class Success:
    """A documented success: its status (``200``, ``2XX``) and its bodies, by media type."""

    status: str
    contents: tuple[tuple[str, Content], ...] = ()
    """Nothing where there is no body."""

    @property
    def type(self) -> Type:
        """The type of the value that is returned."""
        return union(content.type for _, content in self.contents)


@frozen
class ErrorResponse:
    """A documented error: its status (``404``, ``4XX``, ``default``), its text and its body."""

    status: str
    text: str
    type: Type | None
    """The type of its JSON, if any."""


@frozen(kw_only=True)
class Responses:
    """The documented responses of an operation."""

    successes: tuple[Success, ...]
    errors: tuple[ErrorResponse, ...]
    accept: str
    """The media types that a call asks for: those of the successes; JSON where there are none."""

    text: str
    """The description of the successes."""

    @property
    def type(self) -> Type:
        """The type of the value that a call returns."""
        return union(success.type for success in self.successes)

    @property
    def may_be_large(self) -> bool:
        """Whether a success may be something other than JSON: a file, or text without end."""
        contents = [content for success in self.successes for _, content in success.contents]
        return any(not isinstance(content, JsonContent) for content in contents)

    @property
    def error_types(self) -> dict[str, Type]:
        """The types of error bodies, by status."""
        return {error.status: error.type for error in self.errors if error.type is not None}


@frozen(kw_only=True)
class Operation:
    """One operation."""

    at: Pointer
    id: str
    """Its operationId, or empty."""

    title: str
    """What it is called: its operationId, else its method and path."""

    tags: tuple[str, ...]
    sdk_group: tuple[str, ...] | None
    """Where the document wants it to be found on the client (``x-sdk-group``)."""

    sdk_method: str | None
    """What the document wants its method to be called (``x-sdk-method``)."""

    method: str
    """The HTTP method, in upper case."""

    path: str
    """The path with its placeholders."""

    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    """Those of the path first, in its order."""

    body: Body | None
    responses: Responses
    security: Alternatives | None
    """None where it is that of the API."""

    server: str | None = None
    """Its own address; None where that is the one of the API."""

    pagination: Pagination | None = None
    """How it divides a list into pages, if it does (``x-sdk-pagination``)."""

    def parameters_in(self, *places: Place) -> list[Parameter]:
        """Return the parameters that are sent in certain places."""
        return [parameter for parameter in self.parameters if parameter.place in places]


@frozen
class SecurityScheme:
    """A security scheme: a bearer token, a user with a password, or a key that is sent as it is."""

    name: str
    type: Literal["bearer", "basic", "header", "query", "cookie"]
    """The last three say where the key is sent."""

    key_name: str
    """The name of the header, query parameter or cookie that holds the key."""

    text: str

    token_url: str = ""
    """Where bearer tokens are fetched with an id and a secret, if they are."""

    scopes: tuple[str, ...] = field(default=(), eq=False)
    """What such a token has to be for."""


@frozen
class ServerVariable:
    """A variable of the API's address."""

    name: str
    default: str
    values: tuple[str, ...]
    """The values that it may have; any where there are none."""

    text: str


@frozen
class Server:
    """The API's address, with the names of its variables in braces."""

    url: str
    variables: tuple[ServerVariable, ...]


@frozen(kw_only=True)
class Api:
    """An API."""

    title: str
    description: str
    version: str
    sdk_client_name: str | None
    """What the document wants the client to be called (``x-sdk-client-name``)."""

    base_url: str
    """Its address, with variables at their defaults."""

    server: Server | None = None
    """The same, where it has variables."""

    schemes: tuple[SecurityScheme, ...]
    """Those that an operation uses, in the order of their use."""

    security: Alternatives
    operations: tuple[Operation, ...]
    events: tuple[Event | Messages, ...] = ()
    types: Mapping[Pointer, Model | Enum]
    """Models and enums by the location of their schemas, in the order of their use."""

    components: tuple[str, ...]
    """The names of all schemas that have one, used or not, in the order of the document."""

    unused: tuple[str, ...] = ()
    """The names of those that nothing uses."""

    @property
    def models(self) -> list[Model]:
        """All models."""
        return [each for each in self.types.values() if isinstance(each, Model)]

    @property
    def enums(self) -> list[Enum]:
        """All enums."""
        return [each for each in self.types.values() if isinstance(each, Enum)]

    @property
    def aliases(self) -> list[Alias]:
        """The types of events that have a name of their own and are neither model nor enum."""
        found = {alias.at: alias for event in self.events for alias in event.aliases}
        return [alias for at, alias in found.items() if at not in self.types]

    def model(self, at: Pointer) -> Model:
        """Return the model of a reference."""
        found = self.types[at]
        if not isinstance(found, Model):
            raise TypeError(f"{at} is an enum")
        return found

    def enum(self, at: Pointer) -> Enum:
        """Return the enum of a reference."""
        found = self.types[at]
        if not isinstance(found, Enum):
            raise TypeError(f"{at} is a model")
        return found
