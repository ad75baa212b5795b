"""Small random documents: odd names, nested shapes, hostile text in every place."""

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

CODE = (
    '""" + __import__("os").abort() + """',
    "'); __import__('os').abort() #",
    "\n__import__('os').abort()\n",
    "\\",
    '"""',
    "{{ 7 * 7 }}{% raise %}",
    "../../../../escaped",
    "/etc/passwd",
    "..",
    "\x00",
    "#",
    "\u2028__import__('os').abort()",
    "__init__",
    "__class__",
    "a" * 90,
)
"""Text that would do harm if it were anything but text."""

hostile = st.sampled_from(CODE)
words = st.text(alphabet="aAbB19_-. é日", min_size=1, max_size=8)
keywords = st.sampled_from(
    ["class", "None", "self", "list", "models", "raw", "Any", "import", "id", "timeout", "Literal"]
)
names = words | keywords | hostile
text = hostile | st.text(max_size=20)
plain_json = st.none() | st.booleans() | st.integers(-9, 9) | text
values = st.recursive(plain_json, lambda inner: st.lists(inner, max_size=2), max_leaves=3)
annotations = st.fixed_dictionaries(
    {},
    optional={
        "title": text,
        "description": text,
        "default": values,
        "example": values,
        "x-extension": values,
        "deprecated": st.booleans(),
    },
)
formats = st.sampled_from(["date", "date-time", "uuid", "byte", "binary", "email"]) | text


def _with(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda first, second: first | second, annotations, st.fixed_dictionaries(keywords)
    )


def _refs(components: list[str]) -> st.SearchStrategy[Json]:
    """Make references: most lead to a component, some nowhere, or out of the folder."""
    escaped = [name.replace("~", "~0").replace("/", "~1") for name in components]
    known = [f"#/components/schemas/{name}" for name in escaped]
    wrong = ["#/components/schemas/Nowhere", "../../up.yaml#/a", "#/"]
    return st.sampled_from([*known * 20, *wrong]).map(lambda ref: {"$ref": ref})


def schemas(components: list[str]) -> st.SearchStrategy[Json]:
    """Make schemas, which may refer to components."""
    types = st.sampled_from(["string", "integer", "number", "boolean", "array", "object", "null"])
    leaves = (
        _with(type=types)
        | _with(type=st.just("string"), format=formats)
        | _with(type=st.lists(types, min_size=1, max_size=3, unique=True))
        | _with(enum=st.lists(plain_json, min_size=1, max_size=4))
        | _with(const=plain_json)
        | _with()
        | _refs(components)
    )

    def larger(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
        some = st.lists(inner, min_size=1, max_size=3)
        members = st.dictionaries(names, inner, max_size=3)
        return (
            _with(type=st.just("array"), items=inner)
            | _with(
                type=st.just("object"), properties=members, required=st.lists(names, max_size=1)
            )
            | _with(type=st.just("object"), additionalProperties=inner | st.booleans())
            | _with(allOf=some)
            | _with(oneOf=some)
            | _with(anyOf=some, discriminator=st.fixed_dictionaries({"propertyName": names}))
        )

    return st.recursive(leaves, larger, max_leaves=5)


@st.composite
def documents(draw: st.DrawFn) -> Json:
    """Make documents with up to three operations and four components."""
    components = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    schema = schemas(components)
    paths: Json = {}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(names)
        path = f"/{draw(names)}".replace("{", "").replace("}", "") + "/{id}"
        paths[path] = {
            draw(st.sampled_from(["get", "post", "put"])): draw(_operation(name, schema))
        }
    key = draw(names)
    return {
        "openapi": draw(st.sampled_from(["3.1.0", "3.0.3"])),
        "info": draw(_with(title=text, version=text)),
        "servers": [{"url": "https://api.example.com/" + draw(text).translate({123: "", 125: ""})}],
        "security": [{key: []}],
        "paths": paths,
        "components": {
            "schemas": {name: draw(schema) for name in components},
            "securitySchemes": {
                key: {"type": "apiKey", "name": draw(names), "in": draw(st.sampled_from(_PLACES))}
            },
        },
    }


_PLACES = ["header", "query", "cookie"]
_MOSTLY_GOOD = st.sampled_from(["lists", "ab", "models", "with_options", "cd"] * 20 + [*CODE])
_OWN_NAMES = st.fixed_dictionaries(
    {},
    optional={
        "x-sdk-method": _MOSTLY_GOOD,
        "x-sdk-group": st.lists(_MOSTLY_GOOD, min_size=1, max_size=2),
        "x-extension": values,
    },
)
_TYPES = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded", "text/a"]


@st.composite
def _operation(draw: st.DrawFn, name: str, schema: st.SearchStrategy[Json]) -> Json:
    at_id = {"name": "id", "in": "path", "required": True, "schema": draw(schema)}
    other = {"name": draw(names), "in": draw(st.sampled_from(_PLACES)), "schema": draw(schema)}
    response = {
        "description": draw(text),
        "content": {draw(_media_type()): {"schema": draw(schema)}},
    }
    found: Json = {
        **draw(annotations),
        "operationId": name,
        "summary": draw(text),
        "tags": [f"{draw(names)} things"],
        "parameters": [at_id, {**other, **draw(annotations)}],
        "responses": {draw(st.sampled_from(["200", "2XX", "default"])): response},
    }
    if draw(st.booleans()):
        found["requestBody"] = {"content": {draw(_media_type()): {"schema": draw(schema)}}}
    return found | draw(_OWN_NAMES)


def _media_type() -> st.SearchStrategy[str]:
    return st.sampled_from(_TYPES) | hostile
