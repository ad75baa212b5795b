"""A document with some hundred operations: each place that a value can be in, by each shape."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from tests.generator.shapes import COMPONENTS, LISTS, PLACE, PLAIN, SHAPES, Json, Shape

_OBJECT = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_VENDOR = "application/vnd.acme.v2+json"


@frozen
class Response:
    """A success: as the server sends it, and as the call returns it."""

    status: int
    content_type: str
    body: Any
    returned: Any


NOTHING = Response(204, "", b"", None)


@frozen(kw_only=True)
class Planned:
    """One operation: how it is described, how it is called, and how the server responds."""

    id: str
    tag: str
    method: str = "get"
    place: str = ""
    """What follows the id in the path."""

    described: Json
    passed: Mapping[str, Any] = field(factory=dict[str, Any])
    wire: Any = None
    """What a parameter, or a whole body, is in JSON; None for what is not JSON."""

    pairs: list[tuple[str, str]] | None = None
    """The pairs of the query, where openapi-core cannot read them."""

    responses: tuple[Response, ...] = (NOTHING,)

    @property
    def path(self) -> str:
        """The path, which no other operation has."""
        return f"/{self.tag}/{self.id}{self.place}"


def document() -> tuple[Json, list[Planned]]:
    """Derive the document and its operations."""
    planned = [*_parameters(), *_json_bodies(), *_fields(), *_responses()]
    paths: Json = {}
    for each in planned:
        responses = {"204": {"description": "Done."}}
        described = {"operationId": each.id, "tags": [each.tag], "responses": responses}
        paths.setdefault(each.path, {})[each.method] = described | each.described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": COMPONENTS},
    }, planned


def _parameters() -> Iterator[Planned]:
    for name, shape in SHAPES.items():
        if shape.json is not None:  # null cannot be passed: it is omitted
            yield _parameter(f"query_json_{name}", shape, "query", None)
    for name, shape in PLAIN.items():
        for place in ("query", "path", "header", "cookie"):
            yield _parameter(f"{place}_{name}", shape, place, {})
    for name, shape in LISTS.items():
        for place in ("query", "path", "header"):
            yield _parameter(f"{place}_{name}", shape, place, {})
        yield _parameter(f"query_comma_{name}", shape, "query", {"explode": False})
        yield _parameter(f"query_pipe_{name}", shape, "query", _style("pipeDelimited"))
    for explode in (False, True):
        for place in ("path", "header"):
            yield _parameter(f"{place}_place_{explode}", PLACE, place, {"explode": explode})
    pairs = [*PLACE.json.items()]
    yield _parameter("query_place", PLACE, "query", {}, pairs)
    yield _parameter("query_comma_place", PLACE, "query", {"explode": False})
    yield _parameter("query_deep_place", PLACE, "query", {"style": "deepObject", "explode": True})
    nested = {"style": "deepObject", "explode": True}
    yield _parameter("query_deep_map", SHAPES["map"], "query", nested, [("value[a b]", "1")])
    spaced = [("value", "x y z")]
    yield _parameter("query_space", LISTS["texts"], "query", _style("spaceDelimited"), spaced)


def _style(name: str) -> Json:
    return {"style": name, "explode": False}


def _parameter(
    name: str,
    shape: Shape,
    place: str,
    style: Json | None,
    pairs: list[tuple[str, str]] | None = None,
) -> Planned:
    """Plan a parameter; without a style its value is JSON."""
    how = {"content": {_OBJECT: {"schema": shape.schema}}} if style is None else style
    schema = {} if style is None else {"schema": shape.schema}
    parameter = {"name": "value", "in": place, "required": True, **how, **schema}
    return Planned(
        id=name.lower(),
        tag="parameters",
        place="/{value}" if place == "path" else "",
        described={"parameters": [parameter]},
        passed={"value": shape.passed},
        wire=shape.json,
        pairs=pairs,
    )


def _json_bodies() -> Iterator[Planned]:
    for name, shape in SHAPES.items():
        member = {"type": "object", "properties": {"value": shape.schema, "other": {}}}
        listed = {"type": "array", "items": shape.schema}
        mapped = {"type": "object", "additionalProperties": shape.schema}
        yield _json_body(f"member_{name}", member, {"value": shape.passed}, {"value": shape.json})
        for how, schema, passed, json in (
            ("listed", listed, [shape.passed] * 2, [shape.json] * 2),
            ("mapped", mapped, {"a b": shape.passed}, {"a b": shape.json}),
        ):
            yield _json_body(f"{how}_{name}", schema, {"body": passed}, json)
        if not isinstance(shape.json, dict | None):  # objects are passed flat, null is no body
            yield _json_body(f"whole_{name}", shape.schema, {"body": shape.passed}, shape.json)
    yield _json_body("flat", PLACE.schema, PLACE.passed, PLACE.json)


def _json_body(name: str, schema: Json, passed: Json, json: Any) -> Planned:
    content = {"required": True, "content": {_OBJECT: {"schema": schema}}}
    described = {"requestBody": content}
    return Planned(
        id=name, tag="bodies", method="post", described=described, passed=passed, wire=json
    )


def _fields() -> Iterator[Planned]:
    """Plan forms, with all fields and with each alone; openapi-core reads no numbers in parts."""
    fields = PLAIN | LISTS
    texts = {name: shape for name, shape in fields.items() if shape.schema.get("type") == "string"}
    for media_type, shapes in ((_FORM, fields), (_MULTIPART, texts)):
        schema = {
            "type": "object",
            "properties": {name: shape.schema for name, shape in shapes.items()},
        }
        content = {"requestBody": {"content": {media_type: {"schema": schema}}}}
        prefix = media_type.rpartition("/")[2].partition("-")[0]
        every = {name: shape.passed for name, shape in shapes.items()}
        for name in ("all", *shapes):
            yield Planned(
                id=f"{prefix}_{name}",
                tag="fields",
                method="put",
                described=content,
                passed=every if name == "all" else {name: every[name]},
            )


def _responses() -> Iterator[Planned]:
    for name, shape in SHAPES.items():
        success = Response(200, _OBJECT, shape.json, shape.passed)
        vendor = Response(201, _VENDOR, shape.json, shape.passed)
        listed = Response(200, _OBJECT, [shape.json] * 2, [shape.passed] * 2)
        one = {"description": "Done.", "content": {_OBJECT: {"schema": shape.schema}}}
        array = {"type": "array", "items": shape.schema}
        many = {"description": "Done.", "content": {_OBJECT: {"schema": array}}}
        other = {"description": "Made.", "content": {_VENDOR: {"schema": shape.schema}}}
        gone = {"description": "Gone."}
        yield _response(f"one_{name}", {"200": one}, success)
        yield _response(f"many_{name}", {"2XX": many}, listed)
        yield _response(f"any_{name}", {"default": one}, success)
        several = {"200": one, "201": other, "204": gone}
        yield _response(f"several_{name}", several, success, vendor, NOTHING)


def _response(name: str, responses: Json, *expected: Response) -> Planned:
    return Planned(id=name, tag="responses", described={"responses": responses}, responses=expected)
