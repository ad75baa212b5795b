# Runtime of generated clients: edit it in generator/runtime/, never in a copy.
"""Members of an object that are not known by name, but have a type."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any, TypeVar, cast

from .decoding import Converter, Mismatch, Reader
from .writing import jsonable, merged

T = TypeVar("T")


def additional(read: Reader, known: Collection[str], convert: Converter[T]) -> dict[str, T]:
    """Read the members of an object that are not known by name.

    Each is optional: one that does not fit is logged and stays in ``.raw``, or raises `Mismatch`
    where decoding is strict. Null counts as absent where it is not allowed.

    Args:
        read: The reader of the object.
        known: The members that are known by name.
        convert: What each of the others is read with.
    """
    found: dict[str, T] = {}

    def keep(value: Any, at: Reader) -> bool:
        found[str(at.key)] = convert(value, at)
        return True

    for key, value in read.data.items():
        if key in known:
            continue
        if value is None:
            read.key = key
            with suppress(Mismatch):
                keep(value, read)
        else:
            read.optional(key, keep)
    return found


def merged_with_additional(model: Any, values: Mapping[str, object], name: str) -> dict[str, Any]:
    """Write the fields of a model over the object as it arrived, as `merged` does.

    The members that are not known by name are those of one field; what has been removed there is
    not written.

    Args:
        model: The model.
        values: Its other fields by their JSON names, in the order in which the class has them.
        name: The name of the field.
    """
    members: Mapping[str, object] = getattr(model, name)
    written = merged(model, values)
    for key in _decoded(model, name) - members.keys() - values.keys():
        written.pop(key, None)
    return {**written, **jsonable(dict(members))}


def _decoded(model: Any, name: str) -> set[str]:
    """List the members that decoded from the object as it arrived."""
    of_model = cast("Any", type(model))
    try:
        before: object = of_model.from_dict(model.raw, Reader(None, quiet=True))
    except Mismatch:
        return set()
    return {*getattr(before, name)}
