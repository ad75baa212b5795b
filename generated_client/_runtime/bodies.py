"""Request bodies: from the fields that were passed to bytes and their content type."""

from collections.abc import Callable, Mapping

from .encoding import query_pairs, urlencoded

BodyWriter = Callable[[Mapping[str, object]], tuple[str, bytes]]
"""Gives the content type and the bytes of a body; a field that is None was not passed."""


def form(fields: Mapping[str, object]) -> tuple[str, bytes]:
    """Write ``application/x-www-form-urlencoded``, fields in the order of the spec."""
    return "application/x-www-form-urlencoded", urlencoded(query_pairs(fields)).encode()
