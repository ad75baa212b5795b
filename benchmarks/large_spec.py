"""A document with as many operations as are wanted, always the same for the same number.

Its shape is that of a large API of today: ten operations to a tag, each tag a resource with a
model that holds an object, a value set and a list of its own; identifiers in paths, filters in
queries, JSON and form bodies, one error model for all.
"""

import sys
from pathlib import Path
from typing import Any, Final

import yaml

PER_TAG: Final = 10
"""Operations to a tag: list, create, read, replace, change, delete, and four commands."""

_COMMANDS = ("start", "stop", "send", "record")
_FIELDS = ("label", "region", "webhook", "profile", "note", "reference")

Json = dict[str, Any]


def large_spec(operations: int) -> Json:
    """Make a document with this many operations, a multiple of ten."""
    names = [f"Resource{number:03}" for number in range(operations // PER_TAG)]
    tags = [_tag(name) for name in names]
    paths: Json = {}
    schemas: Json = {"Failure": _object("Why it failed.", {"detail": _text("What was wrong.")})}
    for name in names:
        paths |= _paths(name)
        schemas |= _schemas(name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Large",
            "version": "1.0.0",
            "description": f"{operations} operations.",
        },
        "servers": [{"url": "https://api.example.com/v2"}],
        "security": [{"bearerAuth": []}],
        "tags": [{"name": tag, "description": f"All about {tag}."} for tag in tags],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def _tag(name: str) -> str:
    return name.replace("Resource", "resource_")


def _paths(name: str) -> Json:
    tag = _tag(name)
    base = f"/{tag}s"
    one = f"{base}/{{{tag}_id}}"
    at_one = [_parameter("path", f"{tag}_id", "Which one.", required=True)]
    of_page = [
        _parameter("query", "page", "The number of the page, from 1.", kind="integer"),
        _parameter("query", "status", "Only those with this status."),
        _parameter("query", "created_after", "Only those made since.", form="date-time"),
    ]
    in_json = _body("application/json", f"{name}Draft")
    in_form = _body("application/x-www-form-urlencoded", f"{name}Command")
    model, page = _success("200", name), _success("200", f"{name}Page")
    none: Json = {"204": {"description": "It is done."}}
    return {
        base: {
            "get": _operation("list", tag, page, {"parameters": of_page}),
            "post": _operation("create", tag, model, in_json),
        },
        one: {
            "parameters": at_one,
            "get": _operation("read", tag, model, {}),
            "put": _operation("replace", tag, model, in_json),
            "patch": _operation("change", tag, model, in_json),
            "delete": _operation("delete", tag, none, {}),
        },
        **{
            f"{one}/actions/{command}": {
                "post": _operation(command, tag, model, {"parameters": at_one, **in_form})
            }
            for command in _COMMANDS
        },
    }


def _operation(verb: str, tag: str, success: Json, request: Json) -> Json:
    failure = {"description": "It failed.", "content": _content("application/json", "Failure")}
    return {
        "operationId": f"{verb}_{tag}",
        "tags": [tag],
        "summary": f"{verb.capitalize()} a {tag}.",
        "description": f"The `{verb}` operation of {tag}, as large APIs have it.",
        **request,
        "responses": {**success, "404": failure, "422": failure},
    }


def _success(status: str, schema: str) -> Json:
    content = _content("application/json", schema)
    return {status: {"description": "It is done.", "content": content}}


def _body(content_type: str, schema: str) -> Json:
    return {"requestBody": {"required": True, "content": _content(content_type, schema)}}


def _content(content_type: str, schema: str) -> Json:
    return {content_type: {"schema": _ref(schema)}}


def _schemas(name: str) -> Json:
    status: Json = {
        "type": "string",
        "description": f"What a {name} is doing.",
        "enum": ["new", "active", "paused", "ended"],
    }
    texts = {field: _text(f"The {field} of it.") for field in _FIELDS}
    return {
        name: _object(
            f"A {name}.",
            {
                "id": _text("Its id."),
                "status": _ref(f"{name}Status"),
                "created_at": _text("When it was made.", "date-time"),
                "settings": _ref(f"{name}Settings"),
                "members": {
                    "type": "array",
                    "description": "What belongs to it.",
                    "items": _ref(f"{name}Member"),
                },
                **texts,
            },
            ["id", "status"],
        ),
        f"{name}Status": status,
        f"{name}Settings": _object(
            f"How a {name} behaves.",
            {
                "limit": {"type": "integer", "description": "How many at once."},
                "ratio": {"type": "number", "description": "How many of a hundred."},
                "enabled": {"type": "boolean", "description": "Whether it works."},
            },
        ),
        f"{name}Member": _object(
            f"A part of a {name}.",
            {
                "id": _text("Its id."),
                "role": _text("What it does."),
                "settings": _ref(f"{name}Settings"),
            },
            ["id"],
        ),
        f"{name}Page": _object(
            f"A page of {name}.",
            {
                "data": {"type": "array", "description": "The page.", "items": _ref(name)},
                "total": {"type": "integer", "description": "How many there are in all."},
            },
        ),
        f"{name}Draft": _object(
            f"What a {name} is made of.",
            {"status": _ref(f"{name}Status"), "settings": _ref(f"{name}Settings"), **texts},
            ["label"],
        ),
        f"{name}Command": _object(
            f"What a {name} is told.",
            {"mode": _ref(f"{name}Status"), "client_state": _text("Given back later."), **texts},
        ),
    }


def _parameter(
    place: str,
    name: str,
    description: str,
    *,
    kind: str = "string",
    form: str | None = None,
    required: bool = False,
) -> Json:
    schema = {"type": kind} | ({"format": form} if form else {})
    return {
        "name": name,
        "in": place,
        "required": required,
        "description": description,
        "schema": schema,
    }


def _object(description: str, properties: Json, required: list[str] | None = None) -> Json:
    found: Json = {"type": "object", "description": description, "properties": properties}
    return found | ({"required": required} if required else {})


def _text(description: str, form: str | None = None) -> Json:
    return {"type": "string", "description": description} | ({"format": form} if form else {})


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def write_large_spec(operations: int, file: Path) -> None:
    """Write the document as YAML."""
    file.write_text(
        yaml.dump(large_spec(operations), Dumper=yaml.CSafeDumper, sort_keys=False),
        encoding="utf-8",
    )


if __name__ == "__main__":
    write_large_spec(int(sys.argv[1]), Path(sys.argv[2]))
