"""A document in its canonical form."""

from typing import Any

from attrs import frozen

from .source_map import Source


@frozen(eq=False)
class Document:
    """An OpenAPI document: complete, canonical, validated; `load` promises what that means."""

    source: Source
    data: dict[str, Any]
    """Plain data, which nobody changes; aliases and path items that are shared share parts."""
