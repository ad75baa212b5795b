"""The folder of a user's templates, and clients that are generated with it."""

from pathlib import Path

from tests.generator.cases import Done, spec_of

MODEL = "models/model.py.jinja"
HEAD = "{# views: 1 #}\n"
EXTENDING = f'{HEAD}{{% extends "default/{MODEL}" %}}\n'
METHOD = f"""\
{EXTENDING}{{% block methods %}}
    def more(self) -> int:
        return 1
{{% endblock %}}
"""


class Mine:
    """A folder of templates, and the client that they are for."""

    def __init__(self, folder: Path, target: Path) -> None:
        """Make the folder."""
        self.folder = folder
        self.target = target
        folder.mkdir()

    def write(self, name: str, text: str | bytes) -> None:
        """Write a template, or any other file."""
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def generate(self, *more: str, spec: Path | None = None) -> Done:
        """Generate the client of a document, by default a small one with one model."""
        places = ("--output", self.target, "--templates", self.folder)
        return Done("--spec", spec or spec_of("minimal"), *places, *more)

    def errors(self, *more: str, spec: Path | None = None) -> list[str]:
        """Generate, and return the errors without the folder; nothing may have been written."""
        done = self.generate(*more, spec=spec)
        assert (done.code, done.out) == (2, "")
        assert not self.target.exists()
        *errors, last = done.err.splitlines()
        assert last.endswith(f"{self.target} is as it was")
        return [error.removeprefix(f"{self.folder}/") for error in errors]
