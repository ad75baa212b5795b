"""The templates that lay a client out: ours, or those of a user in place of some of them."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
)

FOLDER = Path(__file__).parents[1] / "templates"
DEFAULT = "default/"
"""What the name of one of ours begins with, for templates that take its place and extend it."""


@frozen
class CustomTemplate:
    """A template of a user."""

    file: Path
    text: str

    def line_of(self, code: str) -> int | None:
        """Return the number of the first line that is a line of code but for its indentation."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if code.strip() and line.strip() == code.strip():
                return number
        return None


def environment(custom: Mapping[str, CustomTemplate]) -> Environment:
    """Return Jinja's environment, in which templates of a user win over ours of the same name."""

    def find(name: str) -> tuple[str, str, None] | None:
        found = custom.get(name)
        return (found.text, str(found.file), None) if found else None

    ours = FileSystemLoader(FOLDER)
    return Environment(
        loader=ChoiceLoader(
            [FunctionLoader(find), ours, PrefixLoader({DEFAULT.removesuffix("/"): ours})]
        ),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - no HTML; the document's text comes as literals
    )


def source_of(name: str, of: Environment) -> str:
    """Return the text of a template; raises `TemplateNotFound`."""
    if of.loader is None:
        raise TemplateNotFound(name)
    text, _, _ = of.loader.get_source(of, name)
    return text


class Templates:
    """Our own templates."""

    def __init__(self, custom: Mapping[str, CustomTemplate] | None = None) -> None:
        """Read none yet.

        Args:
            custom: Those of a user, by the names of ours that they take the place of.
        """
        self.environment = environment(custom or {})

    def render(self, path: str, template: str, view: Mapping[str, object]) -> str:
        """Return a file of a client, not yet formatted.

        Args:
            path: Its path in the package.
            template: The name of the template.
            view: What the template sees.
        """
        del path
        return self.environment.get_template(template).render(view)

    @property
    def runtime_modules(self) -> set[str]:
        """The modules of the runtime that files import besides those that views name."""
        return set()

    def raise_errors(self) -> None:
        """Raise nothing: ours have no errors."""


OURS = Templates()
