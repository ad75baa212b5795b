"""A document in its canonical form."""

from typing import Any

from attrs import frozen

from .source_map import Source


@frozen(eq=False)
class Document:
    """An OpenAPI document: complete, canonical, validated; `load` promises what that means."""

    source: Source
    data: dict[str, Any]
    """Plain data, which nobody changes; what aliases or references share is one and the same."""
