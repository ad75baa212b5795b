"""A small document, and the command that compares two."""

from pathlib import Path

from attrs import frozen
from typer.testing import CliRunner

from generator.cli import app

OLD = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
paths:
  /things/{id}:
    post:
      tags: [things]
      operationId: touch
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
      responses: {'204': {description: Done.}}
"""


@frozen
class Run:
    """What a run of the command printed, and its exit code."""

    code: int
    out: str
    err: str


def diff(*arguments: object) -> Run:
    """Run the command in this process."""
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    if not isinstance(result.exception, SystemExit | None):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def written(folder: Path, old: str, new: str) -> tuple[Path, Path]:
    """Write an old and a new document."""
    (folder / "old.yaml").write_text(old)
    (folder / "new.yaml").write_text(new)
    return folder / "old.yaml", folder / "new.yaml"
