# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Bodies of operations that accept several content types: which one is sent."""

from collections.abc import Mapping
from typing import NamedTuple

from .bodies import BodyWriter, Encoded, passed_fields
from .files import is_file
from .parameters import as_items


class Choice(NamedTuple):
    """One of the content types of a body, and the fields that the spec has for it."""

    content_type: str
    write: BodyWriter
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    takes_files: bool = False

    def obstacle(self, passed: Mapping[str, object], extra: Mapping[str, object]) -> str:
        """Say why a body cannot be sent in this content type; empty where it can."""
        every = {**passed, **extra}
        unknown = [name for name in passed if name not in self.fields]
        missing = [name for name in self.required if name not in every]
        files = [name for name, value in every.items() if not self.takes_files and _has_file(value)]
        reasons = (
            ("does not have", unknown),
            ("needs", missing),
            ("cannot carry files such as", files),
        )
        return " and ".join(f"{verb} {', '.join(names)}" for verb, names in reasons if names)


def _has_file(value: object) -> bool:
    items = None if is_file(value) else as_items(value)
    return any(map(is_file, [value] if items is None else items))


def first_that_fits(*choices: Choice) -> BodyWriter:
    """Build the writer of a body in the first content type that can carry what is passed.

    Args:
        choices: The content types, the preferred one first.
    """

    def write(fields: object, extra: Mapping[str, object]) -> Encoded | None:
        passed = passed_fields(fields)
        obstacles: list[str] = []
        for choice in choices:
            obstacle = choice.obstacle(passed, extra)
            if not obstacle:
                return choice.write(passed, extra)
            obstacles.append(f"{choice.content_type} {obstacle}")
        raise ValueError(f"no content type fits the body: {'; '.join(obstacles)}")

    return write
