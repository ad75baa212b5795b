"""Documents for the tests of loading, and the lines that are reported about them."""

import json
from pathlib import Path
from typing import Any

from generator.diagnostics import Diagnostics, InvalidDocumentError
from generator.load import Source, load

HEAD = "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\n"


def with_schema(schema: Any, **more: Any) -> dict[str, Any]:
    """Return a document with one schema called ``Thing``."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Thing": schema}},
        **more,
    }


def with_operation(operation: Any, **more: Any) -> dict[str, Any]:
    """Return a document with one operation."""
    return {**with_schema({}), "paths": {"/things": {"post": operation}}, **more}


class Folder:
    """A folder with the files of a document, of which `spec.yaml` or `spec.json` is the first."""

    def __init__(self, path: Path) -> None:
        """Use an existing folder."""
        self.path = path
        self.lines: list[str] = []
        """What was reported: file, position, level, pointer, message."""

    def write(self, name: str, content: Any) -> Path:
        """Write a file: text or bytes as they are, anything else as JSON."""
        path = self.path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def load(self, content: Any, *, allow_outside: bool = False) -> dict[str, Any]:
        """Load a document; empty where it is invalid."""
        name = "spec.yaml" if isinstance(content, str | bytes) else "spec.json"
        return self.load_file(self.write(name, content), allow_outside=allow_outside)

    def load_file(self, path: Path, *, allow_outside: bool = False) -> dict[str, Any]:
        """Load a document that has been written."""
        source, diagnostics = Source(path, allow_outside=allow_outside), Diagnostics()
        try:
            data = load(source, diagnostics).data
            return {} if diagnostics.of("error") else data
        except InvalidDocumentError:
            assert diagnostics.of("error")
            return {}
        finally:
            found = diagnostics.all()
            self.lines = [
                f"{where.file.relative_to(self.path)}:{where.line}:{where.column}: "
                f"{each.level}: {where.pointer}: {each.message}"
                for each, where in zip(found, source.locate(found), strict=True)
            ]

    def error(self, content: Any) -> str:
        """Load a document that has one error, and return its line."""
        assert self.load(content) == {}
        [line] = self.lines
        return line
